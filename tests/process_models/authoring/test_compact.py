"""The compact form of a process."""

import pytest

from process_models.addresses import AttributeAddress, ElementId
from process_models.authoring.compact import compose
from process_models.bpmn.reader import read
from process_models.bpmn.writer import write
from process_models.collaboration import Collaboration
from process_models.elements import FEEL_LANGUAGE, Activity, Event, EventKind, Expression, TimerKind
from process_models.records import InvalidContent

HEAD = """
id: change_order
version: 1.0.0
area: sales
owner: process_owner_sales
name: {de: Änderungsauftrag, en: Change order}
pool: {id: Pool_NSC, role: nsc, de: Vertriebsgesellschaft, en: Sales company}
black_boxes: [{id: Pool_Customer, role: customer, de: Kunde, en: Customer}]
lanes: [{id: Lane_Agent, role: agent, de: Agent, en: Agent}]
data: [{id: Data_Vehicle, entity: vehicle, kind: object, de: Fahrzeug, en: Vehicle}]
"""
CHANGE = (
    HEAD
    + """
nodes:
  - id: Start_Asked
    kind: startEvent
    lane: Lane_Agent
    event: {message: change.asked, topic: change.asked, key: order.id}
  - id: Activity_Check
    kind: businessRuleTask
    lane: Lane_Agent
    de: Fenster prüfen
    en: Check the window
    decision: change_matrix
    reads: [change.kind]
    writes: {change.permission: any, order.state: '"Frozen"'}
    duration: {min: PT5M, typical: PT15M, max: PT4H}
  - {id: Gateway_Allowed, kind: exclusiveGateway, lane: Lane_Agent, default: Flow_Refused, en: 'Allowed?'}
  - {id: Activity_Reprice, kind: userTask, lane: Lane_Agent, de: Neu bepreisen, en: Reprice}
  - {id: Activity_Undo, kind: userTask, lane: Lane_Agent, compensation: true, undoes: Activity_Reprice, en: Undo}
  - id: Boundary_Late
    kind: boundaryEvent
    on: Activity_Reprice
    interrupting: false
    lane: Lane_Agent
    event: {timer: P14D}
  - {id: Sub_Tell, kind: subProcess, lane: Lane_Agent, de: Informieren, en: Tell}
  - {id: Start_Tell, kind: startEvent, in: Sub_Tell}
  - {id: End_Tell, kind: endEvent, in: Sub_Tell}
  - {id: End_Done, kind: endEvent, lane: Lane_Agent}
  - {id: End_Late, kind: endEvent, lane: Lane_Agent}
  - {id: End_Refused, kind: endEvent, lane: Lane_Agent, event: {error: REFUSED}}
flows:
  - Start_Asked -> Activity_Check -> Gateway_Allowed
  - {id: Flow_Allowed, from: Gateway_Allowed, to: Activity_Reprice, if: 'change.permission = "allowed"'}
  - {id: Flow_Refused, from: Gateway_Allowed, to: End_Refused}
  - Activity_Reprice -> Sub_Tell -> End_Done
  - Boundary_Late -> End_Late
  - Start_Tell -> End_Tell
data_flows:
  - {from: Activity_Reprice, to: Data_Vehicle, attributes: [vehicle.wheels]}
  - {from: Data_Vehicle, to: Activity_Reprice, attributes: [vehicle.wheels]}
messages:
  - {id: Message_Ask, from: Pool_Customer, to: Start_Asked}
"""
)


@pytest.fixture(scope="module")
def change() -> Collaboration:
    return compose(CHANGE)


def test_a_chain_of_nodes_becomes_flows_named_after_their_ends(change: Collaboration) -> None:
    flow = change.flow_by_id[ElementId("Flow_Asked_Check")]

    assert (flow.source, flow.target, flow.scope) == ("Start_Asked", "Activity_Check", "change_order")


def test_a_condition_is_feel(change: Collaboration) -> None:
    condition = change.flow_by_id[ElementId("Flow_Allowed")].condition

    assert condition == Expression(text='change.permission = "allowed"', language=FEEL_LANGUAGE)


def test_any_means_that_the_world_decides_what_is_written(change: Collaboration) -> None:
    writes = {write.attribute: write.value for write in change.node("Activity_Check").annotation.writes}

    assert writes == {
        "change.permission": None,
        "order.state": Expression(text='"Frozen"', language=FEEL_LANGUAGE),
    }


def test_a_timer_of_fourteen_days_is_a_duration(change: Collaboration) -> None:
    late = change.node("Boundary_Late")

    assert isinstance(late, Event)
    assert (late.definitions[0].timer, late.interrupting) == (TimerKind.DURATION, False)


def test_a_compensation_handler_gets_its_boundary_event_and_association(change: Collaboration) -> None:
    assert change.compensation_of == {"Activity_Reprice": "Activity_Undo"}
    event = change.node("Boundary_Undo_Reprice")
    assert isinstance(event, Event)
    assert event.is_(EventKind.COMPENSATION)
    assert change.lane_of[event.id].id == "Lane_Agent"


def test_nodes_of_a_sub_process_stand_in_it_and_in_its_lane(change: Collaboration) -> None:
    assert change.node("Start_Tell").scope == "Sub_Tell"
    assert change.lane_of[ElementId("Start_Tell")].id == "Lane_Agent"


def test_data_flows_carry_their_attributes(change: Collaboration) -> None:
    association = change.data_associations[0]

    assert (association.source, association.target) == ("Data_Vehicle", "Activity_Reprice")
    assert association.attributes == (AttributeAddress("vehicle.wheels"),)


def test_what_is_composed_is_what_its_file_says(change: Collaboration) -> None:
    reading = read(write(change), name="change_order.bpmn")

    assert reading.collaboration == change
    assert reading.findings == ()


def test_a_send_task_names_its_message() -> None:
    event = "{message: offer, topic: offer.sent, key: order.id}"
    model = compose(f"id: p\nnodes:\n  - {{id: Activity_Send, kind: sendTask, event: {event}}}\n")

    task = model.node("Activity_Send")
    assert isinstance(task, Activity)
    assert task.message is not None
    assert (task.message.reference, task.message.topic) == ("offer", "offer.sent")


def _refusal(text: str) -> str:
    with pytest.raises(InvalidContent) as refused:
        compose(text, name="p.process.yaml")
    return str(refused.value)


def _model(nodes: str, flows: str = "") -> str:
    return f"id: p\nnodes:\n{nodes}flows:\n{flows}"


TWO = "  - {id: Start_A, kind: startEvent}\n  - {id: End_B, kind: endEvent}\n"


def test_a_flow_to_an_unknown_node_is_refused_naming_the_nearest() -> None:
    message = _refusal(_model(TWO, "  - Start_A -> End_C\n"))

    assert message == "p.process.yaml, flows, entry 1: to 'End_C' is no element here. Nearest id: 'End_B'."


def test_an_unknown_kind_is_refused_naming_the_nearest() -> None:
    message = _refusal(_model("  - {id: Activity_A, kind: usertask}\n"))

    assert "p.process.yaml, nodes, Activity_A: kind 'usertask' is unknown. Nearest id: 'userTask'." in message


def test_an_unknown_field_is_refused() -> None:
    assert "unknown field 'system_id'" in _refusal(_model("  - {id: Activity_A, kind: userTask, system_id: oms}\n"))


def test_an_unknown_lane_is_refused() -> None:
    text = HEAD + "nodes:\n  - {id: Start_A, kind: startEvent, lane: Lane_Agnt}\n"

    assert "lane 'Lane_Agnt' is not among the lanes. Nearest id: 'Lane_Agent'." in _refusal(text)


def test_a_repeated_id_is_refused() -> None:
    assert "id 'Start_A' stands for several elements" in _refusal(_model(TWO + "  - {id: Start_A, kind: userTask}\n"))


def test_two_flows_between_the_same_nodes_need_ids() -> None:
    message = _refusal(_model(TWO, "  - Start_A -> End_B\n  - Start_A -> End_B\n"))

    assert "id 'Flow_A_B' stands for several elements" in message


def test_a_default_that_does_not_leave_the_gateway_is_refused() -> None:
    nodes = TWO + "  - {id: Gateway_X, kind: exclusiveGateway, default: Flow_A_X}\n"

    message = _refusal(_model(nodes, "  - Start_A -> Gateway_X -> End_B\n"))

    assert "default 'Flow_A_X' does not leave this node. Nearest id: 'Flow_X_B'." in message


def test_a_flow_across_the_border_of_a_sub_process_is_refused() -> None:
    nodes = TWO + "  - {id: Sub_X, kind: subProcess}\n  - {id: Activity_In, kind: userTask, in: Sub_X}\n"

    assert "does not cross the border of a sub-process" in _refusal(_model(nodes, "  - Start_A -> Activity_In\n"))


def test_a_default_on_a_parallel_gateway_is_refused() -> None:
    assert "unknown kind" not in _refusal(_model("  - {id: G, kind: parallelGateway, default: F}\n"))
    assert "BPMN allows a default only on" in _refusal(_model("  - {id: G, kind: parallelGateway, default: F}\n"))


@pytest.mark.parametrize("duration", ["{min: PT4H, typical: PT1H, max: PT5H}", "{min: 5, typical: PT1H, max: PT5H}"])
def test_a_duration_out_of_order_or_without_unit_is_refused(duration: str) -> None:
    message = _refusal(_model(f"  - {{id: Activity_A, kind: userTask, duration: {duration}}}\n"))

    assert message.startswith("p.process.yaml, nodes, Activity_A, duration")
