"""lack-of-synchronisation: two tokens on one sequence flow."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from process_models.addresses import Address, ElementId, address, split_address
from process_models.elements import Activity, Event, Gateway
from process_models.exploration import Move
from process_models.lint.engine import Problem, Subject, rule
from process_models.lint.play import Play
from process_models.lint.undecided import not_decided, too_many
from process_models.lint.ways import WAYS_TRIED, can_be_taken
from process_models.semantics.net import Marking, Place, PlaceKind, Step


@rule("lack-of-synchronisation")
def lack_of_synchronisation(subject: Subject) -> Iterator[Problem]:
    """A sequence flow holds at most one token: what runs side by side is joined before it goes on."""
    own = {process.id for process in subject.model.processes}
    reported: set[Address] = set()
    for play in subject.plays:
        doubled = _doubled(play)
        for at, situations in _causes(play, doubled):
            process, _ = split_address(at)
            if process in own and at not in reported:
                reported.add(at)
                yield _problem(play, at, situations)
        if not doubled:
            yield from too_many(subject, play, "whether two tokens meet on a sequence flow")


def _doubled(play: Play) -> Mapping[Address, list[int]]:
    """Sequence flows with two tokens or more, with the situations, nearest first."""
    found: dict[Address, list[int]] = {}
    for number, situation in enumerate(play.exploration.situations):
        marking = situation.marking
        for place, next_place in zip(marking, marking[1:], strict=False):
            if place == next_place and _is_flow_of_one_run(play, play.net.places[place], marking):
                numbers = found.setdefault(play.net.places[place].at, [])
                if len(numbers) < WAYS_TRIED and number not in numbers:
                    numbers.append(number)
    return found


def _is_flow_of_one_run(play: Play, place: Place, marking: Marking) -> bool:
    """Whether a sequence flow's tokens belong together: a process that messages started twice runs twice."""
    if place.kind is not PlaceKind.FLOW:
        return False
    process, _ = split_address(place.at)
    runs = (play.net.places[other] for other in marking)
    whole = address(process, ElementId(process))
    return place.calls != () or sum(run.kind is PlaceKind.ACTIVE and run.at == whole for run in runs) < 2


def _causes(play: Play, doubled: Mapping[Address, list[int]]) -> Iterator[tuple[Address, list[int]]]:
    """The doubled flows behind no other one: two tokens that met stay two from there on."""
    explained: set[Address] = set()
    for at, situations in doubled.items():
        if at in explained:
            continue
        cause = _traced(play, at, play.way_to(situations[0]))
        if cause not in explained:
            yield cause, situations
        waiting = [cause]
        explained |= {at, cause}
        while waiting:
            for after in _followers(play, waiting.pop()):
                if after not in explained:
                    explained.add(after)
                    waiting.append(after)


def _traced(play: Play, at: Address, way: Sequence[Move]) -> Address:
    """The flow from which gateways passed both tokens on: a token before a gateway is moved before the next comes."""
    fired = Counter(at for move in way for at in move.step.fires)
    seen = {at}
    while True:
        process, _ = split_address(at)
        model = play.chain.models[process]
        source = model.node_by_id.get(play.chain.flows[at].source)
        if not isinstance(source, Gateway):
            return at
        entering = (address(process, flow.id) for flow in model.incoming[source.id])
        twice = [flow for flow in entering if fired[flow] > 1]
        if len(twice) != 1 or twice[0] in seen:
            return at
        at = twice[0]
        seen.add(at)


def _followers(play: Play, at: Address) -> Iterator[Address]:
    """The flows over which a token of a flow goes on, those inside its target and on its border included."""
    process, _ = split_address(at)
    model = play.chain.models[process]
    target = model.node_by_id.get(play.chain.flows[at].target)
    if target is None:
        return
    beside = (node.id for node in model.nodes if isinstance(node, Event) and node.attached_to == target.id)
    for node in (target.id, *beside):
        yield from (Address(f"{process}#{flow.id}") for flow in model.outgoing[node])
    inside = {target.id, *([target.called_element] if isinstance(target, Activity) and target.called_element else ())}
    yield from (other for other, flow in play.chain.flows.items() if flow.scope in inside)


def _unclear(play: Play, step: Step) -> Iterator[Address]:
    """An activity that takes its default flow beside others: it says when, and does not say when not."""
    node = play.chain.nodes.get(step.at)
    if isinstance(node, Activity) and node.default is not None:
        process, _ = split_address(step.at)
        if len(step.fires) > 2 and address(process, node.default) in step.fires:
            yield step.at


def _problem(play: Play, at: Address, situations: list[int]) -> Problem:
    flow = play.chain.flows[at]
    for situation in situations:
        way = play.way_to(situation)
        unclear = next((at for move in way for at in _unclear(play, move.step)), None)
        if unclear is not None:
            name = play.name(unclear)
            why = f"'{name}' has a default flow, and another one without condition is taken with it."
            return not_decided(flow, f"whether two tokens meet on '{flow.id}': {why}")
        if can_be_taken(play, way):
            said = f"two tokens can be on sequenceFlow '{flow.id}': what ran side by side was not joined before it."
            return flow, f"{said} Shortest way there: {play.shown(way)}. Join it with a parallel or inclusive gateway."
    return not_decided(flow, f"whether two tokens meet on '{flow.id}': the ways found there contradict themselves.")
