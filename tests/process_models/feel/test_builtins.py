"""Examples of the DMN 1.5 specification (tables 72 to 82), with a few limits beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from process_models.feel.builtins.library import BUILT_INS
from process_models.feel.evaluator import evaluate, evaluation
from process_models.feel.temporal import Date, DateTime, Time


@pytest.mark.parametrize(
    "expression",
    [
        'substring("foobar", 3) = "obar"',
        'substring("foobar", 3, 3) = "oba"',
        'substring("foobar", -2, 1) = "a"',
        r'substring("\U01F40Eab", 2) = "ab"',
        r'string length("\U01F40Eab") = 3',
        'upper case("aBc4") = "ABC4"',
        'substring before("foobar", "bar") = "foo"',
        'substring before("foobar", "xyz") = ""',
        'substring after("foobar", "ob") = "ar"',
        'replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") = "[1=ab][2=]cd"',
        'contains("foobar", "of") = false',
        'starts with("foobar", "fo")',
        'ends with("foobar", "r")',
        'matches("foobar", "^fo*b")',
        r'split("John Doe", "\\s") = ["John", "Doe"]',
        'split("a;b;c;;", ";") = ["a", "b", "c", "", ""]',
        'string join(["a", null, "c"], "X") = "aXc"',
        "list contains([1, 2, 3], 2)",
        "count([1, [2, 3]]) = 2",
        "min([1, 2, 3]) = 1 and max(1, 2, 3) = 3",
        "sum(1, 2, 3) = 6 and sum([]) = null",
        "mean([1, 2, 3]) = 2",
        "all([false, null, true]) = false and all([]) = true",
        "any([false, null, true]) = true and any([]) = false",
        "sublist([4, 5, 6], 1, 2) = [4, 5]",
        "append([1], 2, 3) = [1, 2, 3]",
        "concatenate([1, 2], [3]) = [1, 2, 3]",
        "insert before([1, 3], 1, 2) = [2, 1, 3]",
        "remove([1, 2, 3], 2) = [1, 3]",
        "reverse([1, 2, 3]) = [3, 2, 1]",
        "index of([1, 2, 3, 2], 2) = [2, 4]",
        "union([1, 2], [2, 3]) = [1, 2, 3]",
        "distinct values([1, 2, 3, 2, 1]) = [1, 2, 3]",
        "flatten([[1, 2], [[3]], 4]) = [1, 2, 3, 4]",
        "product([2, 3, 4]) = 24",
        "median(8, 2, 5, 3, 4) = 4 and median([6, 1, 2, 3]) = 2.5",
        "stddev(2, 4, 7, 5) = 2.081665999466132735282297706979931",
        "stddev([47]) = null",
        "mode([6, 1, 9, 6, 1]) = [1, 6]",
        "list replace([2, 4, 7, 8], 3, 6) = [2, 4, 6, 8]",
        "list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) = [5, 5, 7, 8]",
        "decimal(1/3, 2) = .33 and decimal(2.5, 0) = 2 and decimal(1.5, 0) = 2",
        "floor(-1.56, 1) = -1.6 and ceiling(-1.56, 1) = -1.5",
        "round up(-1.126, 2) = -1.13 and round half down(5.5, 0) = 5 and round half up(-5.5, 0) = -6",
        "abs(-10) = 10 and sqrt(16) = 4 and odd(5) and even(2)",
        "modulo(-10.1, 4.5) = 3.4 and modulo(10.1, -4.5) = -3.4",
        'number("1.000.000,01", ".", ",") = 1000000.01',
        'string([1, "a", {b: null}]) = "[1, \\"a\\", {b: null}]"',
        'date(2012, 12, 25) = date("2012-12-25")',
        'time("23:59:00z") = time(23, 59, 0, duration("PT0H"))',
        'duration("P2Y2M") = duration("P26M")',
        'years and months duration(date("2011-12-22"), date("2013-08-24")) = duration("P1Y8M")',
        'date and time("2012-12-24T23:59:00") - date and time("2012-12-22T03:45:00") = duration("P2DT20H14M")',
        'time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC")',
        "day of year(date(2019, 9, 17)) = 260",
        'day of week(date(2019, 9, 17)) = "Tuesday"',
        'month of year(date(2019, 9, 17)) = "September"',
        "week of year(date(2005, 1, 1)) = 53 and week of year(date(2003, 12, 29)) = 1",
        "sort(list: [3, 1, 4, 5, 2], precedes: function(x, y) x < y) = [1, 2, 3, 4, 5]",
        'get value({key1: "value1"}, "key1") = "value1"',
        'context([{key: "a", value: 1}, {key: "b", value: 2}]) = {a: 1, b: 2}',
        'context([{key: "a", value: 1}, {key: "b"}]) = null',
        'context put({x: 1, y: {a: 0}}, ["y", "a"], 2) = {x: 1, y: {a: 2}}',
        'context put({x: 1}, ["y", "a"], 2) = null',
        "context merge([{x: 1, y: 0}, {y: 2}]) = {x: 1, y: 2}",
        "before([1..10), [10..20]) and not(before([1..10], [10..20]))",
        "overlaps after((1..5], [1..5]) and not(overlaps after([1..5], [1..5)))",
        "finishes((1..10], [1..10]) and starts((1..5], (1..10])",
        "during([1..5], (1..10]) = false and includes([1..10], (1..10))",
        "coincides(5, 5) and coincides((1..5), [1..5]) = false",
        'range("[1..3]") = [1..3]',
    ],
)
def test_the_examples_of_the_standard_hold(expression: str) -> None:
    outcome = evaluation(expression, {})

    assert outcome.value is True, outcome.warnings


@pytest.mark.parametrize(
    "expression",
    [
        'substring("foobar", 0)',
        'substring("foobar", 3, 20)',
        "sublist([1, 2], 2, 2)",
        "remove([1], 2)",
        "decimal(1, 7000)",
        'sum([1, "a"])',
        'min([1, "a"])',
        'number("1,000", ",", ",")',
        'date("2026-02-29")',
        'date("02026-01-01")',
        'time("24:00:01")',
        'time("10:00:00@Mars/Base")',
        'duration("P")',
        'matches("a", "(")',
        'matches("a", "a", "q")',
        'replace("a", "a", "$")',
        "sort([2, 1], function(x) x)",
        'get value({a: 1}, "b")',
        "modulo(1, 0)",
        'range("[3..1]")',
        "abs(n: 1, m: 2)",
        "abs(1, 2)",
        "unknown(1)",
        "(5)(1)",
    ],
)
def test_outside_its_domain_a_function_is_null_and_says_why(expression: str) -> None:
    outcome = evaluation(expression, {})

    assert outcome.value is None
    assert outcome.warnings


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("[A-Z-[OI]]", "O", False),
        ("[A-Z-[OI]]", "X", True),
        (r"\\p{Lu}", "ä", False),
        (r"\\p{Lu}", "Ä", True),
        (r"\\p{IsCyrillic}+", "Москва", True),
        (r"^\\d+$", "12\\n", False),
        (r"^\\w+$", "a_b", False),
        (r"^\\i\\c*$", "_a-1", True),
        ("a.c", "a\\nc", False),
        (r"(a)\\1", "aa", True),
        ("^[^a-c]$", "d", True),
        ("^[-a]$", "-", True),
    ],
)
def test_patterns_are_those_of_xpath(pattern: str, text: str, expected: bool) -> None:
    assert evaluate(f'matches("{text}", "{pattern}")', {}) is expected


@pytest.mark.parametrize(
    "pattern", ["(?=a)", "a**", "[b-a]", r"\\e", r"\\1(a)", r"[\\1]", "[a", "a)", r"\\p{Xx}", "{2}", "[a[b]]"]
)
def test_what_xpath_does_not_know_is_no_pattern(pattern: str) -> None:
    assert evaluate(f'matches("a", "{pattern}")', {}) is None


@given(st.lists(st.integers(-50, 50), max_size=12))
def test_sorting_and_statistics_agree_with_python(numbers: list[int]) -> None:
    import statistics

    scope = {"xs": numbers}

    assert evaluate("sort(xs, function(a, b) a < b)", scope) == sorted(map(Decimal, numbers))
    if numbers:
        assert evaluate("median(xs)", scope) == Decimal(str(statistics.median(numbers)))
        assert evaluate("mode(xs)", scope) == sorted(map(Decimal, statistics.multimode(numbers)))


@given(st.text(), st.text(min_size=1, max_size=3))
def test_splitting_a_string_agrees_with_python(text: str, mark: str) -> None:
    before, found, after = text.partition(mark)

    assert evaluate("substring before(t, m)", {"t": text, "m": mark}) == (before if found else "")
    assert evaluate("substring after(t, m)", {"t": text, "m": mark}) == after


@given(st.dates(), st.times(), st.integers(-10, 10))
def test_a_printed_date_and_time_is_read_again(day: object, clock: object, hours: int) -> None:
    text = f"{day}T{clock}{hours:+03d}:00"

    assert evaluate("date and time(string(date and time(t))) = date and time(t)", {"t": text}) is True


def test_parts_of_dates_and_times_have_a_zone_only_where_one_was_given() -> None:
    assert evaluate('date and time(date("2026-01-31"), time("10:00:00"))', {}) == DateTime(
        Date(2026, 1, 31), Time(10, 0, 0)
    )
    assert evaluate('time(date("2026-01-31"))', {}) == Time(0, 0, 0, 0, 0)
    assert evaluate('time("10:00:00@Europe/Berlin").timezone', {}) == "Europe/Berlin"


def test_every_built_in_names_its_parameters() -> None:
    assert BUILT_INS["context put"].parameters == ("context", "key", "value")
    assert all(function.signatures for function in BUILT_INS.values())
