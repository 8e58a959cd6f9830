from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from process_models.feel.builtins.library import BUILT_INS
from process_models.feel.evaluator import evaluation
from process_models.feel.printing import string_of

ATOMS = [
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "2.5",
    "1e300",
    "10 ** 6144",
    "-0.0001",
    '""',
    '"abc"',
    '"["',
    '"2026-02-28"',
    '"$1"',
    '"P1D"',
    '"Europe/Berlin"',
    '@"2026-02-28"',
    '@"999999999-12-31"',
    '@"-999999999-01-01"',
    '@"10:00:00"',
    '@"10:00:00@Europe/Berlin"',
    '@"2026-03-29T01:30:00@Europe/Berlin"',
    '@"2026-03-29T01:30:00+02:00"',
    '@"999999999-12-31T23:59:59"',
    '@"P1D"',
    '@"-PT1H"',
    '@"P999999999Y"',
    '@"P1Y2M"',
    "[]",
    "[1, 2, 3]",
    "[null]",
    '["a", 1, null]',
    "[[1], [2, [3]]]",
    "{}",
    '{a: 1, "b c": {d: 2}}',
    '[{key: "a", value: 1}]',
    "[1..10]",
    "(null..3]",
    '["a".."c"]',
    "(< 5)",
    "(!= 5)",
    "abs",
    "function(x) x",
    "function(x, y) x < y",
    "function(x, y) null",
    "unknown",
]
OPERATORS = ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]
MEMBERS = ["a", "year", "weekday", "time offset", "timezone", "days", "months", "start included", "end"]


def expressions() -> st.SearchStrategy[str]:
    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        arguments = st.lists(inner, max_size=4).map(", ".join)
        return st.one_of(
            st.builds("({}) {} ({})".format, inner, st.sampled_from(OPERATORS), inner),
            st.builds("{}({})".format, st.sampled_from(sorted(BUILT_INS)), arguments),
            st.builds("({}).{}".format, inner, st.sampled_from(MEMBERS)),
            st.builds("({})[{}]".format, inner, inner),
            st.builds("[{}][item = 1]".format, inner),
            st.builds("for i in {} return [i, partial]".format, inner.map("({})".format)),
            st.builds("some i in ({}) satisfies i".format, inner),
            st.builds("if ({}) then ({}) else 1".format, inner, inner),
            st.builds("({}) between ({}) and ({})".format, inner, inner, inner),
            st.builds("-({})".format, inner),
            st.builds(
                "({}) instance of {}".format, inner, st.sampled_from(["number", "list<string>", "x", "range<date>"])
            ),
            st.builds("({})({})".format, inner, arguments),
            st.builds("[({})..({})]".format, inner, inner),
        )

    return st.recursive(st.sampled_from(ATOMS), larger, max_leaves=6)


@settings(max_examples=600, deadline=None)
@given(expressions())
def test_every_expression_has_a_value_and_every_value_a_text(expression: str) -> None:
    outcome = evaluation(expression, {"a": 1})

    assert string_of(outcome.value) is not None
    assert all(warning.message for warning in outcome.warnings)
