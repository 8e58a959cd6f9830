"""How a rule says that it could not decide: never silence."""

from collections.abc import Iterator

from process_models.findings import Severity
from process_models.lint.engine import Placed, Problem, Subject
from process_models.lint.play import Play


def too_many(subject: Subject, play: Play, question: str) -> Iterator[Problem]:
    """Said once of a model that has more situations than were looked at."""
    if play.complete or not subject.model.processes:
        return
    first = subject.model.processes[0]
    # Of a library's chain one model speaks, that of its root.
    if play is subject.library and first.id not in play.chain.roots:
        return
    yield not_decided(
        first, f"{question}: there are more than {len(play.looked_at)} situations, and those looked at show none."
    )


def not_decided(element: Placed, why: str) -> Problem:
    """What is to know where nothing is proven."""
    return element, f"not decided {why}", Severity.INFO
