"""Types as they are written after `instance of` and behind a parameter."""

from __future__ import annotations

from process_models.feel import ast
from process_models.feel.token_reader import TokenReader

# As with expressions, hostile text must not exhaust the interpreter's stack.
_DEEPEST = 60


def parse_type_expression(parser: TokenReader) -> ast.TypeExpression:
    """The type that starts at the parser's current token."""
    start = parser.current.start
    parser.depth += 1
    if parser.depth > _DEEPEST:
        raise parser.error(f"at most {_DEEPEST} types inside each other")
    found = _type(parser, start)
    parser.depth -= 1
    return found


def _type(parser: TokenReader, start: int) -> ast.TypeExpression:
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


def _context_type(parser: TokenReader, start: int) -> ast.TypeExpression:
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


def _function_type(parser: TokenReader, start: int) -> ast.TypeExpression:
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
