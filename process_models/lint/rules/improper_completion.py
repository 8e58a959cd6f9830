"""improper-completion: an end is reached while tokens are left that nothing will ever take."""

from collections.abc import Iterator

from process_models.addresses import Address
from process_models.elements import FlowNode
from process_models.exploration import Move
from process_models.findings import Severity
from process_models.lint.engine import Problem, Subject, rule
from process_models.lint.play import Play, elements_of
from process_models.lint.stuck import left_at_ends, stuck_without_end
from process_models.lint.undecided import not_decided, too_many
from process_models.lint.ways import WAYS_TRIED, can_be_taken


@rule("improper-completion", Severity.ERROR)
def improper_completion(subject: Subject) -> Iterator[Problem]:
    """When an end is reached, what is left in its process can still come to an end of its own."""
    reported: set[Address] = set()
    for play in subject.plays:
        found = _by_what_is_left(play)
        for left, moves in found.items():
            end = moves[0].step.at
            for _, element in elements_of(subject.model, (end,)):
                if reported.isdisjoint(left):
                    reported.update(left)
                    yield _problem(play, left, [move for move in moves if move.step.at == end], element)
        if not found:
            yield from too_many(subject, play, "whether an end leaves tokens behind")


def _by_what_is_left(play: Play) -> dict[tuple[Address, ...], list[Move]]:
    """For each set of nodes with tokens left, the moves that reach an end event, nearest first."""
    found: dict[tuple[Address, ...], list[Move]] = {}
    told = stuck_without_end(play)
    for move, places in sorted(left_at_ends(play), key=lambda entry: entry[0].source):
        left = play.waiting(places)
        if not told.issuperset(left):
            found.setdefault(left, []).append(move)
    return found


def _problem(play: Play, left: tuple[Address, ...], moves: list[Move], element: FlowNode) -> Problem:
    names = ", ".join(f"'{play.name(at)}'" for at in left)
    for move in moves[:WAYS_TRIED]:
        way = (*play.way_to(move.source), move)
        if can_be_taken(play, way):
            said = f"'{element.id}' is reached while a token stays at {names} for ever."
            return element, f"{said} Shortest way there: {play.shown(way)}."
    return not_decided(
        element, f"whether '{element.id}' leaves a token at {names}: the ways found contradict themselves."
    )
