"""deadlock: a situation that is not finished and in which nothing can happen any more."""

from collections.abc import Iterator

from process_models.addresses import Address
from process_models.elements import Event, Gateway, GatewayKind
from process_models.findings import Severity
from process_models.lint.engine import Placed, Problem, Subject, rule
from process_models.lint.play import Play, elements_of
from process_models.lint.stuck import Stuck, stuck_situations, waits_for_mail
from process_models.lint.undecided import not_decided, too_many
from process_models.lint.ways import WAYS_TRIED, can_be_taken


@rule("deadlock", Severity.ERROR)
def deadlock(subject: Subject) -> Iterator[Problem]:
    """Every situation is finished or can go on."""
    reported: set[Address] = set()
    for play in subject.plays:
        found = stuck_situations(play)
        for stuck in found:
            # A cause is told at one element, of whichever file it stands in.
            for at, element in elements_of(subject.model, stuck.waiting[:1]):
                if at not in reported:
                    reported.add(at)
                    yield _problem(play, stuck, at, element)
        if not found:
            yield from too_many(subject, play, "whether a run can get stuck")


def _problem(play: Play, stuck: Stuck, at: Address, placed: Placed) -> Problem:
    for situation in stuck.situations[:WAYS_TRIED]:
        way = play.way_to(situation)
        if can_be_taken(play, way):
            waits = " ".join(_why(play, place) for place in stuck.places)
            return placed, f"nothing can go on any more: {waits} Shortest way there: {play.shown(way)}."
    return not_decided(
        placed, f"whether a token stays at '{play.name(at)}': the ways found there contradict themselves."
    )


def _why(play: Play, place: int) -> str:
    """Who waits, and for what."""
    at = play.waits_at(play.net.places[place])
    if at is None:
        return ""
    node = play.chain.node(at)
    name = play.name(at)
    if isinstance(node, Gateway) and node.kind is GatewayKind.PARALLEL:
        return f"'{name}' waits for a token on every incoming flow."
    if waits_for_mail(play, place):
        return f"'{name}' waits for a message that nobody will send."
    if isinstance(node, Event) and node.definitions:
        return f"'{name}' waits for what cannot happen."
    return f"a token stays at '{name}'."
