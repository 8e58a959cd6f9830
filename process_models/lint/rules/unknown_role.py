"""unknown-role: a role that the landscape does not have."""

from collections.abc import Iterator

from process_models.addresses import RoleId
from process_models.findings import Severity
from process_models.lint.engine import Placed, Problem, Subject, rule
from process_models.records import nearest


@rule("unknown-role", Severity.ERROR)
def unknown_role(subject: Subject) -> Iterator[Problem]:
    """Every lane and pool stands for a role of the landscape."""
    if subject.landscape is None:
        return
    known = subject.landscape.role_by_id
    lanes = (lane for process in subject.model.processes for lane in process.lanes)
    named: list[tuple[Placed, RoleId | None]] = [(pool, pool.role) for pool in subject.model.pools]
    named += [(lane, lane.role) for lane in lanes]
    for element, role in named:
        if role is not None and role not in known:
            yield element, f"'{element.id}' names '{role}', which is no role of the landscape.{nearest(role, known)}"
    owner = subject.model.owner
    if owner is not None and owner not in known:
        for process in subject.model.processes[:1]:
            yield process, f"the owner '{owner}' is no role of the landscape.{nearest(owner, known)}"
