"""Functions that make a value of one kind from another: date, time, number, string, duration, range."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from process_models.feel import ast
from process_models.feel.errors import FeelSyntaxError, InvalidValue
from process_models.feel.functions import Registry
from process_models.feel.numbers import integer
from process_models.feel.operators import compare
from process_models.feel.parser import parse
from process_models.feel.printing import string_of
from process_models.feel.temporal import (
    NANOSECONDS,
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    midnight,
)
from process_models.feel.temporal_text import (
    date_from,
    date_time_from,
    duration_from,
    temporal_from,
    time_from,
)
from process_models.feel.values import Range

FUNCTIONS = Registry()


@FUNCTIONS.add("date", "from: string")
def _date_from_text(text: str) -> Date:
    return date_from(text)


@FUNCTIONS.add("date", "from: day")
def _date_of(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@FUNCTIONS.add("date", "year: number, month: number, day: number")
def _date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> Date:
    return Date(_whole(year), _whole(month), _whole(day))


@FUNCTIONS.add("date and time", "from: string")
def _date_time_from_text(text: str) -> DateTime:
    return date_time_from(text)


@FUNCTIONS.add("date and time", "date: day, time: time")
def _date_time_of(date: Date | DateTime, time: Time) -> DateTime:
    return DateTime(_date_of_value(date), time)


@FUNCTIONS.add("date and time", "date: datetime, timezone: string")
def _date_time_in_zone(moment: DateTime, timezone: str) -> DateTime:
    return DateTime(moment.date, replace(moment.time, offset=None, zone=timezone))


@FUNCTIONS.add(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number,"
    "[offset: days time duration?]",
)
def _date_time_of_parts(
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    offset: DaysTimeDuration | None,
) -> DateTime:
    return DateTime(_date_of_whole(year, month, day), _clock(hour, minute, second, offset))


@FUNCTIONS.add(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number, timezone: string",
)
def _date_time_of_parts_in_zone(
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    timezone: str,
) -> DateTime:
    time = replace(_clock(hour, minute, second, None), zone=timezone)
    return DateTime(_date_of_whole(year, month, day), time)


@FUNCTIONS.add("time", "from: string")
def _time_from_text(text: str) -> Time:
    return time_from(text)


@FUNCTIONS.add("time", "from: day")
def _time_of_day(value: Date | DateTime) -> Time:
    return value.time if isinstance(value, DateTime) else midnight(value).time


@FUNCTIONS.add("time", "from: time")
def _time_as_is(value: Time) -> Time:
    return value


@FUNCTIONS.add("time", "hour: number, minute: number, second: number, [offset: days time duration?]")
def _clock(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTimeDuration | None) -> Time:
    whole = int(second)
    fraction = int((second - whole) * NANOSECONDS)
    shift = None if offset is None else int(offset.nanoseconds / NANOSECONDS)
    return Time(_whole(hour), _whole(minute), whole, fraction, shift)


@FUNCTIONS.add("duration", "from: string")
def _duration(text: str) -> DaysTimeDuration | YearsMonthsDuration:
    return duration_from(text)


_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@FUNCTIONS.add("number", "from: string")
def _number(text: str) -> Decimal:
    return _plain_number(text, text)


@FUNCTIONS.add("number", "from: number")
def _number_as_is(value: Decimal) -> Decimal:
    return value


@FUNCTIONS.add("number", "from: string, grouping separator: string?, decimal separator: string?")
def _number_with_separators(text: str, grouping: str | None, point: str | None) -> Decimal:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", "."):
        raise InvalidValue("digits are grouped by blank, comma or full stop; decimals follow comma or stop")
    if grouping == point and grouping is not None:
        raise InvalidValue("the two separators must differ")
    plain = text.replace(grouping, "") if grouping else text
    return _plain_number(plain.replace(point, ".") if point else plain, text)


@FUNCTIONS.add("string", "from: any?")
def _string(value: object) -> str | None:
    return None if value is None else string_of(value)


@FUNCTIONS.add("range", "from: string")
def _range(text: str) -> Range:
    try:
        node = parse(text)
    except FeelSyntaxError as error:
        raise InvalidValue(f"{text!r} is no range: {error}") from error
    if not isinstance(node, ast.Interval):
        raise InvalidValue(f"{text!r} is no range; write it like [1..3]")
    low, high = _end(node.low), _end(node.high)
    if compare("<=", low, high) is not True or type(low) is not type(high):
        raise InvalidValue("the ends of a range must be of one kind, the lower one first")
    return Range(low, high, node.low_closed, node.high_closed)


_END_FUNCTIONS = {
    "date": date_from,
    "time": time_from,
    "date and time": date_time_from,
    "duration": duration_from,
}


def _end(node: ast.Expression) -> object:
    """An end of a range text: a literal, or a date or duration made of one."""
    match node:
        case ast.NumberLiteral(value=value) | ast.StringLiteral(value=value):
            return value
        case ast.Negative(operand=ast.NumberLiteral(value=value)):
            return -value
        case ast.AtLiteral(text=text):
            return temporal_from(text)
        case ast.Call(function=ast.Name(name=name), arguments=(ast.StringLiteral(value=text),)):
            if name in _END_FUNCTIONS:
                return _END_FUNCTIONS[name](text)
    raise InvalidValue("the ends of a range text must be literals")


def _plain_number(plain: str, text: str) -> Decimal:
    if _NUMBER.fullmatch(plain) is None:
        raise InvalidValue(f"{text!r} is no number")
    return Decimal(plain)


def _whole(value: Decimal) -> int:
    whole = integer(value)
    if whole is None:
        raise InvalidValue(f"{value} is no whole number")
    return whole


def _date_of_whole(year: Decimal, month: Decimal, day: Decimal) -> Date:
    return Date(_whole(year), _whole(month), _whole(day))


def _date_of_value(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value
