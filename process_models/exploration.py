"""Which markings a chain can reach, and what is surely or possibly done in each of them.

Explores the token game with what is known of the data. Values of attributes that no further
condition will ask for are forgotten, steps that only move tokens are taken at once, so that the
number of situations stays near the number of things people would tell apart. Two branches side by
side are explored in every order of their activities.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TypeAlias

from process_models.addresses import AttributeAddress
from process_models.chain import Chain
from process_models.conditions import Condition, understood
from process_models.dictionary import DataDictionary
from process_models.semantics.game import enabled, fire
from process_models.semantics.net import SILENT, Guard, Marking, Net, Step

ORDER_STATE = AttributeAddress("order.state")

#: More situations than this are not explored; what is concluded then says so.
MOST_SITUATIONS = 200_000

#: Combinations of values tried for a condition over several attributes; beyond it both ways stay open.
_MOST_COMBINATIONS = 512

Possible: TypeAlias = tuple[tuple[AttributeAddress, tuple[object, ...]], ...]
"""For some attributes the values they may have, by attribute; an attribute not named may have any."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A marking and what is known of the data there."""

    marking: Marking
    possible: Possible

    def values_of(self, attribute: AttributeAddress) -> tuple[object, ...] | None:
        """The values the attribute may have, or None where nothing is known of it."""
        return next((values for name, values in self.possible if name == attribute), None)


@dataclass(frozen=True, slots=True)
class Move:
    """A step from one situation to another, by their numbers."""

    source: int
    step: Step
    target: int


@dataclass(frozen=True, kw_only=True)
class Exploration:
    """All situations reached, in the order they were found, and the moves between them."""

    net: Net
    situations: tuple[Situation, ...]
    moves: tuple[Move, ...]
    complete: bool

    @cached_property
    def moves_from(self) -> Mapping[int, tuple[Move, ...]]:
        """The moves that leave each situation."""
        found: dict[int, list[Move]] = {number: [] for number in range(len(self.situations))}
        for move in self.moves:
            found[move.source].append(move)
        return {number: tuple(moves) for number, moves in found.items()}

    @cached_property
    def _by_state(self) -> Mapping[object, tuple[int, ...]]:
        found: dict[object, list[int]] = {}
        for number, situation in enumerate(self.situations):
            values = situation.values_of(ORDER_STATE)
            if any(move.step.kind in SILENT for move in self.moves_from[number]):
                continue
            if values is not None and len(values) == 1:
                found.setdefault(values[0], []).append(number)
        return {state: tuple(numbers) for state, numbers in found.items()}

    def with_state(self, state: str) -> tuple[int, ...]:
        """The situations at rest whose `order.state` is surely that state.

        A token that is only about to be moved on is not at rest; people never see such a moment.
        """
        return self._by_state.get(state, ())


class Explorer:
    """Explores one chain; keeps what does not depend on the facts asked for."""

    def __init__(self, chain: Chain, net: Net, dictionary: DataDictionary) -> None:
        self._chain = chain
        self._net = net
        self._dictionary = dictionary
        self._values = representatives(net, dictionary)
        self._live = live_attributes(chain, net, frozenset(self._values))

    def explore(
        self,
        facts: Mapping[AttributeAddress, object] | None = None,
        *,
        exceptions: bool = False,
        limit: int = MOST_SITUATIONS,
    ) -> Exploration:
        """Everything reachable from the start, given facts that hold from the start.

        Without `exceptions` no boundary event and no event sub-process happens: the order as it
        goes when nothing unusual occurs.
        """
        start = Situation(self._net.initial, self._at_start(facts or {}))
        numbers = {start: 0}
        moves: list[Move] = []
        waiting = deque([start])
        while waiting and len(numbers) <= limit:
            situation = waiting.popleft()
            for step in self._steps(situation, exceptions=exceptions):
                for after in self._after(situation, step):
                    if after not in numbers:
                        numbers[after] = len(numbers)
                        waiting.append(after)
                    moves.append(Move(numbers[situation], step, numbers[after]))
        return Exploration(net=self._net, situations=tuple(numbers), moves=tuple(moves), complete=not waiting)

    @property
    def asked(self) -> frozenset[AttributeAddress]:
        """The attributes that conditions ask for and whose values are told apart."""
        return frozenset(self._values)

    def _at_start(self, facts: Mapping[AttributeAddress, object]) -> Possible:
        known: dict[AttributeAddress, tuple[object, ...]] = {}
        for name, attribute in self._dictionary.attributes.items():
            if formula := understood(attribute.initial):
                known[name] = (formula.value({}),)
        known |= {name: (value,) for name, value in facts.items()}
        return _sorted({name: values for name, values in known.items() if name in self._tracked})

    @cached_property
    def _tracked(self) -> frozenset[AttributeAddress]:
        return frozenset(self._values) | {ORDER_STATE}

    def _steps(self, situation: Situation, *, exceptions: bool) -> Sequence[Step]:
        """The steps to try: a token that is only moved goes first and alone.

        Moving it neither takes nor gives what any other step needs, so the order does not matter;
        all alternatives of the same token are tried.
        """
        steps = [step for step in enabled(self._net, situation.marking) if exceptions or not step.is_exceptional]
        for step in steps:
            if step.kind in SILENT and step.join is None:
                together = set(step.takes)
                return [other for other in steps if together & set(other.takes)]
        return steps

    def _after(self, situation: Situation, step: Step) -> Iterator[Situation]:
        known = self._filtered(dict(situation.possible), step.guards)
        if known is None:
            return
        if step.kind not in SILENT:
            for write in self._chain.node(step.at).annotation.writes:
                known.pop(write.attribute, None)
                value = self._written(understood(write.value), dict(situation.possible))
                if value is not None and write.attribute in self._tracked:
                    known[write.attribute] = value
        marking = fire(self._net, situation.marking, step)
        alive = {ORDER_STATE}.union(*(self._live[place] for place in marking))
        yield Situation(marking, _sorted({name: values for name, values in known.items() if name in alive}))

    def _written(
        self, formula: Condition | None, known: Mapping[AttributeAddress, tuple[object, ...]]
    ) -> tuple[object, ...] | None:
        if formula is None or not all(name in known for name in formula.reads):
            return None
        values = {formula.value(data): None for data in _combinations(formula.reads, known)}
        return tuple(sorted(values, key=repr)) or None

    def _filtered(
        self, known: dict[AttributeAddress, tuple[object, ...]], guards: Iterable[Guard]
    ) -> dict[AttributeAddress, tuple[object, ...]] | None:
        """What is known once the guards are true, or None where they cannot be."""
        for guard in guards:
            condition = understood(guard.expression)
            if condition is None or not all(name in self._values for name in condition.reads):
                continue
            candidates = {name: known.get(name, self._values[name]) for name in condition.reads}
            fitting = _fitting(condition, candidates, holds=guard.holds)
            if fitting is None:
                continue
            if not fitting:
                return None
            for name in condition.reads:
                values = tuple(dict.fromkeys(data[name] for data in fitting))
                if len(values) < len(self._values[name]):
                    known[name] = values
        return known


def _fitting(
    condition: Condition, candidates: Mapping[AttributeAddress, tuple[object, ...]], *, holds: bool
) -> list[Mapping[AttributeAddress, object]] | None:
    size = 1
    for values in candidates.values():
        size *= len(values)
    if size > _MOST_COMBINATIONS:
        return None
    return [data for data in _combinations(condition.reads, candidates) if bool(condition.holds(data)) is holds]


def _combinations(
    names: Sequence[AttributeAddress], known: Mapping[AttributeAddress, tuple[object, ...]]
) -> Iterator[Mapping[AttributeAddress, object]]:
    for values in product(*(known[name] for name in names)):
        yield dict(zip(names, values, strict=True))


def _sorted(known: Mapping[AttributeAddress, tuple[object, ...]]) -> Possible:
    return tuple(sorted(known.items()))


def representatives(net: Net, dictionary: DataDictionary) -> Mapping[AttributeAddress, tuple[object, ...]]:
    """For each attribute that conditions ask for, values on every side of everything they compare it with.

    Attributes without a finite set of such values are left out.
    """
    conditions = [c for step in net.steps for guard in step.guards if (c := understood(guard.expression))]
    asked: dict[AttributeAddress, list[Condition]] = {}
    for condition in dict.fromkeys(conditions):
        for name in condition.reads:
            asked.setdefault(name, []).append(condition)
    found = {}
    for name, its_conditions in sorted(asked.items()):
        values = dictionary.representatives(name, [c.expression for c in its_conditions])
        if values:
            found[name] = values
    return found


def live_attributes(
    chain: Chain, net: Net, asked: frozenset[AttributeAddress]
) -> Mapping[int, frozenset[AttributeAddress]]:
    """For each place, the attributes a token there may still be asked about before they are written anew."""
    live: dict[int, frozenset[AttributeAddress]] = dict.fromkeys(range(len(net.places)), frozenset())
    changed = True
    while changed:
        changed = False
        for step in reversed(net.steps):
            after = frozenset[AttributeAddress]().union(*(live[place] for place in step.gives))
            written = (
                {write.attribute for write in chain.node(step.at).annotation.writes} if _works(chain, step) else set()
            )
            before = (after - written) | _asks(step.guards) & asked | _formula_reads(chain, step) & asked
            for place in (*step.taken_from, *step.tests):
                if not before <= live[place]:
                    live[place] |= before
                    changed = True
    return live


def _works(chain: Chain, step: Step) -> bool:
    return step.kind not in SILENT and step.at in chain.nodes


def _asks(guards: Iterable[Guard]) -> frozenset[AttributeAddress]:
    conditions = (understood(guard.expression) for guard in guards)
    return frozenset(name for condition in conditions if condition for name in condition.reads)


def _formula_reads(chain: Chain, step: Step) -> frozenset[AttributeAddress]:
    if not _works(chain, step):
        return frozenset()
    formulas = (understood(write.value) for write in chain.node(step.at).annotation.writes)
    return frozenset(name for formula in formulas if formula for name in formula.reads)
