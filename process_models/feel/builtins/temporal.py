"""Functions of dates and times, and `is`."""

from __future__ import annotations

from decimal import Decimal

from process_models.feel.functions import Registry
from process_models.feel.run import Run
from process_models.feel.temporal import Date, DateTime, YearsMonthsDuration, days_in_month

FUNCTIONS = Registry()

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August") + (
    "September",
    "October",
    "November",
    "December",
)


@FUNCTIONS.add("is", "value1: any?, value2: any?")
def _is(first: object, second: object) -> bool:
    """The same kind of value with the same parts: an offset is no zone, even where both mean one moment."""
    return type(first) is type(second) and first == second


@FUNCTIONS.add("now", needs_run=True)
def _now(run: Run) -> DateTime:
    return run.now()


@FUNCTIONS.add("today", needs_run=True)
def _today(run: Run) -> Date:
    return run.now().date


@FUNCTIONS.add("day of year", "date: day")
def _day_of_year(date: Date | DateTime) -> Decimal:
    return Decimal(_day(date).day_of_year)


@FUNCTIONS.add("day of week", "date: day")
def _day_of_week(date: Date | DateTime) -> str:
    return _WEEKDAYS[_day(date).weekday - 1]


@FUNCTIONS.add("month of year", "date: day")
def _month_of_year(date: Date | DateTime) -> str:
    return _MONTHS[_day(date).month - 1]


@FUNCTIONS.add("week of year", "date: day")
def _week_of_year(date: Date | DateTime) -> Decimal:
    return Decimal(_day(date).week_of_year)


@FUNCTIONS.add("last day of month", "date: day")
def _last_day_of_month(date: Date | DateTime) -> Decimal:
    return Decimal(days_in_month(_day(date).year, _day(date).month))


@FUNCTIONS.add("years and months duration", "from: day, to: day")
def _years_and_months_duration(start: Date | DateTime, end: Date | DateTime) -> YearsMonthsDuration:
    """Whole months from one day to the other, negative where the second comes first."""
    first, second = _day(start), _day(end)
    if second < first:
        return YearsMonthsDuration(-_whole_months(second, first))
    return YearsMonthsDuration(_whole_months(first, second))


def _whole_months(first: Date, second: Date) -> int:
    months = (second.year - first.year) * 12 + second.month - first.month
    return months - (second.day < first.day)


def _day(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value
