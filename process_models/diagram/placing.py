"""Columns and rows for everything on one level, data elements last, beside those who use them."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from process_models.diagram.grid import Cell, RowPlace
from process_models.diagram.level import Item, Level, Outline, Tie, TieKind
from process_models.diagram.ranking import Step, columns, leading_back, with_hints
from process_models.diagram.rows import Columns, Link, LinkKind, Row, rows

_LONELY_IN_A_ROW = 5
_NEW_ROW = 0.9
_LEADING = (TieKind.SEQUENCE, TieKind.HANDLER)


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where each item stands on the grid, which rows there are, and which flows lead back."""

    cells: Mapping[str, Cell]
    rows: Sequence[RowPlace]
    columns: int
    back: frozenset[str]


def place(level: Level) -> Placement:
    """Columns by longest paths over all pools together, then rows band by band."""
    nodes = [item for item in level.items if item.outline is not Outline.DATA]
    names = [item.id for item in nodes]
    sequence = [tie for tie in level.ties if tie.kind in _LEADING and tie.source.item != tie.target.item]
    inside = [tie for tie in sequence if {tie.source.item, tie.target.item} <= set(names)]
    back = _back(level, names, inside)
    column = _columns(level, names, [tie for tie in inside if tie.id not in back])
    known = Columns(
        nodes=names,
        band={item.id: item.band for item in nodes},
        column=column,
        span={item.id: item.span for item in nodes},
    )
    row = rows(known, _links(level, inside, back))
    _place_data(level, column, row)
    return _numbered(level, column, row, back)


def _back(level: Level, names: Sequence[str], sequence: Sequence[Tie]) -> frozenset[str]:
    entered = {tie.target.item for tie in sequence}
    starts = [item.id for item in level.items if item.is_start and item.id in names]
    roots = [*starts, *(name for name in names if name not in entered)]
    # What leaves through a boundary event is walked last: where it joins again is no loop.
    order = sorted(range(len(sequence)), key=lambda n: sequence[n].source.boundary is not None)
    steps = [(str(sequence[n].source.item), str(sequence[n].target.item)) for n in order]
    leading = leading_back(names, steps, roots)
    return frozenset(sequence[order[n]].id for n in leading)


def _columns(level: Level, names: Sequence[str], forward: Sequence[Tie]) -> dict[str, int]:
    steps = [Step(str(t.source.item), str(t.target.item), level.item_by_id[str(t.source.item)].span) for t in forward]
    known = set(names)
    messages = [t for t in level.ties if t.kind is TieKind.MESSAGE and {t.source.item, t.target.item} <= known]
    hints = [Step(str(t.source.item), str(t.target.item), 0) for t in messages]
    column = columns(names, with_hints(names, steps, hints))
    tied = {name for step in (*steps, *hints) for name in (step.source, step.target)}
    lonely: dict[int, int] = {}
    for name in names:
        if name not in tied:
            item = level.item_by_id[name]
            column[name] = lonely.get(item.band, 0)
            after = column[name] + item.span
            lonely[item.band] = after if after < _LONELY_IN_A_ROW else 0
    return column


def _links(level: Level, sequence: Sequence[Tie], back: frozenset[str]) -> list[Link]:
    links: list[Link] = []
    for tie in sequence:
        kind = LinkKind.BACK if tie.id in back else LinkKind.BOUNDARY if tie.source.boundary else LinkKind.FORWARD
        links.append(Link(str(tie.source.item), str(tie.target.item), kind))
    nodes = {item.id for item in level.items if item.outline is not Outline.DATA}
    for tie in level.ties:
        if tie.kind is TieKind.MESSAGE and tie.source.item in nodes and tie.target.item in nodes:
            links.append(Link(str(tie.source.item), str(tie.target.item), LinkKind.MESSAGE))
    return links


def _place_data(level: Level, column: dict[str, int], row: dict[str, Row]) -> None:
    taken: dict[tuple[int, Row], str] = {}
    for name, where in row.items():
        for at in range(column[name], column[name] + level.item_by_id[name].span):
            taken[at, where] = name
    for item in level.items:
        if item.outline is Outline.DATA:
            users = [name for name in _users(level, item) if name in row]
            column[item.id], row[item.id] = _best_cell(level, item, users, column, row, taken)
            taken[column[item.id], row[item.id]] = item.id


def _users(level: Level, item: Item) -> list[str]:
    users = []
    for tie in level.ties:
        if tie.kind is TieKind.DATA:
            if tie.source.item == item.id and tie.target.item:
                users.append(tie.target.item)
            elif tie.target.item == item.id and tie.source.item:
                users.append(tie.source.item)
    return users


def _best_cell(
    level: Level,
    item: Item,
    users: Sequence[str],
    column: Mapping[str, int],
    row: Mapping[str, Row],
    taken: Mapping[tuple[int, Row], str],
) -> tuple[int, Row]:
    in_use = sorted(set(row.values()))
    own = [place[1] for place in in_use if place[0] == item.band]
    if not own:
        return (min((column[user] for user in users), default=0), (item.band, 0.0))
    between = [(upper + lower) / 2 for upper, lower in zip(own, own[1:], strict=False)]
    heights = [own[0] - 1, *sorted((*own, *between)), own[-1] + 1]
    middles = [column[user] + (level.item_by_id[user].span - 1) // 2 for user in users] or [0]
    widest = max(column.values(), default=0)
    candidates = [
        (at, (item.band, height))
        for height in heights
        for at in sorted({min(max(middle + side, 0), widest) for middle in middles[:4] for side in (0, 1, -1)})
        if (at, (item.band, height)) not in taken
    ]

    def place_of(where: Row) -> float:
        at = bisect_left(in_use, where)
        return at if at < len(in_use) and in_use[at] == where else at - 0.5

    def cost(candidate: tuple[int, Row]) -> tuple[float, int, float]:
        at, where = candidate
        price = _NEW_ROW if where not in in_use else 0.0
        for weight, user, middle in zip(_weights(len(users)), users, middles, strict=False):
            down = place_of(where) - place_of(row[user])
            price += weight * (0.8 * abs(at - middle) + ceil(abs(down)) + (0.3 if down > 0 else 0) + 2 * (down == 0))
        return (price, at, where[1])

    return min(candidates, key=cost)


def _weights(count: int) -> list[float]:
    """The first user counts most: that is where the eye looks for the data."""
    return [1.0, *([0.4] * (count - 1))][:count]


def _numbered(level: Level, column: Mapping[str, int], row: Mapping[str, Row], back: frozenset[str]) -> Placement:
    wanted = set(row.values())
    standing = {where[0] for where in wanted}
    wanted |= {(band, 0.0) for band in range(len(level.bands)) if band not in standing}
    order = sorted(wanted)
    number = {where: at for at, where in enumerate(order)}
    cells = {
        item.id: Cell(first=column[item.id], last=column[item.id] + item.span - 1, row=number[row[item.id]])
        for item in level.items
    }
    return Placement(
        cells=cells,
        rows=[RowPlace(band=where[0], group=level.bands[where[0]].group) for where in order],
        columns=max((cell.last + 1 for cell in cells.values()), default=1),
        back=back,
    )
