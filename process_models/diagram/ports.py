"""Where ties leave and enter nodes: sides, their prices, and places beside a column's middle."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from process_models.diagram.grid import Cell, Grid
from process_models.diagram.level import End, Item, Level, Outline, Tie, TieKind
from process_models.diagram.placing import Placement
from process_models.diagram.routing import DOWN, LEFT, RIGHT, UP, Port

EVENT_SPACING = 44.0
_MESSAGE_SPACING = 22.0

# What a side costs, as (right, down, left, up), in pixels of detour.
_OUT = {Outline.BOX: (0, 70, 260, 70), Outline.CIRCLE: (0, 60, 260, 60), Outline.DIAMOND: (0, 4, 220, 6)}
_IN = {Outline.BOX: (260, 70, 0, 70), Outline.CIRCLE: (260, 60, 0, 60), Outline.DIAMOND: (220, 4, 0, 6)}
_TAKEN_CORNER, _BUSY_CORNER = 80, 30
_BACK_OUT = (60, 10, 120, 10)
_BACK_IN = (120, 10, 40, 10)


@dataclass(frozen=True, kw_only=True)
class Offsets:
    """How far right of an item's middle its boundary events hang and its message flows touch it."""

    boundary: Mapping[str, float]
    column: Mapping[str, int]
    """The column each boundary event hangs in."""
    message: Mapping[tuple[str, bool], float]
    """By message flow, and whether its source (or else its target) is meant."""
    lines: Mapping[int, Sequence[float]]
    """By column, which further lines the grid needs."""
    splits: frozenset[str]
    joins: frozenset[str]


def offsets(level: Level, placement: Placement) -> Offsets:
    """Places beside the middle for everything that does not touch an item in its middle."""
    boundary: dict[str, float] = {}
    column: dict[str, int] = {}
    message: dict[tuple[str, bool], float] = {}
    lines: dict[int, list[float]] = {}
    ends = _message_ends(level, placement)
    for item in level.items:
        hanging = _sorted_hanging(level, placement, item)
        for event, (at, offset) in _hanging_places(item, placement.cells[item.id], hanging).items():
            column[event], boundary[event] = at, offset
            lines.setdefault(at, []).append(offset)
        touching = ends.get(item.id, [])
        room = 0.0 if not hanging or item.span > 1 else -26.0
        for number, (tie, leaving) in enumerate(touching):
            spacing = min(_MESSAGE_SPACING, (item.width - 16) / max(1, len(touching)))
            message[tie.id, leaving] = round(room + spacing * (number - (len(touching) - 1) / 2), 2)
    _align(level, placement, ends, message)
    for name, touching in ends.items():
        for tie, leaving in touching:
            at = message_column(placement.cells[name], tie.source if leaving else tie.target)
            lines.setdefault(at, []).append(message[tie.id, leaving])
    for tie in level.ties:
        for end, leaving in ((tie.source, True), (tie.target, False)):
            if tie.kind is TieKind.MESSAGE and end.boundary is not None and end.item is not None:
                message[tie.id, leaving] = boundary[end.boundary] - 7
                lines[column[end.boundary]].append(boundary[end.boundary] - 7)
    splits, joins = _splits_and_joins(level)
    return Offsets(boundary=boundary, column=column, message=message, lines=lines, splits=splits, joins=joins)


def message_column(cell: Cell, end: End) -> int:
    """The column a message flow touches an item in: where the node meant lies, if that is inside."""
    if end.inner is None:
        return (cell.first + cell.last) // 2
    return min(cell.last, cell.first + int(end.inner_share * (cell.last - cell.first + 1)))


def _align(
    level: Level,
    placement: Placement,
    ends: Mapping[str, Sequence[tuple[Tie, bool]]],
    message: dict[tuple[str, bool], float],
) -> None:
    """Let an item's only message flow touch it where the other end asks for, so that it runs straight."""
    for name, touching in ends.items():
        if len(touching) == 1 and level.item_by_id[name].outline is Outline.BOX:
            ((tie, leaving),) = touching
            own, other = (tie.source, tie.target) if leaving else (tie.target, tie.source)
            if other.item is None or (tie.id, not leaving) not in message:
                continue
            column = message_column(placement.cells[other.item], other)
            if column == message_column(placement.cells[name], own) and not level.hanging_on(name):
                message[tie.id, leaving] = message[tie.id, not leaving]


def _hanging_places(item: Item, cell: Cell, events: Sequence[str]) -> dict[str, tuple[int, float]]:
    """Column and offset of boundary events, the last one furthest right; apart where the item spans columns."""
    columns = cell.last - cell.first + 1
    in_one = -(-len(events) // columns)
    widest = EVENT_SPACING * (in_one - 1) / 2
    right = max(22.0, widest) if columns > 1 else min(item.width / 2 - 28, max(22.0, widest))
    places: dict[str, tuple[int, float]] = {}
    for number, event in enumerate(reversed(events)):
        places[event] = (cell.last - number // in_one, right - EVENT_SPACING * (number % in_one))
    return places


def _splits_and_joins(level: Level) -> tuple[frozenset[str], frozenset[str]]:
    """The items several sequence flows leave, and those several enter."""
    leaving = Counter(tie.source.item for tie in level.ties if tie.kind is TieKind.SEQUENCE and not tie.source.boundary)
    entering = Counter(tie.target.item for tie in level.ties if tie.kind is TieKind.SEQUENCE)
    return (
        frozenset(item for item, count in leaving.items() if item and count > 1),
        frozenset(item for item, count in entering.items() if item and count > 1),
    )


def _sorted_hanging(level: Level, placement: Placement, item: Item) -> list[str]:
    """Events whose flows go further down hang further left, so that their ways do not cross."""
    goal: dict[str, int] = {}
    for tie in level.ties:
        if tie.source.boundary is not None and tie.target.item is not None:
            goal.setdefault(tie.source.boundary, placement.cells[tie.target.item].row)
    return sorted((event.id for event in level.hanging_on(item.id)), key=lambda event: -goal.get(event, 0))


def _message_ends(level: Level, placement: Placement) -> dict[str, list[tuple[Tie, bool]]]:
    ends: dict[str, list[tuple[tuple[int, int], Tie, bool]]] = {}
    for position, tie in enumerate(level.ties):
        if tie.kind is TieKind.MESSAGE:
            for end, other, leaving in ((tie.source, tie.target, True), (tie.target, tie.source, False)):
                if end.item is not None and end.boundary is None:
                    column = placement.cells[other.item].first if other.item else placement.cells[end.item].first
                    ends.setdefault(end.item, []).append(((column, position), tie, leaving))
    return {item: [(tie, leaving) for _, tie, leaving in sorted(found, key=_first)] for item, found in ends.items()}


def _first(entry: tuple[tuple[int, int], Tie, bool]) -> tuple[int, int]:
    return entry[0]


def ports(
    level: Level, placement: Placement, grid: Grid, where: Offsets, tie: Tie, *, leaving: bool
) -> tuple[Port, ...]:
    """Every way a tie may leave its source, or enter its target."""
    end = tie.source if leaving else tie.target
    if end.item is None:
        return _pool_ports(grid, end, leaving=leaving)
    item, cell = level.item_by_id[end.item], placement.cells[end.item]
    row = grid.row_line[cell.row]
    if end.boundary is not None:
        offset = where.boundary[end.boundary] if tie.kind is not TieKind.MESSAGE else where.message[tie.id, leaving]
        line = grid.through[where.column[end.boundary], offset]
        return (Port(line, row + 1, DOWN if leaving else UP),)
    if tie.kind is TieKind.MESSAGE:
        line = grid.through[message_column(cell, end), where.message[tie.id, leaving]]
        return _up_and_down(line, row, leaving=leaving, price=0.0)
    middle = grid.middle_of(cell)
    right, left = grid.gutter_before[cell.last + 1], grid.gutter_before[cell.first]
    prices = _prices(item, tie, placement, where, leaving=leaving)
    if leaving:
        return (
            Port(right, row, RIGHT, prices[0]),
            Port(middle, row + 1, DOWN, prices[1]),
            Port(left, row, LEFT, prices[2]),
            Port(middle, row - 1, UP, prices[3]),
        )
    return (
        Port(right, row, LEFT, prices[0]),
        Port(middle, row + 1, UP, prices[1]),
        Port(left, row, RIGHT, prices[2]),
        Port(middle, row - 1, DOWN, prices[3]),
    )


def _prices(item: Item, tie: Tie, placement: Placement, where: Offsets, *, leaving: bool) -> tuple[int, int, int, int]:
    if item.outline is Outline.DATA:
        return (20, 0, 20, 0)
    if tie.kind is TieKind.DATA:
        return (120, 0, 120, 0)
    if tie.id in placement.back or tie.source.item == tie.target.item:
        return _BACK_OUT if leaving else _BACK_IN
    right, down, left, up = (_OUT if leaving else _IN)[item.outline]
    if item.outline is Outline.DIAMOND and item.id in (where.joins if leaving else where.splits):
        # The corners above and below are for what branches off, or joins: the other end keeps to its side.
        other = _BUSY_CORNER if item.id in (where.splits if leaving else where.joins) else _TAKEN_CORNER
        return (right, down + other, left, up + other)
    return (right, down, left, up)


def _up_and_down(line: int, row: int, *, leaving: bool, price: float) -> tuple[Port, ...]:
    if leaving:
        return (Port(line, row + 1, DOWN, price), Port(line, row - 1, UP, price))
    return (Port(line, row + 1, UP, price), Port(line, row - 1, DOWN, price))


def _pool_ports(grid: Grid, end: End, *, leaving: bool) -> tuple[Port, ...]:
    """A pool is touched anywhere along its upper or lower border."""
    group = end.group or 0
    above, below = grid.gap_above[group], grid.gap_above[group + 1]
    up, down = (UP, DOWN) if leaving else (DOWN, UP)
    lines = range(1, len(grid.vertical) - 1)
    return tuple(Port(line, y, way) for line in lines for y, way in ((above, up), (below, down)))
