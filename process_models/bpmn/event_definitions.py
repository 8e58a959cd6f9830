"""Event definitions: what an event waits for or causes, with references resolved to names."""

from process_models.addresses import ElementId
from process_models.bpmn.context import ReadingContext, local_part
from process_models.bpmn.extension import read_stream
from process_models.bpmn.names import EVENT_DEFINITIONS, REFERENCES
from process_models.bpmn.source import XmlElement
from process_models.elements import EventDefinition, EventKind, Expression, TimerKind
from process_models.findings import Severity


def event_definitions(context: ReadingContext, event: XmlElement, event_id: ElementId) -> tuple[EventDefinition, ...]:
    """All definitions of an event, those that are referred to included, in document order."""
    found = []
    for child in event:
        name = context.local_name(child)
        if name == "eventDefinitionRef":
            stated = context.text(child)
            child = context.roots.get(stated, context.roots.get(local_part(stated), child))
            name = context.local_name(child)
            if name not in EVENT_DEFINITIONS:
                said = f"'{event_id}' refers to the event definition '{stated}', which does not exist."
                near = context.nearest(stated, context.roots)
                context.find("unresolved-reference", Severity.WARNING, event, event_id, said + near)
        if name in EVENT_DEFINITIONS:
            found.append(_definition(context, child, EVENT_DEFINITIONS[name], event_id))
    return tuple(found)


def task_message(context: ReadingContext, task: XmlElement, task_id: ElementId) -> EventDefinition | None:
    """The message that a send or receive task names."""
    topic, key = read_stream(context.child(task, "extensionElements"))
    reference = _named(context, task, EventKind.MESSAGE, task_id)
    if reference is None and topic is None:
        return None
    return EventDefinition(kind=EventKind.MESSAGE, reference=reference, topic=topic, key=key)


def _definition(context: ReadingContext, xml: XmlElement, kind: EventKind, event: ElementId) -> EventDefinition:
    topic, key = read_stream(context.child(xml, "extensionElements"))
    timer, expression = _timer(context, xml) if kind is EventKind.TIMER else (None, None)
    if kind is EventKind.CONDITIONAL:
        expression = context.expression(context.child(xml, "condition"))
    return EventDefinition(
        kind=kind,
        reference=_reference(context, xml, kind, event),
        expression=expression,
        timer=timer,
        topic=topic,
        key=key,
    )


def _timer(context: ReadingContext, xml: XmlElement) -> tuple[TimerKind | None, Expression | None]:
    for kind in TimerKind:
        if (child := context.child(xml, kind)) is not None:
            return kind, context.expression(child)
    return None, None


def _reference(context: ReadingContext, xml: XmlElement, kind: EventKind, event: ElementId) -> str | None:
    if kind is EventKind.LINK:
        return xml.get("name")
    if kind is EventKind.COMPENSATION:
        return xml.get("activityRef")
    return _named(context, xml, kind, event) if kind in REFERENCES else None


def _named(context: ReadingContext, xml: XmlElement, kind: EventKind, event: ElementId) -> str | None:
    attribute, root_name, naming = REFERENCES[kind]
    stated = xml.get(attribute)
    if not stated:
        return None
    root = context.roots.get(stated)
    if root is None:
        root = context.roots.get(local_part(stated))
    if root is None:
        said = (
            f"'{event}' refers to {root_name} '{stated}', which does not exist.{context.nearest(stated, context.roots)}"
        )
        context.find("unresolved-reference", Severity.WARNING, xml, event, said)
        return local_part(stated)
    return next(filter(None, map(root.get, naming)), None) or root.get("id")
