"""What a problem for the solver needs first: spaces of its attributes, numbers for its strings, and small formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import z3

from process_models.feel import ast
from process_models.feel.analysis import addresses, boundary_values
from process_models.feel.boxes import NotBoxable, Spaces
from process_models.feel.domains import Domain

Formula: TypeAlias = Any


def ordered(symbol: str, left: Formula, right: Formula) -> Formula:
    """`left symbol right`, for the four orders."""
    match symbol:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
    return left >= right


def rational(value: Fraction | int, context: z3.Context) -> Formula:
    """An exact number of the solver."""
    whole = Fraction(value)
    return (
        z3.Q(whole.numerator, whole.denominator, context)
        if whole.denominator != 1
        else z3.RealVal(whole.numerator, context)
    )


def spaces_of(conditions: Sequence[ast.Expression], domains: Mapping[str, Domain]) -> Spaces:
    """Spaces for all attributes: declared, or from a constant, or from an attribute compared with it."""
    spaces = Spaces(domains)
    for condition in conditions:
        for address, values in boundary_values(condition).items():
            for value in values:
                spaces.beside(address, value)
    missing = [address for condition in conditions for address in sorted(addresses(condition)) if address not in spaces]
    if missing:
        raise NotBoxable(f"nothing says which values '{missing[0]}' can have")
    return spaces


def codes_of(conditions: Sequence[ast.Expression], spaces: Spaces) -> dict[str, int]:
    """A number for every string that matters, and one more for each attribute that may hold any text."""
    strings: set[str] = set()
    free = 0
    for address in sorted({address for condition in conditions for address in addresses(condition)}):
        strings.update(spaces.known(address).domain.values)
        free += spaces.known(address).domain.kind == "string"
    for condition in conditions:
        strings.update(_string_constants(condition))
    others = [f"other {number}" for number in range(1, free + 1) if f"other {number}" not in strings]
    return {text: code for code, text in enumerate([*sorted(strings), *others])}


def _string_constants(node: object) -> set[str]:
    if isinstance(node, ast.StringLiteral):
        return {node.value}
    if isinstance(node, tuple):
        return set().union(*map(_string_constants, node))
    if isinstance(node, ast.Node):
        return set().union(*(_string_constants(getattr(node, name)) for name in node.__dataclass_fields__))
    return set()
