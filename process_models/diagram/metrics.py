"""Coordinates for the lines of a grid: as wide as what stands on them and runs along them asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from process_models.diagram.grid import Grid, LineKind

OUTER_GUTTER = 30.0
COLUMN_GUTTER = 46.0
ROW_GUTTER = 26.0
BAND_GUTTER = 18.0
GAP = 50.0
TRACK = 12.0


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What the lines must have room for."""

    column_width: Sequence[float]
    ascent: Sequence[float]
    """Of each row: the room above its middle."""
    descent: Sequence[float]
    gutter_width: Mapping[int, float]
    """Least width of gutters, by their number, beyond the usual."""
    spanning: Sequence[tuple[int, int, float]]
    """First column, last column and width of what spans several columns."""
    least_height: Mapping[int, float]
    """Of bands, by number."""
    solid: frozenset[int]
    tracks: Mapping[tuple[bool, int], int]
    """How many tracks a gutter has, by (is vertical, line)."""


@dataclass(frozen=True, kw_only=True)
class Coordinates:
    """Where every line lies; a gutter's middle, its tracks beside it."""

    xs: Sequence[float]
    ys: Sequence[float]
    column_left: Sequence[float]
    column_right: Sequence[float]
    band_top: Mapping[int, float]
    band_bottom: Mapping[int, float]
    width: float
    tracks: Mapping[tuple[bool, int], int]

    def on(self, vertical: bool, line: int, track: int | None) -> float:
        """The coordinate of a line, or of a track of it."""
        middle = self.xs[line] if vertical else self.ys[line]
        if track is None:
            return middle
        return middle + (track - (self.tracks.get((vertical, line), 1) - 1) / 2) * TRACK


def coordinates(grid: Grid, needs: Needs) -> Coordinates:
    """The coordinates that give every need its room, from the upper left corner at the origin."""
    widths = _column_widths(grid, needs)
    xs: list[float] = []
    left: list[float] = []
    right: list[float] = []
    x = 0.0
    for line in grid.vertical:
        if line.kind is LineKind.GUTTER:
            room = _gutter_width(grid, needs, line.column)
            xs.append(x + room / 2)
            x += room
            if line.column < len(widths):
                left.append(x)
                right.append(x + widths[line.column])
                x += widths[line.column]
        else:
            xs.append((left[line.column] + right[line.column]) / 2 + line.offset)
    ys, top, bottom = _vertically(grid, needs)
    return Coordinates(
        xs=xs,
        ys=ys,
        column_left=left,
        column_right=right,
        band_top=top,
        band_bottom=bottom,
        width=x,
        tracks=needs.tracks,
    )


def _gutter_width(grid: Grid, needs: Needs, number: int) -> float:
    outer = number in (0, len(grid.gutter_before) - 1)
    tracks = needs.tracks.get((True, grid.gutter_before[number]), 0)
    least = OUTER_GUTTER if outer else COLUMN_GUTTER
    return max(least, needs.gutter_width.get(number, 0.0), (tracks - 1) * TRACK + 36 if tracks else 0)


def _column_widths(grid: Grid, needs: Needs) -> list[float]:
    widths = list(needs.column_width)
    for first, last, width in needs.spanning:
        gutters = sum(_gutter_width(grid, needs, number) for number in range(first + 1, last + 1))
        missing = width - gutters - sum(widths[first : last + 1])
        for column in range(first, last + 1):
            widths[column] += max(0.0, missing) / (last + 1 - first)
    return widths


def _vertically(grid: Grid, needs: Needs) -> tuple[list[float], dict[int, float], dict[int, float]]:
    ys: list[float] = []
    top: dict[int, float] = {}
    bottom: dict[int, float] = {}
    y = 0.0
    for index, line in enumerate(grid.horizontal):
        if line.kind is LineKind.CENTRE:
            ys.append(y + needs.ascent[line.row])
            y += needs.ascent[line.row] + needs.descent[line.row]
            continue
        tracks = needs.tracks.get((False, index), 0)
        if line.kind is LineKind.GAP:
            outer = index in (grid.gap_above[0], grid.gap_above[-1])
            room = (tracks - 1) * TRACK + 40 if tracks else 0
            room = max(room, 0 if outer else GAP)
        elif line.band in needs.solid:
            room = 0.0
        else:
            at_border = line.band not in top or grid.horizontal[index + 1].band != line.band
            room = max(BAND_GUTTER if at_border else ROW_GUTTER, (tracks - 1) * TRACK + 26 if tracks else 0)
        if line.kind is LineKind.GUTTER:
            top.setdefault(line.band, y)
            missing = needs.least_height.get(line.band, 0) - (y + room - top[line.band])
            last = grid.horizontal[index + 1].band != line.band
            ys.append(y + room / 2)
            y += room + (max(0.0, missing) if last else 0)
            bottom[line.band] = y
        else:
            ys.append(y + room / 2)
            y += room
    return ys, top, bottom
