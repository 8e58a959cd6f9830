"""The token game with data left open: what must be true of the data for a run to go this way.

Attributes get a new version each time they are written. A value that is known is used at once; a
value that the world decides stays open, and every condition on the way narrows it. Whether all
conditions can be true together is asked of the constraint store of `process_models.feel`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from generators.independent import Independent
from process_models.addresses import AttributeAddress
from process_models.conditions import Condition, understood
from process_models.elements import Expression
from process_models.feel import ast
from process_models.feel.analysis import not_true, substitute
from process_models.feel.domains import Domain
from process_models.feel.solver import Conflict
from process_models.runs import is_work
from process_models.semantics.game import fire
from process_models.semantics.net import Guard, Marking, Step
from process_models.variants import Variant

_VERSION = re.compile(r"@\d+")

#: A writer may act this often in a run before its versions have no domain any more.
_REPEATS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step taken; `open_writes` are the versions the world decided: attribute and its version."""

    step: Step
    open_writes: tuple[tuple[AttributeAddress, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A marking, what is known of the data, and the conditions that the open values must meet.

    `known` holds values, and formulas over open values as expressions.
    """

    marking: Marking
    known: Mapping[AttributeAddress, object]
    versions: Mapping[AttributeAddress, int]
    constraints: Independent
    taken: tuple[Taken, ...] = ()


class SymbolicGame:
    """Plays one variant symbolically. Situations are values; the same step gives the same situation."""

    def __init__(self, variant: Variant) -> None:
        self._variant = variant
        self._domains = _domains(variant)
        self._asked = frozenset(
            name
            for step in variant.net.steps
            for guard in step.guards
            if (condition := understood(guard.expression))
            for name in condition.reads
        )
        self._written = frozenset(
            write.attribute for node in variant.chain.nodes.values() for write in node.annotation.writes
        )
        self._expressions: dict[tuple[object, ...], ast.Expression] = {}

    def start(self, facts: Mapping[AttributeAddress, object]) -> Situation:
        """Before anything happened. Facts and initial values are known, all else is open."""
        known: dict[AttributeAddress, object] = {}
        for name, attribute in self._variant.dictionary.attributes.items():
            formula = understood(attribute.initial)
            if formula is not None:
                known[name] = formula.value({})
        known |= facts
        return Situation(
            marking=self._variant.net.initial,
            known=known,
            versions={},
            constraints=Independent.over(self._domains),
        )

    def supposing(self, situation: Situation, guards: Iterable[Guard]) -> Situation | Conflict:
        """The same situation with conditions that must hold there."""
        constraints = situation.constraints
        for guard in guards:
            outcome = self._with_guard(situation, constraints, guard)
            if isinstance(outcome, Conflict):
                return outcome
            constraints = outcome
        return replace(situation, constraints=constraints)

    def is_steady(self, guard: Guard) -> bool:
        """Whether nobody writes what the condition asks for, so that it holds always or never."""
        condition = understood(guard.expression)
        return condition is not None and bool(condition.reads) and self._written.isdisjoint(condition.reads)

    def advance(self, situation: Situation, step: Step) -> Situation | Conflict:
        """The situation after a step, or the conditions that exclude each other."""
        supposed = self.supposing(situation, step.guards)
        if isinstance(supposed, Conflict):
            return supposed
        after = replace(supposed, marking=fire(self._variant.net, situation.marking, step), taken=())
        if is_work(step) and step.at in self._variant.chain.nodes:
            return self._with_writes(situation, after, step)
        return _taking(after, situation, Taken(step=step))

    def names_of(self, condition: Condition, situation: Situation) -> ast.Expression:
        """The condition over versions and known values of a situation."""
        return self._substituted(condition, {name: self._value_of(name, situation) for name in condition.reads})

    def _value_of(self, name: AttributeAddress, situation: Situation) -> object:
        if name in situation.known:
            value = situation.known[name]
            return value if isinstance(value, ast.Node) else _Known(value)
        return version_name(name, situation.versions.get(name, 0))

    def _substituted(self, condition: Condition, values: Mapping[AttributeAddress, object]) -> ast.Expression:
        """The same condition with the same values is the same object: the constraint store knows it by that."""
        key = (condition.text, *values.values())
        if key not in self._expressions:
            mapping: dict[str, str | ast.Expression] = {name: _in_place(value) for name, value in values.items()}
            self._expressions[key] = substitute(condition.expression, mapping)
        return self._expressions[key]

    def _with_guard(self, situation: Situation, constraints: Independent, guard: Guard) -> Independent | Conflict:
        condition = understood(guard.expression)
        if condition is None:
            return constraints
        if _all_known(condition, situation):
            if (condition.value(situation.known) is True) is guard.holds:
                return constraints
            return Conflict(indices=(0,), texts=(_said(guard, situation, condition),))
        expression = self.names_of(condition, situation)
        return constraints.with_(expression if guard.holds else self._refused(expression))

    def _refused(self, expression: ast.Expression) -> ast.Expression:
        """Not true; the same object for the same expression."""
        key = ("not", id(expression))
        if key not in self._expressions:
            self._expressions[key] = not_true(expression)
        return self._expressions[key]

    def _with_writes(self, before: Situation, after: Situation, step: Step) -> Situation | Conflict:
        annotation = self._variant.chain.node(step.at).annotation
        known, versions, constraints = dict(after.known), dict(after.versions), after.constraints
        open_writes: list[tuple[AttributeAddress, str]] = []
        for write in annotation.writes:
            versions[write.attribute] = versions.get(write.attribute, 0) + 1
            known.pop(write.attribute, None)
            name = version_name(write.attribute, versions[write.attribute])
            formula = understood(write.value)
            if formula is None:
                open_writes.append((write.attribute, name))
            else:
                # A formula over open values is kept as it is: only a condition that asks for it needs it.
                is_known = _all_known(formula, before)
                known[write.attribute] = formula.value(before.known) if is_known else self.names_of(formula, before)
        if annotation.decision:
            for relation in self._decided(before, annotation.decision, dict(open_writes)):
                outcome = constraints.with_(relation)
                if isinstance(outcome, Conflict):
                    return outcome
                constraints = outcome
        written = Situation(
            marking=after.marking,
            known=known,
            versions=versions,
            constraints=constraints,
        )
        return _taking(written, before, Taken(step=step, open_writes=tuple(open_writes)))

    def _decided(
        self, before: Situation, decision: str, written: Mapping[AttributeAddress, str]
    ) -> Iterator[ast.Expression]:
        """The decision table as a relation between what it reads and what it writes."""
        known = {
            name: before.known[name]
            for name in self._variant.decisions.inputs(decision)
            if name in before.known and not isinstance(before.known[name], ast.Node)
        }
        asked = tuple(name for name in written if name in self._asked)
        relation = self._variant.decision_relation(decision, asked, known)
        if relation is None:
            return
        condition = understood(Expression(text=relation))
        if condition is None:
            return
        yield self._substituted(
            condition,
            {name: written.get(name) or self._value_of(name, before) for name in condition.reads},
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """A value that stands in a condition as it is."""

    value: object


def _in_place(value: object) -> str | ast.Expression:
    if isinstance(value, _Known):
        return literal(value.value)
    return cast(ast.Expression, value) if isinstance(value, ast.Node) else str(value)


def _all_known(condition: Condition, situation: Situation) -> bool:
    return all(name in situation.known and not isinstance(situation.known[name], ast.Node) for name in condition.reads)


def _domains(variant: Variant) -> Mapping[str, Domain]:
    """The domain of every version an attribute can have in a run of ordinary length."""
    writers: dict[AttributeAddress, int] = {}
    for step in variant.net.steps:
        if is_work(step) and step.at in variant.chain.nodes:
            for write in variant.chain.node(step.at).annotation.writes:
                writers[write.attribute] = writers.get(write.attribute, 0) + 1
    return {
        version_name(name, number): attribute.domain
        for name, attribute in variant.dictionary.attributes.items()
        for number in range(writers.get(name, 0) * _REPEATS + 1)
    }


def version_name(attribute: AttributeAddress, number: int) -> str:
    """The name under which the constraint store knows a version of an attribute."""
    return f"{attribute}@{number}"


def attribute_of(version: str) -> AttributeAddress:
    """The attribute that a version is one of."""
    return AttributeAddress(_VERSION.sub("", version))


def first_version_of(version: str) -> AttributeAddress | None:
    """The attribute whose value at the start a version is; None for later versions."""
    name, mark, number = version.rpartition("@")
    return AttributeAddress(name) if mark and number == "0" else None


def literal(value: object) -> ast.Expression:
    """A value as an expression."""
    match value:
        case None:
            return ast.NullLiteral()
        case bool():
            return ast.BooleanLiteral(value)
        case Decimal() | int():
            return ast.NumberLiteral(Decimal(value))
        case str():
            return ast.StringLiteral(value)
    return ast.AtLiteral(str(value))


def _taking(after: Situation, before: Situation, taken: Taken) -> Situation:
    return replace(after, taken=(*before.taken, taken))


def _said(guard: Guard, situation: Situation, condition: Condition) -> str:
    values = ", ".join(f"{name} = {situation.known[name]}" for name in condition.reads)
    return f"{'' if guard.holds else 'not '}{condition.text}{f' (with {values})' if values else ''}"


def texts_of(conflicts: Iterable[Conflict]) -> tuple[str, ...]:
    """The conditions of some conflicts in the model's own words, without versions, each once."""
    texts = (_VERSION.sub("", text) for conflict in conflicts for text in conflict.texts)
    return tuple(dict.fromkeys(texts))
