"""The search for a run that covers a wanted item and, on its way, as many uncovered ones as it can.

Depth first over the symbolic token game. One token is moved at a time, those first from which the
wanted item can still be reached, so that a wrong choice shows itself soon; what happens side by
side is put in one order only. An exceptional event is tried where the wanted item needs it or
something uncovered lies behind it, at the earliest moment first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generators.symbolic import Situation, SymbolicGame, texts_of
from process_models.addresses import AttributeAddress
from process_models.catalogue import Variant
from process_models.exploration import is_exceptional
from process_models.feel.solver import Conflict
from process_models.semantics.game import enabled, is_finished
from process_models.semantics.net import Net, Step

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
        attempt = _Attempt(wanted=wanted, uncovered=uncovered)
        start = self._game.start(facts or {})
        found = self._descend(start, attempt)
        if found is not None:
            return found
        if attempt.exhausted:
            return Infeasible(because=texts_of(attempt.conflicts))
        return Undecided(tries=attempt.tries)

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
        possible = [s for s in enabled(self._net, situation.marking) if counts.get(s.number, 0) <= self._loops]
        usual = [step for step in possible if step.number not in self._exceptional]
        missing = goal or (attempt.uncovered - done)
        worth = {step.number: self._worth(step, goal, attempt.uncovered - done) for step in possible}
        unusual = [s for s in possible if s.number in self._exceptional and self._reached_by(s) & missing]
        moved = self._one_token(usual, goal, worth)
        return sorted(unusual, key=lambda s: (worth[s.number], s.number)) + moved

    def _one_token(
        self, usual: Sequence[Step], goal: frozenset[int], worth: Mapping[int, tuple[int, ...]]
    ) -> list[Step]:
        """All alternatives of one token: of the one from which the goal, or most, can be reached."""
        if not usual:
            return []
        first = min(usual, key=lambda s: (not self._reached_by(s) & goal, s.number))
        places = set(first.join.incoming if first.join else first.takes)
        together = [s for s in usual if places & set(s.join.incoming if s.join else s.takes)]
        return sorted(together, key=lambda s: (worth[s.number], s.number))

    def _worth(self, step: Step, goal: frozenset[int], uncovered: frozenset[int]) -> tuple[int, ...]:
        """Smaller is better: the goal first, then uncovered steps at hand, then those behind."""
        reached = self._reached_by(step)
        return (
            0 if not goal or goal & reached else 1,
            0 if step.number in uncovered else 1,
            -len(reached & uncovered),
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
            for place in step.join.incoming if step.join else (*step.takes, *step.tests):
                if not reached <= behind[place]:
                    behind[place] |= reached
                    changed = True
    return behind
