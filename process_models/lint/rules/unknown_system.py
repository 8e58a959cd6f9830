"""unknown-system: a system that the landscape does not have."""

from collections.abc import Iterator

from process_models.findings import Severity
from process_models.lint.engine import Problem, Subject, rule
from process_models.records import nearest


@rule("unknown-system", Severity.ERROR)
def unknown_system(subject: Subject) -> Iterator[Problem]:
    """Every system an element runs on stands in the landscape."""
    if subject.landscape is None:
        return
    known = subject.landscape.system_by_id
    for node in subject.model.nodes:
        system = node.annotation.system
        if system is not None and system not in known:
            yield node, f"'{node.id}' runs on '{system}', which is no system of the landscape.{nearest(system, known)}"
