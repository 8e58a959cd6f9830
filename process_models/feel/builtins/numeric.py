"""Functions of numbers, and `not`."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from process_models.feel.errors import InvalidValue
from process_models.feel.functions import Registry
from process_models.feel.numbers import DECIMAL128, exactly, integer, rounded
from process_models.feel.operators import negative
from process_models.feel.temporal import DaysTimeDuration, YearsMonthsDuration

FUNCTIONS = Registry()


@FUNCTIONS.add("not", "negand: boolean")
def _not(negand: bool) -> bool:
    return not negand


def _rounding(name: str, mode: str, *, scale: str) -> None:
    parameter = f"[{scale}]" if name in ("floor", "ceiling") else scale

    @FUNCTIONS.add(name, f"n: number, {parameter}")
    def _(number: Decimal, digits: Decimal | None = None) -> Decimal:
        return _to_scale(number, digits, mode)


for _name, _mode in {
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
    "decimal": ROUND_HALF_EVEN,
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
}.items():
    _rounding(_name, _mode, scale="scale: number")


def _to_scale(number: Decimal, scale: Decimal | None, mode: str) -> Decimal:
    digits = 0 if scale is None else int(scale)
    result = rounded(number, digits, mode)
    if result is None:
        raise InvalidValue(f"{scale} is no scale; it lies between -6111 and 6176")
    return result


@FUNCTIONS.add("abs", "n: duration")
@FUNCTIONS.add("abs", "n: number")
def _abs(value: Decimal | DaysTimeDuration | YearsMonthsDuration) -> object:
    match value:
        case Decimal():
            return value.copy_abs()
        case DaysTimeDuration():
            return negative(value) if value.nanoseconds < 0 else value
        case YearsMonthsDuration():
            return negative(value) if value.months < 0 else value


@FUNCTIONS.add("modulo", "dividend: number, divisor: number")
def _modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    quotient = exactly(DECIMAL128.divide, dividend, divisor)
    if quotient is None:
        raise InvalidValue("a division by zero has no rest")
    # DMN 1.5, table 77: the rest has the sign of the divisor.
    rest = DECIMAL128.remainder(dividend, divisor)
    return DECIMAL128.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@FUNCTIONS.add("sqrt", "number: number")
def _sqrt(number: Decimal) -> Decimal:
    return _known(exactly(DECIMAL128.sqrt, number), f"{number} has no square root")


@FUNCTIONS.add("log", "number: number")
def _log(number: Decimal) -> Decimal:
    if number <= 0:
        raise InvalidValue(f"{number} has no logarithm")
    return _known(exactly(DECIMAL128.ln, number), f"{number} has no logarithm")


@FUNCTIONS.add("exp", "number: number")
def _exp(number: Decimal) -> Decimal:
    return _known(exactly(DECIMAL128.exp, number), f"e to the power of {number} is too large")


@FUNCTIONS.add("even", "number: number")
def _even(number: Decimal) -> bool:
    whole = integer(number)
    return whole is not None and whole % 2 == 0


@FUNCTIONS.add("odd", "number: number")
def _odd(number: Decimal) -> bool:
    whole = integer(number)
    return whole is not None and whole % 2 == 1


def _known(result: Decimal | None, otherwise: str) -> Decimal:
    if result is None:
        raise InvalidValue(otherwise)
    return result
