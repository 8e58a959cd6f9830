"""Whether conditions can hold together, with values that make them hold or the smallest set that contradicts.

Conditions over single attributes are decided exactly on boxes; others go to an SMT solver, and what that has no
words for is tried out where the values are few. The rest is `Undecided`, never a guess. Every solution is checked
against the evaluator before it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from process_models.feel import ast
from process_models.feel.analysis import addresses
from process_models.feel.boxes import Box, NotBoxable, Spaces, boxes, product
from process_models.feel.domains import Domain
from process_models.feel.evaluator import evaluate
from process_models.feel.exhaustive import tried
from process_models.feel.parser import parse
from process_models.feel.rendering import text
from process_models.feel.values import scope_of


@dataclass(frozen=True, slots=True)
class Solution:
    """A value for every attribute the conditions mention, by address; they all hold with it."""

    assignment: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Conditions that cannot hold together; without any one of them the others can.

    `indices` count from 0 in the order the conditions were given, `texts` are the conditions.
    """

    indices: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither proven possible nor impossible, and why."""

    reason: str


Verdict: TypeAlias = Solution | Conflict | Undecided


def satisfiable(conditions: Sequence[ast.Expression | str], domains: Mapping[str, Domain] | None = None) -> Verdict:
    """Whether all `conditions` can be true at once with values from `domains`.

    The solution is canonical: of attributes in alphabetical order each gets its preferred value (the first of
    an enumeration, the smallest number), so the same conditions give the same data.
    """
    store = Constraints(domains)
    for condition in conditions:
        store = store.with_(condition)
    return store.check()


Outcome: TypeAlias = dict[str, object] | tuple[int, ...] | str


@dataclass(slots=True)
class _Memory:
    """What all stores over the same domains share: spaces, and conditions already turned into boxes."""

    domains: Mapping[str, Domain]
    spaces: Spaces
    boxes: dict[int, tuple[Box, ...] | str] = field(default_factory=dict)
    reads: dict[int, tuple[str, ...]] = field(default_factory=dict)
    # Per group of conditions, by their ids: values, a smallest contradiction (places in the group), or a reason.
    outcomes: dict[tuple[int, ...], Outcome] = field(default_factory=dict)
    # Keys are object ids, so the conditions must stay alive.
    kept: list[ast.Expression] = field(default_factory=list)


class Constraints:
    """Conditions that must hold, one added at a time; a store never changes, `with_` gives a new one.

    The boxes always take in every condition that fits into some: where they are empty, no solver is asked.
    """

    __slots__ = ("_beyond", "_boxes", "_memory", "_verdict", "conditions")

    def __init__(self, domains: Mapping[str, Domain] | None = None) -> None:
        self.conditions: tuple[ast.Expression, ...] = ()
        self._memory = _Memory(dict(domains or {}), Spaces(domains or {}))
        self._boxes: tuple[Box, ...] = ({},)
        self._beyond = False
        self._verdict: Verdict | None = None

    def with_(self, condition: ast.Expression | str) -> Constraints:
        """The same conditions and one more."""
        node = parse(condition) if isinstance(condition, str) else condition
        store = Constraints.__new__(Constraints)
        store.conditions = (*self.conditions, node)
        store._memory = self._memory
        store._boxes, beyond = self._narrowed(node)
        store._beyond = self._beyond or beyond
        store._verdict = None
        return store

    def is_open(self) -> bool | None:
        """Whether the conditions can hold together; None where that is not decided. Cheaper than `check`."""
        if not self._boxes or not self._beyond:
            return bool(self._boxes)
        verdict = self.check()
        return None if isinstance(verdict, Undecided) else isinstance(verdict, Solution)

    def check(self) -> Verdict:
        """A solution, a smallest conflict, or why it is not decided."""
        if self._verdict is None:
            self._verdict = self._checked()
        return self._verdict

    def _narrowed(self, condition: ast.Expression) -> tuple[tuple[Box, ...], bool]:
        """The boxes with one condition more, and whether it goes beyond them."""
        found = _boxes_of(condition, self._memory)
        if isinstance(found, str):
            return self._boxes, True
        try:
            return product(self._boxes, found), False
        except NotBoxable:
            return self._boxes, True

    def _checked(self) -> Verdict:
        if not self._boxes:
            return self._conflict(_smallest(range(len(self.conditions)), self._contradict))
        if not self._beyond:
            return self._verified(_preferred(self.conditions, self._boxes, self._memory))
        return self._checked_in_groups()

    def _checked_in_groups(self) -> Verdict:
        """Group by group: conditions that share no attribute, not even by way of others, cannot contradict."""
        assignment: dict[str, object] = {}
        undecided: str | None = None
        for group in _groups(self.conditions, self._memory):
            outcome = _outcome([self.conditions[index] for index in group], self._memory)
            if isinstance(outcome, tuple):
                return self._conflict(tuple(group[place] for place in outcome))
            if isinstance(outcome, str):
                undecided = undecided or outcome
            else:
                assignment.update(outcome)
        if undecided is not None:
            return Undecided(undecided)
        return self._verified({address: assignment[address] for address in sorted(assignment)})

    def _conflict(self, indices: tuple[int, ...]) -> Conflict:
        return Conflict(indices, tuple(text(self.conditions[index]) for index in indices))

    def _contradict(self, indices: Sequence[int]) -> bool:
        """Whether the boxes of these conditions exclude each other."""
        store = Constraints.__new__(Constraints)
        store._memory, store._boxes = self._memory, ({},)
        for index in indices:
            store._boxes, _ = store._narrowed(self.conditions[index])
        return not store._boxes

    def _verified(self, assignment: dict[str, object]) -> Verdict:
        scope = scope_of(assignment)
        for condition in self.conditions:
            if evaluate(condition, scope) is not True:
                return Undecided(f"the values found do not satisfy '{text(condition)}'")
        return Solution(assignment)


def _outcome(conditions: Sequence[ast.Expression], memory: _Memory) -> Outcome:
    """What is to say about a group of conditions that hang together, remembered for the next time."""
    key = tuple(map(id, conditions))
    if key not in memory.outcomes:
        memory.kept.extend(conditions)
        boxed = _boxed_outcome(conditions, memory)
        memory.outcomes[key] = _solved_outcome(conditions, memory) if boxed is None else boxed
    return memory.outcomes[key]


def _boxed_outcome(conditions: Sequence[ast.Expression], memory: _Memory) -> Outcome | None:
    """The outcome from boxes alone; None where a solver is needed. Contradictions were found before."""
    together: tuple[Box, ...] = ({},)
    for condition in conditions:
        found = _boxes_of(condition, memory)
        try:
            together = () if isinstance(found, str) else product(together, found)
        except NotBoxable:
            return None
        if not together:
            return None
    return _preferred(conditions, together, memory)


def _solved_outcome(conditions: Sequence[ast.Expression], memory: _Memory) -> Outcome:
    # Imported here because z3 takes longer to load than most questions take to answer.
    from process_models.feel import smt

    outcome = smt.solved(conditions, memory.domains)
    if not isinstance(outcome, str):
        return outcome
    read = {address for condition in conditions for address in _reads_of(condition, memory)}
    by_trying = tried(conditions, {address: memory.spaces.known(address) for address in read})
    return outcome if by_trying is None else by_trying


def _groups(conditions: Sequence[ast.Expression], memory: _Memory) -> list[list[int]]:
    """The places of the conditions, together where they share attributes, in the order of their first one."""
    groups: list[tuple[set[str], list[int]]] = []
    for index, condition in enumerate(conditions):
        read, places = set(_reads_of(condition, memory)), [index]
        apart = []
        for group in groups:
            if group[0] & read:
                read |= group[0]
                places = [*group[1], *places]
            else:
                apart.append(group)
        groups = [*apart, (read, sorted(places))]
    return sorted(places for _, places in groups)


def _preferred(conditions: Sequence[ast.Expression], found: Sequence[Box], memory: _Memory) -> dict[str, object]:
    read = sorted({address for node in conditions for address in _reads_of(node, memory)})
    spaces = {address: memory.spaces.known(address) for address in read}
    best = min(
        ([(address, *space.first(box.get(address, space.full))) for address, space in spaces.items()] for box in found),
        key=lambda row: [key for _, key, _ in row],
    )
    return {address: value for address, _, value in best}


def _boxes_of(condition: ast.Expression, memory: _Memory) -> tuple[Box, ...] | str:
    key = id(condition)
    if key not in memory.boxes:
        memory.kept.append(condition)
        try:
            memory.boxes[key] = boxes(condition, memory.spaces)
        except NotBoxable as reason:
            memory.boxes[key] = str(reason)
    return memory.boxes[key]


def _reads_of(condition: ast.Expression, memory: _Memory) -> tuple[str, ...]:
    key = id(condition)
    if key not in memory.reads:
        memory.kept.append(condition)
        memory.reads[key] = tuple(sorted(addresses(condition)))
    return memory.reads[key]


def _smallest(indices: Sequence[int], contradict: Callable[[Sequence[int]], bool]) -> tuple[int, ...]:
    """A part of contradicting conditions that contradicts and of which none can be left out."""
    kept = list(indices)
    for index in list(kept):
        rest = [other for other in kept if other != index]
        if contradict(rest):
            kept = rest
    return tuple(kept)
