from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from process_models.dmn.authoring import definitions_of, read_table, table_from
from process_models.dmn.decisions import evaluate_decision
from process_models.dmn.errors import DmnError, InvalidDecisionModel
from process_models.dmn.model import HitPolicy
from process_models.dmn.reader import read_bytes
from process_models.dmn.tables import evaluate_table
from process_models.dmn.writer import write
from process_models.feel.values import scope_of

MATRIX = """
id: change_matrix
name: {de: Änderungsmatrix, en: Change matrix}
version: 1.0.0
owner: order-management
valid_from: 2026-01-01
hit_policy: FIRST
inputs:
  - {attribute: change.kind, type: string}
  - {attribute: order.days, type: number}
outputs: [{name: permission, type: string}, {name: fee, type: number}]
rules:
  - {id: Rule_Soft_Free, if: ['"soft"', '-'], then: ['"allowed"', 0], why: {de: frei, en: free}, source: terms 4.2}
  - {id: Rule_Late, if: ['-', '< 10'], then: ['"not-allowed"', null], why: {de: zu spät, en: too late}}
  - {id: Rule_Rest, if: [-, -], then: ['"needs-approval"', 250]}
"""


def content() -> dict[str, Any]:
    import yaml

    loaded = yaml.safe_load(MATRIX)
    assert isinstance(loaded, dict)
    return deepcopy(loaded)


def test_a_table_is_read_from_yaml_with_its_reasons(tmp_path: Path) -> None:
    path = tmp_path / "change_matrix.yaml"
    path.write_text(MATRIX, encoding="utf-8")

    authored = read_table(path)

    assert (authored.id, authored.version, authored.table.hit_policy) == ("change_matrix", "1.0.0", HitPolicy.FIRST)
    assert authored.attributes == ("change.kind", "order.days")
    assert authored.reasons["Rule_Soft_Free"].why["de"] == "frei"
    assert authored.reasons["Rule_Soft_Free"].source == "terms 4.2"
    assert authored.details == {"owner": "order-management", "valid_from": "2026-01-01"}


def test_an_authored_table_answers_with_the_rule_it_used() -> None:
    authored = table_from(content())

    result = evaluate_table(authored.table, scope_of({"change.kind": "colour", "order.days": 3}))

    assert result.value == {"permission": "not-allowed", "fee": None}
    assert result.matched_rule_ids == ("Rule_Late",)


def test_an_authored_table_survives_dmn_xml_and_decides_the_same_there() -> None:
    authored = table_from(content())
    definitions = definitions_of(authored, language="de")

    again = read_bytes(write(definitions))
    result = evaluate_decision(again, "change_matrix", scope_of({"change.kind": "soft", "order.days": 3}))

    assert again == definitions
    assert result.matched_rule_ids == ("Rule_Soft_Free",)
    assert again.decisions[0].description == "Änderungsmatrix"


def _rule(index: int, **change: object) -> dict[str, Any]:
    changed = content()
    changed["rules"][index].update(change)
    return changed


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (_rule(0, **{"if": ['"soft"']}), "rule 'Rule_Soft_Free': 'if' has 1 cells, the table 2 columns"),
        (_rule(0, **{"if": ['"soft', "-"]}), "rule 'Rule_Soft_Free', input 1: unreadable"),
        (_rule(0, **{"if": [None, "-"]}), "rule 'Rule_Soft_Free', input 1: an empty cell"),
        (_rule(1, id="Rule_Soft_Free"), "two rules have the id 'Rule_Soft_Free'"),
        (_rule(1, wen=["x"]), "rule 2: unknown 'wen'"),
        ({**content(), "hit_policy": "BEST"}, "'BEST' is no hit policy; choose one of: UNIQUE"),
        ({**content(), "outputs": []}, "a table needs an output"),
        ({"name": "x"}, "'id' is missing"),
        ([1, 2], "names with values are needed"),
    ],
)
def test_a_slip_is_refused_with_the_rule_and_the_cell(changed: object, message: str) -> None:
    with pytest.raises(InvalidDecisionModel) as caught:
        table_from(changed, name="change_matrix.yaml")

    assert message in str(caught.value)
    assert str(caught.value).startswith("change_matrix.yaml")
    assert isinstance(caught.value, DmnError)


def test_a_bare_word_in_a_cell_is_a_variable_and_no_string() -> None:
    authored = table_from(_rule(0, **{"if": ["soft", "-"]}))

    result = evaluate_table(authored.table, scope_of({"change.kind": "soft", "order.days": 30, "soft": "other"}))

    assert result.matched_rule_ids == ("Rule_Rest",)
