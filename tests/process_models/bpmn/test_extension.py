"""The extension namespace and its schema."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from process_models.authoring.compact import compose, read_compact
from process_models.bpmn.names import MURMEL
from process_models.bpmn.writer import write

LIBRARY = Path(str(files("process_models"))) / "library"
SCHEMA = etree.XMLSchema(etree.fromstring((files("process_models.bpmn") / "murmel.xsd").read_bytes()))
MODELS = sorted(LIBRARY.rglob("*.process.yaml"))

EVERYTHING = """
id: p
version: 1.0.0
area: sales
owner: process_owner
name: {de: Alles, en: Everything}
pool: {id: Pool_A, role: agent, de: A, en: A}
lanes: [{id: Lane_A, role: agent, de: A, en: A}]
data: [{id: Data_V, entity: vehicle, de: V, en: V}]
nodes:
  - {id: Start_A, kind: startEvent, lane: Lane_A, event: {message: m, topic: order.placed, key: order.id}}
  - id: Activity_A
    kind: businessRuleTask
    lane: Lane_A
    de: Prüfen
    en: Check
    says: {de: Was, en: What}
    expected: {de: Sieht, en: Sees}
    system: oms
    decision: matrix
    reads: [order.state]
    writes: {order.state: '"Frozen"', change.fee: any}
    emits: [{topic: order.frozen, key: order.id}]
    requirements: [{id: REQ-1, kind: must-have}]
    duration: {min: PT0S, typical: PT90M, max: P30DT1H}
flows: [Start_A -> Activity_A]
data_flows: [{from: Data_V, to: Activity_A, attributes: [vehicle.wheels]}]
"""


def ours(document: bytes) -> list[etree._Element]:
    return [e for e in etree.fromstring(document).iter() if str(e.tag).startswith(f"{{{MURMEL}}}")]


def test_everything_that_can_be_said_is_valid() -> None:
    elements = ours(write(compose(EVERYTHING)))

    said = {str(element.tag).rpartition("}")[2] for element in elements}
    declared = {
        str(e.get("name"))
        for e in etree.fromstring((files("process_models.bpmn") / "murmel.xsd").read_bytes())
        if str(e.tag).endswith("}element")
    }
    assert said == declared
    assert [element.tag for element in elements if not SCHEMA.validate(element)] == []


@pytest.mark.parametrize(
    "wrong",
    [
        '<m:requirement xmlns:m="urn:murmel:bpmn:1" id="R" kind="nice-to-have"/>',
        '<m:reads xmlns:m="urn:murmel:bpmn:1" attribute="wheels"/>',
        '<m:duration xmlns:m="urn:murmel:bpmn:1" minimum="P1M" typical="P2M" maximum="P3M"/>',
        '<m:duration xmlns:m="urn:murmel:bpmn:1" minimum="P1D" typical="P2D"/>',
        '<m:systems xmlns:m="urn:murmel:bpmn:1" ref="oms"/>',
    ],
)
def test_what_cannot_be_meant_is_invalid(wrong: str) -> None:
    assert not SCHEMA.validate(etree.fromstring(wrong))


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name.partition(".")[0])
def test_every_model_of_the_library_says_only_what_the_schema_has(path: Path) -> None:
    elements = ours(write(read_compact(path)))

    assert elements
    assert [(e.sourceline, e.tag) for e in elements if not SCHEMA.validate(e)] == []


def test_labels_are_written_in_the_order_of_languages() -> None:
    model = compose(EVERYTHING)
    node = model.node("Activity_A")
    turned = replace(node, annotation=replace(node.annotation, labels={"en": "Check", "de": "Prüfen"}))

    assert write(replace(model, nodes=(model.nodes[0], turned))) == write(model)
