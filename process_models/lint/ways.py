"""What must be true of the data on a way through the game, and whether it can be.

The game tells situations apart by the values each attribute may have by itself. Where conditions
tie several attributes together it may find a way that no data can take; here the conditions of one
way are put together, with a new version of an attribute each time it is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from process_models.addresses import Address, AttributeAddress
from process_models.conditions import understood
from process_models.dictionary import DataDictionary
from process_models.elements import Expression
from process_models.exploration import Move
from process_models.feel import ast
from process_models.feel.analysis import address_expression, not_true, substitute
from process_models.feel.domains import Domain
from process_models.feel.solver import Conflict, satisfiable
from process_models.lint.play import Play
from process_models.semantics.net import SILENT, Guard

#: Ways to one thing that are held against their conditions before it counts as not decided.
WAYS_TRIED = 6


@dataclass(frozen=True, slots=True)
class Demand:
    """A condition over versions of attributes, and how to say it."""

    expression: ast.Expression
    said: str


def can_be_taken(play: Play, way: Sequence[Move]) -> bool:
    """Whether data can take a way; what the solver cannot decide counts as possible."""
    return conflict_on(play, way) is None


def conflict_on(play: Play, way: Sequence[Move], then: Iterable[Guard] = ()) -> tuple[str, ...] | None:
    """A smallest set of demands on the way and after it that exclude each other, None where there is none."""
    telling = _Telling(play)
    demands = [*telling.demands(way), *telling.guards(then)]
    return _conflict(demands, telling.domains)


def conflict_of(play: Play, guards: Iterable[Guard]) -> tuple[str, ...] | None:
    """A smallest set of conditions that no data meet together, whatever happened before; None where there is none."""
    telling = _Telling(play)
    return _conflict(list(telling.guards(guards)), telling.domains)


def conditions_on(way: Sequence[Move]) -> bool:
    """Whether the way depends on data at all."""
    return any(move.step.guards for move in way)


def _conflict(demands: Sequence[Demand], domains: dict[str, Domain]) -> tuple[str, ...] | None:
    if not demands:
        return None
    verdict = satisfiable([demand.expression for demand in demands], domains)
    if isinstance(verdict, Conflict):
        return tuple(dict.fromkeys(demands[index].said for index in verdict.indices))
    return None


class _Telling:
    """Follows a way and tells what it demands."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._dictionary: DataDictionary = play.dictionary
        self._versions: dict[AttributeAddress, int] = {}
        self.domains: dict[str, Domain] = {}

    def demands(self, way: Sequence[Move]) -> Iterator[Demand]:
        """The initial values, then what each step asks and writes, in order."""
        for name, attribute in self._dictionary.attributes.items():
            if attribute.initial is not None:
                yield from self._equal(name, attribute.initial, f"{name} is {attribute.initial.text} at the start")
        for move in way:
            yield from self.guards(move.step.guards)
            if move.step.kind not in SILENT and move.step.at in self._play.chain.nodes:
                yield from self._written(move.step.at)

    def guards(self, guards: Iterable[Guard]) -> Iterator[Demand]:
        """The conditions asked now."""
        for guard in guards:
            condition = understood(guard.expression)
            if condition is None:
                continue
            expression = self._now(condition.expression, condition.reads)
            at = self._play.name(guard.flow)
            if guard.holds:
                yield Demand(expression, f"'{condition.text}' holds at '{at}'")
            else:
                yield Demand(not_true(expression), f"'{condition.text}' does not hold at '{at}'")

    def _written(self, at: Address) -> Iterator[Demand]:
        # Every formula is computed from what was there before any of them wrote.
        formulas = []
        for write in self._play.chain.node(at).annotation.writes:
            formula = understood(write.value)
            if formula is not None:
                formulas.append((write.attribute, formula, self._now(formula.expression, formula.reads)))
        for write in self._play.chain.node(at).annotation.writes:
            self._versions[write.attribute] = self._versions.get(write.attribute, 0) + 1
        for name, formula, expression in formulas:
            said = f"{name} is {formula.text} after '{self._play.name(at)}'"
            yield Demand(ast.Binary("=", self._read(name), expression), said)

    def _equal(self, name: AttributeAddress, value: Expression, said: str) -> Iterator[Demand]:
        formula = understood(value)
        if formula is not None and not formula.reads:
            yield Demand(ast.Binary("=", self._read(name), formula.expression), said)

    def _now(self, expression: ast.Expression, reads: Iterable[AttributeAddress]) -> ast.Expression:
        return substitute(expression, {name: self._version(name) for name in reads})

    def _read(self, name: AttributeAddress) -> ast.Expression:
        return address_expression(self._version(name))

    def _version(self, name: AttributeAddress) -> str:
        version = f"{name}@{self._versions.get(name, 0)}"
        if name in self._dictionary.attributes:
            self.domains[version] = self._dictionary.attributes[name].domain
        return version
