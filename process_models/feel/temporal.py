"""Dates, times and durations as FEEL has them: years far beyond 9999, zones kept by name.

Python's own `datetime` ends at the year 9999 and cannot tell an offset from a named zone, so FEEL
values are kinds of their own. `process_models.feel.values.as_value` takes Python's in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from process_models.feel.errors import InvalidValue

LARGEST_YEAR = 999_999_999
NANOSECONDS = 1_000_000_000
SECONDS_OF_DAY = 86_400
# ISO 8601 as XML Schema limits it.
LARGEST_OFFSET = 14 * 3600 + 4 * 3600


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day of the Gregorian calendar, without zone."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if abs(self.year) > LARGEST_YEAR or not 1 <= self.month <= 12:
            raise InvalidValue(f"no date has year {self.year} and month {self.month}")
        if not 1 <= self.day <= days_in_month(self.year, self.month):
            raise InvalidValue(f"month {self.month} of {self.year} has no day {self.day}")

    @property
    def ordinal(self) -> int:
        """Days since 1 January of the year 1, which is day 1, as in Python."""
        year = self.year - 1
        before = year * 365 + year // 4 - year // 100 + year // 400
        return before + _days_before_month(self.year, self.month) + self.day

    @property
    def weekday(self) -> int:
        """Monday is 1, Sunday is 7."""
        return (self.ordinal - 1) % 7 + 1

    @property
    def day_of_year(self) -> int:
        return _days_before_month(self.year, self.month) + self.day

    @property
    def week_of_year(self) -> int:
        """The week as ISO 8601 counts: the one that holds the year's first Thursday is week 1."""
        thursday = date_of(self.ordinal - self.weekday + 4)
        return (thursday.day_of_year - 1) // 7 + 1


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; local, at an `offset` in seconds, or in a named `zone`."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    offset: int | None = None
    zone: str | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.hour < 24 and 0 <= self.minute < 60 and 0 <= self.second < 60):
            raise InvalidValue(f"no time is {self.hour}:{self.minute}:{self.second}")
        if self.offset is not None and abs(self.offset) > LARGEST_OFFSET:
            raise InvalidValue(f"an offset of {self.offset} seconds is outside -18:00 to +18:00")
        if self.zone is not None:
            zone_of(self.zone)

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since local midnight."""
        return ((self.hour * 60 + self.minute) * 60 + self.second) * NANOSECONDS + self.nanosecond

    @property
    def is_local(self) -> bool:
        return self.offset is None and self.zone is None


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date and a time of day; the zone is the time's."""

    date: Date
    time: Time

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC at this moment, None for a local date and time."""
        if self.time.zone is None:
            return self.time.offset
        return _zone_offset(self.time.zone, self.date, self.time)

    @property
    def local_nanoseconds(self) -> int:
        return self.date.ordinal * SECONDS_OF_DAY * NANOSECONDS + self.time.nanoseconds

    @property
    def instant(self) -> int:
        """Nanoseconds on the time line of UTC; a local one is read as if it were UTC."""
        return self.local_nanoseconds - (self.offset or 0) * NANOSECONDS


@dataclass(frozen=True, slots=True, order=True)
class DaysTimeDuration:
    """A length of time in nanoseconds."""

    nanoseconds: int


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A length of time in months, whose days depend on where it starts."""

    months: int


def is_leap_year(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if is_leap_year(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def date_of(ordinal: int) -> Date:
    """The date with this `ordinal`, the inverse of `Date.ordinal`.

    Raises:
        InvalidValue: the year would be out of range.
    """
    cycles, rest = divmod(ordinal - 1, 146_097)
    centuries = min(rest // 36_524, 3)
    rest -= centuries * 36_524
    fours, rest = divmod(rest, 1_461)
    years = min(rest // 365, 3)
    rest -= years * 365
    year = cycles * 400 + centuries * 100 + fours * 4 + years + 1
    month = 1
    while rest >= days_in_month(year, month):
        rest -= days_in_month(year, month)
        month += 1
    return Date(year, month, rest + 1)


def plus_months(date: Date, months: int) -> Date:
    """`date` that many months later; the last day of the month where the day does not exist."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if abs(year) > LARGEST_YEAR:
        raise InvalidValue(f"the year {year} is out of range")
    return Date(year, month + 1, min(date.day, days_in_month(year, month + 1)))


def plus_nanoseconds(moment: DateTime, nanoseconds: int) -> DateTime:
    """The moment that much later; in a named zone the elapsed time counts, not the clock's reading."""
    if moment.time.zone is None:
        return _local_moment(moment.local_nanoseconds + nanoseconds, moment.time)
    instant = moment.instant + nanoseconds
    offset = _zone_offset_at(moment.time.zone, _local_moment(instant, Time(0, 0, 0)))
    return _local_moment(instant + offset * NANOSECONDS, moment.time)


def time_of(nanoseconds: int, like: Time) -> Time:
    """The time of day this long after midnight, modulo a day, in the zone of `like`."""
    seconds, nanosecond = divmod(nanoseconds % (SECONDS_OF_DAY * NANOSECONDS), NANOSECONDS)
    return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, nanosecond, like.offset, like.zone)


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The zone of the IANA data base with this name.

    Raises:
        InvalidValue: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidValue(f"no time zone is named '{name}'") from error


def midnight(date: Date) -> DateTime:
    """The start of a day in UTC, which is what a date counts as beside a date and time."""
    return DateTime(date, Time(0, 0, 0, 0, 0))


def _local_moment(nanoseconds: int, like: Time) -> DateTime:
    days, rest = divmod(nanoseconds, SECONDS_OF_DAY * NANOSECONDS)
    return DateTime(date_of(days), time_of(rest, like))


def _zone_offset(zone: str, date: Date, time: Time) -> int:
    """Seconds east of UTC where the zone's clocks show this."""
    return _seconds(_python(date, time).replace(tzinfo=zone_of(zone)).utcoffset())


def _zone_offset_at(zone: str, universal: DateTime) -> int:
    """Seconds east of UTC in the zone at a moment given in UTC."""
    moment = _python(universal.date, universal.time).replace(tzinfo=UTC)
    return _seconds(moment.astimezone(zone_of(zone)).utcoffset())


def _python(date: Date, time: Time) -> datetime:
    # Zone rules exist for Python's years only; beyond them the nearest year's rules go on.
    year = min(max(date.year, 2), 9998)
    day = min(date.day, days_in_month(year, date.month))
    return datetime(year, date.month, day, time.hour, time.minute, time.second)  # noqa: DTZ001 - the caller adds the zone


def _seconds(offset: timedelta | None) -> int:
    return int((offset or timedelta()).total_seconds())


def now() -> DateTime:
    """This moment in UTC."""
    moment = datetime.now(UTC)
    time = Time(moment.hour, moment.minute, moment.second, moment.microsecond * 1000, 0)
    return DateTime(Date(moment.year, moment.month, moment.day), time)


def _days_before_month(year: int, month: int) -> int:
    return sum(days_in_month(year, earlier) for earlier in range(1, month))
