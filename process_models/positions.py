"""Positions: where an order stands, and what is surely or possibly behind it and ahead of it there.

The position of an order state is every reachable situation in which `order.state` has that value;
payment, financing and registration may be anywhere beside it. What holds in all of them is certain,
what holds in some is conditional.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from process_models.addresses import Address, AttributeAddress
from process_models.exploration import Exploration, Move
from process_models.semantics.net import SILENT, PlaceKind, Step, StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What is behind, under way and ahead; `surely` in every situation, `possibly` in some.

    Each is a set of flow nodes in which work is done. Surely ahead is what lies on every way to the
    usual end: an order that is cancelled meanwhile does not count. `reachable` is false where no
    situation of the chain has that state under the facts.
    """

    state: str
    facts: tuple[tuple[AttributeAddress, object], ...]
    situations: int
    complete: bool
    done_surely: frozenset[Address]
    done_possibly: frozenset[Address]
    under_way_surely: frozenset[Address]
    under_way_possibly: frozenset[Address]
    ahead_surely: frozenset[Address]
    ahead_possibly: frozenset[Address]

    @property
    def reachable(self) -> bool:
        return self.situations > 0


class Surroundings:
    """What lies behind and ahead of every situation of an exploration; computed once, asked by state.

    Cost: a few passes over the moves, with one bit per flow node.
    """

    def __init__(self, exploration: Exploration, usual_end: str | None = None) -> None:
        """`usual_end` is the order state in which an order usually ends; None where there are no states."""
        self._exploration = exploration
        places = dict.fromkeys(at for move in exploration.moves for at in _work(move.step))
        self._bits: Mapping[Address, int] = {at: 1 << number for number, at in enumerate(places)}
        self._all = (1 << len(places)) - 1
        backwards = [Move(move.target, move.step, move.source) for move in reversed(exploration.moves)]
        ends = [number for number, moves in exploration.moves_from.items() if not moves]
        self._done = self._along(exploration.moves, [0])
        usual = set(exploration.with_state(usual_end)) if usual_end is not None else set(ends)
        goals = [number for number in ends if number in usual] or ends
        self._leading = leading = _leading_to(backwards, goals)
        surely, _ = self._along([m for m in backwards if m.source in leading and m.target in leading], goals)
        _, possibly = self._along(backwards, ends)
        self._ahead = ([bits if n in leading else 0 for n, bits in enumerate(surely)], possibly)

    def position(self, state: str, facts: Mapping[AttributeAddress, object]) -> Position:
        """The position of an order state, given facts that hold now."""
        numbers = [n for n in self._exploration.with_state(state) if self._agrees(n, facts)]
        under_way = [self._under_way(number) for number in numbers]
        done_surely, done_possibly = self._over(self._done, numbers)
        _, ahead_possibly = self._over(self._ahead, numbers)
        ahead_surely, _ = self._over(self._ahead, [n for n in numbers if n in self._leading])
        waiting_surely = frozenset.intersection(*under_way) if under_way else frozenset()
        return Position(
            state=state,
            facts=tuple(sorted(facts.items(), key=lambda item: item[0])),
            situations=len(numbers),
            complete=self._exploration.complete,
            done_surely=done_surely,
            done_possibly=done_possibly,
            under_way_surely=waiting_surely,
            under_way_possibly=frozenset().union(*under_way),
            ahead_surely=ahead_surely,
            ahead_possibly=ahead_possibly,
        )

    def states(self) -> tuple[str, ...]:
        """The order states that occur, in the order they are first reached."""
        known = (situation.values_of(AttributeAddress("order.state")) for situation in self._exploration.situations)
        return tuple(dict.fromkeys(str(values[0]) for values in known if values and len(values) == 1))

    def _along(self, moves: Sequence[Move], roots: Iterable[int]) -> tuple[list[int], list[int]]:
        """For each situation the nodes on all ways and on some way from the roots, as bits.

        The first is a greatest, the second a least fixed point over the moves.
        """
        count = len(self._exploration.situations)
        surely, possibly = [self._all] * count, [0] * count
        for root in roots:
            surely[root] = 0
        changed = True
        while changed:
            changed = False
            for move in moves:
                bits = reduce(or_, (self._bits[at] for at in _work(move.step)), 0)
                sure, possible = (surely[move.source] | bits) & surely[move.target], possibly[move.source] | bits
                if sure != surely[move.target] or possible | possibly[move.target] != possibly[move.target]:
                    surely[move.target] = sure
                    possibly[move.target] |= possible
                    changed = True
        return surely, possibly

    def _over(
        self, known: tuple[list[int], list[int]], numbers: Sequence[int]
    ) -> tuple[frozenset[Address], frozenset[Address]]:
        if not numbers:
            return frozenset(), frozenset()
        surely = reduce(and_, (known[0][number] for number in numbers))
        possibly = reduce(or_, (known[1][number] for number in numbers))
        return self._named(surely), self._named(possibly)

    def _named(self, bits: int) -> frozenset[Address]:
        return frozenset(at for at, bit in self._bits.items() if bits & bit)

    def _under_way(self, number: int) -> frozenset[Address]:
        """Nodes whose token has arrived and whose work is not finished."""
        net = self._exploration.net
        marking = self._exploration.situations[number].marking
        steps = (step for place in marking for step in net.steps_at[place])
        return frozenset(step.at for step in steps if step.kind is StepKind.WORK)

    def _agrees(self, number: int, facts: Mapping[AttributeAddress, object]) -> bool:
        situation = self._exploration.situations[number]
        for name, value in facts.items():
            values = situation.values_of(name)
            if values is not None and value not in values:
                return False
        return True


def _leading_to(backwards: Sequence[Move], goals: Iterable[int]) -> frozenset[int]:
    """The situations from which a goal can be reached."""
    sources: dict[int, list[int]] = {}
    for move in backwards:
        sources.setdefault(move.source, []).append(move.target)
    found = set(goals)
    waiting = list(found)
    while waiting:
        for number in sources.get(waiting.pop(), ()):
            if number not in found:
                found.add(number)
                waiting.append(number)
    return frozenset(found)


def _work(step: Step) -> Iterator[Address]:
    """The flow nodes of a step whose work is done when it fires."""
    if step.kind not in SILENT:
        yield step.at


def waiting_places(exploration: Exploration, number: int) -> tuple[Address, ...]:
    """The sequence flows that carry a token in a situation, for a drawing of the marble."""
    places = exploration.net.places
    marking = exploration.situations[number].marking
    return tuple(places[place].at for place in marking if places[place].kind is PlaceKind.FLOW)
