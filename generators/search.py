"""The search for a run that covers a wanted item and, on its way, as many uncovered ones as it can.

Depth first over the symbolic token game. One token is moved at a time, those first from which the
wanted item can still be reached, so that a wrong choice shows itself soon; what happens side by
side is put in one order only. An exceptional event is tried where the wanted item needs it or
something uncovered lies behind it, at the earliest moment first.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from generators.bounds import can_end
from generators.coverage import Coverage, Item
from generators.symbolic import Situation, SymbolicGame, texts_of
from process_models.addresses import AttributeAddress
from process_models.feel.solver import Conflict
from process_models.semantics.game import enabled, is_finished
from process_models.semantics.net import Guard, Marking, Net, PlaceKind, Step, StepKind
from process_models.variants import Variant

#: Steps tried in search of one item before the search says "not decided".
MOST_TRIES = 20_000

#: Steps tried for an item that a run could cover on its way.
TRIES_ON_THE_WAY = 300

#: Why an item is infeasible that can be reached, but only on runs that get stuck.
NO_END = "no run that comes here can end"

#: Why an item is infeasible to which no run leads, whatever the data.
NO_TOKEN = "no token can come here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """No run covers the item; `because` are conditions that exclude each other, in the model's words."""

    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """The search ended before it had tried everything."""

    tries: int


@dataclass
class _Attempt:
    """What one search has seen so far; sets of items are bits."""

    wanted: int
    uncovered: int
    distance: Mapping[int, int]
    most_tries: int
    tries: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    exhausted: bool = True


class Searcher:
    """Searches runs of one variant for the items of a criterion.

    `loops` is how often a step may be repeated in a run.
    """

    def __init__(self, variant: Variant, wanted: Coverage, *, loops: int = 1, most_tries: int = MOST_TRIES) -> None:
        self._net = variant.net
        self._game = SymbolicGame(variant)
        self._loops = loops
        self._most_tries = most_tries
        self._bit = {item: 1 << number for number, item in enumerate(wanted.items)}
        self._covers = [0] * len(self._net.steps)
        for item, steps in wanted.items.items():
            for number in steps:
                self._covers[number] |= self._bit[item]
        self._behind = items_behind(self._net, self._covers)
        self._after = dict.fromkeys(self._bit.values(), 0)
        for step in self._net.steps:
            for bit in bits_of(self._covers[step.number]):
                self._after[bit] |= self._reached_by(step)
        self._roots = frozenset(self._net.initial)
        self._exceptional = frozenset(s.number for s in self._net.steps if s.is_exceptional)

    def find(
        self,
        item: Item,
        uncovered: Iterable[Item],
        facts: Mapping[AttributeAddress, object] | None = None,
    ) -> Situation | Infeasible | Undecided:
        """A finished run that covers the item, or why there is none.

        Of several ways, those that cover more of the `uncovered` items are preferred.
        """
        wanted = self._bit[item]
        left = reduce(or_, (self._bit[other] for other in uncovered), 0)
        if not can_end(self._net, self._steps_to(wanted)):
            return Infeasible(because=self._why_no_end(wanted))
        start = self._game.supposing(self._game.start(facts or {}), self._always_needed(self._steps_to(wanted)))
        if isinstance(start, Conflict):
            return Infeasible(because=texts_of([start]))
        attempt = self._attempt(wanted, left, self._most_tries)
        reached = self._descend(start, attempt, to_the_end=False)
        if reached is None:
            because = texts_of(attempt.conflicts) or (NO_TOKEN,)
            return Infeasible(because=because) if attempt.exhausted else Undecided(attempt.tries)
        finished = self._lengthened(reached, left)
        if finished is None:
            attempt = self._attempt(wanted, left, self._most_tries)
            finished = self._descend(start, attempt, to_the_end=True)
        if finished is None and attempt.exhausted:
            return Infeasible(because=(NO_END,))
        return finished if finished is not None else Undecided(attempt.tries)

    def _lengthened(self, situation: Situation, left: int) -> Situation | None:
        """A finished run that goes on from here and covers what it can on its way; None where no end is found.

        One further item after the other is reached for, those first that leave most behind them.
        """
        stages = [situation]
        failed = 0
        while items := self._within_reach(stages[-1]) & left & ~failed & ~self._covered_by(stages[-1]):
            wanted = max(bits_of(items), key=lambda bit: ((self._after[bit] & left).bit_count(), -bit))
            attempt = self._attempt(wanted, left, TRIES_ON_THE_WAY)
            reached = self._descend(stages[-1], attempt, to_the_end=False)
            if reached is None:
                failed |= wanted
            else:
                stages.append(reached)
        for stage in reversed(stages):
            finished = self._descend(stage, self._attempt(0, left, TRIES_ON_THE_WAY), to_the_end=True)
            if finished is not None:
                return finished
        return None

    def _why_no_end(self, wanted: int) -> tuple[str, ...]:
        """Where tokens are left, on a run to the item that goes on as far as it can."""
        attempt = self._attempt(wanted, 0, TRIES_ON_THE_WAY)
        last = self._descend(self._game.start({}), attempt, to_the_end=False)
        if last is None:
            return (NO_TOKEN,) if attempt.exhausted else (NO_END,)
        for _ in range(TRIES_ON_THE_WAY):
            following = next(self._successors(last, self._attempt(0, 0, 1), 0), None)
            if following is None or self._begins_a_process(following.taken[-1].step):
                break
            last = following
        return (NO_END, *waiting_at(self._net, last.marking))

    def _attempt(self, wanted: int, uncovered: int, most_tries: int) -> _Attempt:
        distance = distances(self._net, self._steps_to(wanted)) if wanted else {}
        return _Attempt(wanted=wanted, uncovered=uncovered, distance=distance, most_tries=most_tries)

    def _steps_to(self, wanted: int) -> frozenset[int]:
        return frozenset(number for number, covers in enumerate(self._covers) if covers & wanted)

    def _always_needed(self, goal: frozenset[int]) -> tuple[Guard, ...]:
        """Conditions of every wanted step over attributes that nobody writes: they hold from the start."""
        guards = [set(self._net.steps[number].guards) for number in goal]
        common = set.intersection(*guards) if guards else set()
        steady = [guard for guard in common if self._game.is_steady(guard)]
        return tuple(sorted(steady, key=lambda guard: (guard.flow, guard.holds)))

    def _descend(self, start: Situation, attempt: _Attempt, *, to_the_end: bool) -> Situation | None:
        """Depth first to a situation that covers what is wanted, or on to a finished run that does."""
        stack: list[Iterator[Situation]] = [iter((start,))]
        while stack:
            situation = next(stack[-1], None)
            if situation is None:
                stack.pop()
                continue
            covered = self._covered_by(situation)
            has_wanted = not attempt.wanted or bool(covered & attempt.wanted)
            if has_wanted and (not to_the_end or is_finished(self._net, situation.marking)):
                return situation
            if attempt.tries >= attempt.most_tries:
                attempt.exhausted = False
                return None
            if has_wanted or self._within_reach(situation) & attempt.wanted:
                stack.append(self._successors(situation, attempt, covered))
        return None

    def _covered_by(self, situation: Situation) -> int:
        return reduce(or_, (self._covers[taken.step.number] for taken in situation.taken), 0)

    def _successors(self, situation: Situation, attempt: _Attempt, covered: int) -> Iterator[Situation]:
        goal = 0 if covered & attempt.wanted else attempt.wanted
        for step in self._offers(situation, attempt, goal, attempt.uncovered & ~covered):
            attempt.tries += 1
            after = self._game.advance(situation, step)
            if isinstance(after, Conflict):
                if goal:
                    attempt.conflicts.append(after)
            else:
                yield after

    def _offers(self, situation: Situation, attempt: _Attempt, goal: int, uncovered: int) -> Sequence[Step]:
        counts: dict[int, int] = {}
        for taken in situation.taken:
            counts[taken.step.number] = counts.get(taken.step.number, 0) + 1
        enabled_now = enabled(self._net, situation.marking)
        possible = [s for s in enabled_now if counts.get(s.number, 0) <= self._loops]
        usual = [step for step in possible if step.number not in self._exceptional]
        if self._is_worn_out(enabled_now, usual):
            return ()
        missing = goal or uncovered
        worth = {step.number: self._worth(step, attempt, goal, uncovered) for step in possible}
        unusual = [s for s in possible if s.number in self._exceptional and self._reached_by(s) & missing]
        unusual.sort(key=lambda s: (worth[s.number], s.number))
        moved = self._one_token(usual, goal, worth)
        # An interruption ends what else the run could cover, so it waits until nothing else is left to do.
        elsewhere = reduce(or_, (self._reached_by(step) for step in usual), 0)
        waits = [s for s in unusual if s.kind is StepKind.INTERRUPT and elsewhere & missing]
        return [s for s in unusual if s not in waits] + moved + waits

    def _is_worn_out(self, enabled_now: Sequence[Step], usual: Sequence[Step]) -> bool:
        """Whether some token may not move any more, because everything it can do was done too often."""
        free = {place for step in usual for place in step.taken_from}
        return any(not free & set(step.taken_from) for step in enabled_now if step.number not in self._exceptional)

    def _one_token(self, usual: Sequence[Step], goal: int, worth: Mapping[int, tuple[int, ...]]) -> list[Step]:
        """All alternatives of one token: of the one from which the goal, or most, can be reached."""
        if not usual:
            return []
        first = min(usual, key=lambda s: (not self._reached_by(s) & goal, self._begins_a_process(s), s.number))
        # A process need not start at all, so which of several starts is a choice like any other.
        places = set(self._roots if self._begins_a_process(first) else first.taken_from)
        together = [s for s in usual if places & set(s.taken_from)]
        return sorted(together, key=lambda s: (worth[s.number], s.number))

    def _begins_a_process(self, step: Step) -> bool:
        """A process that could start by itself waits until those under way have ended, if nobody needs it."""
        return not self._roots.isdisjoint(step.takes)

    def _worth(self, step: Step, attempt: _Attempt, goal: int, uncovered: int) -> tuple[int, ...]:
        """Smaller is better: leads to the goal, covers more, is nearer to the goal, has more behind it."""
        reached = self._reached_by(step)
        return (
            0 if not goal or goal & reached else 1,
            -(self._covers[step.number] & uncovered).bit_count(),
            attempt.distance.get(step.number, len(self._net.steps)) if goal else 0,
            -(reached & uncovered).bit_count(),
        )

    def _reached_by(self, step: Step) -> int:
        return reduce(or_, (self._behind[place] for place in step.gives), self._covers[step.number])

    def _within_reach(self, situation: Situation) -> int:
        return reduce(or_, (self._behind[place] for place in situation.marking), 0)


def bits_of(items: int) -> Iterator[int]:
    """The single items of a set of items, lowest first."""
    while items:
        lowest = items & -items
        yield lowest
        items ^= lowest


def items_behind(net: Net, covers: Sequence[int]) -> Sequence[int]:
    """For each place the items that a token there can lead to, other tokens willing, as bits.

    Cost: a fixed point over the places, at most as many rounds as the longest way.
    """
    behind = [0] * len(net.places)
    changed = True
    while changed:
        changed = False
        for step in reversed(net.steps):
            reached = reduce(or_, (behind[place] for place in step.gives), covers[step.number])
            # A place that is only tested says nothing: what is taken may be gone already.
            for place in step.taken_from:
                if reached | behind[place] != behind[place]:
                    behind[place] |= reached
                    changed = True
    return behind


def distances(net: Net, goal: frozenset[int]) -> Mapping[int, int]:
    """How many further steps lie between a step and the goal at least; steps that do not lead there are missing."""
    givers: dict[int, list[int]] = {}
    for step in net.steps:
        for place in step.gives:
            givers.setdefault(place, []).append(step.number)
    found = dict.fromkeys(sorted(goal), 0)
    waiting = deque(found)
    while waiting:
        number = waiting.popleft()
        step = net.steps[number]
        for place in (*step.taken_from, *step.tests):
            for before in givers.get(place, ()):
                if before not in found:
                    found[before] = found[number] + 1
                    waiting.append(before)
    return found


def waiting_at(net: Net, marking: Marking) -> Sequence[str]:
    """Sequence flows on which tokens are left, as reasons."""
    flows = dict.fromkeys(net.places[p].at for p in marking if net.places[p].kind is PlaceKind.FLOW)
    return tuple(f"a token is left on {flow}" for flow in flows)
