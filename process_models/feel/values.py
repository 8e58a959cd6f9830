"""The values that expressions have, and the way between them and Python's.

A FEEL value is None, bool, Decimal, str, one of `process_models.feel.temporal`, `Range`, a list, a
dict from names to values (a context), or a `Function`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from process_models.feel.temporal import (
    NANOSECONDS,
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
)

if TYPE_CHECKING:
    from process_models.feel.run import Run
    from process_models.feel.types import FunctionType


@dataclass(frozen=True, slots=True)
class Range:
    """Everything between two ends.

    Where it was written as a comparison, such as `< 10`, `operator` says which and an end that is
    None is unbounded; in a range written with two ends, None is an end that is not known.
    """

    low: object
    high: object
    low_closed: bool = True
    high_closed: bool = True
    operator: str | None = None


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a function is called with: values by position, or by name where `names` is not empty."""

    values: tuple[object, ...]
    names: tuple[str, ...] = ()


class Function(ABC):
    """Something that can be called: a built-in, a definition in the text, or a model's own.

    A base class, not a protocol: values are told apart at every step, and a protocol is slow at that.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def parameters(self) -> Sequence[str]:
        """The names of its parameters, in order."""

    @property
    @abstractmethod
    def type(self) -> FunctionType:
        """What it takes and gives."""

    @abstractmethod
    def invoke(self, arguments: Arguments, run: Run) -> object:
        """The result; null, with a warning in `run`, where the arguments do not fit."""


def as_value(value: object) -> object:
    """`value` as FEEL has it: Python numbers become exact, dates and sequences FEEL's own kinds."""
    kind = type(value)
    if value is None or kind in _AS_THEY_ARE:
        return value
    if type(value) is dict and all(type(member) in _AS_THEY_ARE for member in value.values()):
        return value
    return _converted(value)


def as_python(value: object) -> object:
    """The plainest Python value: int for whole numbers, `datetime` for dates within its years."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else value
        case Date() if 1 <= value.year <= 9999:
            return date(value.year, value.month, value.day)
        case DateTime() if 1 <= value.date.year <= 9999 and value.offset is None:
            day, clock = value.date, value.time
            # A local date and time has no zone.
            return datetime.combine(
                date(day.year, day.month, day.day),
                time(clock.hour, clock.minute, clock.second, clock.nanosecond // 1000),
            )
        case DaysTimeDuration():
            return timedelta(microseconds=value.nanoseconds // 1000)
        case list():
            return [as_python(item) for item in value]
        case dict():
            return {name: as_python(member) for name, member in value.items()}
    return value


def scope_of(flat: Mapping[str, object]) -> dict[str, object]:
    """A scope from values by address: `{"order.state": x}` becomes `{"order": {"state": x}}`.

    An address without a dot is a plain variable. Where an address is also the start of another, the
    deeper one wins, since a value cannot be a context as well.
    """
    scope: dict[str, object] = {}
    for address in sorted(flat):
        *entities, attribute = address.split(".")
        context = scope
        for entity in entities:
            inner = context.get(entity)
            if not isinstance(inner, dict):
                inner = context[entity] = {}
            context = inner
        context[attribute] = flat[address]
    return scope


def _converted(value: object) -> object:
    match value:
        case int():
            return Decimal(value)
        case float():
            number = Decimal(repr(value))
            return number if number.is_finite() else None
        case datetime():
            return _date_time(value)
        case date():
            return Date(value.year, value.month, value.day)
        case time():
            return _time(value)
        case timedelta():
            whole = value.days * 86_400 + value.seconds
            return DaysTimeDuration(whole * NANOSECONDS + value.microseconds * 1000)
        case str():
            return str(value)
        case Mapping():
            return {str(name): as_value(member) for name, member in value.items()}
        case list() | tuple():
            return [as_value(item) for item in value]
        case set() | frozenset():
            return [as_value(item) for item in sorted(value, key=str)]
    return value


def _date_time(value: datetime) -> DateTime:
    return DateTime(Date(value.year, value.month, value.day), _time(value.timetz(), value.utcoffset()))


def _time(value: time, offset: timedelta | None = None) -> Time:
    zone = getattr(value.tzinfo, "key", None)
    shift = offset if offset is not None else value.utcoffset()
    seconds = None if shift is None or zone is not None else int(shift.total_seconds())
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, seconds, zone)


_AS_THEY_ARE: frozenset[type] = frozenset(
    [bool, Decimal, str, Date, Time, DateTime, DaysTimeDuration, YearsMonthsDuration, Range]
)
