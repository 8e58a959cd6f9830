"""What `for i in a..b` goes over: whole numbers or days, upwards or downwards."""

from __future__ import annotations

from decimal import Decimal

from process_models.feel.numbers import integer
from process_models.feel.temporal import Date, date_of
from process_models.feel.values import Range

# A slip such as 1..10000000000 must not exhaust the memory.
MOST_ITEMS = 100_000


def iterated(start: object, end: object, limits: Range | None = None) -> list[object] | None:
    """The values from `start` to `end`; None where they are no whole numbers or dates, or too many.

    `limits` is the range they come from, whose open ends are left out.
    """
    if isinstance(start, Date) and isinstance(end, Date):
        return [date_of(day) for day in _steps(start.ordinal, end.ordinal, limits) or ()]
    first, last = integer(start), integer(end)
    if first is None or last is None:
        return None
    steps = _steps(first, last, limits)
    return None if steps is None else [Decimal(step) for step in steps]


def _steps(first: int, last: int, limits: Range | None) -> range | None:
    if abs(last - first) > MOST_ITEMS:
        return None
    step = 1 if last >= first else -1
    if limits is not None:
        first += 0 if limits.low_closed else step
        last -= 0 if limits.high_closed else step
    return range(first, last + step, step)
