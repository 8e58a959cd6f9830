"""Sets of values on a line, exact: unions of intervals, also over strings and over whole numbers.

A cut lies just before (`side` 0) or just after (`side` 1) a coordinate; a set is a sorted row of cuts at
which it begins and ends. That makes intersection and complement the same few lines for every kind
of value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

# int, Fraction or str; one line holds one kind only.
Coordinate: TypeAlias = Any
Cut: TypeAlias = tuple[Coordinate, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A set of coordinates: inside before the first cut where `starts_inside`, turning at each cut."""

    cuts: tuple[Cut, ...] = ()
    starts_inside: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.cuts and not self.starts_inside

    def complement(self) -> Line:
        return Line(self.cuts, not self.starts_inside)

    def meet(self, other: Line) -> Line:
        """The coordinates in both."""
        if self is ALL or other.is_empty:
            return other
        if other is ALL or self.is_empty:
            return self
        return _combined(self, other)

    def join(self, other: Line) -> Line:
        """The coordinates in either."""
        return self.complement().meet(other.complement()).complement()

    def spans(self) -> Iterator[tuple[Cut | None, Cut | None]]:
        """The intervals from low to high; None where one has no end."""
        ends: list[Cut | None] = [*([None] if self.starts_inside else []), *self.cuts]
        if len(ends) % 2:
            ends.append(None)
        yield from zip(ends[::2], ends[1::2], strict=True)


ALL = Line((), True)
NOTHING = Line((), False)


def below(cut: Cut) -> Line:
    """Everything before a cut."""
    return Line((cut,), True)


def between(low: Cut | None, high: Cut | None) -> Line:
    """Everything from one cut to the next; None leaves the side open."""
    if low is None:
        return ALL if high is None else below(high)
    if high is None:
        return Line((low,), False)
    return Line((low, high), False) if low < high else NOTHING


def _combined(left: Line, right: Line) -> Line:
    cuts: list[Cut] = []
    in_left, in_right = left.starts_inside, right.starts_inside
    starts = inside = in_left and in_right
    i = j = 0
    while i < len(left.cuts) or j < len(right.cuts):
        if j == len(right.cuts) or (i < len(left.cuts) and left.cuts[i] <= right.cuts[j]):
            cut = left.cuts[i]
        else:
            cut = right.cuts[j]
        if i < len(left.cuts) and left.cuts[i] == cut:
            in_left, i = not in_left, i + 1
        if j < len(right.cuts) and right.cuts[j] == cut:
            in_right, j = not in_right, j + 1
        if (in_left and in_right) != inside:
            inside = not inside
            cuts.append(cut)
    return Line(tuple(cuts), starts)
