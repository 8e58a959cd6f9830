"""no-end: a way that stops without an end event."""

from collections.abc import Iterator

from process_models.elements import Activity, Event, EventKind, EventPosition
from process_models.lint.engine import Problem, Subject, rule


@rule("no-end")
def no_end(subject: Subject) -> Iterator[Problem]:
    """Every way of a scope with events ends in an end event."""
    for _, nodes in subject.scopes():
        if not any(isinstance(node, Event) for node in nodes):
            continue
        for node in nodes:
            if subject.model.outgoing[node.id] or (isinstance(node, Event) and _may_stop(node)):
                continue
            if isinstance(node, Activity) and (node.for_compensation or node.triggered_by_event):
                continue
            yield node, f"the way stops at '{node.id}' without an end event. Lead it on or end it."


def _may_stop(event: Event) -> bool:
    """Whether nothing must follow: an end, a throwing link, a boundary event (which has its own rule)."""
    if event.position in {EventPosition.END, EventPosition.BOUNDARY}:
        return True
    return event.position is EventPosition.THROW and event.is_(EventKind.LINK)
