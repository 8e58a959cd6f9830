"""What can be said of one element, property by property, so that two states of it can be compared.

Everything that a run, a test or a reader of the model notices is a property; where the element
stands in the file is none. Texts stand as the model states them, sets are sorted.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from process_models.bpmn.durations import duration_text
from process_models.collaboration import Association, Collaboration, Lane, MessageFlow, Pool, Process
from process_models.elements import (
    FEEL_LANGUAGE,
    Activity,
    Annotation,
    DataAssociation,
    DataElement,
    DurationInterval,
    Event,
    EventDefinition,
    Expression,
    FlowNode,
    Gateway,
    GatewayKind,
    Labels,
    Loop,
    SequenceFlow,
)
from process_models.texts import LANGUAGES

Element: TypeAlias = (
    FlowNode | SequenceFlow | DataElement | DataAssociation | Association | MessageFlow | Pool | Lane | Process
)
Shown: TypeAlias = str | bool | tuple[str, ...]
"""A property's value: a text, yes or no, or several texts."""

Properties: TypeAlias = Mapping[str, Shown | None]


def type_of(element: Element) -> str:
    """What BPMN calls the element.

    >>> from process_models.addresses import ElementId
    >>> type_of(Pool(id=ElementId("Pool_Customer")))
    'participant'
    """
    match element:
        case Activity() | Gateway() | DataElement():
            return str(element.kind)
        case Event():
            return str(element.position)
        case Pool():
            return "participant"
    name = type(element).__name__
    return name[0].lower() + name[1:]


def properties_of(element: Element, model: Collaboration) -> Properties:
    """The properties of an element of a model; None for what is not stated."""
    return {name: None if value in ("", ()) else value for name, value in _stated(element, model)}


def properties_of_model(model: Collaboration) -> Properties:
    """What a model says of itself beside its elements; its number is no property."""
    stated = {"id": model.id, "name": model.name, "area": model.area, "owner": model.owner}
    return {name: value or None for name, value in stated.items()}


def _stated(element: Element, model: Collaboration) -> Iterator[tuple[str, Shown | None]]:
    match element:
        case Activity() | Event() | Gateway():
            yield from _node(element, model)
        case SequenceFlow():
            yield from _said_of(element.name, element.annotation)
            yield from (("scope", element.scope), ("source", element.source), ("target", element.target))
            yield from _expression("condition", element.condition)
        case MessageFlow():
            yield from _said_of(element.name, element.annotation)
            yield from (("source", element.source), ("target", element.target), ("message", element.message))
        case DataElement():
            yield from _said_of(element.name, element.annotation)
            yield from (("kind", str(element.kind)), ("scope", element.scope), ("entity", element.entity))
            yield from (("state", element.state), ("is_collection", element.is_collection))
        case DataAssociation():
            yield from (("source", element.source), ("target", element.target))
            yield "attributes", tuple(sorted(element.attributes))
        case Association():
            yield from (("source", element.source), ("target", element.target))
        case Pool():
            yield from _said_of(element.name, element.annotation)
            yield from (("process", element.process), ("role", element.role))
        case Lane():
            yield from _said_of(element.name, element.annotation)
            yield from (("role", element.role), ("parent", element.parent))
        case Process():
            yield from _said_of(element.name, element.annotation)
            yield "executable", element.executable


def _node(node: FlowNode, model: Collaboration) -> Iterator[tuple[str, Shown | None]]:
    yield "kind", type_of(node)
    yield from _said_of(node.name, node.annotation)
    lane = model.lane_of.get(node.id)
    yield from (("scope", node.scope), ("lane", None if lane is None else lane.id))
    match node:
        case Activity():
            yield from (("default", node.default), ("called_element", node.called_element))
            yield from (("triggered_by_event", node.triggered_by_event), ("for_compensation", node.for_compensation))
            yield "loop", None if node.loop is None else _loop(node.loop)
            yield "message", None if node.message is None else _definition(node.message)
        case Event():
            yield "events", tuple(sorted(map(_definition, node.definitions)))
            yield from (("attached_to", node.attached_to), ("interrupting", node.interrupting))
            yield "parallel_multiple", node.parallel_multiple
        case Gateway():
            yield from (("default", node.default), ("instantiates", node.instantiates))
            yield "parallel_events", node.parallel_events
            yield from _expression("activation", node.activation)
            yield "order", _order_of_choice(node, model)


def _said_of(name: str, annotation: Annotation) -> Iterator[tuple[str, Shown | None]]:
    yield "name", name
    yield from _texts("label", annotation.labels)
    yield from _texts("documentation", annotation.documentation)
    yield from _texts("expected", annotation.expected)
    yield from (("system", annotation.system), ("decision", annotation.decision))
    yield "reads", tuple(sorted(annotation.reads))
    yield (
        "writes",
        tuple(
            sorted(
                str(write.attribute) if write.value is None else f"{write.attribute} = {_text(write.value)}"
                for write in annotation.writes
            )
        ),
    )
    yield "emits", tuple(sorted(f"{emission.topic} [{emission.key}]" for emission in annotation.emits))
    yield "requirements", tuple(sorted(f"{wish.id} ({wish.kind})" for wish in annotation.requirements))
    yield "duration", None if annotation.duration is None else _interval(annotation.duration)


def _texts(name: str, texts: Labels) -> Iterator[tuple[str, str | None]]:
    languages = dict.fromkeys((*LANGUAGES, *sorted(texts)))
    yield from ((f"{name}.{language}", texts.get(language)) for language in languages)


def _expression(name: str, expression: Expression | None) -> Iterator[tuple[str, Shown | None]]:
    yield name, None if expression is None else expression.text
    yield f"{name}.language", None if expression is None else expression.language


def _interval(duration: DurationInterval) -> str:
    return " / ".join(map(duration_text, (duration.minimum, duration.typical, duration.maximum)))


def _text(expression: Expression) -> str:
    """The expression on one line; another language than FEEL is named, since it decides what the text means."""
    if expression.language == FEEL_LANGUAGE:
        return expression.text
    return f"{expression.text} ({expression.language or '?'})"


def _definition(definition: EventDefinition) -> str:
    parts = [str(definition.kind), definition.reference, definition.timer]
    if definition.expression is not None:
        parts.append(_text(definition.expression))
    if definition.topic is not None:
        parts.append(f"topic {definition.topic}")
    if definition.key is not None:
        parts.append(f"key {definition.key}")
    return " ".join(part for part in parts if part)


def _loop(loop: Loop) -> str:
    if loop.multi_instance:
        parts = ["multi-instance", "sequential" if loop.sequential else "parallel"]
        parts += [f"cardinality {_text(loop.cardinality)}"] if loop.cardinality else []
        parts += [f"until {_text(loop.condition)}"] if loop.condition else []
        return ", ".join(parts)
    parts = ["loop", "tested before" if loop.test_before else "tested after"]
    parts += [f"while {_text(loop.condition)}"] if loop.condition else []
    parts += [f"at most {loop.maximum}"] if loop.maximum is not None else []
    return ", ".join(parts)


def _order_of_choice(gateway: Gateway, model: Collaboration) -> tuple[str, ...]:
    """The ways out of an exclusive gateway in the order they are tried, where that order matters."""
    if gateway.kind is not GatewayKind.EXCLUSIVE:
        return ()
    ways = [flow for flow in model.outgoing.get(gateway.id, ()) if flow.id != gateway.default]
    return tuple(flow.id for flow in ways) if len(ways) > 1 and any(flow.condition for flow in ways) else ()
