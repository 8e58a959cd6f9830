"""unreachable: no way leads from a start to the element."""

from collections.abc import Iterator, Mapping

from process_models.addresses import ElementId
from process_models.elements import SCOPED_KINDS, Activity, ActivityKind, Event, EventKind, EventPosition, FlowNode
from process_models.findings import Severity
from process_models.lint.engine import Problem, Subject, rule


@rule("unreachable", Severity.ERROR)
def unreachable(subject: Subject) -> Iterator[Problem]:
    """Every node of a scope with a start event can be reached from where the scope begins."""
    for scope, nodes in subject.scopes():
        if not any(isinstance(node, Event) and node.position is EventPosition.START for node in nodes):
            continue
        around = subject.model.node_by_id.get(ElementId(scope))
        if isinstance(around, Activity) and around.kind is ActivityKind.AD_HOC_SUB_PROCESS:
            continue
        reached = _reached(subject, nodes)
        for node in nodes:
            if node.id not in reached:
                yield node, f"no way leads from a start event to '{node.id}'. Connect it or remove it."


def _reached(subject: Subject, nodes: tuple[FlowNode, ...]) -> set[ElementId]:
    by_id = {node.id: node for node in nodes}
    follow = _followers(subject, by_id)
    waiting = [node.id for node in nodes if _begins(node)]
    reached = set(waiting)
    while waiting:
        for after in follow.get(waiting.pop(), ()):
            if after in by_id and after not in reached:
                reached.add(after)
                waiting.append(after)
    return reached


def _followers(subject: Subject, nodes: Mapping[ElementId, FlowNode]) -> Mapping[ElementId, list[ElementId]]:
    """Where a token can be next: over flows, to boundary events, from a link to its other end."""
    follow: dict[ElementId, list[ElementId]] = {
        node: [flow.target for flow in subject.model.outgoing[node]] for node in nodes
    }
    catches: dict[str | None, list[ElementId]] = {}
    for node in nodes.values():
        if isinstance(node, Event):
            if node.attached_to in follow:
                follow[ElementId(node.attached_to or "")].append(node.id)
            if node.position is EventPosition.CATCH:
                for definition in node.definitions:
                    if definition.kind is EventKind.LINK:
                        catches.setdefault(definition.reference, []).append(node.id)
    for node in nodes.values():
        if isinstance(node, Event) and node.position is EventPosition.THROW:
            for definition in node.definitions:
                if definition.kind is EventKind.LINK:
                    follow[node.id] += catches.get(definition.reference, [])
    for activity, handler in subject.model.compensation_of.items():
        if activity in follow:
            follow[activity].append(handler)
    return follow


def _begins(node: FlowNode) -> bool:
    """Whether the node starts by itself: start events, event sub-processes, instantiating gateways."""
    if isinstance(node, Event):
        return node.position is EventPosition.START
    if isinstance(node, Activity):
        return node.kind in SCOPED_KINDS and node.triggered_by_event
    return node.instantiates
