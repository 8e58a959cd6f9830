"""BPMN files read into values, tolerantly."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from process_models.addresses import ElementId
from process_models.bpmn.reader import read
from process_models.elements import (
    Activity,
    DataKind,
    Event,
    Expression,
    Gateway,
    Loop,
    TimerKind,
)
from process_models.findings import Severity

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
REFERENCE = Path(__file__).parents[4] / "shared" / "data" / "bpmn-miwg-reference"
FILES = sorted(REFERENCE.glob("*.bpmn"))
# The element names of flow nodes as the standard's schema has them.
NODES = (
    "task", "userTask", "serviceTask", "sendTask", "receiveTask", "manualTask", "businessRuleTask",
    "scriptTask", "subProcess", "transaction", "adHocSubProcess", "callActivity", "startEvent",
    "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "endEvent", "exclusiveGateway",
    "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway",
)  # fmt: skip


def stated(path: Path, *names: str) -> Iterator[ElementTree.Element]:
    """Elements of a file as another parser sees them, in document order."""
    wanted = {f"{{{MODEL}}}{name}" for name in names}
    return (element for element in ElementTree.parse(path).getroot().iter() if element.tag in wanted)


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def reference(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


@pytest.mark.skipif(not FILES, reason="the reference models are not beside the project (../shared/data)")
class TestReferenceModels:
    """The 21 models by which the standard's makers compare tools."""

    def test_every_flow_node_is_read_with_kind_and_name(self, reference: Path) -> None:
        model = read(reference).collaboration
        read_nodes = {
            node.id: (str(node.position if isinstance(node, Event) else node.kind), node.name) for node in model.nodes
        }

        assert read_nodes == {
            e.attrib["id"]: (e.tag.rpartition("}")[2], e.get("name", "")) for e in stated(reference, *NODES)
        }
        assert len(model.nodes) == len(list(stated(reference, *NODES)))

    def test_every_sequence_flow_is_read_with_its_ends(self, reference: Path) -> None:
        flows = [(flow.id, flow.source, flow.target) for flow in read(reference).collaboration.flows]

        expected = [(e.get("id"), e.get("sourceRef"), e.get("targetRef")) for e in stated(reference, "sequenceFlow")]
        assert sorted(flows) == sorted(expected)

    def test_every_condition_is_read_to_the_letter(self, reference: Path) -> None:
        reading = read(reference)
        texts = [(e.text or "").strip() for e in stated(reference, "conditionExpression")]

        assert sorted(flow.condition.text for flow in reading.collaboration.flows if flow.condition) == sorted(
            filter(None, texts)
        )
        assert reading.conditions == len(texts)

    def test_every_message_flow_pool_and_lane_is_read(self, reference: Path) -> None:
        model = read(reference).collaboration
        lanes = [lane.id for process in model.processes for lane in process.lanes]

        assert [flow.id for flow in model.message_flows] == [e.get("id") for e in stated(reference, "messageFlow")]
        assert [pool.id for pool in model.pools] == [e.get("id") for e in stated(reference, "participant")]
        assert sorted(lanes) == sorted(str(e.get("id")) for e in stated(reference, "lane"))

    def test_every_shape_and_every_edge_with_a_way_is_read(self, reference: Path) -> None:
        diagram = read(reference).diagram
        root = ElementTree.parse(reference).getroot()
        di = "{http://www.omg.org/spec/BPMN/20100524/DI}"
        waypoint = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"

        assert diagram is not None
        assert len(diagram.shapes) == len(list(root.iter(f"{di}BPMNShape")))
        assert len(diagram.edges) == sum(
            1 for edge in root.iter(f"{di}BPMNEdge") if edge.get("bpmnElement") and edge.find(waypoint) is not None
        )

    def test_nothing_in_it_is_wrong(self, reference: Path) -> None:
        assert [finding for finding in read(reference).findings if finding.severity is Severity.ERROR] == []


def parse(inside: str, roots: str = "", attributes: str = "") -> bytes:
    process = f'<process id="p">{inside}</process>' if inside else ""
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    return f'<definitions xmlns="{MODEL}" {xsi} id="d" {attributes}>{roots}{process}</definitions>'.encode()


def test_a_flow_to_nowhere_is_kept_and_reported_with_line_and_nearest_id() -> None:
    text = parse(
        '\n<task id="Task_1"/>\n<task id="Task_6"/>\n<sequenceFlow id="f7" sourceRef="Task_1" targetRef="Task_66"/>'
    )

    reading = read(text, name="order_change.bpmn")

    assert [(flow.source, flow.target) for flow in reading.collaboration.flows] == [("Task_1", "Task_66")]
    assert [finding.located("order_change.bpmn") for finding in reading.findings] == [
        "order_change.bpmn:4: error: sequenceFlow 'f7' targets 'Task_66', which does not exist."
        " Nearest id: 'Task_6'. [dangling-flow]"
    ]


def test_a_flow_without_ends_is_kept_and_reported() -> None:
    reading = read(parse('<sequenceFlow id="f"/>'))

    assert len(reading.collaboration.flows) == 1
    assert [finding.message for finding in reading.findings] == [
        "sequenceFlow 'f' starts at nothing.",
        "sequenceFlow 'f' targets nothing.",
    ]


def test_elements_with_the_same_id_are_all_kept() -> None:
    reading = read(parse('<task id="a" name="first"/><task id="a" name="second"/><userTask id="a"/>'))

    assert [(node.id, node.name) for node in reading.collaboration.nodes] == [
        ("a", "first"),
        ("a@2", "second"),
        ("a@3", ""),
    ]
    assert [(finding.rule, finding.element) for finding in reading.findings] == [
        ("duplicate-id", "a@2"),
        ("duplicate-id", "a@3"),
    ]


def test_in_a_copied_sub_process_flows_mean_the_nodes_beside_them() -> None:
    copied = '<task id="a"/><task id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
    model = read(
        parse(f'<subProcess id="s1">{copied}</subProcess><subProcess id="s2">{copied}</subProcess>')
    ).collaboration

    assert [(flow.id, flow.source, flow.target) for flow in model.flows] == [("f", "a", "b"), ("f@2", "a@2", "b@2")]


def test_elements_without_id_get_one() -> None:
    reading = read(parse('<task/><task id="task_1"/><startEvent/>'))

    assert sorted(node.id for node in reading.collaboration.nodes) == ["startEvent_1", "task_1", "task_1@2"]
    assert {finding.rule for finding in reading.findings} == {"missing-id"}


@pytest.mark.parametrize(
    "namespace", ["http://schema.omg.org/spec/BPMN/2.0", "http://www.omg.org/spec/BPMN/20100501/MODEL"]
)
def test_namespaces_of_drafts_are_read(namespace: str) -> None:
    text = f'<x:definitions xmlns:x="{namespace}"><x:process id="p"><x:task id="t"/></x:process></x:definitions>'

    assert [node.id for node in read(text.encode()).collaboration.nodes] == ["t"]


def test_a_file_without_namespace_is_read_and_reported() -> None:
    reading = read(b'<definitions id="d"><process id="p"><task id="t"/></process></definitions>')

    assert [node.id for node in reading.collaboration.nodes] == ["t"]
    assert [finding.rule for finding in reading.findings] == ["no-namespace"]


def test_elements_of_other_namespaces_are_no_flow_nodes() -> None:
    model = read(parse('<x:task xmlns:x="urn:x" id="t"/><!-- <task id="c"/> --><?pi t?>')).collaboration

    assert model.nodes == ()


def test_events_name_what_they_wait_for() -> None:
    roots = (
        '<message id="m" name="order placed"/><error id="e" name="refused" errorCode="E42"/><signal id="s"/>'
        '<escalation id="x" escalationCode="late"/>'
    )
    kinds = (
        '<messageEventDefinition messageRef="d:m"/><errorEventDefinition errorRef="e"/>'
        '<signalEventDefinition signalRef="s"/><escalationEventDefinition escalationRef="x"/>'
        '<linkEventDefinition name="there"/><compensateEventDefinition activityRef="a"/><terminateEventDefinition/>'
    )

    event = read(parse(f'<startEvent id="t">{kinds}</startEvent>', roots)).collaboration.node("t")

    assert isinstance(event, Event)
    references = [
        (definition.kind.removesuffix("EventDefinition"), definition.reference) for definition in event.definitions
    ]
    assert references == [
        ("message", "order placed"),
        ("error", "E42"),
        ("signal", "s"),
        ("escalation", "late"),
        ("link", "there"),
        ("compensate", "a"),
        ("terminate", None),
    ]


def test_an_event_may_refer_to_a_definition_beside_the_processes() -> None:
    roots = '<message id="m" name="ping"/><messageEventDefinition id="shared" messageRef="m"/>'

    event = read(
        parse('<startEvent id="t"><eventDefinitionRef>shared</eventDefinitionRef></startEvent>', roots)
    ).collaboration.node("t")

    assert isinstance(event, Event)
    assert [definition.reference for definition in event.definitions] == ["ping"]


def test_a_reference_to_no_event_definition_is_reported() -> None:
    reading = read(parse('<startEvent id="t"><eventDefinitionRef>gone</eventDefinitionRef></startEvent>'))

    assert [(finding.rule, finding.element) for finding in reading.findings] == [("unresolved-reference", "t")]


def test_a_reference_to_no_message_is_reported_and_keeps_its_name() -> None:
    reading = read(parse('<receiveTask id="t" messageRef="Mesage_1"/>', '<message id="Message_1" name="ping"/>'))

    task = reading.collaboration.node("t")
    assert isinstance(task, Activity)
    assert task.message is not None
    assert task.message.reference == "Mesage_1"
    assert reading.findings[0].message == (
        "'t' refers to message 'Mesage_1', which does not exist. Nearest id: 'Message_1'."
    )


@pytest.mark.parametrize("kind", list(TimerKind))
def test_timers_keep_their_kind_and_expression(kind: TimerKind) -> None:
    timer = f"<timerEventDefinition><{kind}>R3/PT10M</{kind}></timerEventDefinition>"

    event = read(parse(f'<startEvent id="t">{timer}</startEvent>')).collaboration.node("t")

    assert isinstance(event, Event)
    assert (event.definitions[0].timer, event.definitions[0].expression) == (kind, Expression(text="R3/PT10M"))


def test_conditions_are_kept_in_any_language() -> None:
    flows = (
        '<task id="a"/>'
        '<sequenceFlow id="f" sourceRef="a" targetRef="a"><conditionExpression language="groovy">'
        "<![CDATA[ x < 1 && y ]]></conditionExpression></sequenceFlow>"
        '<sequenceFlow id="g" sourceRef="a" targetRef="a"><conditionExpression>${ok}</conditionExpression>'
        "</sequenceFlow>"
    )

    model = read(parse(flows, attributes='expressionLanguage="juel"')).collaboration

    assert [flow.condition for flow in model.flows] == [
        Expression(text="x < 1 && y", language="groovy"),
        Expression(text="${ok}", language="juel"),
    ]


def test_an_empty_condition_is_none_and_reported() -> None:
    flow = '<task id="a"/><sequenceFlow id="f" sourceRef="a" targetRef="a"><conditionExpression/></sequenceFlow>'

    reading = read(parse(flow))

    assert reading.collaboration.flows[0].condition is None
    assert [finding.rule for finding in reading.findings] == ["empty-condition"]
    assert reading.conditions == 1


def test_loops_are_read_with_their_expressions() -> None:
    loops = (
        '<task id="a"><standardLoopCharacteristics testBefore="true" loopMaximum="3">'
        "<loopCondition>again</loopCondition></standardLoopCharacteristics></task>"
        '<task id="b"><multiInstanceLoopCharacteristics isSequential="false">'
        "<loopCardinality>5</loopCardinality><completionCondition>done</completionCondition>"
        "</multiInstanceLoopCharacteristics></task>"
    )

    model = read(parse(loops)).collaboration

    assert [node.loop for node in model.activities()] == [
        Loop(multi_instance=False, condition=Expression(text="again"), test_before=True, maximum=3),
        Loop(
            multi_instance=True,
            sequential=False,
            cardinality=Expression(text="5"),
            condition=Expression(text="done"),
        ),
    ]


def test_boundary_events_are_attached_and_may_leave_the_work_running() -> None:
    model = read(parse('<task id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false"/>')).collaboration

    event = model.node("b")
    assert isinstance(event, Event)
    assert (event.attached_to, event.interrupting) == ("a", False)


@pytest.mark.parametrize("attachment", ["", 'attachedToRef="nowhere"', 'attachedToRef="g"'])
def test_a_boundary_event_on_nothing_is_kept_and_reported(attachment: str) -> None:
    reading = read(parse(f'<exclusiveGateway id="g"/><boundaryEvent id="b" {attachment}/>'))

    assert len(reading.collaboration.nodes) == 2
    assert [finding.rule for finding in reading.findings] == ["boundary-unattached"]


def test_a_default_on_a_parallel_gateway_is_not_read_and_reported() -> None:
    reading = read(parse('<parallelGateway id="g" default="f"/>'))

    gateway = reading.collaboration.node("g")
    assert isinstance(gateway, Gateway)
    assert gateway.default is None
    assert [finding.rule for finding in reading.findings] == ["default-not-allowed"]


def test_an_event_sub_process_is_told_by_its_marker() -> None:
    inner = '<startEvent id="s" isInterrupting="false"><errorEventDefinition/></startEvent>'
    model = read(parse(f'<subProcess id="x" triggeredByEvent="true">{inner}</subProcess>')).collaboration

    sub_process, start = model.node("x"), model.node("s")
    assert isinstance(sub_process, Activity)
    assert isinstance(start, Event)
    assert (sub_process.triggered_by_event, start.scope, start.interrupting) == (True, "x", False)


def test_a_called_process_is_found_in_the_standard_and_in_camunda_8() -> None:
    zeebe = 'xmlns:z="http://camunda.org/schema/zeebe/1.0"'
    calls = (
        '<callActivity id="a" calledElement="tns:other"/>'
        f'<callActivity id="b"><extensionElements><z:calledElement {zeebe} processId="third"/>'
        "</extensionElements></callActivity>"
    )

    assert [node.called_element for node in read(parse(calls)).collaboration.activities()] == ["other", "third"]


def test_nested_lanes_know_the_lane_around_them() -> None:
    lanes = (
        '<laneSet id="ls"><lane id="outer"><flowNodeRef>a</flowNodeRef><childLaneSet id="cs"><lane id="inner">'
        '<flowNodeRef>b</flowNodeRef></lane></childLaneSet></lane></laneSet><task id="a"/><task id="b"/>'
    )

    model = read(parse(lanes)).collaboration

    assert [(lane.id, lane.parent, lane.nodes) for lane in model.processes[0].lanes] == [
        ("outer", None, ("a",)),
        ("inner", "outer", ("b",)),
    ]
    assert model.lane_of[ElementId("b")].id == "inner"


def test_a_pool_that_shows_a_process_of_another_file_is_a_black_box() -> None:
    inside = '<participant id="x" processRef="elsewhere"/><participant id="y" processRef="p"/>'
    pools = f'<collaboration id="c">{inside}</collaboration>'

    reading = read(parse('<task id="t"/>', pools))

    assert [(pool.id, pool.process) for pool in reading.collaboration.pools] == [("x", None), ("y", "p")]
    assert [finding.rule for finding in reading.findings] == ["unresolved-reference"]


def test_a_file_with_pools_only_is_read() -> None:
    pools = (
        '<collaboration id="c" name="Two"><participant id="x"/><participant id="y"/>'
        '<messageFlow id="m" sourceRef="x" targetRef="y"/></collaboration>'
    )

    model = read(parse("", pools)).collaboration

    assert (model.name, len(model.pools), len(model.message_flows), model.processes) == ("Two", 2, 1, ())


def test_data_objects_stores_inputs_and_who_reads_and_writes_them() -> None:
    inside = (
        '<ioSpecification><dataInput id="in" name="Order"/><dataOutput id="out"/></ioSpecification>'
        '<dataObject id="o" isCollection="true"/><dataObjectReference id="r" name="Cars" dataObjectRef="o">'
        '<dataState name="built"/></dataObjectReference><dataStoreReference id="s" dataStoreRef="ds"/>'
        '<dataObject id="lonely" name="Alone"/>'
        '<task id="t"><ioSpecification><dataInput id="ti"/><dataOutput id="to"/></ioSpecification>'
        '<dataInputAssociation id="i"><sourceRef>r</sourceRef><targetRef>ti</targetRef></dataInputAssociation>'
        '<dataOutputAssociation id="j"><sourceRef>to</sourceRef><targetRef>s</targetRef></dataOutputAssociation></task>'
    )

    model = read(parse(inside, '<dataStore id="ds" name="Stock"/>')).collaboration

    assert [(d.id, d.kind, d.name, d.state, d.is_collection) for d in model.data] == [
        ("r", DataKind.OBJECT, "Cars", "built", True),
        ("s", DataKind.STORE, "Stock", None, False),
        ("lonely", DataKind.OBJECT, "Alone", None, False),
        ("in", DataKind.INPUT, "Order", None, False),
        ("out", DataKind.OUTPUT, "", None, False),
    ]
    assert [(a.id, a.source, a.target) for a in model.data_associations] == [("i", "r", "t"), ("j", "t", "s")]


def test_compensation_handlers_are_tied_to_their_activity() -> None:
    inside = (
        '<task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<task id="undo" isForCompensation="true"/><association id="x" sourceRef="b" targetRef="undo"/>'
        '<textAnnotation id="note"/><association id="y" sourceRef="a" targetRef="note"/>'
    )

    reading = read(parse(inside))

    assert reading.collaboration.compensation_of == {"a": "undo"}
    assert [association.id for association in reading.collaboration.associations] == ["x"]
    assert [finding.message for finding in reading.findings] == [
        "element 'textAnnotation' kept in the file and not read: without bearing on runs."
    ]


def test_choreographies_and_conversations_are_named_and_not_read() -> None:
    roots = (
        '<choreography id="ch"><choreographyTask id="ct"/></choreography>'
        '<collaboration id="c"><conversation id="co"/></collaboration>'
    )

    reading = read(parse('<task id="t"/>', roots))

    assert len(reading.collaboration.nodes) == 1
    assert {finding.severity for finding in reading.findings} == {Severity.INFO}
    assert [finding.element for finding in reading.findings] == ["ch", "co"]


def test_an_element_that_bpmn_does_not_have_is_reported() -> None:
    reading = read(parse('<useTask id="t"/>'))

    assert [finding.rule for finding in reading.findings] == ["unknown-element"]


def test_a_process_without_start_event_or_diagram_is_read() -> None:
    reading = read(parse('<task id="t"/>'))

    assert reading.diagram is None
    assert reading.findings == ()


def test_an_annotation_that_cannot_be_read_is_reported_not_raised() -> None:
    ours = 'xmlns:m="urn:murmel:bpmn:1"'
    wrong = f'<extensionElements><m:duration {ours} minimum="1h" typical="PT1H" maximum="PT1H"/></extensionElements>'

    reading = read(parse(f'<task id="t">{wrong}</task>'))

    assert [(finding.rule, finding.element) for finding in reading.findings] == [("invalid-annotation", "t")]


def test_documentation_of_unknown_language_is_kept() -> None:
    node = read(parse('<task id="t"><documentation>One</documentation><documentation>Two</documentation></task>'))

    assert node.collaboration.node("t").annotation.documentation == {"und": "One\n\nTwo"}
