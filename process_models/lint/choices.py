"""What exclusive gateways ask, and with which data a token gets there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TypeAlias

from process_models.addresses import Address, AttributeAddress, ElementId, ProcessId, address
from process_models.conditions import Condition, understood
from process_models.elements import Gateway, GatewayKind, SequenceFlow
from process_models.exploration import Possible
from process_models.feel import ast
from process_models.feel.analysis import not_true
from process_models.feel.domains import Domain
from process_models.feel.printing import string_of
from process_models.feel.values import as_value
from process_models.lint.engine import Subject
from process_models.lint.play import Play
from process_models.lint.ways import WAYS_TRIED, conflict_on
from process_models.semantics.net import Guard, PlaceKind

#: Combinations of values looked at for one situation.
_MOST_COMBINATIONS = 20_000

Case: TypeAlias = Mapping[AttributeAddress, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A sequence flow, its condition, and whether it is to hold."""

    flow: SequenceFlow
    condition: Condition
    holds: bool

    @property
    def expression(self) -> ast.Expression:
        """What must be true of the data."""
        return self.condition.expression if self.holds else not_true(self.condition.expression)

    def fits(self, case: Case) -> bool:
        """Whether the condition is as it is to be."""
        return (self.condition.value(case) is True) is self.holds


@dataclass(frozen=True, slots=True)
class Choice:
    """An exclusive gateway with its conditional flows in document order, the default left out.

    A condition is None where it is not understood.
    """

    gateway: Gateway
    process: ProcessId
    ways: tuple[tuple[SequenceFlow, Condition | None], ...]

    @property
    def at(self) -> Address:
        """The gateway's address."""
        return address(self.process, self.gateway.id)


def choices(subject: Subject) -> Iterator[Choice]:
    """The exclusive gateways with several ways out, in document order."""
    model = subject.model
    for node in model.nodes:
        flows = model.outgoing[node.id]
        process = model.process_of.get(node.id)
        if not isinstance(node, Gateway) or node.kind is not GatewayKind.EXCLUSIVE or process is None:
            continue
        asked = [flow for flow in flows if flow.id != node.default and flow.condition is not None]
        yield Choice(node, process, tuple((flow, understood(flow.condition)) for flow in asked))


def domains_of(subject: Subject, conditions: Iterable[Condition]) -> dict[str, Domain] | None:
    """The domain of everything the conditions read; None where the dictionary does not know all of it."""
    names = dict.fromkeys(name for condition in conditions for name in condition.reads)
    known = subject.dictionary.attributes if subject.dictionary is not None else {}
    return {name: known[name].domain for name in names} if all(name in known for name in names) else None


def case_at(subject: Subject, choice: Choice, asked: Sequence[Asked]) -> tuple[Case | None, bool]:
    """Data with which a token can be at the gateway and every condition is as asked, and whether that is decided.

    Looked for in the situations in which a token is there; each case is held against its way.
    """
    play = subject.own
    tried = 0
    for situation, possible in _situations_at(play, choice):
        case = _fitting(play, possible, asked)
        if case is None:
            continue
        if conflict_on(play, play.way_to(situation), _guards(choice.process, asked)) is None:
            return case, True
        tried += 1
        if tried == WAYS_TRIED:
            return None, False
    return None, play.complete and not tried


def said(case: Case) -> str:
    """A case for people."""
    return ", ".join(f"{name} = {string_of(as_value(value))}" for name, value in case.items())


def _situations_at(play: Play, choice: Choice) -> Iterator[tuple[int, Possible]]:
    """A nearest situation with a token at the gateway for each set of values known there."""
    model = play.chain.models[choice.process]
    entering: set[ElementId | str] = {flow.id for flow in model.incoming[choice.gateway.id]}
    places = {
        number
        for number, place in enumerate(play.net.places)
        if (place.kind is PlaceKind.FLOW and place.at in {address(choice.process, ElementId(e)) for e in entering})
        or (place.kind is PlaceKind.READY and place.at == choice.at)
    }
    names = {name for _, condition in choice.ways if condition is not None for name in condition.reads}
    seen: set[Possible] = set()
    for number, situation in enumerate(play.exploration.situations):
        if places.isdisjoint(situation.marking):
            continue
        known = tuple((name, values) for name, values in situation.possible if name in names)
        if known not in seen:
            seen.add(known)
            yield number, known


def _fitting(play: Play, possible: Possible, asked: Sequence[Asked]) -> Case | None:
    known = dict(possible)
    expressions = [each.condition.expression for each in asked]
    names = dict.fromkeys(name for each in asked for name in each.condition.reads)
    values = {name: known.get(name) or play.dictionary.representatives(name, expressions) for name in names}
    return _first(values, lambda case: all(each.fits(case) for each in asked))


def _first(values: Mapping[AttributeAddress, tuple[object, ...]], fits: Callable[[Case], bool]) -> Case | None:
    for combination in islice(product(*values.values()), _MOST_COMBINATIONS):
        case = dict(zip(values, combination, strict=True))
        if fits(case):
            return case
    return None


def _guards(process: ProcessId, asked: Iterable[Asked]) -> tuple[Guard, ...]:
    return tuple(
        Guard(flow=address(process, each.flow.id), expression=each.flow.condition, holds=each.holds)
        for each in asked
        if each.flow.condition is not None
    )
