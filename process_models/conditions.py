"""Conditions of sequence flows and formulas of activities, understood as FEEL and asked of data.

A condition whose language is not understood decides nothing: either way stays possible.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from process_models.addresses import AttributeAddress
from process_models.elements import Expression
from process_models.feel import ast
from process_models.feel.analysis import addresses
from process_models.feel.dialects import NotUnderstood, translate
from process_models.feel.evaluator import evaluate
from process_models.feel.values import scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A parsed expression and the attributes it reads, in alphabetical order."""

    text: str
    expression: ast.Expression
    reads: tuple[AttributeAddress, ...]

    def value(self, data: Mapping[AttributeAddress, object]) -> object:
        """The expression's value over the data; attributes that are absent are null."""
        return evaluate(self.expression, scope_of({name: data[name] for name in self.reads if name in data}))

    def holds(self, data: Mapping[AttributeAddress, object]) -> bool | None:
        """Whether it is true, or None where an attribute it reads is not known."""
        if any(attribute not in data for attribute in self.reads):
            return None
        return self.value(data) is True


def understood(expression: Expression | None) -> Condition | None:
    """The expression as a condition, or None where there is none or its language is not understood.

    >>> understood(Expression(text='order.state = "Frozen"')).reads
    ('order.state',)
    """
    return _understood(expression.text) if expression is not None else None


@lru_cache(maxsize=8192)
def _understood(text: str) -> Condition | None:
    translated = translate(text)
    if isinstance(translated, NotUnderstood):
        return None
    reads = tuple(AttributeAddress(name) for name in sorted(addresses(translated)))
    return Condition(text=text, expression=translated, reads=reads)
