"""Flow nodes: activities, events and gateways from their XML."""

from collections.abc import Callable

from process_models.addresses import ElementId
from process_models.bpmn.context import ReadingContext, local_part
from process_models.bpmn.event_definitions import event_definitions, task_message
from process_models.bpmn.names import ACTIVITIES, EVENTS, GATEWAYS, ZEEBE, qualified
from process_models.bpmn.source import XmlElement, line_of
from process_models.elements import (
    MAY_HAVE_DEFAULT,
    Activity,
    ActivityKind,
    Event,
    EventPosition,
    FlowNode,
    Gateway,
    GatewayKind,
    Loop,
)
from process_models.findings import Severity

Resolve = Callable[[str], ElementId]
"""From an id as the file states it to the id the element goes by here."""


def flow_node(
    context: ReadingContext, xml: XmlElement, node_id: ElementId, scope: ElementId, resolve: Resolve
) -> FlowNode:
    """The flow node an element describes."""
    name = context.local_name(xml) or ""
    if name in ACTIVITIES:
        return _activity(context, xml, ACTIVITIES[name], node_id, scope, resolve)
    if name in EVENTS:
        return _event(context, xml, EVENTS[name], node_id, scope, resolve)
    return _gateway(context, xml, GATEWAYS[name], node_id, scope, resolve)


def _activity(
    context: ReadingContext, xml: XmlElement, kind: ActivityKind, node: ElementId, scope: ElementId, resolve: Resolve
) -> Activity:
    default = xml.get("default")
    speaks = kind in {ActivityKind.SEND_TASK, ActivityKind.RECEIVE_TASK}
    return Activity(
        id=node,
        kind=kind,
        scope=scope,
        name=xml.get("name", ""),
        default=resolve(default) if default else None,
        called_element=_called(context, xml) if kind is ActivityKind.CALL_ACTIVITY else None,
        triggered_by_event=context.flag(xml, "triggeredByEvent", default=False),
        for_compensation=context.flag(xml, "isForCompensation", default=False),
        loop=_loop(context, xml),
        message=task_message(context, xml, node) if speaks else None,
        annotation=context.annotation(xml, node),
        line=line_of(xml),
    )


def _called(context: ReadingContext, xml: XmlElement) -> str | None:
    stated = xml.get("calledElement")
    if stated:
        return local_part(stated)
    # Camunda 8 leaves BPMN's attribute empty and names the process in its own extension.
    extensions = context.child(xml, "extensionElements")
    called = None if extensions is None else extensions.find(qualified(ZEEBE, "calledElement"))
    return None if called is None else called.get("processId")


def _loop(context: ReadingContext, xml: XmlElement) -> Loop | None:
    standard = context.child(xml, "standardLoopCharacteristics")
    if standard is not None:
        maximum = standard.get("loopMaximum", "").strip()
        return Loop(
            multi_instance=False,
            condition=context.expression(context.child(standard, "loopCondition")),
            test_before=context.flag(standard, "testBefore", default=False),
            maximum=int(maximum) if maximum.isascii() and maximum.isdigit() else None,
        )
    several = context.child(xml, "multiInstanceLoopCharacteristics")
    if several is None:
        return None
    return Loop(
        multi_instance=True,
        sequential=context.flag(several, "isSequential", default=False),
        condition=context.expression(context.child(several, "completionCondition")),
        cardinality=context.expression(context.child(several, "loopCardinality")),
    )


def _event(
    context: ReadingContext,
    xml: XmlElement,
    position: EventPosition,
    node: ElementId,
    scope: ElementId,
    resolve: Resolve,
) -> Event:
    attached = None
    if position is EventPosition.BOUNDARY:
        attached = resolve(xml.get("attachedToRef", ""))
    interrupts = "cancelActivity" if position is EventPosition.BOUNDARY else "isInterrupting"
    return Event(
        id=node,
        position=position,
        scope=scope,
        name=xml.get("name", ""),
        definitions=event_definitions(context, xml, node),
        attached_to=attached,
        interrupting=context.flag(xml, interrupts, default=True),
        parallel_multiple=context.flag(xml, "parallelMultiple", default=False),
        annotation=context.annotation(xml, node),
        line=line_of(xml),
    )


def _gateway(
    context: ReadingContext, xml: XmlElement, kind: GatewayKind, node: ElementId, scope: ElementId, resolve: Resolve
) -> Gateway:
    default = xml.get("default")
    if default and kind not in MAY_HAVE_DEFAULT:
        said = (
            f"{kind} '{node}' has default flow '{default}', which BPMN allows only on exclusive, inclusive and"
            " complex gateways; the default is not read. Remove it or change the kind."
        )
        context.find("default-not-allowed", Severity.ERROR, xml, node, said)
        default = None
    return Gateway(
        id=node,
        kind=kind,
        scope=scope,
        name=xml.get("name", ""),
        default=resolve(default) if default else None,
        instantiates=context.flag(xml, "instantiate", default=False),
        parallel_events=xml.get("eventGatewayType") == "Parallel",
        activation=context.expression(context.child(xml, "activationCondition")),
        annotation=context.annotation(xml, node),
        line=line_of(xml),
    )
