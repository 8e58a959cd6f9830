"""Nodes of the compact form: one record, one activity, event or gateway."""

from process_models.addresses import ElementId
from process_models.authoring.events import event_definitions
from process_models.authoring.fields import ANNOTATION_FIELDS, annotation, feel, name_of
from process_models.elements import (
    Activity,
    ActivityKind,
    Event,
    EventDefinition,
    EventPosition,
    FlowNode,
    Gateway,
    GatewayKind,
    Loop,
)
from process_models.errors import InvalidElement
from process_models.records import InvalidContent, Record, choice

_COMMON = ("id", "kind", "lane", "in", *ANNOTATION_FIELDS)
_ACTIVITY = ("default", "calls", "compensation", "undoes", "loop", "event", "event_sub_process")
_EVENT = ("event", "on", "interrupting", "parallel_multiple")
_GATEWAY = ("default", "instantiates", "parallel_events", "activation")
_LOOPS = ("standard", "sequential", "parallel")


def flow_node(record: Record, scope: ElementId) -> FlowNode:
    """The flow node a record describes, standing in a process or sub-process.

    Raises:
        InvalidContent: a field is missing, unknown or says what BPMN does not allow.
    """
    kind = choice(record, "kind", (*ActivityKind, *EventPosition, *GatewayKind))
    node_id = ElementId(record.text("id"))
    try:
        if isinstance(kind, ActivityKind):
            return _activity(record.only(*_COMMON, *_ACTIVITY), kind, node_id, scope)
        if isinstance(kind, EventPosition):
            return _event(record.only(*_COMMON, *_EVENT), kind, node_id, scope)
        return _gateway(record.only(*_COMMON, *_GATEWAY), GatewayKind(kind), node_id, scope)
    except InvalidElement as error:
        raise InvalidContent(f"{record.where}: {error}") from error


def _activity(record: Record, kind: ActivityKind, node_id: ElementId, scope: ElementId) -> Activity:
    calls = record.optional_text("calls")
    if (calls is not None) != (kind is ActivityKind.CALL_ACTIVITY):
        raise InvalidContent(
            f"{record.where}: exactly the call activities name the process they call; set or remove calls."
        )
    return Activity(
        id=node_id,
        kind=kind,
        scope=scope,
        name=name_of(record),
        default=_default(record),
        called_element=calls,
        triggered_by_event=record.flag("event_sub_process"),
        for_compensation=record.flag("compensation"),
        loop=_loop(record),
        message=_message(record, kind),
        annotation=annotation(record),
    )


def _message(record: Record, kind: ActivityKind) -> EventDefinition | None:
    definitions = event_definitions(record)
    if not definitions:
        return None
    if len(definitions) != 1 or kind not in {ActivityKind.SEND_TASK, ActivityKind.RECEIVE_TASK}:
        raise InvalidContent(
            f"{record.where}: only send and receive tasks have an event, one message; use emits instead."
        )
    return definitions[0]


def _loop(record: Record) -> Loop | None:
    if not record.has("loop"):
        return None
    stated = record.record("loop").only("kind", "condition", "cardinality", "maximum", "test_before")
    kind = choice(stated, "kind", _LOOPS)
    condition, cardinality = stated.optional_text("condition"), stated.optional_text("cardinality")
    return Loop(
        multi_instance=kind != "standard",
        sequential=kind != "parallel",
        condition=feel(condition) if condition else None,
        cardinality=feel(cardinality) if cardinality else None,
        test_before=stated.flag("test_before"),
        maximum=stated.whole("maximum") if stated.has("maximum") else None,
    )


def _event(record: Record, position: EventPosition, node_id: ElementId, scope: ElementId) -> Event:
    on = record.optional_text("on")
    return Event(
        id=node_id,
        position=position,
        scope=scope,
        name=name_of(record),
        definitions=event_definitions(record),
        attached_to=ElementId(on) if on else None,
        interrupting=record.flag("interrupting") if record.has("interrupting") else True,
        parallel_multiple=record.flag("parallel_multiple"),
        annotation=annotation(record),
    )


def _gateway(record: Record, kind: GatewayKind, node_id: ElementId, scope: ElementId) -> Gateway:
    activation = record.optional_text("activation")
    return Gateway(
        id=node_id,
        kind=kind,
        scope=scope,
        name=name_of(record),
        default=_default(record),
        instantiates=record.flag("instantiates"),
        parallel_events=record.flag("parallel_events"),
        activation=feel(activation) if activation else None,
        annotation=annotation(record),
    )


def _default(record: Record) -> ElementId | None:
    default = record.optional_text("default")
    return ElementId(default) if default else None
