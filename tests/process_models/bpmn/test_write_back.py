"""Changed values written into the file they came from."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from process_models.addresses import ElementId, SystemId
from process_models.bpmn.ordering import ordered
from process_models.bpmn.reader import Reading, read
from process_models.bpmn.writer import write
from process_models.collaboration import Collaboration
from process_models.diagram.geometry import Bounds, Diagram, Shape
from process_models.elements import (
    Activity,
    ActivityKind,
    Event,
    EventDefinition,
    EventKind,
    EventPosition,
    Expression,
    FlowNode,
    SequenceFlow,
)

REFERENCE = Path(__file__).parents[4] / "shared" / "data" / "bpmn-miwg-reference"
FILES = sorted(REFERENCE.glob("*.bpmn"))

FOREIGN = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by hand -->
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:vendor" id="d" v:look="dark">
  <b:message id="msg1" name="order placed" v:colour="red"/>
  <b:process id="p" isExecutable="true">
    <b:extensionElements><v:settings deep="yes"><v:inner>text</v:inner></v:settings></b:extensionElements>
    <b:startEvent id="start"><b:outgoing>f1</b:outgoing><b:messageEventDefinition messageRef="msg1"/></b:startEvent>
    <b:userTask id="work" name="Work" v:form="f7">
      <b:extensionElements><v:assignee>anna</v:assignee></b:extensionElements>
      <b:incoming>f1</b:incoming>
      <b:potentialOwner><b:resourceRef>team</b:resourceRef></b:potentialOwner>
    </b:userTask>
    <b:sequenceFlow id="f1" sourceRef="start" targetRef="work" v:curve="s"/>
    <b:textAnnotation id="note"><b:text>remember</b:text></b:textAnnotation>
  </b:process>
  <i:BPMNDiagram xmlns:i="http://www.omg.org/spec/BPMN/20100524/DI"><i:BPMNPlane bpmnElement="p">
    <i:BPMNShape bpmnElement="work" v:style="round"/><i:BPMNEdge bpmnElement="f1"/>
  </i:BPMNPlane></i:BPMNDiagram>
</b:definitions>
"""
VENDOR = [
    b"<!-- drawn by hand -->",
    b'v:look="dark"',
    b'v:colour="red"',
    b"<v:inner>text</v:inner>",
    b'v:form="f7"',
    b"<v:assignee>anna</v:assignee>",
    b"<b:resourceRef>team</b:resourceRef>",
    b'v:curve="s"',
    b"<b:text>remember</b:text>",
    b'v:style="round"',
]


@pytest.fixture
def foreign() -> Reading:
    return read(FOREIGN, name="foreign.bpmn")


def with_node(model: Collaboration, new: FlowNode) -> Collaboration:
    """The model with `new` in place of the node of the same id."""
    return replace(model, nodes=tuple(new if each.id == new.id else each for each in model.nodes))


def test_an_unchanged_model_leaves_the_file_byte_for_byte(foreign: Reading) -> None:
    assert write(foreign.collaboration, document=foreign.document) == FOREIGN


def test_a_change_keeps_everything_other_tools_wrote(foreign: Reading) -> None:
    before = foreign.collaboration.node("work")
    annotation = replace(before.annotation, system=SystemId("oms"), labels={"de": "Arbeit"})
    said = replace(before, name="Work hard", annotation=annotation)

    merged = write(with_node(foreign.collaboration, said), document=foreign.document)

    assert [piece for piece in VENDOR if piece not in merged] == []
    work = read(merged).collaboration.node("work")
    assert (work.name, work.annotation.system, work.annotation.labels) == ("Work hard", "oms", {"de": "Arbeit"})


def test_what_is_said_can_be_unsaid(foreign: Reading) -> None:
    start = foreign.collaboration.node("start")
    said = replace(start, annotation=replace(start.annotation, system=SystemId("oms")))

    once = write(with_node(foreign.collaboration, said), document=foreign.document)
    back = write(foreign.collaboration, document=once)

    assert b"oms" in once
    assert b"oms" not in back
    assert read(back).collaboration == foreign.collaboration


def test_a_new_node_speaks_the_namespace_of_the_file_and_refers_to_its_messages(foreign: Reading) -> None:
    new = Event(
        id=ElementId("over"),
        position=EventPosition.END,
        scope=ElementId("p"),
        definitions=(
            EventDefinition(kind=EventKind.MESSAGE, reference="order placed"),
            EventDefinition(kind=EventKind.ERROR, reference="E1"),
        ),
    )
    flow = SequenceFlow(
        id=ElementId("f2"),
        source=ElementId("work"),
        target=ElementId("over"),
        scope=ElementId("p"),
        condition=Expression(text="x > 1"),
    )
    model = foreign.collaboration

    merged = write(replace(model, nodes=(*model.nodes, new), flows=(*model.flows, flow)), document=foreign.document)

    assert [piece for piece in VENDOR if piece not in merged] == []
    assert merged.count(b'messageRef="msg1"') == 2
    assert merged.count(b"<b:message ") == 1
    assert read(merged).collaboration.node("over") == new
    assert read(merged).collaboration.flow_by_id[ElementId("f2")] == flow


def test_an_activity_of_another_kind_keeps_its_place_and_extensions(foreign: Reading) -> None:
    work = foreign.collaboration.node("work")
    assert isinstance(work, Activity)

    service = replace(work, kind=ActivityKind.SERVICE_TASK)
    merged = write(with_node(foreign.collaboration, service), document=foreign.document)

    assert b"<b:serviceTask" in merged
    assert [piece for piece in VENDOR if piece not in merged] == []


def test_what_is_removed_leaves_the_diagram_too(foreign: Reading) -> None:
    model = foreign.collaboration

    merged = write(replace(model, nodes=model.nodes[:1], flows=()), document=foreign.document)

    assert b'"work"' not in merged
    assert b'"f1"' not in merged
    assert b"<b:text>remember</b:text>" in merged


def test_a_given_diagram_replaces_that_of_the_file(foreign: Reading) -> None:
    diagram = Diagram((Shape(ElementId("work"), Bounds(1, 2, 3, 4)),))

    merged = write(foreign.collaboration, diagram, document=foreign.document)

    assert read(merged).diagram == diagram
    assert merged.count(b"BPMNPlane ") == 1


@pytest.mark.skipif(not FILES, reason="the reference models are not beside the project (../shared/data)")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_reference_model_with_a_new_task_keeps_what_is_of_other_namespaces(path: Path) -> None:
    reading = read(path)
    model = reading.collaboration
    scope = model.nodes[0].scope
    task = Activity(id=ElementId("Activity_New"), kind=ActivityKind.USER_TASK, scope=scope, name="New")
    flow = SequenceFlow(id=ElementId("Flow_New"), source=model.nodes[0].id, target=task.id, scope=scope)
    more = ordered(replace(model, nodes=(*model.nodes, task), flows=(*model.flows, flow)))

    merged = write(more, document=reading.document)

    assert ordered(read(merged).collaboration) == more
    assert _foreign(merged) == _foreign(reading.document)


def _foreign(document: bytes) -> list[tuple[str, list[tuple[str, str]], str]]:
    """Elements and attributes of namespaces other than BPMN's."""
    found = []
    for element in etree.fromstring(document).iter():
        if not isinstance(element.tag, str):
            continue
        ours = "/BPMN/20100524/MODEL" in element.tag
        attributes = [(str(k), str(v)) for k, v in element.attrib.items() if not ours or str(k).startswith("{")]
        if not ours or attributes:
            found.append(("" if ours else element.tag, attributes, "" if ours else (element.text or "").strip()))
    return sorted(found)
