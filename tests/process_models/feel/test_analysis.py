from __future__ import annotations

from decimal import Decimal

import pytest

from process_models.feel.analysis import (
    addresses,
    boundary_values,
    conjunction,
    negation,
    not_true,
    substitute,
)
from process_models.feel.evaluator import evaluate
from process_models.feel.parser import parse
from process_models.feel.rendering import text
from process_models.feel.temporal import Date


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('order.state = "Frozen" and amount > limit.max', {"order.state", "amount", "limit.max"}),
        ("contract.date.year > 2025", {"contract.date"}),
        ("count(order.items) > 0", {"order.items"}),
        ("some x in order.items satisfies x.price > price.max", {"order.items", "price.max"}),
        ("order.items[price > limit.max]", {"order.items", "limit.max"}),
        ("{net: offer.net, gross: net * vat}.gross", {"offer.net", "vat"}),
        ("(function(a) a + b)(c)", {"b", "c"}),
        ("? > 5", set()),
    ],
)
def test_addresses_are_what_an_expression_reads_from_outside(expression: str, expected: set[str]) -> None:
    assert addresses(parse(expression)) == expected


def test_boundary_values_are_the_constants_an_attribute_is_compared_with() -> None:
    expression = parse(
        'finance.rate >= 4.5 and 10 > finance.rate and order.date in [date("2026-01-01")..@"2026-02-01"]'
        ' and vehicle.wheels between 17 and 19 and order.state in ("Frozen", "Painted")'
    )

    assert boundary_values(expression) == {
        "finance.rate": (Decimal("4.5"), Decimal(10)),
        "order.date": (Date(2026, 1, 1), Date(2026, 2, 1)),
        "vehicle.wheels": (Decimal(17), Decimal(19)),
        "order.state": ("Frozen", "Painted"),
    }


def test_substitution_renames_addresses_and_leaves_bound_names_alone() -> None:
    expression = parse("order.state = other and (some other in list satisfies other > order.state)")

    renamed = substitute(expression, {"order.state": "order.state_2", "other": "x.y", "list": parse("[1, 2]")})

    assert text(renamed) == ("order.state_2 = x.y and (some other in [1, 2] satisfies other > order.state_2)")


def test_a_negated_comparison_is_turned_round_and_anything_else_wrapped() -> None:
    assert text(negation(parse("a < 5"))) == "a >= 5"
    assert text(negation(parse("not(a)"))) == "a"
    assert text(negation(parse("a and b"))) == "not(a and b)"


def test_a_conjunction_of_nothing_is_true() -> None:
    assert text(conjunction([])) == "true"
    assert text(conjunction([parse("a or b"), parse("c")])) == "(a or b) and c"


@pytest.mark.parametrize(("value", "expected"), [(True, False), (False, True), (None, True)])
def test_not_true_holds_for_false_and_for_null(value: object, expected: bool) -> None:
    assert evaluate(not_true(parse("a")), {"a": value}) is expected
