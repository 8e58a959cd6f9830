"""Expressions back to text; parsing the text gives the expression again.

Names with operators or keywords in them are written as they are and need to be known to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from process_models.feel import ast
from process_models.feel.lexer import KEYWORDS, escaped
from process_models.feel.numbers import plain

# How tightly a node binds: where a tighter one is asked for, it needs parentheses.
_WORD, _OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER, _SIGN, _INSTANCE, _POSTFIX, _PRIMARY = range(11)

_BINARY_LEVEL = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), _COMPARISON),
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/"), _PRODUCT),
    "**": _POWER,
}
_LEVEL: dict[type, int] = {
    ast.If: _WORD,
    ast.For: _WORD,
    ast.Quantified: _WORD,
    ast.FunctionDefinition: _WORD,
    ast.UnaryComparison: _WORD,
    ast.Between: _COMPARISON,
    ast.In: _COMPARISON,
    ast.Negative: _SIGN,
    ast.InstanceOf: _INSTANCE,
    ast.Path: _POSTFIX,
    ast.Filter: _POSTFIX,
    ast.Call: _POSTFIX,
}
_BARE_KEY = re.compile(r"[^\W\d]\w*(?: [^\W\d]\w*)*")


def text(expression: ast.Expression) -> str:
    """The expression as FEEL.

    >>> from process_models.feel.parser import parse
    >>> text(parse("(a+b) * 2 > 10 and not(c)"))
    '(a + b) * 2 > 10 and not(c)'
    """
    return _WRITERS[type(expression)](expression)


def type_text(expression: ast.TypeExpression) -> str:
    """The type as FEEL."""
    match expression:
        case ast.TypeName(name=name):
            return name
        case ast.GenericType(name=name, element=element):
            return f"{name}<{type_text(element)}>"
        case ast.ContextTypeExpression(members=members):
            return f"context<{', '.join(f'{name}: {type_text(kind)}' for name, kind in members)}>"
        case ast.FunctionTypeExpression(parameters=parameters, result=result):
            return f"function<{', '.join(map(type_text, parameters))}> -> {type_text(result)}"


def _at(level: int, expression: ast.Expression) -> str:
    """The text where something at least this tight is needed."""
    own = (
        _BINARY_LEVEL[expression.operator]
        if isinstance(expression, ast.Binary)
        else _LEVEL.get(type(expression), _PRIMARY)
    )
    written = text(expression)
    return written if own >= level and own != _WORD or level == _WORD == own else f"({written})"


def _listed(expressions: tuple[ast.Expression, ...]) -> str:
    return ", ".join(map(text, expressions))


def _binary(node: ast.Binary) -> str:
    level = _BINARY_LEVEL[node.operator]
    return f"{_at(level, node.left)} {node.operator} {_at(level + 1, node.right)}"


def _between(node: ast.Between) -> str:
    limits = f"{_at(_SUM, node.low)} and {_at(_SUM, node.high)}"
    return f"{_at(_COMPARISON, node.operand)} between {limits}"


def _in(node: ast.In) -> str:
    operand = _at(_COMPARISON, node.operand)
    if len(node.tests) > 1:
        return f"{operand} in ({_listed(node.tests)})"
    test = node.tests[0]
    return f"{operand} in {text(test) if isinstance(test, ast.UnaryComparison) else _at(_SUM, test)}"


def _interval(node: ast.Interval) -> str:
    opening, closing = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
    return f"{opening}{_at(_SUM, node.low)}..{_at(_SUM, node.high)}{closing}"


def _context(node: ast.ContextLiteral) -> str:
    return "{" + ", ".join(f"{_key(name)}: {text(value)}" for name, value in node.entries) + "}"


def _key(name: str) -> str:
    bare = _BARE_KEY.fullmatch(name) and not KEYWORDS.intersection(name.split())
    return name if bare else escaped(name)


def _call(node: ast.Call) -> str:
    if node.names:
        given = ", ".join(f"{name}: {text(value)}" for name, value in zip(node.names, node.arguments, strict=True))
    else:
        given = _listed(node.arguments)
    return f"{_at(_POSTFIX, node.function)}({given})"


def _if(node: ast.If) -> str:
    return f"if {text(node.condition)} then {text(node.consequence)} else {text(node.alternative)}"


def _iterations(iterations: tuple[ast.Iteration, ...]) -> str:
    return ", ".join(
        f"{iteration.name} in {_at(_SUM, iteration.source)}"
        + (f"..{_at(_SUM, iteration.end)}" if iteration.end is not None else "")
        for iteration in iterations
    )


def _function(node: ast.FunctionDefinition) -> str:
    parameters = ", ".join(
        parameter.name + (f": {type_text(parameter.type)}" if parameter.type else "") for parameter in node.parameters
    )
    return f"function({parameters}) {'external ' if node.external else ''}{text(node.body)}"


def _unary_tests(node: ast.UnaryTests) -> str:
    if not node.tests:
        return "-"
    tests = _listed(node.tests)
    return f"not({tests})" if node.negated else tests


_WRITERS: dict[type, Callable[[Any], str]] = {
    ast.NumberLiteral: lambda node: plain(node.value),
    ast.StringLiteral: lambda node: escaped(node.value),
    ast.BooleanLiteral: lambda node: "true" if node.value else "false",
    ast.NullLiteral: lambda _: "null",
    ast.AtLiteral: lambda node: f"@{escaped(node.text)}",
    ast.Name: lambda node: node.name,
    ast.Path: lambda node: f"{_at(_POSTFIX, node.source)}.{node.member}",
    ast.Filter: lambda node: f"{_at(_POSTFIX, node.source)}[{text(node.condition)}]",
    ast.Call: _call,
    ast.Negative: lambda node: f"-{_at(_SIGN, node.operand)}",
    ast.Binary: _binary,
    ast.Between: _between,
    ast.In: _in,
    ast.UnaryComparison: lambda node: f"{node.operator} {_at(_SUM, node.operand)}",
    ast.Interval: _interval,
    ast.ListLiteral: lambda node: f"[{_listed(node.items)}]",
    ast.ContextLiteral: _context,
    ast.If: _if,
    ast.For: lambda node: f"for {_iterations(node.iterations)} return {text(node.result)}",
    ast.Quantified: lambda node: f"{node.quantifier} {_iterations(node.iterations)} satisfies {text(node.condition)}",
    ast.InstanceOf: lambda node: f"{_at(_INSTANCE, node.operand)} instance of {type_text(node.type)}",
    ast.FunctionDefinition: _function,
    ast.UnaryTests: _unary_tests,
}
