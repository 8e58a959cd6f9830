"""Conditions as unions of boxes: per attribute a set of values, independent of the other attributes.

Whatever compares single attributes with constants, joined by and, or and not, becomes boxes exactly,
with FEEL's three values kept apart. Two attributes in one comparison do not fit into boxes; such
conditions are left to `process_models.feel.smt`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

from process_models.feel import ast
from process_models.feel.analysis import address_of, constant
from process_models.feel.domains import Domain, booleans, dates, decimals, durations, strings
from process_models.feel.spaces import Space, ValueSet
from process_models.feel.temporal import Date, DaysTimeDuration

Box: TypeAlias = Mapping[str, ValueSet]

# What is asked of a condition: to be true, to be false, not to be true, not to be false.
Asked: TypeAlias = Literal["true", "false", "not true", "not false"]

_SWAPPED: dict[Asked, Asked] = {
    "true": "false",
    "false": "true",
    "not true": "not false",
    "not false": "not true",
}
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

# More boxes than this, and a solver is the better tool.
MOST_BOXES = 512


class NotBoxable(Exception):  # noqa: N818 - not an error: the other way is taken
    """A condition that is no union of boxes, with the reason."""


class Spaces:
    """The space of every attribute; one without a declared domain gets it from what it is compared with."""

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        self._spaces = {address: Space(domain) for address, domain in domains.items()}
        self._inferred: set[str] = set()

    def __contains__(self, address: str) -> bool:
        return address in self._spaces

    def known(self, address: str) -> Space:
        """The space of an attribute; free text where nothing was ever compared with it."""
        return self._spaces.get(address) or Space(strings())

    def beside(self, address: str, value: object) -> Space:
        """The space of an attribute that is compared with `value`.

        Raises:
            NotBoxable: nothing says which values it has, or the conditions contradict each other there.
        """
        space = self._spaces.get(address)
        if space is None:
            domain = _domain_beside(value)
            if domain is None:
                raise NotBoxable(f"nothing says which values '{address}' can have")
            space = self._spaces[address] = Space(domain)
            self._inferred.add(address)
        elif address in self._inferred and value is not None and space.coordinate(value) is None:
            raise NotBoxable(f"'{address}' is compared with values of different kinds and has no domain")
        return space


def boxes(condition: ast.Expression, spaces: Spaces, asked: Asked = "true") -> tuple[Box, ...]:
    """The boxes in which `condition` is what is asked.

    Raises:
        NotBoxable: it is no union of boxes, or of too many.
    """
    match condition:
        case ast.BooleanLiteral(value=value):
            return _everywhere(value is (asked in ("true", "not false")))
        case ast.NullLiteral():
            return _everywhere(asked.startswith("not"))
        case ast.Binary(operator="and" | "or" as symbol, left=left, right=right):
            first, second = boxes(left, spaces, asked), boxes(right, spaces, asked)
            together = (symbol == "and") is (asked in ("true", "not false"))
            return product(first, second) if together else union(first, second)
        case ast.Call(function=ast.Name(name="not"), arguments=(inner,), names=()):
            return boxes(inner, spaces, _SWAPPED[asked])
        case ast.Binary(operator=symbol, left=left, right=right) if symbol in _MIRRORED:
            return _comparison(symbol, left, right, spaces, asked)
        case ast.Between(operand=operand, low=low, high=high):
            within = ast.Binary("and", ast.Binary(">=", operand, low), ast.Binary("<=", operand, high))
            return boxes(within, spaces, asked)
        case ast.In(operand=operand, tests=tests):
            return boxes(_spelled_out(operand, tests), spaces, asked)
        case ast.UnaryTests():
            raise NotBoxable("unary tests have no operand here")
    address = address_of(condition)
    if address is None:
        raise NotBoxable("it is no comparison of an attribute with a constant")
    return _single(address, "=", True, spaces, asked)


def product(left: tuple[Box, ...], right: tuple[Box, ...]) -> tuple[Box, ...]:
    """The boxes that lie in one of each.

    Raises:
        NotBoxable: they would be too many.
    """
    if len(left) == 1 and not left[0]:
        return right
    met = [box for first in left for second in right if (box := _met(first, second)) is not None]
    return _limited(met)


def union(left: tuple[Box, ...], right: tuple[Box, ...]) -> tuple[Box, ...]:
    """The boxes of both; two that differ in one attribute only become one.

    Raises:
        NotBoxable: they would be too many.
    """
    if any(not box for box in left + right):
        return ({},)
    joined: list[Box] = []
    for box in left + right:
        if len(box) == 1:
            ((address, values),) = box.items()
            same = next((i for i, other in enumerate(joined) if list(other) == [address]), None)
            if same is not None:
                earlier = joined[same][address]
                whole = ValueSet(earlier.line.join(values.line), earlier.null or values.null)
                joined[same] = {address: whole}
                continue
        joined.append(box)
    return _limited(joined)


def _limited(found: list[Box]) -> tuple[Box, ...]:
    if len(found) > MOST_BOXES:
        raise NotBoxable(f"it falls apart into more than {MOST_BOXES} cases")
    return tuple(found)


def _met(first: Box, second: Box) -> Box | None:
    met = dict(first)
    for address, values in second.items():
        mine = met.get(address)
        both = values if mine is None else mine.meet(values)
        if both.is_empty:
            return None
        met[address] = both
    return met


def _everywhere(holds: bool) -> tuple[Box, ...]:
    return ({},) if holds else ()


def _comparison(
    symbol: str, left: ast.Expression, right: ast.Expression, spaces: Spaces, asked: Asked
) -> tuple[Box, ...]:
    for operand, other, operator in ((left, right, symbol), (right, left, _MIRRORED[symbol])):
        value = constant(other)
        if value is None and not isinstance(other, ast.NullLiteral):
            continue
        address = address_of(operand)
        if address is not None:
            return _single(address, operator, value, spaces, asked)
        if isinstance(value, bool) and operator in ("=", "!=") and is_condition(operand):
            return _truth(operand, operator, value, spaces, asked)
    raise NotBoxable("it compares more than an attribute with a constant")


def _truth(condition: ast.Expression, symbol: str, value: bool, spaces: Spaces, asked: Asked) -> tuple[Box, ...]:
    """`condition = true` and the like, which are never null themselves."""
    positive = (symbol == "=") is (asked in ("true", "not false"))
    if value:
        return boxes(condition, spaces, "true" if positive else "not true")
    return boxes(condition, spaces, "false" if positive else "not false")


def is_condition(expression: ast.Expression) -> bool:
    """Whether an expression is true, false or null by its form."""
    match expression:
        case ast.Binary(operator=symbol):
            return symbol in _MIRRORED or symbol in ("and", "or")
        case ast.Between() | ast.In():
            return True
        case ast.Call(function=ast.Name(name="not"), arguments=(_,), names=()):
            return True
    return False


def _single(address: str, symbol: str, value: object, spaces: Spaces, asked: Asked) -> tuple[Box, ...]:
    space = spaces.beside(address, value)
    true, false = space.comparison(symbol, value)
    wanted = true if "true" in asked else false
    if asked.startswith("not"):
        wanted = space.without(wanted)
    if wanted.is_empty:
        return ()
    return ({},) if wanted == space.full else ({address: wanted},)


def _spelled_out(operand: ast.Expression, tests: tuple[ast.Expression, ...]) -> ast.Expression:
    """`operand in tests` as comparisons."""
    outcomes = [_spelled_test(operand, test) for test in tests]
    whole = outcomes[0]
    for outcome in outcomes[1:]:
        whole = ast.Binary("or", whole, outcome)
    return whole


def _spelled_test(operand: ast.Expression, test: ast.Expression) -> ast.Expression:
    match test:
        case ast.UnaryComparison(operator=symbol, operand=end):
            return ast.Binary(symbol, operand, end)
        case ast.Interval(low=low, high=high, low_closed=low_closed, high_closed=high_closed):
            above = ast.Binary(">=" if low_closed else ">", operand, low)
            return ast.Binary("and", above, ast.Binary("<=" if high_closed else "<", operand, high))
        case ast.ListLiteral(items=items) if items:
            # A list holds the value or it does not; null is no answer.
            inside = _spelled_out(operand, items)
            return ast.Binary("=", inside, ast.BooleanLiteral(True))
    if constant(test) is None and not isinstance(test, ast.NullLiteral):
        raise NotBoxable("it tests against something that is not constant")
    if isinstance(constant(test), bool | str | Decimal | Date | DaysTimeDuration | type(None)):
        return ast.Binary("=", operand, test)
    raise NotBoxable("it tests against something other than a single value")


def _domain_beside(value: object) -> Domain | None:
    make: Callable[[], Domain] | None = None
    match value:
        case bool():
            make = booleans
        case Decimal():
            make = decimals
        case str():
            make = strings
        case Date():
            make = dates
        case DaysTimeDuration():
            make = durations
    return None if make is None else make()
