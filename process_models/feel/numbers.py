"""Exact decimal arithmetic as DMN asks for it: IEEE 754-2008 decimal128, 34 digits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

DECIMAL128 = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)

# DMN 1.5, table of numeric functions: the scales a rounding function accepts.
SMALLEST_SCALE, LARGEST_SCALE = -6111, 6176


def exactly(operation: Callable[..., Decimal], *operands: Decimal) -> Decimal | None:
    """The result of a decimal128 operation; None where there is none, such as a division by zero."""
    try:
        result = operation(*operands)
    except DecimalException:
        return None
    return result if result.is_finite() else None


def rounded(value: Decimal, scale: int, rounding: str) -> Decimal | None:
    """`value` with `scale` digits behind the point; None outside the scales of the standard."""
    if not SMALLEST_SCALE <= scale <= LARGEST_SCALE:
        return None
    if -scale > value.adjusted() + 1:
        # Far above the value's own magnitude: quantising it would need no digit at all.
        return Decimal(0)
    if scale >= -_exponent(value):
        return value
    return value.quantize(Decimal(1).scaleb(-scale), rounding=rounding, context=_WIDE)


def plain(value: Decimal) -> str:
    """`value` without an exponent, as FEEL prints numbers."""
    text = format(value, "f")
    return text[1:] if text.startswith("-") and not value else text


def integer(value: object) -> int | None:
    """The integer that `value` is; None for anything else, fractions included."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return None


# Rounding may keep more digits than arithmetic does; it must not fail for that.
_WIDE = Context(prec=13000, Emin=-13000, Emax=13000)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
