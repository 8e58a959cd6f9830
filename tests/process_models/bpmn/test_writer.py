"""Values written as BPMN files."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from process_models.addresses import AttributeAddress, ElementId, ProcessId, RoleId, SystemId, Topic
from process_models.bpmn.ordering import ordered
from process_models.bpmn.reader import read
from process_models.bpmn.writer import write
from process_models.collaboration import Collaboration, Lane, MessageFlow, Pool, Process
from process_models.diagram.geometry import Bounds, Diagram, Edge, Shape
from process_models.elements import (
    FEEL_LANGUAGE,
    SCOPED_KINDS,
    Activity,
    ActivityKind,
    Annotation,
    DataAssociation,
    DataElement,
    DataKind,
    DurationInterval,
    Emission,
    Event,
    EventDefinition,
    EventKind,
    EventPosition,
    Expression,
    Gateway,
    GatewayKind,
    Loop,
    Requirement,
    RequirementKind,
    SequenceFlow,
    TimerKind,
    Write,
)
from tests.builders import process

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
REFERENCE = Path(__file__).parents[4] / "shared" / "data" / "bpmn-miwg-reference"
FILES = sorted(REFERENCE.glob("*.bpmn"))


@pytest.mark.skipif(not FILES, reason="the reference models are not beside the project (../shared/data)")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_read_from_a_written_reference_model_is_what_was_written(path: Path) -> None:
    first = read(path)
    written = write(first.collaboration, first.diagram)
    second = read(written, name=path.name)

    assert second.collaboration == first.collaboration
    assert second.diagram == first.diagram
    assert write(second.collaboration, second.diagram) == written


def test_what_is_said_beyond_bpmn_comes_back() -> None:
    hour = timedelta(hours=1)
    annotation = Annotation(
        system=SystemId("oms"),
        decision="change_matrix",
        reads=(AttributeAddress("order.state"),),
        writes=(
            Write(attribute=AttributeAddress("a.b")),
            Write(attribute=AttributeAddress("a.c"), value=Expression(text="1 < 2 & x", language=FEEL_LANGUAGE)),
        ),
        emits=(Emission(topic=Topic("order.changed"), key=AttributeAddress("order.id")),),
        requirements=(Requirement(id="REQ-1", kind=RequirementKind.LEGACY),),
        duration=DurationInterval(minimum=hour / 2, typical=hour, maximum=30 * 24 * hour),
        labels={"de": "Prüfen", "en": "Check"},
        documentation={"de": "Was geschieht", "en": "What happens"},
        expected={"de": "Geprüft"},
    )
    model = process("start:go -> check -> end:over")
    model = replace(model, nodes=tuple(replace(n, annotation=annotation) for n in model.nodes))

    assert read(write(model)).collaboration == model


def test_children_stand_in_the_order_of_the_standard() -> None:
    model = process("start:go -> check -> end:over")
    loop = Loop(multi_instance=False, maximum=2)
    check = model.node("check")
    assert isinstance(check, Activity)
    task = replace(check, loop=loop, annotation=Annotation(documentation={"en": "x"}))
    data = DataElement(id=ElementId("d"), kind=DataKind.OBJECT, scope=ElementId("p"))
    associations = tuple(
        DataAssociation(id=ElementId(name), source=ElementId(source), target=ElementId(target))
        for name, source, target in (("r", "d", "check"), ("w", "check", "d"))
    )
    nodes = tuple(task if node.id == task.id else node for node in model.nodes)
    root = etree.fromstring(write(replace(model, nodes=nodes, data=(data,), data_associations=associations)))

    written = root.find(f".//{BPMN}task")

    assert written is not None
    assert [str(child.tag).removeprefix(BPMN) for child in written] == [
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "ioSpecification",
        "dataInputAssociation",
        "dataOutputAssociation",
        "standardLoopCharacteristics",
    ]


def test_messages_with_the_same_name_are_one_root_element_and_ids_stay_unique() -> None:
    model = process(
        "start:message_order {message order} -> catch:b {message order}",
        "b -> throw:c {message or der} -> end:d {error order}",
    )

    root = etree.fromstring(write(model))
    ids = [element.get("id") for element in root.iter() if element.get("id")]

    assert [(str(e.tag).removeprefix(BPMN), e.get("id")) for e in list(root)[:3]] == [
        ("error", "error_order"),
        ("message", "message_or_der"),
        ("message", "message_order_2"),
    ]
    assert len(ids) == len(set(ids))


def test_a_language_that_all_expressions_share_is_said_once() -> None:
    feel = write(process("xor:a -[x > 1]-> b"))
    mixed = write(
        replace(
            process("xor:a -[x > 1]-> b"),
            flows=(
                SequenceFlow(
                    id=ElementId("f"),
                    source=ElementId("a"),
                    target=ElementId("b"),
                    scope=ElementId("p"),
                    condition=Expression(text="${x}"),
                ),
            ),
        )
    )

    assert feel.count(FEEL_LANGUAGE.encode()) == 1
    assert FEEL_LANGUAGE.encode() not in mixed


def test_the_diagram_shows_the_collaboration_or_else_the_process() -> None:
    diagram = Diagram(
        (Shape(ElementId("a"), Bounds(0, 1.5, 100, 80), is_expanded=True, label=Bounds(1, 2, 3, 4)),),
        (Edge(ElementId("f"), ((0.0, 1.0), (2.25, 3.0)), label=Bounds(5, 6, 7, 8)),),
    )
    model = process("a")
    pooled = replace(model, pools=(Pool(id=ElementId("pool"), process=ProcessId("p")),))

    assert read(write(model, diagram)).diagram == diagram
    assert b'bpmnElement="p"' in write(model, diagram)
    assert b'bpmnElement="Collaboration_Definitions_p"' in write(pooled, diagram)


# Characters that XML can carry; control characters cannot stand in a file at all.
TEXTS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufffe\uffff"), max_size=12)
EXPRESSIONS = st.builds(
    Expression,
    text=TEXTS.map(str.strip).filter(bool),
    language=st.sampled_from([None, FEEL_LANGUAGE, "groovy"]),
)
DEFINITIONS = st.one_of(
    st.builds(
        EventDefinition,
        kind=st.sampled_from([EventKind.MESSAGE, EventKind.SIGNAL, EventKind.ERROR, EventKind.ESCALATION]),
        reference=st.none() | TEXTS.filter(bool),
        topic=st.none() | st.just(Topic("order.changed")),
    ),
    st.builds(EventDefinition, kind=st.just(EventKind.LINK), reference=st.none() | TEXTS),
    st.builds(
        EventDefinition,
        kind=st.just(EventKind.TIMER),
        timer=st.sampled_from(TimerKind),
        expression=st.none() | EXPRESSIONS,
    ),
    st.builds(EventDefinition, kind=st.just(EventKind.CONDITIONAL), expression=EXPRESSIONS),
    st.builds(EventDefinition, kind=st.just(EventKind.TERMINATE)),
)
LABELS = st.dictionaries(st.sampled_from(["de", "en"]), TEXTS, max_size=2)


@st.composite
def collaborations(draw: st.DrawFn) -> Collaboration:
    """Any collaboration: nested scopes, flows with free ends, data, lanes, pools."""
    scopes = [ElementId("p")]
    nodes: list[Activity | Event | Gateway] = []
    for number in range(draw(st.integers(0, 8))):
        node_id, scope = ElementId(f"n{number}"), draw(st.sampled_from(scopes))
        said = Annotation(labels=draw(LABELS), documentation=draw(LABELS), expected=draw(LABELS))
        name = draw(TEXTS)
        match draw(st.sampled_from(["activity", "event", "gateway"])):
            case "activity":
                kind = draw(st.sampled_from(ActivityKind))
                if kind in SCOPED_KINDS:
                    scopes.append(node_id)
                multi = draw(st.booleans())
                loop = Loop(multi_instance=multi, sequential=draw(st.booleans()) or not multi)
                nodes.append(
                    Activity(
                        id=node_id,
                        kind=kind,
                        scope=scope,
                        name=name,
                        annotation=said,
                        for_compensation=draw(st.booleans()),
                        loop=draw(st.none() | st.just(loop)),
                        called_element=draw(st.none() | st.just("other"))
                        if kind is ActivityKind.CALL_ACTIVITY
                        else None,
                    )
                )
            case "event":
                position = draw(st.sampled_from(EventPosition))
                nodes.append(
                    Event(
                        id=node_id,
                        position=position,
                        scope=scope,
                        name=name,
                        annotation=said,
                        definitions=tuple(draw(st.lists(DEFINITIONS, max_size=2))),
                        attached_to=ElementId("n0") if position is EventPosition.BOUNDARY else None,
                        interrupting=draw(st.booleans()),
                    )
                )
            case "gateway":
                kind_of_gateway = draw(st.sampled_from(GatewayKind))
                nodes.append(Gateway(id=node_id, kind=kind_of_gateway, scope=scope, name=name, annotation=said))
    ids = [node.id for node in nodes] or [ElementId("nowhere")]
    flows = tuple(
        SequenceFlow(
            id=ElementId(f"f{number}"),
            source=draw(st.sampled_from(ids)),
            target=draw(st.sampled_from(ids)),
            scope=draw(st.sampled_from(scopes)),
            name=draw(TEXTS),
            condition=draw(st.none() | EXPRESSIONS),
        )
        for number in range(draw(st.integers(0, 6)))
    )
    data = tuple(
        DataElement(
            id=ElementId(f"d{number}"),
            kind=draw(st.sampled_from([DataKind.OBJECT, DataKind.STORE])),
            scope=draw(st.sampled_from(scopes)),
            name=draw(TEXTS),
            entity=draw(st.none() | st.just("vehicle")),
            state=draw(st.none() | TEXTS),
        )
        for number in range(draw(st.integers(0, 2)))
    )
    associations = tuple(
        DataAssociation(id=ElementId(f"a{number}"), source=element.id, target=nodes[0].id)
        for number, element in enumerate(data)
        if nodes and not isinstance(nodes[0], Gateway) and _may_read(nodes[0])
    )
    inside = tuple(node.id for node in nodes if node.scope == "p")
    lanes = (Lane(id=ElementId("lane"), nodes=inside, role=RoleId("agent")),) if draw(st.booleans()) else ()
    pools = (Pool(id=ElementId("pool"), process=ProcessId("p")), Pool(id=ElementId("box"), name=draw(TEXTS)))
    message = MessageFlow(
        id=ElementId("m"), source=ElementId("box"), target=ids[0], message=draw(st.none() | TEXTS.filter(bool))
    )
    return ordered(
        Collaboration(
            id="d",
            version=draw(st.sampled_from(["", "1.0.0"])),
            processes=(Process(id=ProcessId("p"), lanes=lanes, executable=draw(st.booleans())),),
            pools=pools,
            nodes=tuple(nodes),
            flows=flows,
            data=data,
            data_associations=associations,
            message_flows=(message,),
        )
    )


def _may_read(node: Activity | Event) -> bool:
    return isinstance(node, Activity) or node.position in {EventPosition.THROW, EventPosition.END}


@settings(max_examples=60)
@given(collaborations())
def test_whatever_is_written_is_read_back_the_same(model: Collaboration) -> None:
    written = write(model)

    assert read(written).collaboration == model
    assert write(read(written).collaboration) == written


@settings(max_examples=60)
@given(collaborations(), collaborations())
def test_a_file_brought_up_to_date_says_what_the_values_say(before: Collaboration, after: Collaboration) -> None:
    after = replace(after, id=before.id)

    merged = read(write(after, document=write(before))).collaboration

    assert _in_any_order(merged) == _in_any_order(after)


def _in_any_order(model: Collaboration) -> dict[str, object]:
    """Elements by id: what is new in a file stands behind what was there."""
    groups = (model.nodes, model.flows, model.data, model.data_associations, model.message_flows, model.pools)
    return {item.id: item for group in groups for item in group} | {process.id: process for process in model.processes}
