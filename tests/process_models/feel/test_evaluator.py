from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from process_models.feel.evaluator import evaluate, evaluation, holds
from process_models.feel.temporal import Date, DaysTimeDuration
from process_models.feel.values import scope_of

ORDER = scope_of({"order.state": "SlotConfirmed", "finance.rate": 4.5, "vehicle.wheels": 19, "market": "AT"})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('order.state = "SlotConfirmed"', True),
        ('order.state = "Frozen" or finance.rate >= 4.5', True),
        ("vehicle.wheels > 19", False),
        ('market in ("DE", "AT")', True),
        ('not(market = "AT")', False),
        ("vehicle.wheels in [18..20] and finance.rate < 5", True),
    ],
)
def test_a_condition_reads_entities_and_attributes(condition: str, expected: bool) -> None:
    assert evaluate(condition, ORDER) is expected


def test_a_float_of_the_caller_counts_with_the_digits_it_shows() -> None:
    assert evaluate("finance.rate * 3", {"finance": {"rate": 0.1}}) == Decimal("0.3")


def test_dates_of_the_caller_are_dates() -> None:
    scope = scope_of({"order.placed": date(2026, 2, 28), "slot.lead": timedelta(days=2)})

    assert evaluate("order.placed + slot.lead", scope) == Date(2026, 3, 2)
    assert evaluate('order.placed < date("2026-03-01")', scope) is True


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        ("true", "null", None, True),
        ("false", "null", False, None),
        ("null", "null", None, None),
        ("1", "true", None, True),
    ],
)
def test_conditions_have_three_values(left: str, right: str, both: bool | None, either: bool | None) -> None:
    assert evaluate(f"{left} and {right}", {}) is both
    assert evaluate(f"{right} and {left}", {}) is both
    assert evaluate(f"{left} or {right}", {}) is either


def test_what_makes_no_sense_is_null_with_the_reason_and_the_place() -> None:
    outcome = evaluation('1 + order.total + "a"', {"order": {}})

    assert outcome.value is None
    assert outcome.warnings[0].message == "the context has no 'total'"
    assert outcome.warnings[0].position == 4


def test_an_unknown_name_is_null_and_named_in_the_warning() -> None:
    outcome = evaluation("speed > 3", {})

    assert outcome.value is None
    assert "speed" in outcome.warnings[0].message


def test_a_call_with_wrong_arguments_says_where_it_stands() -> None:
    warning = evaluation('3 + abs("x")', {}).warnings[0]

    assert (warning.message, warning.position) == ("abs: 'n' must be a number, not string", 4)


def test_decimals_are_exact_to_34_digits() -> None:
    assert evaluate("0.1 + 0.2 = 0.3", {}) is True
    assert evaluate("1 / 3", {}) == Decimal("0." + "3" * 34)


@pytest.mark.parametrize("expression", ["1 / 0", "(-1) ** 0.5", "10 ** 7000", "sqrt(-1)", "log(0)"])
def test_arithmetic_without_a_result_is_null(expression: str) -> None:
    assert evaluate(expression, {}) is None


# The days of a month, and whether 29 February exists: ISO 8601 calendar.
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('date("2024-01-31") + duration("P1M")', Date(2024, 2, 29)),
        ('date("2023-01-31") + duration("P1M")', Date(2023, 2, 28)),
        ('date("2024-02-29") - duration("P1Y")', Date(2023, 2, 28)),
        ('date("2026-03-01") - date("2026-02-01")', DaysTimeDuration(28 * 86_400 * 10**9)),
        ('date("2026-01-01").weekday', Decimal(4)),
        ('week of year(date("2027-01-03"))', Decimal(53)),
        ('date("2023-02-29")', None),
    ],
)
def test_dates_follow_the_calendar(expression: str, expected: object) -> None:
    assert evaluate(expression, {}) == expected


def test_a_duration_crosses_the_change_to_summer_time_by_elapsed_time() -> None:
    # 29 March 2026, 02:00 in Berlin becomes 03:00.
    text = 'string(date and time("2026-03-29T01:30:00@Europe/Berlin") + duration("PT1H"))'

    assert evaluate(text, {}) == "2026-03-29T03:30:00@Europe/Berlin"


@given(st.dates(), st.integers(-500_000, 500_000))
def test_days_after_a_date_agree_with_the_calendar_of_python(day: date, days: int) -> None:
    try:
        expected = day + timedelta(days=days)
    except OverflowError:
        return
    value = evaluate("start + length", {"start": day, "length": timedelta(days=days)})

    assert value == Date(expected.year, expected.month, expected.day)


@given(st.dates())
def test_week_and_weekday_agree_with_iso_8601(day: date) -> None:
    year_week, weekday = day.isocalendar()[1], day.isoweekday()

    assert evaluate("week of year(d)", {"d": day}) == year_week
    assert evaluate("d.weekday", {"d": day}) == weekday


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("[1, 2, 3][2]", Decimal(2)),
        ("[1, 2, 3][-1]", Decimal(3)),
        ("[1, 2, 3][4]", None),
        ("[1, 2, 3, 4][item > 2]", [Decimal(3), Decimal(4)]),
        ("[{a: 1}, {a: 2}][a = 2].a", [Decimal(2)]),
        ("for i in 1..3 return i * i", [Decimal(1), Decimal(4), Decimal(9)]),
        ("for i in 3..1 return i", [Decimal(3), Decimal(2), Decimal(1)]),
        ("for i in [1, 2], j in [i, 10] return i + j", list(map(Decimal, [2, 11, 4, 12]))),
        ("for i in 0..3 return if i = 0 then 1 else i * partial[-1]", list(map(Decimal, [1, 1, 2, 6]))),
        ("some x in [1, null, 3] satisfies x > 2", True),
        ("every x in [1, null, 3] satisfies x < 9", None),
        ("{net: 100, gross: net * 1.19}.gross", Decimal("119.00")),
        ("(function(a, b) a - b)(b: 1, a: 3)", Decimal(2)),
        ('"a" < "b"', True),
        ("[1..5] instance of range<number>", True),
        ("5 in (1..5)", False),
    ],
)
def test_lists_contexts_and_functions(expression: str, expected: object) -> None:
    assert evaluate(expression, {}) == expected


def test_a_function_that_calls_itself_without_an_end_is_null_and_not_a_crash() -> None:
    outcome = evaluation("{f: function(x) f(x), y: f(1)}.y", {})

    assert outcome.value is None


@pytest.mark.parametrize(
    "expression",
    [
        "{f: function(x) f(x) + f(x), y: f(1)}.y",
        "for a in 1..1000, b in 1..1000, c in 1..1000 return a",
        "for a in 1..10000000000 return a",
    ],
)
def test_an_evaluation_that_would_take_for_ever_ends_with_null(expression: str) -> None:
    outcome = evaluation(expression, {})

    assert outcome.value is None
    assert outcome.warnings


def test_unary_tests_know_the_tested_value_as_a_question_mark() -> None:
    assert holds("< 10, [20..30]", 25, {}) is True
    assert holds("not(< 10, [20..30])", 25, {}) is False
    assert holds("? > limit", 25, {"limit": 20}) is True
    assert holds("-", None, {}) is True
    assert holds("null", None, {}) is True


def test_every_evaluation_of_one_expression_sees_the_same_moment() -> None:
    assert evaluate("now() = now()", {}) is True
