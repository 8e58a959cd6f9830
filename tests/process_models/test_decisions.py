"""Decision tables asked by the names of attributes, and as one condition."""

from itertools import product
from pathlib import Path

import pytest

from process_models.addresses import AttributeAddress
from process_models.conditions import understood
from process_models.decisions import NO_DECISIONS, Decisions, read_decisions
from process_models.dmn.authoring import definitions_of, table_from
from process_models.dmn.writer import write
from process_models.elements import Expression

KIND, STATE, PERMISSION = map(AttributeAddress, ("change.kind", "order.state", "change.permission"))
KINDS, STATES = ("soft", "colour", "party"), ("New", "Built", "Handed")


def content(policy: str) -> dict[str, object]:
    return {
        "id": "matrix",
        "name": {"de": "Matrix", "en": "Matrix"},
        "version": "1.0.0",
        "hit_policy": policy,
        "inputs": [{"attribute": KIND, "type": "string"}, {"attribute": STATE, "type": "string"}],
        "outputs": [{"name": "permission", "type": "string"}, {"name": "approver", "type": "string"}],
        "rules": [
            {
                "id": "soft_early",
                "if": ['"soft"', 'not("Handed")'],
                "then": ['"allowed"', None],
                "why": {"de": "frei", "en": "free"},
                "source": "assumption",
            },
            {
                "id": "colour_new",
                "if": ['"colour"', '"New"'],
                "then": ['"allowed"', '"desk"'],
                "why": {"de": "vor dem Bau", "en": "before production"},
            },
            {
                "id": "handed",
                "if": ["-", '"Handed"'],
                "then": ['"not-allowed"', None],
                "why": {"de": "übergeben", "en": "handed over"},
            },
        ],
    }


@pytest.fixture(params=["UNIQUE", "FIRST"])
def decisions(request: pytest.FixtureRequest, tmp_path: Path) -> Decisions:
    (tmp_path / "matrix.dmn").write_bytes(write(definitions_of(table_from(content(request.param)))))
    return read_decisions(tmp_path)


def test_a_decision_names_its_outputs_and_the_rules_that_matched(decisions: Decisions) -> None:
    decision = decisions.decide("matrix", {KIND: "colour", STATE: "New"})

    assert decision is not None
    assert decision.outputs == {"permission": "allowed", "approver": "desk"}
    assert decision.rules == ("matrix#colour_new",)
    assert decision.matched[0].why == {"de": "vor dem Bau", "en": "before production"}


def test_a_rule_says_where_it_was_read(decisions: Decisions) -> None:
    rule, without = decisions.rule("matrix#soft_early"), decisions.rule("matrix#colour_new")

    assert rule is not None
    assert without is not None
    assert (rule.source, without.source) == ("assumption", None)
    assert decisions.rule("matrix#nothing") is None


def test_where_no_rule_matches_there_are_no_outputs(decisions: Decisions) -> None:
    decision = decisions.decide("matrix", {KIND: "party", STATE: "New"})

    assert decision is not None
    assert (decision.outputs, decision.rules) == ({}, ())


def test_an_unknown_decision_is_none(decisions: Decisions) -> None:
    assert decisions.decide("other", {}) is None
    assert decisions.relation("other", ()) is None
    assert NO_DECISIONS.inputs("matrix") == ()


def test_the_inputs_are_attributes_in_the_order_of_the_columns(decisions: Decisions) -> None:
    assert decisions.inputs("matrix") == (KIND, STATE)


@pytest.mark.parametrize("known", [(), (KIND,), (STATE,), (KIND, STATE)])
def test_the_relation_is_true_exactly_where_the_table_says_so(
    decisions: Decisions, known: tuple[AttributeAddress, ...]
) -> None:
    for kind, state, permission in product(KINDS, STATES, ("allowed", "not-allowed")):
        data: dict[AttributeAddress, object] = {KIND: kind, STATE: state, PERMISSION: permission}
        relation = decisions.relation("matrix", (PERMISSION,), {name: data[name] for name in known})
        condition = understood(Expression(text=relation)) if relation is not None else None
        decision = decisions.decide("matrix", data)

        assert decision is not None
        says_so = decision.outputs.get("permission") == permission
        assert (condition is not None and condition.value(data) is True) is says_so


def test_a_table_whose_rules_add_up_is_no_relation(tmp_path: Path) -> None:
    (tmp_path / "matrix.dmn").write_bytes(write(definitions_of(table_from(content("COLLECT")))))

    assert read_decisions(tmp_path).relation("matrix", (PERMISSION,)) is None
