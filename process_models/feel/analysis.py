"""What an expression reads and compares, and new expressions from old ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from process_models.feel import ast
from process_models.feel.builtins.library import BUILT_INS
from process_models.feel.evaluator import evaluate
from process_models.feel.rendering import text

__all__ = [
    "address_expression",
    "addresses",
    "boundary_values",
    "conjunction",
    "constant",
    "disjunction",
    "negation",
    "not_true",
    "substitute",
    "text",
]

_INVERSE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

AnyNode = TypeVar("AnyNode", bound=ast.Node)


def addresses(expression: ast.Expression) -> frozenset[str]:
    """The `entity.attribute` addresses, or plain names, that an expression reads.

    Of a longer path the first two steps count, as what follows is a part of the value
    (`contract.date.year` reads `contract.date`). Names the expression binds itself are left out, and
    so are plain names inside a filter, which are members of the items.
    """
    return frozenset(_reads(expression, frozenset()))


def boundary_values(expression: ast.Expression) -> Mapping[str, tuple[object, ...]]:
    """Per address the constants it is compared with, in the order of the text, each once.

    >>> from process_models.feel.parser import parse
    >>> boundary_values(parse('finance.rate >= 4.5 and order.state in ("Frozen", "Painted")'))
    {'finance.rate': (Decimal('4.5'),), 'order.state': ('Frozen', 'Painted')}
    """
    found: dict[str, list[object]] = {}
    for address, value in _compared(expression):
        values = found.setdefault(address, [])
        if not any(type(value) is type(other) and value == other for other in values):
            values.append(value)
    return {address: tuple(values) for address, values in found.items()}


def constant(expression: ast.Expression) -> object | None:
    """The value of an expression that reads nothing; None where it reads something or is null."""
    if isinstance(expression, ast.NumberLiteral | ast.StringLiteral | ast.BooleanLiteral):
        return expression.value
    if _mentions_names(expression):
        return None
    return evaluate(expression, {})


def address_of(expression: ast.Expression) -> str | None:
    """The address that an expression is and nothing more: `order.state`, or a plain name."""
    match expression:
        case ast.Name(name=name) if name != "?" and name not in BUILT_INS:
            return name
        case ast.Path(source=ast.Name(name=entity), member=attribute):
            return f"{entity}.{attribute}"
    return None


def address_expression(address: str) -> ast.Expression:
    """The expression that reads an address."""
    entity, dot, attribute = address.partition(".")
    return ast.Path(ast.Name(entity), attribute) if dot else ast.Name(entity)


def negation(expression: ast.Expression) -> ast.Expression:
    """`not(expression)`, with a comparison turned round instead; null stays null.

    >>> from process_models.feel.parser import parse
    >>> text(negation(parse("amount > 100")))
    'amount <= 100'
    """
    match expression:
        case ast.BooleanLiteral(value=value):
            return ast.BooleanLiteral(not value)
        case ast.Binary(operator=symbol) if symbol in _INVERSE:
            return replace(expression, operator=_INVERSE[symbol])
        case ast.Call(function=ast.Name(name="not"), arguments=(inner,), names=()):
            return inner
    return ast.Call(ast.Name("not"), (expression,))


def not_true(expression: ast.Expression) -> ast.Expression:
    """True where `expression` is false or null: when a default flow is taken."""
    return ast.Binary("!=", expression, ast.BooleanLiteral(True))


def conjunction(expressions: Sequence[ast.Expression]) -> ast.Expression:
    """All of them with `and`; `true` where there are none."""
    return _joined("and", expressions, ast.BooleanLiteral(True))


def disjunction(expressions: Sequence[ast.Expression]) -> ast.Expression:
    """All of them with `or`; `false` where there are none."""
    return _joined("or", expressions, ast.BooleanLiteral(False))


def substitute(expression: ast.Expression, mapping: Mapping[str, str | ast.Expression]) -> ast.Expression:
    """The expression with addresses replaced, by another address or by a whole expression.

    Names that the expression binds itself are left alone. `?`, the tested value, can be replaced as well.
    """
    new = {
        address: address_expression(target) if isinstance(target, str) else target
        for address, target in mapping.items()
    }
    return _replaced(expression, new, frozenset())


def _joined(symbol: str, expressions: Sequence[ast.Expression], empty: ast.Expression) -> ast.Expression:
    if not expressions:
        return empty
    whole = expressions[0]
    for expression in expressions[1:]:
        whole = ast.Binary(symbol, whole, expression)
    return whole


# --- reading --------------------------------------------------------------------------------


def _children(node: ast.Node) -> Iterator[ast.Node]:
    for part in fields(node):
        yield from _nodes(getattr(node, part.name))


def _nodes(value: object) -> Iterator[ast.Node]:
    if isinstance(value, ast.Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def _reads(node: ast.Node, bound: frozenset[str]) -> Iterator[str]:
    match node:
        case ast.Name(name=name):
            if name not in bound and name != "?" and name not in BUILT_INS:
                yield name
        case ast.Path():
            steps = _steps(node)
            if steps is None:
                yield from _reads(node.source, bound)
            elif steps[0] not in bound and steps[0] != "?":
                yield ".".join(steps[:2])
        case ast.Filter(source=source, condition=condition):
            yield from _reads(source, bound)
            inside = _reads(condition, bound | {"item"})
            yield from (address for address in inside if "." in address)
        case ast.For() | ast.Quantified() | ast.ContextLiteral() | ast.FunctionDefinition():
            for expression, names in _scoped(node):
                yield from _reads(expression, bound | names)
        case _:
            for child in _children(node):
                yield from _reads(child, bound)


def _steps(node: ast.Expression) -> list[str] | None:
    """The steps of a path that starts at a name."""
    if isinstance(node, ast.Name):
        return [node.name]
    if isinstance(node, ast.Path):
        before = _steps(node.source)
        return None if before is None else [*before, node.member]
    return None


def _scoped(node: ast.Node) -> Iterator[tuple[ast.Expression, frozenset[str]]]:
    """The parts of an expression that binds names, each with the names bound for it."""
    match node:
        case ast.For(iterations=iterations, result=result):
            yield from _iterated(iterations, result, frozenset(["partial"]))
        case ast.Quantified(iterations=iterations, condition=condition):
            yield from _iterated(iterations, condition, frozenset())
        case ast.ContextLiteral(entries=entries):
            for index, (_, value) in enumerate(entries):
                yield value, frozenset(name for name, _ in entries[:index])
        case ast.FunctionDefinition(parameters=parameters, body=body):
            yield body, frozenset(parameter.name for parameter in parameters)


def _iterated(
    iterations: tuple[ast.Iteration, ...], last: ast.Expression, names: frozenset[str]
) -> Iterator[tuple[ast.Expression, frozenset[str]]]:
    for iteration in iterations:
        yield iteration.source, names
        if iteration.end is not None:
            yield iteration.end, names
        names = names | {iteration.name}
    yield last, names


def _mentions_names(node: ast.Node) -> bool:
    if isinstance(node, ast.Name):
        return node.name not in BUILT_INS
    return any(map(_mentions_names, _children(node)))


# --- comparing ------------------------------------------------------------------------------


def _compared(node: ast.Node) -> Iterator[tuple[str, object]]:
    match node:
        case ast.Binary(operator=symbol, left=left, right=right) if symbol in _INVERSE:
            yield from _pairs(left, [right])
            yield from _pairs(right, [left])
        case ast.Between(operand=operand, low=low, high=high):
            yield from _pairs(operand, [low, high])
        case ast.In(operand=operand, tests=tests):
            yield from _pairs(operand, [end for test in tests for end in _test_ends(test)])
    for part in _children(node):
        yield from _compared(part)


def _pairs(operand: ast.Expression, others: Sequence[ast.Expression]) -> Iterator[tuple[str, object]]:
    address = address_of(operand)
    if address is None:
        return
    for other in others:
        value = constant(other)
        if value is not None:
            yield address, value


def _test_ends(test: ast.Expression) -> list[ast.Expression]:
    match test:
        case ast.UnaryComparison(operand=operand):
            return [operand]
        case ast.Interval(low=low, high=high):
            return [low, high]
        case ast.ListLiteral(items=items):
            return [end for item in items for end in _test_ends(item)]
    return [test]


# --- replacing ------------------------------------------------------------------------------


def _replaced(node: ast.Expression, new: Mapping[str, ast.Expression], bound: frozenset[str]) -> ast.Expression:
    address = "?" if node == ast.Name("?") else address_of(node)
    if address is not None and address in new and address.partition(".")[0] not in bound:
        return new[address]
    scoped = [names for _, names in _scoped(node)]
    if scoped:
        parts = iter(scoped)
        return _rebuilt(node, lambda child: _replaced(child, new, bound | next(parts)))
    return _rebuilt(node, lambda child: _replaced(child, new, bound))


def _rebuilt(node: AnyNode, change: Callable[[ast.Expression], ast.Expression]) -> AnyNode:
    """The node with `change` applied to the expressions right below it, in their order."""
    values: dict[str, Any] = {part.name: getattr(node, part.name) for part in fields(node)}
    changed: dict[str, Any] = {name: _changed(value, change) for name, value in values.items()}
    if all(changed[name] is values[name] for name in values):
        return node
    return replace(node, **changed)


def _changed(value: object, change: Callable[[ast.Expression], ast.Expression]) -> object:
    if isinstance(value, tuple):
        items = tuple(_changed(item, change) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if isinstance(value, ast.Iteration):
        return _rebuilt(value, change)
    if isinstance(value, ast.Parameter | ast.TypeExpression):
        return value
    return change(cast(ast.Expression, value)) if isinstance(value, ast.Node) else value
