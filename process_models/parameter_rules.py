"""What a set of dated rows must satisfy: on every day of a series exactly one row or one whole scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeVar

from process_models.records import InvalidContent

if TYPE_CHECKING:
    from process_models.parameters import Parameter

K = TypeVar("K")
_A_DAY = timedelta(days=1)


def refuse_gaps_and_overlaps(rows: Iterable[Parameter]) -> None:
    """Check every series (same id, country and keys).

    Two rows of one state of knowledge must not hold on the same day, the days between two rows
    must not be without one, and the bands of a scale must follow each other without gap or overlap.

    Raises:
        InvalidContent: naming both rows and what to do.
    """
    for row in rows:
        if row.valid_to is not None and row.valid_to < row.valid_from:
            raise InvalidContent(f"{row.address}: valid_to {row.valid_to} lies before valid_from; exchange them.")
    for _, series in _grouped(rows, lambda row: (row.id, row.country, sorted(row.keys.items()))):
        _check_gaps(series)
        for _, known in _grouped(series, lambda row: row.known_from or date.min):
            scales = [scale for _, scale in _grouped(known, lambda row: (row.valid_from, row.valid_to or date.max))]
            for earlier, later in pairwise(scales):
                if earlier[0].valid_to is None or later[0].valid_from <= earlier[0].valid_to:
                    raise InvalidContent(_both(earlier[0], later[0], "hold on the same days; end the first earlier."))
            for scale in scales:
                _check_bands(scale)


def _check_gaps(series: Sequence[Parameter]) -> None:
    reached = series[0]
    for row in series[1:]:
        if reached.valid_to is None:
            return
        if row.valid_from > reached.valid_to + _A_DAY:
            raise InvalidContent(
                _both(reached, row, f"leave {reached.valid_to + _A_DAY} to {row.valid_from - _A_DAY} without a value;")
                + " add a row, with value 0 where nothing applies."
            )
        if row.valid_to is None or row.valid_to > reached.valid_to:
            reached = row


def _check_bands(scale: Sequence[Parameter]) -> None:
    bands = sorted(scale, key=lambda row: row.lower or Decimal(0))
    for row in bands:
        if row.lower is not None and row.upper is not None and row.upper <= row.lower:
            raise InvalidContent(f"{row.address}: to {row.upper} is not above from {row.lower}; exchange them.")
    for lower, upper in pairwise(bands):
        if lower.upper is None or upper.lower is None or upper.lower < lower.upper:
            raise InvalidContent(_both(lower, upper, "hold for the same amounts; end the first band earlier."))
        if upper.lower > lower.upper:
            raise InvalidContent(_both(lower, upper, f"leave {lower.upper} to {upper.lower} without a band; add one."))


def _grouped(rows: Iterable[Parameter], key: Callable[[Parameter], K]) -> list[tuple[K, list[Parameter]]]:
    ordered = sorted(rows, key=lambda row: (key(row), row.valid_from, row.lower or Decimal(0)))
    return [(group, list(members)) for group, members in groupby(ordered, key=key)]


def _both(first: Parameter, second: Parameter, what: str) -> str:
    return f"{first.address} (to {first.valid_to or 'open'}) and {second.address} {what}"
