"""missing-label: an element that people must read has no name, or not in every language of the model."""

from collections.abc import Iterator

from process_models.elements import Activity, Event, EventKind, FlowNode, Gateway, GatewayKind
from process_models.lint.engine import Problem, Subject, rule

_ASKING = frozenset({GatewayKind.EXCLUSIVE, GatewayKind.INCLUSIVE, GatewayKind.COMPLEX})


@rule("missing-label")
def missing_label(subject: Subject) -> Iterator[Problem]:
    """Work, events that wait or cause something, and gateways that ask have a label in every language used."""
    languages = {language for node in subject.model.nodes for language in node.annotation.labels}
    for node in subject.model.nodes:
        if not _needs_label(subject, node):
            continue
        kind = node.position if isinstance(node, Event) else node.kind
        if not node.name.strip():
            yield node, f"{kind} '{node.id}' has no label; name it so that a reader knows what happens there."
            continue
        missing = sorted(language for language in languages if not node.annotation.labels.get(language, "").strip())
        if missing:
            yield node, f"{kind} '{node.id}' has no label in: {', '.join(missing)}. Add it."


def _needs_label(subject: Subject, node: FlowNode) -> bool:
    if isinstance(node, Activity):
        return not node.triggered_by_event
    if isinstance(node, Event):
        return bool(node.definitions) and not node.is_(EventKind.COMPENSATION)
    return isinstance(node, Gateway) and node.kind in _ASKING and len(subject.model.outgoing[node.id]) > 1
