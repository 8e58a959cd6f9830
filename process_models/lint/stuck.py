"""Situations in which tokens are left for ever."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from process_models.addresses import Address, ProcessId, split_address
from process_models.elements import Gateway, GatewayKind
from process_models.exploration import Move
from process_models.lint.play import Play
from process_models.semantics.game import enabled, is_finished
from process_models.semantics.net import Marking, PlaceKind, Step, StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """Tokens that nothing will ever take, with the situations in which they are left, nearest first."""

    waiting: tuple[Address, ...]
    places: tuple[int, ...]
    situations: tuple[int, ...]


def stuck_situations(play: Play) -> tuple[Stuck, ...]:
    """Situations that are not finished and have no step, by what waits there; each cause once.

    Processes that run beside each other get stuck each by itself. Where conditions leave a token at
    an exclusive gateway, the gateway's own rule says so.
    """
    found: dict[tuple[Address, ...], list[int]] = {}
    for number in play.looked_at:
        marking = play.marking(number)
        if play.exploration.moves_from[number] or is_finished(play.net, marking):
            continue
        held = enabled(play.net, marking)
        if any(_may_go_on(play, step) for step in held):
            continue
        for waiting in _waiting_by_process(play, marking):
            found.setdefault(waiting, []).append(number)
    return tuple(
        Stuck(waiting=waiting, places=_places(play, waiting, situations[0]), situations=tuple(situations))
        for waiting, situations in _smallest(found)
    )


def _may_go_on(play: Play, step: Step) -> bool:
    """Whether a step without a move is no sign of being stuck: it was left out, or told about elsewhere."""
    node = play.chain.nodes.get(step.at)
    is_choice = isinstance(node, Gateway) and node.kind is GatewayKind.EXCLUSIVE
    return is_choice or (step.is_exceptional and not play.unusual)


def _waiting_by_process(play: Play, marking: Marking) -> Iterator[tuple[Address, ...]]:
    """What waits in each process; who waits for a message does so because of the others, where there are any."""
    held = [place for place in dict.fromkeys(marking) if play.waits_at(play.net.places[place])]
    causes = [place for place in held if not waits_for_mail(play, place)] or held
    if not causes:
        yield from ((at,) for at in _under_way(play, marking))
    processes: dict[Address | ProcessId, list[int]] = {}
    for place in causes:
        known = play.net.places[place]
        processes.setdefault(known.calls[0] if known.calls else split_address(known.at)[0], []).append(place)
    yield from (play.waiting(places) for places in processes.values())


def waits_for_mail(play: Play, place: int) -> bool:
    """Whether a token needs a message that somebody in the chain sends."""
    steps = [step for step in play.net.steps_at[place] if step.takes[:1] == (place,)]
    return bool(steps) and all(
        any(play.net.places[other].kind is PlaceKind.MESSAGE for other in step.takes) for step in steps
    )


def _smallest(found: Mapping[tuple[Address, ...], list[int]]) -> Iterator[tuple[tuple[Address, ...], list[int]]]:
    """Groups that contain no other one: where more waits, it waits for the same cause."""
    kept: list[frozenset[Address]] = []
    for waiting in sorted(found, key=lambda group: (len(group), found[group][0])):
        if not any(group <= set(waiting) for group in kept):
            kept.append(frozenset(waiting))
            yield waiting, found[waiting]


def _places(play: Play, waiting: Iterable[Address], situation: int) -> tuple[int, ...]:
    places = dict.fromkeys(play.marking(situation))
    return tuple(place for place in places if play.waits_at(play.net.places[place]) in set(waiting))


def _under_way(play: Play, marking: Marking) -> tuple[Address, ...]:
    """Sub-processes and calls that are under way with nothing left in them."""
    active = (play.net.places[place] for place in marking)
    found = (place.at for place in active if place.kind is PlaceKind.ACTIVE)
    return tuple(dict.fromkeys(at for at in found if at in play.chain.nodes))


def taken_later(play: Play) -> Mapping[int, int]:
    """For each situation the places whose tokens some way on still takes, as bits; others are left for ever.

    What was not looked at may take anything.
    """
    everything = (1 << len(play.net.places)) - 1
    beside = 0 if play.unusual else _bits(p for step in play.net.steps if step.is_exceptional for p in _takes(step))
    own = {step.number: _bits(_takes(step)) for step in play.net.steps}
    count = len(play.exploration.situations)
    taken = [beside if number in play.looked_at else everything for number in range(count)]
    changed = True
    while changed:
        changed = False
        for move in reversed(play.exploration.moves):
            together = taken[move.source] | own[move.step.number] | taken[move.target]
            if together != taken[move.source]:
                taken[move.source] = together
                changed = True
    return dict(enumerate(taken))


def stuck_without_end(play: Play) -> frozenset[Address]:
    """Nodes where tokens wait for ever although no end of their scope was reached: a deadlock and nothing else."""
    found: set[Address] = set()
    for stuck in stuck_situations(play):
        scopes = {play.chain.node(at).scope for at in stuck.waiting}
        ends = (move.step for move in play.way_to(stuck.situations[0]) if move.step.kind is StepKind.END)
        if scopes.isdisjoint(play.chain.node(step.at).scope for step in ends):
            found.update(stuck.waiting)
    return frozenset(found)


def left_at_ends(play: Play) -> Iterator[tuple[Move, tuple[int, ...]]]:
    """Moves that reach an end event in whose own process tokens are left for ever, with their places."""
    taken = taken_later(play)
    for move in play.exploration.moves:
        if move.step.kind is not StepKind.END:
            continue
        node = play.chain.node(move.step.at)
        left = tuple(
            place
            for place in dict.fromkeys(play.marking(move.target))
            if not taken[move.target] >> place & 1
            and play.waits_at(play.net.places[place]) is not None
            and play.net.places[place].calls == move.step.calls
            and play.scope_of(play.net.places[place]) == node.scope
        )
        if left:
            yield move, left


def _takes(step: Step) -> tuple[int, ...]:
    return (*step.taken_from, *step.clears)


def _bits(places: Iterable[int]) -> int:
    bits = 0
    for place in places:
        bits |= 1 << place
    return bits
