"""Dates, times and durations from text and back, in the forms of ISO 8601 that DMN names."""

from __future__ import annotations

import re

from process_models.feel.errors import InvalidValue
from process_models.feel.temporal import (
    NANOSECONDS,
    SECONDS_OF_DAY,
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
)

Temporal = Date | Time | DateTime | DaysTimeDuration | YearsMonthsDuration

# A year has four digits, or five to nine without leading zeros.
_DATE = r"(?P<year>-?(?:\d{4}|[1-9]\d{4,8}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = (
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d+))?"
    r"(?P<offset>Z|z|[+-]\d\d:\d\d(?::\d\d)?)?(?:@(?P<zone>[A-Za-z][\w+\-/]*))?"
)
# More digits than any calendar needs, and than Python turns into a number without complaint.
_LONGEST_TEXT = 80
_DATE_ONLY = re.compile(_DATE, re.ASCII)
_TIME_ONLY = re.compile(_TIME, re.ASCII)
_DATE_TIME = re.compile(rf"{_DATE}(?:T{_TIME})?", re.ASCII)
_DAYS_TIME = re.compile(
    r"(?P<sign>-)?P(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.(?P<fraction>\d*))?S)?)?",
    re.ASCII,
)
_YEARS_MONTHS = re.compile(r"(?P<sign>-)?P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?", re.ASCII)


def date_from(text: str) -> Date:
    """The date written `2026-02-28`.

    Raises:
        InvalidValue: no date is written so.
    """
    match = _DATE_ONLY.fullmatch(text)
    if match is None:
        raise InvalidValue(f"{text!r} is no date; write it like 2026-02-28")
    return _date(match)


def time_from(text: str) -> Time:
    """The time of day written `13:20:00`, with an offset (`+02:00`, `Z`) or a zone (`@Europe/Paris`).

    Raises:
        InvalidValue: no time is written so.
    """
    match = _TIME_ONLY.fullmatch(text)
    if match is None:
        raise InvalidValue(f"{text!r} is no time; write it like 13:20:00 or 13:20:00+02:00")
    return _time(match)


def date_time_from(text: str) -> DateTime:
    """The date and time written `2026-02-28T13:20:00`; a date alone is its midnight.

    Raises:
        InvalidValue: no date and time is written so.
    """
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise InvalidValue(f"{text!r} is no date and time; write it like 2026-02-28T13:20:00")
    return DateTime(_date(match), Time(0, 0, 0) if match["hour"] is None else _time(match))


def duration_from(text: str) -> DaysTimeDuration | YearsMonthsDuration:
    """The duration written `P1DT2H` (days and time) or `P1Y2M` (years and months).

    Raises:
        InvalidValue: no duration is written so.
    """
    if len(text) > _LONGEST_TEXT:
        raise InvalidValue(f"a duration of {len(text)} characters is no length of time")
    if (match := _YEARS_MONTHS.fullmatch(text)) and (match["years"] or match["months"]):
        months = int(match["years"] or 0) * 12 + int(match["months"] or 0)
        return YearsMonthsDuration(-months if match["sign"] else months)
    match = _DAYS_TIME.fullmatch(text)
    if match is None or not any(match[part] for part in ("days", "hours", "minutes", "seconds")):
        raise InvalidValue(f"{text!r} is no duration; write it like P3D, PT36H or P1Y6M")
    seconds = int(match["days"] or 0) * SECONDS_OF_DAY + int(match["hours"] or 0) * 3600
    seconds += int(match["minutes"] or 0) * 60 + int(match["seconds"] or 0)
    nanoseconds = seconds * NANOSECONDS + _nanosecond(match["fraction"])
    return DaysTimeDuration(-nanoseconds if match["sign"] else nanoseconds)


def temporal_from(text: str) -> Temporal:
    """The value of an at-literal: whichever of the kinds `text` is written as.

    Raises:
        InvalidValue: it is none of them.
    """
    if text.lstrip("-").startswith("P"):
        return duration_from(text)
    if _TIME_ONLY.fullmatch(text):
        return time_from(text)
    return date_time_from(text) if "T" in text else date_from(text)


def temporal_text(value: Temporal) -> str:
    """`value` as FEEL prints it; parsing the text again gives the value."""
    match value:
        case Date():
            return _date_text(value)
        case Time():
            return _time_text(value)
        case DateTime():
            return f"{_date_text(value.date)}T{_time_text(value.time)}"
        case DaysTimeDuration():
            return _days_time_text(value.nanoseconds)
        case YearsMonthsDuration():
            return _years_months_text(value.months)


def _date(match: re.Match[str]) -> Date:
    return Date(int(match["year"]), int(match["month"]), int(match["day"]))


def _time(match: re.Match[str]) -> Time:
    if match["offset"] and match["zone"]:
        raise InvalidValue(f"{match.group()!r} has an offset and a zone; write one of them")
    offset = None if match["offset"] is None else _offset(match["offset"])
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    return Time(hour, minute, second, _nanosecond(match["fraction"]), offset, match["zone"])


def _offset(text: str) -> int:
    if text in ("Z", "z"):
        return 0
    parts = [int(part) for part in text[1:].split(":")]
    if any(part > 59 for part in parts[1:]):
        raise InvalidValue(f"{text!r} is no offset from UTC")
    seconds = parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)
    return -seconds if text[0] == "-" else seconds


def _nanosecond(fraction: str | None) -> int:
    """Nanoseconds of a decimal fraction; what is smaller is cut off."""
    return int((fraction or "")[:9].ljust(9, "0"))


def _date_text(date: Date) -> str:
    sign = "-" if date.year < 0 else ""
    return f"{sign}{abs(date.year):04d}-{date.month:02d}-{date.day:02d}"


def _time_text(time: Time) -> str:
    clock = f"{time.hour:02d}:{time.minute:02d}:{time.second:02d}{_fraction_text(time.nanosecond)}"
    if time.zone is not None:
        return f"{clock}@{time.zone}"
    return clock if time.offset is None else clock + _offset_text(time.offset)


def _offset_text(offset: int) -> str:
    if offset == 0:
        return "Z"
    sign, rest = ("-", -offset) if offset < 0 else ("+", offset)
    seconds = f":{rest % 60:02d}" if rest % 60 else ""
    return f"{sign}{rest // 3600:02d}:{rest // 60 % 60:02d}{seconds}"


def _fraction_text(nanosecond: int) -> str:
    return f".{nanosecond:09d}".rstrip("0") if nanosecond else ""


def _days_time_text(nanoseconds: int) -> str:
    if nanoseconds == 0:
        return "PT0S"
    seconds, nanosecond = divmod(abs(nanoseconds), NANOSECONDS)
    days, seconds = divmod(seconds, SECONDS_OF_DAY)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    text = "-P" if nanoseconds < 0 else "P"
    text += f"{days}D" if days else ""
    if hours or minutes or seconds or nanosecond:
        text += "T" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        text += f"{seconds}{_fraction_text(nanosecond)}S" if seconds or nanosecond else ""
    return text


def _years_months_text(months: int) -> str:
    if months == 0:
        return "P0M"
    years, rest = divmod(abs(months), 12)
    sign = "-" if months < 0 else ""
    return f"{sign}P" + (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
