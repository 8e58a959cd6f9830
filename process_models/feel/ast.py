"""Expressions as frozen values.

Every node knows the character position it starts at; positions take no part in equality, so that
an expression equals its re-parsed rendering.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all expressions share: where they start in their text."""

    position: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NumberLiteral(Node):
    """A number, exact."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class StringLiteral(Node):
    """A text between quotes, escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class BooleanLiteral(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class NullLiteral(Node):
    """`null`, the value of what is not known."""


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """A date, time, date and time or duration written `@"…"`."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable, or a function without its arguments."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """A member of a value: `order.state`."""

    source: Expression
    member: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """The items of a list that satisfy a condition, or the one at an index: `orders[1]`."""

    source: Expression
    condition: Expression


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function applied to arguments by position, or by name where `names` is not empty."""

    function: Expression
    arguments: tuple[Expression, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """Arithmetic negation."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Two operands and one of `+ - * / ** = != < <= > >= and or`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`operand between low and high`, both ends included."""

    operand: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True)
class In(Node):
    """`operand in tests`: true where one of the tests holds."""

    operand: Expression
    tests: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class UnaryComparison(Node):
    """A comparison whose left side is the tested value: `< 10`."""

    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """A range `[low..high]`; an open end excludes its end point."""

    low: Expression
    high: Expression
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, b, c]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{key: value, …}`; later entries see earlier ones."""

    entries: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then consequence else alternative`."""

    condition: Expression
    consequence: Expression
    alternative: Expression


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """`name in source`, or `name in source..end` where `end` is given."""

    name: str
    source: Expression
    end: Expression | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for … return …`: one value per combination; `partial` holds the results so far."""

    iterations: tuple[Iteration, ...]
    result: Expression


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some … satisfies …` or `every … satisfies …`."""

    quantifier: str
    iterations: tuple[Iteration, ...]
    condition: Expression


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type by name: `number`, `date and time`, or one of a model's own."""

    name: str


@dataclass(frozen=True, slots=True)
class GenericType(Node):
    """`list<T>` or `range<T>`."""

    name: str
    element: TypeExpression


@dataclass(frozen=True, slots=True)
class ContextTypeExpression(Node):
    """`context<name: T, …>`."""

    members: tuple[tuple[str, TypeExpression], ...]


@dataclass(frozen=True, slots=True)
class FunctionTypeExpression(Node):
    """`function<A, B> -> R`."""

    parameters: tuple[TypeExpression, ...]
    result: TypeExpression


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`operand instance of type`."""

    operand: Expression
    type: TypeExpression


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """One formal parameter, with its type where one is declared."""

    name: str
    type: TypeExpression | None = None


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Node):
    """`function(a, b) body`; an external one has a body no FEEL engine runs by itself."""

    parameters: tuple[Parameter, ...]
    body: Expression
    external: bool = False


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """The tests of a decision table cell; none at all is the dash that accepts everything."""

    tests: tuple[Expression, ...] = ()
    negated: bool = False


TypeExpression: TypeAlias = TypeName | GenericType | ContextTypeExpression | FunctionTypeExpression

Expression: TypeAlias = (
    NumberLiteral
    | StringLiteral
    | BooleanLiteral
    | NullLiteral
    | AtLiteral
    | Name
    | Path
    | Filter
    | Call
    | Negative
    | Binary
    | Between
    | In
    | UnaryComparison
    | Interval
    | ListLiteral
    | ContextLiteral
    | If
    | For
    | Quantified
    | InstanceOf
    | FunctionDefinition
    | UnaryTests
)
