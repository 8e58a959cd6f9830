"""Conditions decided by trying every combination of values, where there are few enough.

The last resort for what neither boxes nor the solver can express, such as a pattern over an enumeration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from process_models.feel import ast
from process_models.feel.evaluator import evaluate
from process_models.feel.spaces import Space
from process_models.feel.values import scope_of

MOST_COMBINATIONS = 2_000


def tried(
    conditions: Sequence[ast.Expression], spaces: Mapping[str, Space]
) -> dict[str, object] | tuple[int, ...] | None:
    """The first values by address that satisfy all; the places of a smallest contradiction; None if too many.

    Combinations come in the order of preference, the last address in the alphabet changing fastest.
    """
    choices = {address: spaces[address].values() for address in sorted(spaces)}
    known = {address: values for address, values in choices.items() if values is not None}
    if len(known) < len(choices) or prod(map(len, known.values())) > MOST_COMBINATIONS:
        return None
    found = _first(conditions, known)
    if found is not None:
        return found
    kept = list(range(len(conditions)))
    for place in list(kept):
        rest = [other for other in kept if other != place]
        if _first([conditions[other] for other in rest], known) is None:
            kept = rest
    return tuple(kept)


def _first(conditions: Sequence[ast.Expression], choices: Mapping[str, Sequence[object]]) -> dict[str, object] | None:
    for assignment in _assignments(choices):
        scope = scope_of(assignment)
        if all(evaluate(condition, scope) is True for condition in conditions):
            return assignment
    return None


def _assignments(choices: Mapping[str, Sequence[object]]) -> Iterator[dict[str, object]]:
    for values in product(*choices.values()):
        yield dict(zip(choices, values, strict=True))
