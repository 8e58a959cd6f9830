from __future__ import annotations

from decimal import Decimal

import pytest

from process_models.dmn.model import Aggregation, DecisionTable, HitPolicy, InputClause, OutputClause, Rule
from process_models.dmn.tables import evaluate_table
from process_models.feel.values import scope_of


def table(
    policy: HitPolicy,
    rules: dict[str, tuple[str, str]],
    *,
    aggregation: Aggregation | None = None,
    values: str | None = None,
    default: str | None = None,
) -> DecisionTable:
    """A table over `order.days` with one output `fee`, drawn as id -> (test, output)."""
    return DecisionTable(
        inputs=(InputClause(expression="order.days", type_ref="number"),),
        outputs=(OutputClause(name="fee", values=values, default=default),),
        rules=tuple(Rule(id=rule_id, inputs=(test,), outputs=(output,)) for rule_id, (test, output) in rules.items()),
        hit_policy=policy,
        aggregation=aggregation,
    )


RULES = {"early": ("< 10", "0"), "late": (">= 5", "250"), "very late": (">= 20", "900"), "odd": ("7", "250")}


def ask(
    policy: HitPolicy,
    days: int | None,
    *,
    aggregation: Aggregation | None = None,
    values: str | None = None,
    default: str | None = None,
) -> tuple[object, tuple[str, ...]]:
    drawn = table(policy, RULES, aggregation=aggregation, values=values, default=default)
    result = evaluate_table(drawn, scope_of({"order.days": days}))
    return result.value, result.matched_rule_ids


def numbers(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_a_unique_table_says_what_its_one_rule_says() -> None:
    assert ask(HitPolicy.UNIQUE, 3) == (0, ("early",))


def test_two_rules_of_a_unique_table_give_null_and_a_finding_that_names_them() -> None:
    result = evaluate_table(table(HitPolicy.UNIQUE, RULES), scope_of({"order.days": 8}))

    assert (result.value, result.matched_rule_ids) == (None, ())
    assert result.all_matched_rule_ids == ("early", "late")
    assert "early, late" in result.findings[0].message


def test_any_wants_all_matching_rules_to_agree() -> None:
    assert ask(HitPolicy.ANY, 8) == (None, ())
    assert ask(HitPolicy.ANY, 15) == (250, ("late",))


def test_first_takes_the_first_matching_rule() -> None:
    assert ask(HitPolicy.FIRST, 25) == (250, ("late",))


def test_priority_takes_the_output_that_is_listed_first() -> None:
    assert ask(HitPolicy.PRIORITY, 25, values="900, 250, 0") == (900, ("very late",))


def test_output_order_lists_all_by_priority_and_rule_order_by_place() -> None:
    assert ask(HitPolicy.OUTPUT_ORDER, 7, values="900, 250, 0") == (numbers(250, 250, 0), ("late", "odd", "early"))
    assert ask(HitPolicy.RULE_ORDER, 7) == (numbers(0, 250, 250), ("early", "late", "odd"))


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        (None, numbers(0, 250, 250)),
        (Aggregation.SUM, 500),
        (Aggregation.MIN, 0),
        (Aggregation.MAX, 250),
        (Aggregation.COUNT, 3),
    ],
)
def test_collect_lists_or_aggregates(aggregation: Aggregation | None, expected: object) -> None:
    assert ask(HitPolicy.COLLECT, 7, aggregation=aggregation) == (expected, ("early", "late", "odd"))


def test_where_no_rule_matches_the_default_counts_and_cites_no_rule() -> None:
    assert ask(HitPolicy.UNIQUE, None) == (None, ())
    assert ask(HitPolicy.UNIQUE, None, default="99") == (99, ())


def test_several_outputs_are_a_context_by_name() -> None:
    two = DecisionTable(
        inputs=(InputClause(expression="change.kind"),),
        outputs=(OutputClause(name="permission"), OutputClause(name="approver")),
        rules=(Rule(id="Rule_Soft", inputs=('"soft"',), outputs=('"allowed"', "null")),),
    )

    result = evaluate_table(two, scope_of({"change.kind": "soft"}))

    assert result.value == {"permission": "allowed", "approver": None}
    assert result.outputs == ({"permission": "allowed", "approver": None},)


def test_an_output_of_another_type_than_its_column_is_null_with_a_finding() -> None:
    typed = DecisionTable(
        inputs=(),
        outputs=(OutputClause(name="fee", type_ref="number"),),
        rules=(Rule(id="r", inputs=(), outputs=('"free"',)),),
    )

    result = evaluate_table(typed, {})

    assert result.value is None
    assert [finding.rule for finding in result.findings] == ["output-type"]


def test_an_input_outside_the_listed_values_decides_nothing() -> None:
    listed = DecisionTable(
        inputs=(InputClause(expression="market", values='"DE", "AT"'),),
        outputs=(OutputClause(name="rate"),),
        rules=(Rule(id="all", inputs=("-",), outputs=("1",)),),
    )

    assert evaluate_table(listed, {"market": "DE"}).value == 1
    result = evaluate_table(listed, {"market": "XX"})
    assert result.value is None
    assert '"DE", "AT"' in result.findings[0].message


def test_a_row_that_is_too_short_says_null_in_its_last_column_and_is_reported() -> None:
    short = DecisionTable(
        inputs=(),
        outputs=(OutputClause(name="permission"), OutputClause(name="fee")),
        rules=(Rule(id="short", inputs=(), outputs=('"allowed"',)),),
    )

    result = evaluate_table(short, {})

    assert result.value == {"permission": "allowed", "fee": None}
    assert [(finding.rule, finding.rules) for finding in result.findings] == [("cells", ("short",))]


def test_a_cell_nobody_can_read_matches_nothing_and_is_reported_with_its_rule() -> None:
    result = evaluate_table(table(HitPolicy.FIRST, {"broken": ("<", "1"), "rest": ("-", "2")}), {"order": {"days": 1}})

    assert (result.value, result.findings[0].rules) == (2, ("broken",))
