"""The value of a boxed expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from process_models.dmn.findings import Finding
from process_models.dmn.model import (
    Boxed,
    Conditional,
    ContextExpression,
    DecisionTable,
    FilterExpression,
    FunctionDefinition,
    Invocation,
    Iteration,
    ListExpression,
    LiteralExpression,
    Relation,
    Variable,
)
from process_models.dmn.tables import TableResult, evaluate_table
from process_models.feel.errors import FeelSyntaxError
from process_models.feel.evaluator import quantified, value_of
from process_models.feel.functions import Definition
from process_models.feel.iterations import iterated
from process_models.feel.parser import parse
from process_models.feel.run import Run
from process_models.feel.scope import Scope
from process_models.feel.types import ANY, Type, converted, kind_text, type_text
from process_models.feel.values import Arguments, Function, Range


@dataclass(slots=True)
class Environment:
    """What the expressions of one model share: types, known names, and what evaluation brings to light."""

    type_of: Callable[[str | None], Type | None]
    types: Mapping[str, Type]
    run: Run
    names: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    tables: list[tuple[str, TableResult]] = field(default_factory=list)

    def note(self, rule: str, message: str, element: str = "") -> None:
        finding = Finding(rule=rule, message=message, severity="error", element=element)
        if finding not in self.findings:
            self.findings.append(finding)


def boxed_value(expression: Boxed | None, scope: Scope, environment: Environment, element: str) -> object:
    """The value of `expression`, converted to the type it is declared to have; `element` is for findings."""
    if expression is None:
        return None
    reading = _READINGS[type(expression)]
    value = reading(expression, scope, environment, element)
    # The declared type of a function's definition is that of its body's result.
    if isinstance(expression, FunctionDefinition):
        return value
    return as_declared(value, expression.type_ref, environment, element)


def as_declared(value: object, type_ref: str | None, environment: Environment, element: str) -> object:
    """`value` as the type that is declared; null with a finding where it does not fit."""
    kind = environment.type_of(type_ref)
    if kind is None:
        environment.note("unknown-type", f"no type is named '{type_ref}'", element)
        return value
    fitting, fits = converted(value, kind)
    if not fits:
        environment.note("type", f"{kind_text(value)} is no {type_text(kind)}", element)
    return fitting


def function_value(
    definition: FunctionDefinition, scope: Scope, environment: Environment, element: str, result: Type = ANY
) -> object:
    """A function definition as a function that sees `scope`."""
    if definition.kind != "FEEL":
        environment.note("external", f"a function of kind {definition.kind} cannot be run here", element)
        return None
    formal = []
    for parameter in definition.parameters:
        formal.append((parameter.name, environment.type_of(parameter.type_ref) or ANY))

    def body(bound: Mapping[str, object], _: Run) -> object:
        return boxed_value(definition.body, Scope(bound, scope), environment, element)

    return Definition(element, tuple(formal), body, result)


def _literal(expression: LiteralExpression, scope: Scope, environment: Environment, element: str) -> object:
    if not expression.text:
        return None
    try:
        node = parse(expression.text, environment.names)
    except FeelSyntaxError as error:
        environment.note("syntax", str(error), element)
        return None
    return value_of(node, scope, environment.run)


def _table(table: DecisionTable, scope: Scope, environment: Environment, element: str) -> object:
    result = evaluate_table(
        table,
        scope,
        types=_column_types(table, environment),
        names=environment.names,
        run=environment.run,
    )
    environment.tables.append((element, result))
    for finding in result.findings:
        environment.note(finding.rule, finding.message, element)
    return result.value


def _column_types(table: DecisionTable, environment: Environment) -> dict[str, Type]:
    references = [clause.type_ref for clause in table.inputs] + [clause.type_ref for clause in table.outputs]
    return {name: environment.type_of(name) or ANY for name in references if name is not None}


def _context(expression: ContextExpression, scope: Scope, environment: Environment, element: str) -> object:
    entries: dict[str, object] = {}
    inner = Scope(entries, scope)
    for entry in expression.entries:
        value = boxed_value(entry.value, inner, environment, element)
        if entry.variable is None or not entry.variable.name:
            return value
        if not (isinstance(entry.value, FunctionDefinition) and isinstance(value, Function)):
            value = as_declared(value, entry.variable.type_ref, environment, element)
        entries[entry.variable.name] = value
    return entries


def _invocation(expression: Invocation, scope: Scope, environment: Environment, element: str) -> object:
    function = boxed_value(expression.function, scope, environment, element)
    values = tuple(
        as_declared(
            boxed_value(binding.value, scope, environment, element),
            binding.parameter.type_ref,
            environment,
            element,
        )
        for binding in expression.bindings
    )
    if not isinstance(function, Function):
        environment.note("invocation", f"{kind_text(function)} cannot be invoked", element)
        return None
    names = tuple(binding.parameter.name for binding in expression.bindings)
    return function.invoke(Arguments(values, names), environment.run)


def _list(expression: ListExpression, scope: Scope, environment: Environment, element: str) -> object:
    return [boxed_value(item, scope, environment, element) for item in expression.items]


def _relation(expression: Relation, scope: Scope, environment: Environment, element: str) -> object:
    return [_row(expression.columns, row, scope, environment, element) for row in expression.rows]


def _row(
    columns: Iterable[Variable],
    cells: Iterable[Boxed | None],
    scope: Scope,
    environment: Environment,
    element: str,
) -> dict[str, object]:
    return {
        column.name: as_declared(boxed_value(cell, scope, environment, element), column.type_ref, environment, element)
        for column, cell in zip(columns, cells, strict=False)
    }


def _function(expression: FunctionDefinition, scope: Scope, environment: Environment, element: str) -> object:
    result = environment.type_of(expression.type_ref) or ANY
    return function_value(expression, scope, environment, element, result)


def _conditional(expression: Conditional, scope: Scope, environment: Environment, element: str) -> object:
    condition = boxed_value(expression.condition, scope, environment, element)
    if condition is not None and not isinstance(condition, bool):
        environment.note("condition", f"{kind_text(condition)} is no condition", element)
        return None
    chosen = expression.consequence if condition is True else expression.alternative
    return boxed_value(chosen, scope, environment, element)


def _filter(expression: FilterExpression, scope: Scope, environment: Environment, element: str) -> object:
    source = boxed_value(expression.source, scope, environment, element)
    if source is None:
        return None
    kept = []
    for item in source if isinstance(source, list) else [source]:
        bindings = {"item": item, **item} if isinstance(item, dict) else {"item": item}
        outcome = boxed_value(expression.match, Scope(bindings, scope), environment, element)
        if outcome is True:
            kept.append(item)
        elif outcome is not None and outcome is not False:
            environment.note("filter", f"{kind_text(outcome)} is neither true nor false", element)
            return None
    return kept


def _iteration(expression: Iteration, scope: Scope, environment: Environment, element: str) -> object:
    source = boxed_value(expression.source, scope, environment, element)
    items = iterated(source.low, source.high, source) if isinstance(source, Range) else source
    if items is None:
        environment.note("iteration", "there is nothing to go over", element)
        return None
    outcomes: list[object] = []
    for item in items if isinstance(items, list) else [items]:
        bindings = {expression.variable: item, "partial": outcomes}
        outcomes.append(boxed_value(expression.body, Scope(bindings, scope), environment, element))
    return outcomes if expression.kind == "for" else quantified(expression.kind, outcomes)


_READINGS: dict[type, Callable[..., object]] = {
    LiteralExpression: _literal,
    DecisionTable: _table,
    ContextExpression: _context,
    Invocation: _invocation,
    ListExpression: _list,
    Relation: _relation,
    FunctionDefinition: _function,
    Conditional: _conditional,
    FilterExpression: _filter,
    Iteration: _iteration,
}
