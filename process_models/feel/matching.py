"""When a value passes a test: it lies in a range, is in a list, or equals what the test is."""

from __future__ import annotations

from process_models.feel import ast, operators
from process_models.feel.values import Range


def matches(value: object, outcome: object) -> bool | None:
    """Whether `value` passes a test whose own value is `outcome`."""
    if isinstance(outcome, Range) and not isinstance(value, Range):
        return operators.contains(outcome, value)
    if isinstance(outcome, list):
        return operators.equal(value, outcome) is True or any(_is_or_holds(item, value) for item in outcome)
    return operators.equal(value, outcome)


def _is_or_holds(item: object, value: object) -> bool:
    if isinstance(item, Range) and not isinstance(value, Range):
        return operators.contains(item, value) is True
    return operators.equal(value, item) is True


def mentions_tested_value(node: object) -> bool:
    """Whether `?`, the value under test, occurs in an expression."""
    if isinstance(node, ast.StringLiteral | ast.NumberLiteral):
        return False
    if isinstance(node, ast.Name):
        return node.name == "?"
    if isinstance(node, tuple):
        return any(map(mentions_tested_value, node))
    if isinstance(node, ast.Node):
        return any(mentions_tested_value(getattr(node, part)) for part in node.__dataclass_fields__)
    return False
