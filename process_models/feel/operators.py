"""Arithmetic and comparison of values; None is null, also for operands that do not go together."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal

from process_models.feel.errors import InvalidValue
from process_models.feel.numbers import DECIMAL128, exactly
from process_models.feel.temporal import (
    NANOSECONDS,
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    date_of,
    midnight,
    plus_months,
    plus_nanoseconds,
    time_of,
)
from process_models.feel.values import Function, Range

Duration = (DaysTimeDuration, YearsMonthsDuration)


def equal(left: object, right: object) -> bool | None:
    """Whether both are the same value; None for values of different kinds."""
    if left is None or right is None:
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[name], right[name]) for name in left)
    if isinstance(left, Range) and isinstance(right, Range):
        return _equal_ranges(left, right)
    if isinstance(left, Function) and isinstance(right, Function):
        return left is right
    keys = _comparable(left, right)
    if keys is not None:
        return bool(keys[0] == keys[1])
    return left == right if type(left) is type(right) is bool else None


def compare(symbol: str, left: object, right: object) -> bool | None:
    """`left symbol right` for `<`, `<=`, `>`, `>=`; None for kinds without a common order."""
    keys = _comparable(left, right)
    return None if keys is None else _ORDER[symbol](*keys)


def contains(whole: Range, value: object) -> bool | None:
    """Whether `value` lies in a range; None where an end is not known or of another kind."""
    if whole.operator is not None:
        end = whole.high if whole.high is not None else whole.low
        if whole.operator in ("=", "!="):
            same = equal(value, end)
            return same if whole.operator == "=" or same is None else not same
        return compare(whole.operator, value, end)
    above = compare(">=" if whole.low_closed else ">", value, whole.low)
    below = compare("<=" if whole.high_closed else "<", value, whole.high)
    if above is False or below is False:
        return False
    return None if above is None or below is None else True


def add(left: object, right: object) -> object:
    """`left + right`: numbers, strings, durations, and a duration after a date or time."""
    match left, right:
        case Decimal(), Decimal():
            return exactly(DECIMAL128.add, left, right)
        case str(), str():
            return left + right
        case DaysTimeDuration(), DaysTimeDuration():
            return _days_time(left.nanoseconds + right.nanoseconds)
        case YearsMonthsDuration(), YearsMonthsDuration():
            return _years_months(left.months + right.months)
        case (DaysTimeDuration() | YearsMonthsDuration(), Date() | DateTime() | Time()):
            return _later(right, left)
        case (Date() | DateTime() | Time(), DaysTimeDuration() | YearsMonthsDuration()):
            return _later(left, right)
    return None


def subtract(left: object, right: object) -> object:
    """`left - right`: numbers, durations, a duration before a date or time, the time between two."""
    match left, right:
        case Decimal(), Decimal():
            return exactly(DECIMAL128.subtract, left, right)
        case (_, DaysTimeDuration() | YearsMonthsDuration()):
            return add(left, negative(right))
        case Time(), Time() if left.is_local == right.is_local:
            return DaysTimeDuration(_time_key(left) - _time_key(right))
        case (Date() | DateTime(), Date() | DateTime()):
            return _between(left, right)
    return None


def multiply(left: object, right: object) -> object:
    """`left * right`: numbers, and a number of durations."""
    match left, right:
        case Decimal(), Decimal():
            return exactly(DECIMAL128.multiply, left, right)
        case DaysTimeDuration(), Decimal():
            return _days_time(_product(left.nanoseconds, right))
        case YearsMonthsDuration(), Decimal():
            return _years_months(_product(left.months, right))
        case Decimal(), (DaysTimeDuration() | YearsMonthsDuration()):
            return multiply(right, left)
    return None


def divide(left: object, right: object) -> object:
    """`left / right`: numbers, a part of a duration, how often one duration fits in another."""
    match left, right:
        case Decimal(), Decimal():
            return exactly(DECIMAL128.divide, left, right)
        case DaysTimeDuration(), Decimal() if right:
            return _days_time(_quotient(left.nanoseconds, right))
        case YearsMonthsDuration(), Decimal() if right:
            return _years_months(_quotient(left.months, right))
        case DaysTimeDuration(), DaysTimeDuration():
            return exactly(DECIMAL128.divide, Decimal(left.nanoseconds), Decimal(right.nanoseconds))
        case YearsMonthsDuration(), YearsMonthsDuration():
            return exactly(DECIMAL128.divide, Decimal(left.months), Decimal(right.months))
    return None


def power(left: object, right: object) -> object:
    """`left ** right`, of numbers."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return exactly(DECIMAL128.power, left, right)
    return None


def negative(value: object) -> object:
    """`-value`: numbers and durations."""
    match value:
        case Decimal():
            return exactly(DECIMAL128.minus, value)
        case DaysTimeDuration():
            return DaysTimeDuration(-value.nanoseconds)
        case YearsMonthsDuration():
            return YearsMonthsDuration(-value.months)
    return None


def whole_seconds(value: int) -> int:
    """Nanoseconds cut to a second: FEEL compares times by hour, minute and second."""
    return value // NANOSECONDS * NANOSECONDS


_ORDER: dict[str, Callable[..., bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


# A length beyond this is a slip; Java's engines end there as well.
_LONGEST = 2**63


def _days_time(nanoseconds: int | None) -> DaysTimeDuration | None:
    if nanoseconds is None or abs(nanoseconds) > _LONGEST * NANOSECONDS:
        return None
    return DaysTimeDuration(nanoseconds)


def _years_months(months: int | None) -> YearsMonthsDuration | None:
    return None if months is None or abs(months) > _LONGEST else YearsMonthsDuration(months)


def _product(amount: int, factor: Decimal) -> int | None:
    result = exactly(DECIMAL128.multiply, Decimal(amount), factor)
    return None if result is None else int(result)


def _quotient(amount: int, divisor: Decimal) -> int | None:
    result = exactly(DECIMAL128.divide, Decimal(amount), divisor)
    return None if result is None else int(result)


def _equal_ranges(left: Range, right: Range) -> bool:
    return (
        (left.low_closed, left.high_closed, left.operator) == (right.low_closed, right.high_closed, right.operator)
        and bool(equal(left.low, right.low))
        and bool(equal(left.high, right.high))
    )


def _comparable(left: object, right: object) -> tuple[object, object] | None:
    """Two keys in the order of the values, None where the kinds have no common order."""
    if type(left) is type(right):
        if isinstance(left, (Decimal, str, Date, *Duration)):
            return left, right
        if isinstance(left, Time) and isinstance(right, Time):
            return _time_keys(left, right)
    if isinstance(left, Date) and isinstance(right, DateTime):
        left = midnight(left)
    if isinstance(right, Date) and isinstance(left, DateTime):
        right = midnight(right)
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        return _moment_keys(left, right)
    return None


def _moment_keys(left: DateTime, right: DateTime) -> tuple[int, int]:
    # DMN 1.5, table 54: one without an offset takes over that of the other.
    if left.time.is_local != right.time.is_local:
        return whole_seconds(left.local_nanoseconds), whole_seconds(right.local_nanoseconds)
    return whole_seconds(left.instant), whole_seconds(right.instant)


def _time_keys(left: Time, right: Time) -> tuple[int, int]:
    if left.is_local != right.is_local or (left.zone is not None and left.zone == right.zone):
        return whole_seconds(left.nanoseconds), whole_seconds(right.nanoseconds)
    return whole_seconds(_time_key(left)), whole_seconds(_time_key(right))


def _time_key(value: Time) -> int:
    """Nanoseconds since midnight UTC; a named zone counts with its offset on 1 January 1970."""
    offset = DateTime(Date(1970, 1, 1), value).offset if value.zone else value.offset
    return value.nanoseconds - (offset or 0) * NANOSECONDS


def _later(moment: Date | DateTime | Time, length: DaysTimeDuration | YearsMonthsDuration) -> object:
    try:
        match moment, length:
            case Date(), YearsMonthsDuration():
                return plus_months(moment, length.months)
            case Date(), DaysTimeDuration():
                # DMN 1.5, table 55: a date counts as its midnight, and the result is a date again.
                return plus_nanoseconds(midnight(moment), length.nanoseconds).date
            case DateTime(), YearsMonthsDuration():
                return DateTime(plus_months(moment.date, length.months), moment.time)
            case DateTime(), DaysTimeDuration():
                return plus_nanoseconds(moment, length.nanoseconds)
            case Time(), DaysTimeDuration():
                return time_of(moment.nanoseconds + length.nanoseconds, moment)
    except InvalidValue:
        return None
    return None


def _between(left: Date | DateTime, right: Date | DateTime) -> DaysTimeDuration | None:
    if isinstance(left, Date) and isinstance(right, Date):
        return DaysTimeDuration((left.ordinal - right.ordinal) * 86_400 * NANOSECONDS)
    first = midnight(left) if isinstance(left, Date) else left
    second = midnight(right) if isinstance(right, Date) else right
    if first.time.is_local != second.time.is_local:
        return None
    return DaysTimeDuration(first.instant - second.instant)


def next_date(date: Date, step: int) -> Date:
    """The date `step` days on."""
    return date_of(date.ordinal + step)
