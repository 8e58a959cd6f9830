from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from process_models.feel import ast
from process_models.feel.errors import FeelError, FeelSyntaxError
from process_models.feel.parser import parse, parse_unary_tests
from process_models.feel.rendering import text

NAMES = st.sampled_from(["amount", "rate", "Kunde", "first name"])


def _expressions() -> st.SearchStrategy[ast.Expression]:
    atoms: st.SearchStrategy[ast.Expression] = st.one_of(
        st.integers(0, 10**9).map(lambda number: ast.NumberLiteral(Decimal(number))),
        st.text(max_size=8).map(ast.StringLiteral),
        st.booleans().map(ast.BooleanLiteral),
        st.just(ast.NullLiteral()),
        NAMES.map(ast.Name),
    )

    def larger(inner: st.SearchStrategy[ast.Expression]) -> st.SearchStrategy[ast.Expression]:
        operators = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or"])
        several = st.lists(inner, min_size=1, max_size=3).map(tuple)
        iterations = st.builds(ast.Iteration, NAMES, inner, st.none() | inner)
        return st.one_of(
            st.builds(ast.Binary, operators, inner, inner),
            st.builds(ast.Negative, inner),
            st.builds(ast.Between, inner, inner, inner),
            st.builds(ast.Path, inner, NAMES),
            st.builds(ast.Filter, inner, inner),
            st.builds(ast.If, inner, inner, inner),
            st.builds(ast.Call, NAMES.map(ast.Name), several),
            st.builds(ast.ListLiteral, several),
            st.builds(ast.Interval, inner, inner, st.booleans(), st.booleans()),
            st.builds(ast.In, inner, several),
            st.builds(ast.For, st.tuples(iterations), inner),
            st.builds(ast.Quantified, st.sampled_from(["some", "every"]), st.tuples(iterations), inner),
            st.builds(ast.ContextLiteral, st.tuples(st.tuples(st.text(max_size=5), inner))),
            st.builds(ast.InstanceOf, inner, st.just(ast.TypeName("number"))),
        )

    return st.recursive(atoms, larger, max_leaves=12)


@given(_expressions())
def test_parsing_a_rendered_expression_gives_the_expression(expression: ast.Expression) -> None:
    assert parse(text(expression)) == expression


def test_an_attribute_is_a_path_over_its_entity() -> None:
    assert parse("order.state") == ast.Path(ast.Name("order"), "state")


def test_words_in_a_row_are_one_name() -> None:
    assert parse("Extra days case 1 + 1") == ast.Binary(
        "+", ast.Name("Extra days case 1"), ast.NumberLiteral(Decimal(1))
    )


def test_a_name_with_operators_is_one_name_where_it_is_known() -> None:
    assert parse("Date-Time2", ["Date-Time2"]) == ast.Name("Date-Time2")
    assert parse("values in a list", ["values in a list"]) == ast.Name("values in a list")


def test_a_known_name_may_hold_any_sign() -> None:
    assert parse("Rate – 50 % + 1", ["Rate – 50 %"]) == ast.Binary(
        "+", ast.Name("Rate – 50 %"), ast.NumberLiteral(Decimal(1))
    )


def test_a_name_with_an_operator_that_is_not_known_is_an_operation() -> None:
    assert parse("a-b") == ast.Binary("-", ast.Name("a"), ast.Name("b"))


def test_a_bound_name_with_operators_is_known_inside_its_expression() -> None:
    assert parse("for a-b in x return a-b") == ast.For((ast.Iteration("a-b", ast.Name("x")),), ast.Name("a-b"))


@pytest.mark.parametrize(
    ("written", "closed"),
    [
        ("[1..2]", (True, True)),
        ("(1..2)", (False, False)),
        ("]1..2[", (False, False)),
        ("[1..2[", (True, False)),
        ("(1..2]", (False, True)),
    ],
)
def test_brackets_say_which_ends_of_an_interval_are_closed(written: str, closed: tuple[bool, bool]) -> None:
    interval = parse(written)

    assert isinstance(interval, ast.Interval)
    assert (interval.low_closed, interval.high_closed) == closed


def test_a_dash_accepts_everything_and_not_negates_all_tests() -> None:
    assert parse_unary_tests("-") == ast.UnaryTests()
    assert parse_unary_tests('not("a", "b")') == ast.UnaryTests((ast.StringLiteral("a"), ast.StringLiteral("b")), True)


def test_comments_and_unusual_blanks_are_skipped() -> None:
    assert parse("1 /* one */ +\u00a02 // two") == parse("1 + 2")


def test_deeply_nested_lists_of_tests_are_read_in_reasonable_time() -> None:
    written = "1 in (" * 25 + "1" + ", 2)" * 25

    assert text(parse(written)) == written
    with pytest.raises(FeelSyntaxError):
        parse("1 in (" * 40)


def test_an_escape_of_two_surrogates_is_one_character() -> None:
    assert parse(r'"\uD83D\uDE00"') == ast.StringLiteral("\U0001f600")


@pytest.mark.parametrize(
    ("written", "position", "expected"),
    [
        ("1 +", 3, "a value"),
        ("if a then b", 11, "'else'"),
        ("a = = b", 4, "a value"),
        ("f(1, 2", 6, "',' or ')'"),
        ("[1, 2", 5, "',' or ']'"),
        ('"open', 0, "a closing quote"),
        ("a b ] c", 4, "an operator or the end"),
        ("a # b", 2, "an operator or the end"),
    ],
)
def test_a_syntax_error_says_where_it_is_and_what_was_expected(written: str, position: int, expected: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(written)

    assert (caught.value.position, expected in caught.value.expected) == (position, True)
    assert f"character {position + 1}" in str(caught.value)
    assert isinstance(caught.value, FeelError)


@pytest.mark.parametrize(
    "written",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "-" * 5000 + "1",
        " + ".join(["1"] * 5000),
        "x instance of " + "list<" * 5000 + "number" + ">" * 5000,
        "[" * 5000,
        "a" + "[1]" * 5000,
        "a" + ".b" * 5000,
        "if a then " * 5000,
        "f(" * 5000,
    ],
)
def test_text_nested_beyond_all_sense_is_refused_instead_of_exhausting_the_stack(written: str) -> None:
    with pytest.raises(FeelSyntaxError, match="at most"):
        parse(written)
