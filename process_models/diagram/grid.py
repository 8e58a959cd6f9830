"""The lines routes may take: row centres, column centres, and the gutters between rows and columns.

A *through* line is a column's centre, or a place beside it where a boundary event or a message
flow hangs. Between every two columns, and on both outer sides, lies a gutter; above and below
every row likewise. Between pools lies a gap that message flows alone may use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


class LineKind(Enum):
    """What may lie on a line: one route and no other, or as many as there are tracks."""

    CENTRE = "centre"
    GUTTER = "gutter"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class VerticalLine:
    """A gutter left of `column`, or a line through it, `offset` right of its middle."""

    kind: LineKind
    column: int
    offset: float = 0


@dataclass(frozen=True, slots=True)
class HorizontalLine:
    """A row's middle, a gutter above or below it, or the gap above a pool (`group`)."""

    kind: LineKind
    group: int
    band: int = -1
    row: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where a node stands: its columns, and its row's number counted over all bands."""

    first: int
    last: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace:
    """A row's band and group."""

    band: int
    group: int


@dataclass(frozen=True, kw_only=True)
class Grid:
    """All lines from left to right and from top to bottom, with indexes into them."""

    vertical: tuple[VerticalLine, ...]
    horizontal: tuple[HorizontalLine, ...]
    gutter_before: tuple[int, ...]
    """Index of the gutter left of each column; one more for the right side."""
    through: Mapping[tuple[int, float], int]
    """Index of the line through a column at an offset."""
    row_line: tuple[int, ...]
    """Index of each row's middle; its gutters are the neighbours."""
    gap_above: tuple[int, ...]
    """Index of the gap above each group; one more below the last."""

    def lines_in(self, cell: Cell) -> range:
        """The vertical lines a node stands on."""
        return range(self.gutter_before[cell.first] + 1, self.gutter_before[cell.last + 1])

    def middle_of(self, cell: Cell) -> int:
        """The vertical line through the middle column of a node."""
        return self.through[(cell.first + cell.last) // 2, 0.0]


def grid(columns: int, places: Sequence[RowPlace], offsets: Mapping[int, Sequence[float]]) -> Grid:
    """The grid of so many columns and these rows, top to bottom, with further lines through some columns."""
    vertical: list[VerticalLine] = []
    gutter_before: list[int] = []
    through: dict[tuple[int, float], int] = {}
    for column in range(columns):
        gutter_before.append(len(vertical))
        vertical.append(VerticalLine(LineKind.GUTTER, column))
        for offset in sorted({0.0, *offsets.get(column, ())}):
            through[column, offset] = len(vertical)
            vertical.append(VerticalLine(LineKind.CENTRE, column, offset))
    gutter_before.append(len(vertical))
    vertical.append(VerticalLine(LineKind.GUTTER, columns))
    horizontal, row_line, gap_above = _horizontal(places)
    return Grid(
        vertical=tuple(vertical),
        horizontal=tuple(horizontal),
        gutter_before=tuple(gutter_before),
        through=through,
        row_line=tuple(row_line),
        gap_above=tuple(gap_above),
    )


def _horizontal(places: Sequence[RowPlace]) -> tuple[list[HorizontalLine], list[int], list[int]]:
    lines: list[HorizontalLine] = []
    row_line: list[int] = []
    gap_above: list[int] = []
    previous: RowPlace | None = None
    for number, place in enumerate(places):
        if previous is None or previous.group != place.group:
            gap_above.append(len(lines))
            lines.append(HorizontalLine(LineKind.GAP, place.group))
        if previous is None or previous.band != place.band:
            lines.append(HorizontalLine(LineKind.GUTTER, place.group, place.band, number))
        row_line.append(len(lines))
        lines.append(HorizontalLine(LineKind.CENTRE, place.group, place.band, number))
        lines.append(HorizontalLine(LineKind.GUTTER, place.group, place.band, number + 1))
        previous = place
    gap_above.append(len(lines))
    lines.append(HorizontalLine(LineKind.GAP, -1))
    return lines, row_line, gap_above
