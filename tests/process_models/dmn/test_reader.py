from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from process_models.dmn.decisions import evaluate_decision
from process_models.dmn.errors import InvalidDecisionModel, UnknownDecision
from process_models.dmn.model import DecisionTable, HitPolicy, LiteralExpression
from process_models.dmn.reader import read, read_bytes
from process_models.dmn.support import unsupported
from process_models.dmn.writer import write

KIT = Path(__file__).parents[4] / "shared" / "data" / "dmn-tck"
MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(body: str, *, namespace: str = "urn:test", version: str = MODEL) -> bytes:
    return f'<definitions xmlns="{version}" name="m" namespace="{namespace}">{body}</definitions>'.encode()


FEES = model("""
  <itemDefinition name="tDays"><typeRef>number</typeRef>
    <allowedValues><text>[0..365]</text></allowedValues></itemDefinition>
  <inputData name="order days" id="i1"><variable name="order days" typeRef="tDays"/></inputData>
  <decision name="fee" id="d1">
    <variable name="fee" typeRef="number"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="#b1"/></knowledgeRequirement>
    <decisionTable hitPolicy="FIRST">
      <input><inputExpression typeRef="number"><text>order days</text></inputExpression></input>
      <output name="fee"/>
      <rule id="late"><inputEntry><text>&lt; 10</text></inputEntry>
        <outputEntry><text>doubled(125)</text></outputEntry></rule>
      <rule id="free"><inputEntry><text>-</text></inputEntry><outputEntry><text>0</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <businessKnowledgeModel name="doubled" id="b1"><variable name="doubled"/>
    <encapsulatedLogic><formalParameter name="x" typeRef="number"/>
      <literalExpression><text>x * 2</text></literalExpression></encapsulatedLogic>
  </businessKnowledgeModel>
  <decision name="sum" id="d2"><variable name="sum"/>
    <informationRequirement><requiredDecision href="#d1"/></informationRequirement>
    <literalExpression><text>fee + order days</text></literalExpression>
  </decision>""")


def test_a_decision_is_made_over_its_requirements_and_cites_its_rule() -> None:
    result = evaluate_decision(read_bytes(FEES), "fee", {"order days": 4})

    assert (result.value, result.matched_rule_ids) == (250, ("late",))


def test_a_decision_sees_only_what_it_requires() -> None:
    result = evaluate_decision(read_bytes(FEES), "sum", {"order days": 4})

    assert result.value is None
    assert any("order days" in finding.message for finding in result.findings)


def test_an_input_outside_its_allowed_values_is_null_with_a_finding() -> None:
    result = evaluate_decision(read_bytes(FEES), "fee", {"order days": 400})

    assert any("[0..365]" in finding.message for finding in result.findings)


def test_an_unknown_decision_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(UnknownDecision, match="it has: fee, sum"):
        evaluate_decision(read_bytes(FEES), "price", {})


def test_every_version_of_dmn_is_read_and_named() -> None:
    old = read_bytes(model("", version="http://www.omg.org/spec/DMN/20151101/dmn.xsd"))

    assert (old.version, read_bytes(FEES).version) == ("1.1", "1.5")


def test_a_literal_and_a_table_are_read_as_values() -> None:
    fee, total = read_bytes(FEES).decisions

    assert isinstance(fee.expression, DecisionTable)
    assert fee.expression.hit_policy is HitPolicy.FIRST
    assert total.expression == LiteralExpression(text="fee + order days")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<definitions", "no readable XML"),
        (b"<process/>", "the root is <process>"),
        (
            model('<decision name="d"><decisionTable hitPolicy="BEST"/></decision>'),
            "a hit policy is one of UNIQUE",
        ),
    ],
)
def test_what_is_no_dmn_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(InvalidDecisionModel, match=message):
        read_bytes(content, name="fees.dmn")


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    content = (
        f'<!DOCTYPE definitions [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f'<definitions xmlns="{MODEL}" name="m" namespace="n"><decision name="d">'
        "&x;<literalExpression><text>&x;</text></literalExpression></decision></definitions>"
    ).encode()

    assert "secret" not in repr(read_bytes(content))


def test_an_imported_decision_is_used_under_the_name_of_its_import(tmp_path: Path) -> None:
    base = model(
        '<decision name="rate" id="r"><literalExpression><text>2</text></literalExpression></decision>',
        namespace="urn:base",
    )
    using = model(
        '<import name="base" namespace="urn:base" importType="DMN"/>'
        '<decision name="d" id="d"><informationRequirement><requiredDecision href="urn:base#r"/>'
        "</informationRequirement><literalExpression><text>base.rate * 3</text></literalExpression></decision>"
    )
    (tmp_path / "base.dmn").write_bytes(base)
    (tmp_path / "using.dmn").write_bytes(using)

    assert evaluate_decision(read(tmp_path / "using.dmn"), "d", {}).value == 6
    assert "urn:base" in str(unsupported(read_bytes(using), "d"))


def test_an_external_function_is_told_from_the_model() -> None:
    external = model(
        '<decision name="d" id="d"><literalExpression><text>'
        '(function(x) external {java: {class: "A", method signature: "b(int)"}})(1)'
        "</text></literalExpression></decision>"
    )

    assert "external" in str(unsupported(read_bytes(external), "d"))
    assert unsupported(read_bytes(FEES), "fee") is None


def test_a_long_chain_of_decisions_is_followed_to_its_end() -> None:
    decisions = ['<decision name="d0" id="d0"><literalExpression><text>1</text></literalExpression></decision>']
    decisions += [
        f'<decision name="d{number}" id="d{number}"><informationRequirement>'
        f'<requiredDecision href="#d{number - 1}"/></informationRequirement>'
        f"<literalExpression><text>d{number - 1} + 1</text></literalExpression></decision>"
        for number in range(1, 400)
    ]

    assert evaluate_decision(read_bytes(model("".join(decisions))), "d399", {}).value == 400


def test_a_decision_that_requires_itself_ends_with_a_finding() -> None:
    circle = model(
        '<decision name="d" id="d"><informationRequirement><requiredDecision href="#d"/></informationRequirement>'
        "<literalExpression><text>d + 1</text></literalExpression></decision>"
    )

    result = evaluate_decision(read_bytes(circle), "d", {})

    assert result.value is None
    assert "cycle" in [finding.rule for finding in result.findings]


def test_writing_and_reading_the_models_of_the_kit_gives_the_same_values() -> None:
    files = sorted(KIT.glob("*/*/*.dmn"))
    if not files:
        pytest.skip("the DMN compatibility kit is not beside the project")
    for path in files:
        definitions = read_bytes(path.read_bytes(), name=path.name)

        assert read_bytes(write(definitions)) == replace(definitions, version="1.5"), path.name
