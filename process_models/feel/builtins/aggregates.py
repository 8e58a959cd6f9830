"""Functions that make one value of a list: extremes, sums, statistics, all and any.

All take a list or, instead, its items as arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from process_models.feel.errors import InvalidValue
from process_models.feel.functions import Computation, Registry
from process_models.feel.numbers import DECIMAL128, exactly
from process_models.feel.operators import add, compare
from process_models.feel.types import kind_text

FUNCTIONS = Registry()


def _aggregate(name: str) -> Callable[[Computation], Computation]:
    def register(compute: Computation) -> Computation:
        FUNCTIONS.add(name, "list: list")(compute)
        FUNCTIONS.add(name, "list: any?...")(compute)
        return compute

    return register


@_aggregate("min")
def _min(items: list[object]) -> object:
    return _extreme(items, "<")


@_aggregate("max")
def _max(items: list[object]) -> object:
    return _extreme(items, ">")


@_aggregate("sum")
def _sum(items: list[object]) -> object:
    if not items:
        return None
    total = items[0]
    for item in items[1:]:
        total = add(total, item)
    if total is None or isinstance(total, str) or not all(type(item) is type(total) for item in items):
        raise InvalidValue("only numbers, or durations of one kind, have a sum")
    return total


@_aggregate("mean")
def _mean(items: list[object]) -> object:
    numbers = _numbers(items)
    return exactly(DECIMAL128.divide, _total(numbers), Decimal(len(numbers))) if numbers else None


@_aggregate("product")
def _product(items: list[object]) -> object:
    numbers = _numbers(items)
    result: Decimal | None = Decimal(1)
    for number in numbers:
        result = None if result is None else exactly(DECIMAL128.multiply, result, number)
    return result if numbers else None


@_aggregate("median")
def _median(items: list[object]) -> object:
    numbers = sorted(_numbers(items))
    if not numbers:
        return None
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return exactly(DECIMAL128.divide, _total(numbers[middle - 1 : middle + 1]), Decimal(2))


@_aggregate("stddev")
def _stddev(items: list[object]) -> object:
    numbers = _numbers(items)
    if len(numbers) < 2:
        raise InvalidValue("a standard deviation needs two numbers or more")
    mean = DECIMAL128.divide(_total(numbers), Decimal(len(numbers)))
    squares = _total([DECIMAL128.power(DECIMAL128.subtract(number, mean), 2) for number in numbers])
    # DMN 1.5 asks for the sample's standard deviation.
    variance = exactly(DECIMAL128.divide, squares, Decimal(len(numbers) - 1))
    return None if variance is None else exactly(DECIMAL128.sqrt, variance)


@_aggregate("mode")
def _mode(items: list[object]) -> list[object]:
    counts = Counter(_numbers(items))
    most = max(counts.values(), default=0)
    return [*sorted(number for number, count in counts.items() if count == most)]


@_aggregate("all")
def _all(items: list[object]) -> bool | None:
    return _decided(items, decisive=False)


@_aggregate("any")
def _any(items: list[object]) -> bool | None:
    return _decided(items, decisive=True)


def _decided(items: list[object], *, decisive: bool) -> bool | None:
    for item in items:
        if item is not None and not isinstance(item, bool):
            raise InvalidValue(f"a list of booleans cannot hold {kind_text(item)}")
    if any(item is decisive for item in items):
        return decisive
    return None if any(item is None for item in items) else not decisive


def _extreme(items: list[object], symbol: str) -> object:
    if not items:
        return None
    best = items[0]
    if compare("<=", best, best) is None:
        raise InvalidValue(f"{kind_text(best)} has no order")
    for item in items[1:]:
        better = compare(symbol, item, best)
        if better is None:
            raise InvalidValue(f"{kind_text(item)} and {kind_text(best)} have no common order")
        best = item if better else best
    return best


def _numbers(items: list[object]) -> list[Decimal]:
    numbers = [item for item in items if isinstance(item, Decimal)]
    if len(numbers) < len(items):
        raise InvalidValue("every item must be a number")
    return numbers


def _total(numbers: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = DECIMAL128.add(total, number)
    return total
