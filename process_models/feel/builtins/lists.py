"""Functions of lists that give lists, positions or items."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key

from process_models.feel.errors import InvalidValue
from process_models.feel.functions import Registry
from process_models.feel.operators import equal
from process_models.feel.run import Run
from process_models.feel.values import Arguments, Function

FUNCTIONS = Registry()


@FUNCTIONS.add("list contains", "list: list, element: any?")
def _list_contains(items: list[object], element: object) -> bool:
    return any(equal(item, element) is True for item in items)


@FUNCTIONS.add("count", "list: any?...")
@FUNCTIONS.add("count", "list: list")
def _count(items: list[object]) -> Decimal:
    return Decimal(len(items))


@FUNCTIONS.add("sublist", "list: list, start position: number, [length: number?]")
def _sublist(items: list[object], position: Decimal, length: Decimal | None) -> list[object]:
    first = _offset(items, position)
    if length is None:
        return items[first:]
    if int(length) < 1 or first + int(length) > len(items):
        raise InvalidValue(f"the list has no {length} items from there")
    return items[first : first + int(length)]


@FUNCTIONS.add("append", "list: list, item: any?...")
def _append(items: list[object], added: list[object]) -> list[object]:
    return [*items, *added]


@FUNCTIONS.add("concatenate", "list: list...")
def _concatenate(lists: list[list[object]]) -> list[object]:
    return [item for items in lists for item in items]


@FUNCTIONS.add("insert before", "list: list, position: number, newItem: any?")
def _insert_before(items: list[object], position: Decimal, new: object) -> list[object]:
    first = _offset(items, position)
    return [*items[:first], new, *items[first:]]


@FUNCTIONS.add("remove", "list: list, position: number")
def _remove(items: list[object], position: Decimal) -> list[object]:
    first = _offset(items, position)
    return [*items[:first], *items[first + 1 :]]


@FUNCTIONS.add("list replace", "list: list, position: number, newItem: any?")
def _replace_at(items: list[object], position: Decimal, new: object) -> list[object]:
    first = _offset(items, position)
    return [*items[:first], new, *items[first + 1 :]]


@FUNCTIONS.add("list replace", "list: list, match: function, newItem: any?", needs_run=True)
def _replace_matching(run: Run, items: list[object], match: Function, new: object) -> list[object]:
    if len(match.parameters) != 2:
        raise InvalidValue("'match' must take two arguments: the item and the new item")
    replaced: list[object] = []
    for item in items:
        outcome = match.invoke(Arguments((item, new)), run)
        if not isinstance(outcome, bool):
            raise InvalidValue("'match' must say true or false")
        replaced.append(new if outcome else item)
    return replaced


@FUNCTIONS.add("reverse", "list: list")
def _reverse(items: list[object]) -> list[object]:
    return items[::-1]


@FUNCTIONS.add("index of", "list: list, match: any?")
def _index_of(items: list[object], match: object) -> list[object]:
    return [Decimal(place) for place, item in enumerate(items, 1) if equal(item, match) is True]


@FUNCTIONS.add("union", "list: list...")
def _union(lists: list[list[object]]) -> list[object]:
    return _distinct([item for items in lists for item in items])


@FUNCTIONS.add("distinct values", "list: list")
def _distinct_values(items: list[object]) -> list[object]:
    return _distinct(items)


@FUNCTIONS.add("flatten", "list: list")
def _flatten(items: list[object]) -> list[object]:
    flat: list[object] = []
    for item in items:
        flat.extend(_flatten(item) if isinstance(item, list) else [item])
    return flat


@FUNCTIONS.add("sort", "list: list, [precedes: function?]", needs_run=True)
def _sort(run: Run, items: list[object], precedes: Function | None) -> list[object]:
    before = _natural_order if precedes is None else _order_by(precedes, run)

    def order(left: object, right: object) -> int:
        return -1 if before(left, right) else 1 if before(right, left) else 0

    return sorted(items, key=cmp_to_key(order))


def _order_by(precedes: Function, run: Run) -> Callable[[object, object], bool]:
    if len(precedes.parameters) != 2:
        raise InvalidValue("'precedes' must take two arguments")

    def before(left: object, right: object) -> bool:
        outcome = precedes.invoke(Arguments((left, right)), run)
        if not isinstance(outcome, bool):
            raise InvalidValue("'precedes' must say true or false")
        return outcome

    return before


def _natural_order(left: object, right: object) -> bool:
    from process_models.feel.operators import compare

    outcome = compare("<", left, right)
    if outcome is None:
        raise InvalidValue("the items have no common order")
    return outcome


def _distinct(items: list[object]) -> list[object]:
    found: list[object] = []
    for item in items:
        if not any(equal(item, earlier) is True for earlier in found):
            found.append(item)
    return found


def _offset(items: list[object], position: Decimal) -> int:
    """The Python index of a FEEL position: 1 is the first, -1 the last."""
    whole = int(position)
    if whole == 0 or abs(whole) > len(items):
        raise InvalidValue(f"the list of {len(items)} has no position {position}")
    return whole - 1 if whole > 0 else len(items) + whole
