"""Values for conditions that the solver cannot decide: simple ones are tried, and each is proven by evaluation.

A condition over a list (`some risk in levels satisfies risk = "red"`) is beyond the constraint
store, but a list of one or two of the values it names often meets it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from itertools import combinations, islice, product

from process_models.feel import ast
from process_models.feel.analysis import addresses
from process_models.feel.domains import Domain
from process_models.feel.evaluator import evaluate
from process_models.feel.values import scope_of

#: Combinations tried before the question is left to people.
MOST_GUESSES = 2_000

_BESIDE = (Decimal(0), Decimal(-1), Decimal(1))


def guess(conditions: Sequence[ast.Expression], domains: Mapping[str, Domain]) -> Mapping[str, object] | None:
    """Values with which all conditions are true, or None where none of those tried are.

    Attributes with a domain are not guessed: what the solver cannot decide of them stays open.
    """
    names = sorted({name for condition in conditions for name in addresses(condition)})
    if any(name in domains for name in names):
        return None
    candidates = list(_candidates(conditions))
    for values in islice(product(candidates, repeat=len(names)), MOST_GUESSES):
        scope = scope_of(dict(zip(names, values, strict=True)))
        if all(evaluate(condition, scope) is True for condition in conditions):
            return dict(zip(names, values, strict=True))
    return None


def _candidates(conditions: Sequence[ast.Expression]) -> Iterator[object]:
    """Single values and lists of none, one and two; lists first where a condition goes through one."""
    parts = [part for condition in conditions for part in _parts(condition)]
    named = {(type(value), value): value for part in parts for value in _named(part)}
    values = [*named.values(), True, False, ""]
    lists: list[object] = [*([value] for value in values), [], *([*pair] for pair in combinations(values, 2))]
    goes_through = any(isinstance(part, ast.Quantified | ast.For | ast.Filter) for part in parts)
    yield from (*lists, *values) if goes_through else (*values, *lists)


def _named(part: ast.Node) -> Iterator[str | Decimal]:
    """The text or number that it names, and what lies beside a number."""
    match part:
        case ast.StringLiteral(value=value):
            yield value
        case ast.NumberLiteral(value=number):
            yield from (number + beside for beside in _BESIDE)


def _parts(value: object) -> Iterator[ast.Node]:
    """The expression itself and all in it."""
    if isinstance(value, ast.Node):
        yield value
        for each in fields(value):
            yield from _parts(getattr(value, each.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts(item)
