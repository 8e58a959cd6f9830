"""boundary-without-flow: a boundary event after which nothing happens."""

from collections.abc import Iterator

from process_models.elements import Event, EventKind, EventPosition
from process_models.findings import Severity
from process_models.lint.engine import Problem, Subject, rule


@rule("boundary-without-flow", Severity.ERROR)
def boundary_without_flow(subject: Subject) -> Iterator[Problem]:
    """What a boundary event catches must lead somewhere; compensation is tied by an association instead."""
    for node in subject.model.nodes:
        if not isinstance(node, Event) or node.position is not EventPosition.BOUNDARY:
            continue
        if node.is_(EventKind.COMPENSATION):
            if node.attached_to not in subject.model.compensation_of:
                yield node, f"'{node.id}' has no compensation handler. Tie one to it by an association."
        elif not subject.model.outgoing[node.id]:
            yield node, f"no sequence flow leaves the boundary event '{node.id}'. Say what happens then."
