"""The value of an expression in a scope.

Evaluation is total: an operation that makes no sense has the value null, and the reason is collected
as a warning. Only a text that cannot be parsed is an error, and that happens before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from process_models.feel import ast, operators
from process_models.feel.builtins.library import BUILT_INS
from process_models.feel.errors import InvalidValue
from process_models.feel.functions import Definition
from process_models.feel.iterations import iterated
from process_models.feel.matching import matches, mentions_tested_value
from process_models.feel.numbers import integer
from process_models.feel.parser import parse, parse_unary_tests
from process_models.feel.properties import member
from process_models.feel.run import NullReason, Run
from process_models.feel.scope import MISSING, Scope
from process_models.feel.temporal import DateTime
from process_models.feel.temporal_text import temporal_from
from process_models.feel.types import ANY, Type, is_instance, kind_text, resolved
from process_models.feel.values import Arguments, Function, Range, as_value


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A value, and why it or a part of it is null."""

    value: object
    warnings: tuple[NullReason, ...] = ()


def evaluate(expression: ast.Expression | str, scope: Mapping[str, object] | Scope) -> object:
    """The value of `expression`: numbers as Decimal, null as None.

    `scope` maps names to values, contexts inside it being mappings; Python's own numbers, dates and
    sequences are taken as FEEL values.

    Raises:
        FeelSyntaxError: `expression` is a text and no FEEL.
    """
    return evaluation(expression, scope).value


def evaluation(
    expression: ast.Expression | str,
    scope: Mapping[str, object] | Scope,
    *,
    types: Mapping[str, Type] | None = None,
    moment: DateTime | None = None,
) -> Evaluation:
    """The value of `expression` with its warnings; `types` are named types, `moment` is `now()`.

    Raises:
        FeelSyntaxError: `expression` is a text and no FEEL.
    """
    node = parse(expression) if isinstance(expression, str) else expression
    run = Run(types=types or {}, moment=moment)
    value = value_of(node, scope if isinstance(scope, Scope) else Scope(scope), run)
    return Evaluation(value, tuple(run.warnings))


def holds(tests: ast.UnaryTests | str, value: object, scope: Mapping[str, object] | Scope) -> bool:
    """Whether `value` passes the unary tests.

    >>> holds("< 10, [20..30]", 25, {})
    True
    """
    node = parse_unary_tests(tests) if isinstance(tests, str) else tests
    outer = scope if isinstance(scope, Scope) else Scope(scope)
    return passes(node, as_value(value), outer, Run()) is True


def value_of(node: ast.Expression, scope: Scope, run: Run) -> object:
    """The value of `node`; warnings go to `run`."""
    try:
        return _value(node, scope, run)
    except RecursionError:
        return run.null("functions call each other without an end", node.position)


def passes(tests: ast.UnaryTests, value: object, scope: Scope, run: Run) -> bool | None:
    """Whether `value` passes unary tests, three-valued; `?` is the value."""
    if not tests.tests:
        return True
    outcome = _any_test(tests.tests, value, Scope({"?": value}, scope), run)
    return outcome if not tests.negated or outcome is None else not outcome


def _value(node: ast.Expression, scope: Scope, run: Run) -> object:
    return _BY_NODE[type(node)](node, scope, run)


# --- literals and names ---------------------------------------------------------------------


def _literal(node: ast.NumberLiteral | ast.StringLiteral | ast.BooleanLiteral, _: Scope, __: Run) -> object:
    return node.value


def _null(_: ast.NullLiteral, __: Scope, ___: Run) -> object:
    return None


def _at_literal(node: ast.AtLiteral, _: Scope, run: Run) -> object:
    try:
        return temporal_from(node.text)
    except InvalidValue as error:
        return run.null(str(error), node.position)


def _name(node: ast.Name, scope: Scope, run: Run) -> object:
    value = scope.lookup(node.name)
    if value is not MISSING:
        return as_value(value)
    if node.name in BUILT_INS:
        return BUILT_INS[node.name]
    return run.null(f"nothing is named '{node.name}' here", node.position)


def _path(node: ast.Path, scope: Scope, run: Run) -> object:
    raw = _raw(node, scope)
    if raw is not MISSING:
        return as_value(raw)
    return member(_value(node.source, scope, run), node.member, run, node.position)


def _raw(node: ast.Expression, scope: Scope) -> object:
    """The value behind `a.b.c` as it was bound: only the end of the path needs to become a FEEL value."""
    if isinstance(node, ast.Name):
        return scope.lookup(node.name)
    if isinstance(node, ast.Path):
        source = _raw(node.source, scope)
        if isinstance(source, Mapping):
            return source.get(node.member, MISSING)
    return MISSING


# --- operators ------------------------------------------------------------------------------


def _negative(node: ast.Negative, scope: Scope, run: Run) -> object:
    operand = _value(node.operand, scope, run)
    result = operators.negative(operand)
    return result if result is not None else run.null(f"-{kind_text(operand)} has no value", node.position)


def _binary(node: ast.Binary, scope: Scope, run: Run) -> object:
    if node.operator in ("and", "or"):
        return _logical(node, scope, run)
    left, right = _value(node.left, scope, run), _value(node.right, scope, run)
    result = _OPERATIONS[node.operator](left, right)
    if result is None:
        message = f"{kind_text(left)} {node.operator} {kind_text(right)} has no value"
        return run.null(message, node.position)
    return result


def _logical(node: ast.Binary, scope: Scope, run: Run) -> bool | None:
    """Kleene's three-valued logic; whatever is no boolean counts as null."""
    decisive = node.operator == "or"
    left = _value(node.left, scope, run)
    if left is decisive:
        return decisive
    right = _value(node.right, scope, run)
    if right is decisive:
        return decisive
    return not decisive if left is right is not decisive and isinstance(left, bool) else None


def _not_equal(left: object, right: object) -> bool | None:
    same = operators.equal(left, right)
    return None if same is None else not same


def _ordering(symbol: str) -> Callable[[object, object], bool | None]:
    return lambda left, right: operators.compare(symbol, left, right)


def _between(node: ast.Between, scope: Scope, run: Run) -> object:
    operand = _value(node.operand, scope, run)
    limits = Range(_value(node.low, scope, run), _value(node.high, scope, run))
    inside = operators.contains(limits, operand)
    return inside if inside is not None else run.null("between has no value here", node.position)


def _in(node: ast.In, scope: Scope, run: Run) -> bool | None:
    operand = _value(node.operand, scope, run)
    return _any_test(node.tests, operand, scope, run)


def _any_test(tests: tuple[ast.Expression, ...], value: object, scope: Scope, run: Run) -> bool | None:
    unknown = False
    for test in tests:
        outcome = _test(test, value, scope, run)
        if outcome:
            return True
        unknown = unknown or outcome is None
    return None if unknown else False


def _test(test: ast.Expression, value: object, scope: Scope, run: Run) -> bool | None:
    """Whether `value` passes one test: lies in it, equals it, is in it, or makes it true."""
    outcome = _value(test, scope, run)
    if mentions_tested_value(test):
        return outcome if isinstance(outcome, bool) else None
    if isinstance(outcome, bool) and not isinstance(value, bool) and not isinstance(test, ast.BooleanLiteral):
        return outcome
    return matches(value, outcome)


def _unary_comparison(node: ast.UnaryComparison, scope: Scope, run: Run) -> object:
    end = _value(node.operand, scope, run)
    if node.operator in ("<", "<="):
        return Range(None, end, False, node.operator == "<=", node.operator)
    if node.operator in (">", ">="):
        return Range(end, None, node.operator == ">=", False, node.operator)
    return Range(end, end, True, True, node.operator)


def _unary_tests(node: ast.UnaryTests, scope: Scope, run: Run) -> object:
    tested = scope.lookup("?")
    return passes(node, None if tested is MISSING else as_value(tested), scope, run)


# --- structures -----------------------------------------------------------------------------


def _interval(node: ast.Interval, scope: Scope, run: Run) -> object:
    low, high = _value(node.low, scope, run), _value(node.high, scope, run)
    if low is not None and high is not None and operators.compare("<=", low, high) is None:
        return run.null(f"no range from {kind_text(low)} to {kind_text(high)}", node.position)
    return Range(low, high, node.low_closed, node.high_closed)


def _list(node: ast.ListLiteral, scope: Scope, run: Run) -> object:
    return [_value(item, scope, run) for item in node.items]


def _context(node: ast.ContextLiteral, scope: Scope, run: Run) -> object:
    entries: dict[str, object] = {}
    inner = Scope(entries, scope)
    for name, expression in node.entries:
        if name in entries:
            return run.null(f"the context has two entries '{name}'", node.position)
        entries[name] = _value(expression, inner, run)
    return entries


def _filter(node: ast.Filter, scope: Scope, run: Run) -> object:
    source = _value(node.source, scope, run)
    if source is None:
        return None
    items = source if isinstance(source, list) else [source]
    index = _index(node.condition, scope, run)
    if index is not None:
        return _item(items, index, node, run)
    kept = []
    for item in items:
        outcome = _value(node.condition, _item_scope(item, scope), run)
        if outcome is True:
            kept.append(item)
        elif outcome is not None and outcome is not False:
            return run.null(f"a filter must be true or false, not {kind_text(outcome)}", node.position)
    return kept


def _index(condition: ast.Expression, scope: Scope, run: Run) -> Decimal | None:
    """The index that a filter's condition is in the scope around it; None for a true condition."""
    if not isinstance(condition, _MAYBE_INDEX):
        return None
    if isinstance(condition, ast.Binary) and condition.operator not in _ARITHMETIC:
        return None
    value = _value(condition, scope, Run(run.types, run.moment))
    return value if isinstance(value, Decimal) else None


def _item(items: list[object], index: Decimal, node: ast.Filter, run: Run) -> object:
    position = integer(index)
    if position is None or position == 0 or abs(position) > len(items):
        return run.null(f"the list of {len(items)} has no item {index}", node.position)
    return items[position - 1 if position > 0 else position]


def _item_scope(item: object, scope: Scope) -> Scope:
    bindings = {"item": item, **item} if isinstance(item, dict) else {"item": item}
    return Scope(bindings, scope)


# --- words ----------------------------------------------------------------------------------


def _if(node: ast.If, scope: Scope, run: Run) -> object:
    condition = _value(node.condition, scope, run)
    if condition is not None and not isinstance(condition, bool):
        run.null(f"a condition must be true or false, not {kind_text(condition)}", node.position)
    return _value(node.consequence if condition is True else node.alternative, scope, run)


def _for(node: ast.For, scope: Scope, run: Run) -> object:
    results: list[object] = []
    scopes = _combinations(node.iterations, Scope({"partial": results}, scope), run)
    if scopes is None:
        return None
    for inner in scopes:
        results.append(_value(node.result, inner, run))
    return results


def _quantified(node: ast.Quantified, scope: Scope, run: Run) -> bool | None:
    scopes = _combinations(node.iterations, scope, run)
    if scopes is None:
        return None
    return quantified(node.quantifier, [_value(node.condition, inner, run) for inner in scopes])


def quantified(quantifier: str, outcomes: list[object]) -> bool | None:
    """`some` or `every` over outcomes, three-valued."""
    decisive = quantifier == "some"
    if any(outcome is decisive for outcome in outcomes):
        return decisive
    return None if any(not isinstance(outcome, bool) for outcome in outcomes) else not decisive


def _combinations(iterations: tuple[ast.Iteration, ...], scope: Scope, run: Run) -> list[Scope] | None:
    """One scope per combination, the last iteration turning fastest; None where one is no list."""
    scopes = [scope]
    for iteration in iterations:
        following: list[Scope] = []
        for outer in scopes:
            items = _iteration_items(iteration, outer, run)
            if items is None or not run.may_spend(len(items)):
                run.null(f"'{iteration.name}' has nothing to go over, or too much", iteration.position)
                return None
            following.extend(Scope({iteration.name: item}, outer) for item in items)
        scopes = following
    return scopes


def _iteration_items(iteration: ast.Iteration, scope: Scope, run: Run) -> list[object] | None:
    source = _value(iteration.source, scope, run)
    if iteration.end is not None:
        return iterated(source, _value(iteration.end, scope, run))
    if isinstance(source, Range):
        return None if source.operator else iterated(source.low, source.high, source)
    return source if isinstance(source, list) else None if source is None else [source]


def _instance_of(node: ast.InstanceOf, scope: Scope, run: Run) -> object:
    kind = resolved(node.type, run.types)
    if kind is None:
        return run.null("no such type", node.type.position)
    return is_instance(_value(node.operand, scope, run), kind)


# --- functions ------------------------------------------------------------------------------


def _call(node: ast.Call, scope: Scope, run: Run) -> object:
    function = _value(node.function, scope, run)
    if not isinstance(function, Function):
        return run.null(f"{kind_text(function)} is no function", node.position)
    values = tuple(_value(argument, scope, run) for argument in node.arguments)
    known = len(run.warnings)
    result = function.invoke(Arguments(values, node.names), run)
    # A built-in does not know where it was called.
    run.warnings[known:] = [
        warning if warning.position else NullReason(warning.message, node.position) for warning in run.warnings[known:]
    ]
    return result


def _function(node: ast.FunctionDefinition, scope: Scope, run: Run) -> object:
    if node.external:
        return run.null("an external function cannot be run here", node.position)
    formal = []
    for parameter in node.parameters:
        kind = resolved(parameter.type, run.types) if parameter.type else ANY
        if kind is None:
            return run.null(f"no such type for '{parameter.name}'", parameter.position)
        formal.append((parameter.name, kind))

    def body(bound: Mapping[str, object], inner: Run) -> object:
        return _value(node.body, Scope(bound, scope), inner)

    return Definition("function", tuple(formal), body)


_OPERATIONS: dict[str, Callable[[object, object], object]] = {
    "+": operators.add,
    "-": operators.subtract,
    "*": operators.multiply,
    "/": operators.divide,
    "**": operators.power,
    "=": operators.equal,
    "!=": _not_equal,
    **{symbol: _ordering(symbol) for symbol in ("<", "<=", ">", ">=")},
}

_ARITHMETIC = frozenset(["+", "-", "*", "/", "**"])
# Whatever else a filter holds is a condition by its form.
_MAYBE_INDEX = (ast.NumberLiteral, ast.Negative, ast.Name, ast.Path, ast.Call, ast.Binary, ast.If, ast.Filter)

_BY_NODE: dict[type, Callable[[Any, Scope, Run], object]] = {
    ast.NumberLiteral: _literal,
    ast.StringLiteral: _literal,
    ast.BooleanLiteral: _literal,
    ast.NullLiteral: _null,
    ast.AtLiteral: _at_literal,
    ast.Name: _name,
    ast.Path: _path,
    ast.Filter: _filter,
    ast.Call: _call,
    ast.Negative: _negative,
    ast.Binary: _binary,
    ast.Between: _between,
    ast.In: _in,
    ast.UnaryComparison: _unary_comparison,
    ast.Interval: _interval,
    ast.ListLiteral: _list,
    ast.ContextLiteral: _context,
    ast.If: _if,
    ast.For: _for,
    ast.Quantified: _quantified,
    ast.InstanceOf: _instance_of,
    ast.FunctionDefinition: _function,
    ast.UnaryTests: _unary_tests,
}
