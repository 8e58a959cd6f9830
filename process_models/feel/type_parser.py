"""Types as they are written after `instance of` and behind a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from process_models.feel import ast

if TYPE_CHECKING:
    from process_models.feel.parser import Parser


def parse_type_expression(parser: Parser) -> ast.TypeExpression:
    """The type that starts at the parser's current token."""
    start = parser.current.start
    if parser.current.text == "function" and parser.peek().text == "<":
        return _function_type(parser, start)
    name = parser.name()
    while parser.accept("."):
        name = f"{name}.{parser.name()}"
    if not parser.at("<"):
        return ast.TypeName(name, position=start)
    if name == "context":
        return _context_type(parser, start)
    if name in ("list", "range"):
        parser.expect("<")
        element = parse_type_expression(parser)
        parser.expect(">")
        return ast.GenericType(name, element, position=start)
    return ast.TypeName(name, position=start)


def _context_type(parser: Parser, start: int) -> ast.TypeExpression:
    parser.expect("<")
    members: list[tuple[str, ast.TypeExpression]] = []
    while not parser.at(">"):
        if members:
            parser.expect(",")
        name = parser.declared_name(":")
        parser.expect(":")
        members.append((name, parse_type_expression(parser)))
    parser.expect(">")
    return ast.ContextTypeExpression(tuple(members), position=start)


def _function_type(parser: Parser, start: int) -> ast.TypeExpression:
    parser.advance()
    parser.expect("<")
    parameters: list[ast.TypeExpression] = []
    while not parser.at(">"):
        if parameters:
            parser.expect(",")
        parameters.append(parse_type_expression(parser))
    parser.expect(">")
    parser.expect("->")
    return ast.FunctionTypeExpression(tuple(parameters), parse_type_expression(parser), position=start)
