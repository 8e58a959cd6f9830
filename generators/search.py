"""The search for a run that covers a wanted item and, on its way, as many uncovered ones as it can.

Depth first over the symbolic token game. One token is moved at a time, those first from which the
wanted item can still be reached, so that a wrong choice shows itself soon; what happens side by
side is put in one order only. An exceptional event is tried where the wanted item needs it or
something uncovered lies behind it, at the earliest moment first.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generators.symbolic import Situation, SymbolicGame, texts_of
from process_models.addresses import AttributeAddress
from process_models.catalogue import Variant
from process_models.exploration import is_exceptional
from process_models.feel.solver import Conflict
from process_models.semantics.game import enabled, is_finished
from process_models.semantics.net import Guard, Net, Step, StepKind

#: Steps tried in search of one item before the search says "not decided".
MOST_TRIES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """No run covers the item; `because` are conditions that exclude each other, in the model's words."""

    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """The search ended before it had tried everything."""

    tries: int


@dataclass
class _Attempt:
    """What one search has seen so far."""

    wanted: frozenset[int]
    uncovered: frozenset[int]
    distance: Mapping[int, int]
    tries: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    exhausted: bool = True


class Searcher:
    """Searches runs of one variant. `loops` is how often a step may be repeated in a run."""

    def __init__(self, variant: Variant, *, loops: int = 1, most_tries: int = MOST_TRIES) -> None:
        self._net = variant.net
        self._chain = variant.chain
        self._game = SymbolicGame(variant)
        self._loops = loops
        self._most_tries = most_tries
        self._behind = steps_behind(variant.net)
        self._exceptional = frozenset(s.number for s in variant.net.steps if is_exceptional(variant.chain, s))

    def find(
        self,
        wanted: frozenset[int],
        uncovered: frozenset[int],
        facts: Mapping[AttributeAddress, object] | None = None,
    ) -> Situation | Infeasible | Undecided:
        """A finished run that takes one of the wanted steps, or why there is none.

        Of several ways, those with more of the `uncovered` steps are preferred.
        """
        attempt = _Attempt(wanted=wanted, uncovered=uncovered, distance=distances(self._net, wanted))
        start = self._game.supposing(self._game.start(facts or {}), self._always_needed(wanted))
        if isinstance(start, Conflict):
            return Infeasible(because=texts_of([start]))
        found = self._descend(start, attempt)
        if found is not None:
            return found
        if attempt.exhausted:
            return Infeasible(because=texts_of(attempt.conflicts))
        return Undecided(tries=attempt.tries)

    def _always_needed(self, wanted: frozenset[int]) -> tuple[Guard, ...]:
        """Conditions of every wanted step over attributes that nobody writes: they hold from the start."""
        guards = [set(self._net.steps[number].guards) for number in wanted]
        common = set.intersection(*guards) if guards else set()
        steady = [guard for guard in common if self._game.is_steady(guard)]
        return tuple(sorted(steady, key=lambda guard: (guard.flow, guard.holds)))

    def _descend(self, start: Situation, attempt: _Attempt) -> Situation | None:
        stack: list[Iterator[Situation]] = [iter((start,))]
        while stack:
            situation = next(stack[-1], None)
            if situation is None:
                stack.pop()
                continue
            has_wanted = any(taken.step.number in attempt.wanted for taken in situation.taken)
            if has_wanted and is_finished(self._net, situation.marking):
                return situation
            if attempt.tries >= self._most_tries:
                attempt.exhausted = False
                return None
            if has_wanted or self._can_reach(situation, attempt.wanted):
                stack.append(self._successors(situation, attempt, has_wanted=has_wanted))
        return None

    def _successors(self, situation: Situation, attempt: _Attempt, *, has_wanted: bool) -> Iterator[Situation]:
        goal = frozenset[int]() if has_wanted else attempt.wanted
        done = {taken.step.number for taken in situation.taken}
        for step in self._offers(situation, attempt, goal, done):
            attempt.tries += 1
            after = self._game.advance(situation, step)
            if isinstance(after, Conflict):
                if step.number in goal or not has_wanted:
                    attempt.conflicts.append(after)
            else:
                yield after

    def _offers(self, situation: Situation, attempt: _Attempt, goal: frozenset[int], done: set[int]) -> Sequence[Step]:
        counts: dict[int, int] = {}
        for taken in situation.taken:
            counts[taken.step.number] = counts.get(taken.step.number, 0) + 1
        enabled_now = enabled(self._net, situation.marking)
        possible = [s for s in enabled_now if counts.get(s.number, 0) <= self._loops]
        usual = [step for step in possible if step.number not in self._exceptional]
        if self._is_worn_out(enabled_now, usual):
            return ()
        missing = goal or (attempt.uncovered - done)
        worth = {step.number: self._worth(step, attempt, goal, attempt.uncovered - done) for step in possible}
        unusual = [s for s in possible if s.number in self._exceptional and self._reached_by(s) & missing]
        unusual.sort(key=lambda s: (worth[s.number], s.number))
        moved = self._one_token(usual, goal, worth)
        # An interruption ends what else the run could cover, so it waits until nothing else is left to do.
        elsewhere = frozenset().union(*(self._reached_by(step) for step in usual))
        waits = [s for s in unusual if s.kind is StepKind.INTERRUPT and elsewhere & missing]
        return [s for s in unusual if s not in waits] + moved + waits

    def _is_worn_out(self, enabled_now: Sequence[Step], usual: Sequence[Step]) -> bool:
        """Whether some token may not move any more, because everything it can do was done too often."""
        free = {place for step in usual for place in _taken_by(step)}
        return any(not free & set(_taken_by(step)) for step in enabled_now if step.number not in self._exceptional)

    def _one_token(
        self, usual: Sequence[Step], goal: frozenset[int], worth: Mapping[int, tuple[int, ...]]
    ) -> list[Step]:
        """All alternatives of one token: of the one from which the goal, or most, can be reached."""
        if not usual:
            return []
        first = min(usual, key=lambda s: (not self._reached_by(s) & goal, s.number))
        places = set(_taken_by(first))
        together = [s for s in usual if places & set(_taken_by(s))]
        return sorted(together, key=lambda s: (worth[s.number], s.number))

    def _worth(self, step: Step, attempt: _Attempt, goal: frozenset[int], uncovered: frozenset[int]) -> tuple[int, ...]:
        """Smaller is better: what leads to the goal, then uncovered steps at hand, then the nearer way."""
        reached = self._reached_by(step)
        return (
            0 if not goal or goal & reached else 1,
            0 if step.number in uncovered else 1,
            attempt.distance.get(step.number, len(self._net.steps)) if goal else -len(reached & uncovered),
        )

    def _reached_by(self, step: Step) -> frozenset[int]:
        return frozenset({step.number}).union(*(self._behind[place] for place in step.gives))

    def _can_reach(self, situation: Situation, wanted: frozenset[int]) -> bool:
        return any(self._behind[place] & wanted for place in situation.marking)


def steps_behind(net: Net) -> Mapping[int, frozenset[int]]:
    """For each place the steps that a token there can lead to, other tokens willing.

    Cost: a fixed point over the places, at most as many rounds as the longest way.
    """
    behind: dict[int, frozenset[int]] = {place: frozenset() for place in range(len(net.places))}
    changed = True
    while changed:
        changed = False
        for step in reversed(net.steps):
            reached = frozenset({step.number}).union(*(behind[place] for place in step.gives))
            for place in (*_taken_by(step), *step.tests):
                if not reached <= behind[place]:
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
        for place in (*_taken_by(step), *step.tests):
            for before in givers.get(place, ()):
                if before not in found:
                    found[before] = found[number] + 1
                    waiting.append(before)
    return found


def _taken_by(step: Step) -> tuple[int, ...]:
    return step.join.incoming if step.join else step.takes
