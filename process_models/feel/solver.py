"""Whether conditions can hold together, with values that make them hold or the smallest set that contradicts.

Conditions over single attributes are decided exactly on boxes; others go to an SMT solver. What neither can
decide is `Undecided`, never a guess. Every solution is checked against the evaluator before it is given.
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


@dataclass(slots=True)
class _Memory:
    """What all stores over the same domains share: spaces, and conditions already turned into boxes."""

    domains: Mapping[str, Domain]
    spaces: Spaces
    boxes: dict[int, tuple[Box, ...] | str] = field(default_factory=dict)
    reads: dict[int, tuple[str, ...]] = field(default_factory=dict)
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
            return self._verified(self._preferred(self._boxes))
        # Imported here because z3 takes longer to load than most questions take to answer.
        from process_models.feel import smt

        outcome = smt.solved(self.conditions, self._memory.domains)
        if isinstance(outcome, str):
            return Undecided(outcome)
        return self._conflict(outcome) if isinstance(outcome, tuple) else self._verified(outcome)

    def _conflict(self, indices: tuple[int, ...]) -> Conflict:
        return Conflict(indices, tuple(text(self.conditions[index]) for index in indices))

    def _contradict(self, indices: Sequence[int]) -> bool:
        """Whether the boxes of these conditions exclude each other."""
        store = Constraints.__new__(Constraints)
        store._memory, store._boxes = self._memory, ({},)
        for index in indices:
            store._boxes, _ = store._narrowed(self.conditions[index])
        return not store._boxes

    def _preferred(self, found: Sequence[Box]) -> dict[str, object]:
        read = sorted({address for node in self.conditions for address in _reads_of(node, self._memory)})
        spaces = {address: self._memory.spaces.known(address) for address in read}
        best = min(
            (
                [(address, *space.first(box.get(address, space.full))) for address, space in spaces.items()]
                for box in found
            ),
            key=lambda row: [key for _, key, _ in row],
        )
        return {address: value for address, _, value in best}

    def _verified(self, assignment: dict[str, object]) -> Verdict:
        scope = scope_of(assignment)
        for condition in self.conditions:
            if evaluate(condition, scope) is not True:
                return Undecided(f"the values found do not satisfy '{text(condition)}'")
        return Solution(assignment)


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
