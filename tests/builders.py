"""Processes drawn as text, for tests.

A line is a chain of nodes: `process("start:go -> check -[x > 1]-> hand over -> end:done")`. A node
is called by its text; a prefix tells its kind, without one it is a task:

`start:` `end:` `catch:` `throw:` events, `boundary:NAME@HOST` on an activity, `xor:` `and:` `or:`
`event:` `complex:` gateways, `user:` `service:` `send:` `receive:` `rule:` `sub:` `call:` activities.

After the name, `{...}` says an event's kind or a task's writing: `{message M}`, `{timer P3D}`, `{error E}`,
`{signal S}`, `{terminate}`, `{writes a.b = 1}`, `{reads a.b}`. A flow is `->`, `-[condition]->`,
`-[default]->` or `-(id)->`, `-(id)[condition]->`. A node stands in a sub-process `s` where it is
written `s/node`. Nodes may be repeated; the prefix is needed once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from process_models.addresses import AttributeAddress, ElementId, ProcessId
from process_models.bpmn.ordering import ordered
from process_models.collaboration import Collaboration, Process
from process_models.elements import (
    FEEL_LANGUAGE,
    Activity,
    ActivityKind,
    Annotation,
    Event,
    EventDefinition,
    EventKind,
    EventPosition,
    Expression,
    FlowNode,
    Gateway,
    GatewayKind,
    SequenceFlow,
    TimerKind,
    Write,
)

_ARROW = re.compile(r"\s+-(?:\((?P<id>[^)]*)\))?(?:\[(?P<condition>.*?)\]-|-?)>\s+")
_NODE = re.compile(r"(?:(?P<prefix>[a-z]+):)?(?P<name>[^{]*?)\s*(?P<details>(?:\{[^}]*\}\s*)*)$")
_EVENTS = {
    "start": EventPosition.START,
    "end": EventPosition.END,
    "catch": EventPosition.CATCH,
    "throw": EventPosition.THROW,
    "boundary": EventPosition.BOUNDARY,
}
_GATEWAYS = {
    "xor": GatewayKind.EXCLUSIVE,
    "and": GatewayKind.PARALLEL,
    "or": GatewayKind.INCLUSIVE,
    "event": GatewayKind.EVENT_BASED,
    "complex": GatewayKind.COMPLEX,
}
_ACTIVITIES = {
    "user": ActivityKind.USER_TASK,
    "service": ActivityKind.SERVICE_TASK,
    "send": ActivityKind.SEND_TASK,
    "receive": ActivityKind.RECEIVE_TASK,
    "rule": ActivityKind.BUSINESS_RULE_TASK,
    "sub": ActivityKind.SUB_PROCESS,
    "transaction": ActivityKind.TRANSACTION,
    "call": ActivityKind.CALL_ACTIVITY,
    "undo": ActivityKind.TASK,
}
_KINDS = {
    "message": EventKind.MESSAGE,
    "timer": EventKind.TIMER,
    "error": EventKind.ERROR,
    "escalation": EventKind.ESCALATION,
    "signal": EventKind.SIGNAL,
    "conditional": EventKind.CONDITIONAL,
    "link": EventKind.LINK,
    "terminate": EventKind.TERMINATE,
    "cancel": EventKind.CANCEL,
    "compensate": EventKind.COMPENSATION,
}


@dataclass
class _Drawn:
    """A node as the lines say it, bit by bit."""

    id: ElementId
    scope: ElementId
    prefix: str = ""
    host: str = ""
    details: list[str] = field(default_factory=list)
    default: ElementId | None = None


def process(*lines: str, name: str = "p") -> Collaboration:
    """The collaboration of one process that the lines draw; see the module's docstring."""
    nodes: dict[str, _Drawn] = {}
    flows: list[SequenceFlow] = []
    for line in lines:
        ends = list(_stops(line))
        for source, arrow, target in zip(ends[::2], ends[1::2], ends[2::2], strict=False):
            flows.append(_flow(_drawn(source, nodes, name), arrow, _drawn(target, nodes, name), flows))
        if len(ends) == 1:
            _drawn(ends[0], nodes, name)
    if name in nodes:
        raise ValueError(f"node and process are both called '{name}'; give the process another name")
    return ordered(
        Collaboration(
            id=f"Definitions_{name}",
            processes=(Process(id=ProcessId(name), executable=True),),
            nodes=tuple(map(_node, nodes.values())),
            flows=tuple(flows),
        )
    )


def _stops(line: str) -> Iterator[str]:
    """Nodes and arrows in turn."""
    at = 0
    for match in _ARROW.finditer(line):
        yield line[at : match.start()].strip()
        yield match.group().strip()
        at = match.end()
    yield line[at:].strip()


def _drawn(text: str, nodes: dict[str, _Drawn], process_name: str) -> _Drawn:
    match = _NODE.match(text)
    if match is None:
        raise ValueError(f"'{text}' draws no node; write kind:name {{details}}")
    path, _, host = match["name"].strip().partition("@")
    scope, _, called = path.rpartition("/")
    key = called.strip()
    drawn = nodes.setdefault(key, _Drawn(ElementId(key), ElementId(scope or process_name)))
    drawn.prefix = match["prefix"] or drawn.prefix
    drawn.host = host.strip() or drawn.host
    drawn.details += re.findall(r"\{([^}]*)\}", match["details"])
    return drawn


def _flow(source: _Drawn, arrow: str, target: _Drawn, known: list[SequenceFlow]) -> SequenceFlow:
    match = _ARROW.fullmatch(f" {arrow} ")
    if match is None:
        raise ValueError(f"'{arrow}' draws no flow; write ->, -[condition]-> or -(id)->")
    flow_id = ElementId(match["id"] or f"{source.id} -> {target.id}")
    if any(flow.id == flow_id for flow in known):
        flow_id = ElementId(f"{flow_id} {len(known)}")
    condition = match["condition"]
    if condition == "default":
        source.default, condition = flow_id, None
    return SequenceFlow(
        id=flow_id,
        source=source.id,
        target=target.id,
        scope=source.scope,
        condition=Expression(text=condition, language=FEEL_LANGUAGE) if condition else None,
    )


def _node(drawn: _Drawn) -> FlowNode:
    labels = {"de": drawn.id, "en": drawn.id}
    annotation = Annotation(labels=labels, writes=tuple(_writes(drawn)), reads=tuple(_reads(drawn)))
    name = str(drawn.id)
    if drawn.prefix in _EVENTS:
        return Event(
            id=drawn.id,
            position=_EVENTS[drawn.prefix],
            scope=drawn.scope,
            name=name,
            definitions=tuple(_definitions(drawn)),
            attached_to=ElementId(drawn.host) if drawn.host else None,
            interrupting="non-interrupting" not in drawn.details,
            annotation=annotation,
        )
    if drawn.prefix in _GATEWAYS:
        kind = _GATEWAYS[drawn.prefix]
        return Gateway(
            id=drawn.id, kind=kind, scope=drawn.scope, name=name, default=drawn.default, annotation=annotation
        )
    if drawn.prefix not in {"", "task", *_ACTIVITIES}:
        raise ValueError(f"'{drawn.prefix}:{drawn.id}' has no known kind; see tests/builders.py")
    message = next(iter(_definitions(drawn)), None)
    return Activity(
        id=drawn.id,
        kind=_ACTIVITIES.get(drawn.prefix, ActivityKind.TASK),
        scope=drawn.scope,
        name=name,
        default=drawn.default,
        called_element=next((d.removeprefix("calls ") for d in drawn.details if d.startswith("calls ")), None),
        triggered_by_event="triggered by event" in drawn.details,
        for_compensation=drawn.prefix == "undo",
        message=message,
        annotation=annotation,
    )


def _definitions(drawn: _Drawn) -> Iterator[EventDefinition]:
    for detail in drawn.details:
        word, _, said = detail.partition(" ")
        if word not in _KINDS:
            continue
        kind = _KINDS[word]
        states = kind in {EventKind.TIMER, EventKind.CONDITIONAL}
        yield EventDefinition(
            kind=kind,
            reference=None if states or not said else said,
            expression=Expression(text=said, language=FEEL_LANGUAGE) if states else None,
            timer=TimerKind.DURATION if kind is EventKind.TIMER else None,
        )


def _writes(drawn: _Drawn) -> Iterator[Write]:
    for detail in drawn.details:
        if detail.startswith("writes "):
            attribute, _, value = detail.removeprefix("writes ").partition("=")
            written = Expression(text=value.strip(), language=FEEL_LANGUAGE) if value.strip() else None
            yield Write(attribute=AttributeAddress(attribute.strip()), value=written)


def _reads(drawn: _Drawn) -> Iterator[AttributeAddress]:
    for detail in drawn.details:
        if detail.startswith("reads "):
            yield AttributeAddress(detail.removeprefix("reads ").strip())
