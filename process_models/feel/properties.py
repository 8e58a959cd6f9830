"""Members of values: entries of contexts, parts of dates, times, durations and ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from process_models.feel.run import Run
from process_models.feel.temporal import (
    NANOSECONDS,
    SECONDS_OF_DAY,
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
)
from process_models.feel.types import kind_text
from process_models.feel.values import Range, as_value


def member(source: object, name: str, run: Run, position: int) -> object:
    """`source.name`; of a list, the member of each item; null with a warning where there is none."""
    if isinstance(source, list):
        return [member(item, name, run, position) for item in source]
    if isinstance(source, Mapping):
        if name in source:
            return as_value(source[name])
        return run.null(f"the context has no '{name}'", position)
    reading = _PROPERTIES.get(type(source), {}).get(name)
    if reading is not None:
        return reading(source)
    return run.null(f"{kind_text(source)} has no '{name}'", position)


def _offset(value: DateTime | Time) -> DaysTimeDuration | None:
    offset = value.offset
    if isinstance(value, Time) and value.zone is not None:
        offset = DateTime(Date(1970, 1, 1), value).offset
    return None if offset is None else DaysTimeDuration(offset * NANOSECONDS)


def _truncated(numerator: int, divisor: int, modulus: int | None = None) -> Decimal:
    """A part of a duration; all parts of a negative duration are negative."""
    part = abs(numerator) // divisor
    part = part if modulus is None else part % modulus
    return Decimal(-part if numerator < 0 else part)


def _fraction(nanoseconds: int) -> Decimal:
    """Nanoseconds as seconds, exact."""
    whole, rest = divmod(abs(nanoseconds), NANOSECONDS)
    seconds = Decimal(f"{whole}.{rest:09d}".rstrip("0").rstrip("."))
    return -seconds if nanoseconds < 0 else seconds


def _rest(amount: int, modulus: int) -> int:
    return -(-amount % modulus) if amount < 0 else amount % modulus


_DATE_PARTS: dict[str, Callable[[Date], object]] = {
    "year": lambda date: Decimal(date.year),
    "month": lambda date: Decimal(date.month),
    "day": lambda date: Decimal(date.day),
    "weekday": lambda date: Decimal(date.weekday),
}
_TIME_PARTS: dict[str, Callable[[Time], object]] = {
    "hour": lambda time: Decimal(time.hour),
    "minute": lambda time: Decimal(time.minute),
    "second": lambda time: time.second + _fraction(time.nanosecond),
}


def _of_date(part: Callable[[Date], object]) -> Callable[[DateTime], object]:
    return lambda moment: part(moment.date)


def _of_time(part: Callable[[Time], object]) -> Callable[[DateTime], object]:
    return lambda moment: part(moment.time)


_PROPERTIES: dict[type, dict[str, Callable[[Any], object]]] = {
    Date: dict(_DATE_PARTS),
    Time: {**_TIME_PARTS, "time offset": _offset, "timezone": lambda time: time.zone},
    DateTime: {
        **{name: _of_date(part) for name, part in _DATE_PARTS.items()},
        **{name: _of_time(part) for name, part in _TIME_PARTS.items()},
        "time offset": _offset,
        "timezone": lambda moment: moment.time.zone,
    },
    DaysTimeDuration: {
        "days": lambda length: _truncated(length.nanoseconds, SECONDS_OF_DAY * NANOSECONDS),
        "hours": lambda length: _truncated(length.nanoseconds, 3600 * NANOSECONDS, 24),
        "minutes": lambda length: _truncated(length.nanoseconds, 60 * NANOSECONDS, 60),
        "seconds": lambda length: _fraction(_rest(length.nanoseconds, 60 * NANOSECONDS)),
    },
    YearsMonthsDuration: {
        "years": lambda length: _truncated(length.months, 12),
        "months": lambda length: _truncated(length.months, 1, 12),
    },
    Range: {
        "start": lambda limits: limits.low,
        "end": lambda limits: limits.high,
        "start included": lambda limits: limits.low is not None and limits.low_closed,
        "end included": lambda limits: limits.high is not None and limits.high_closed,
    },
}
