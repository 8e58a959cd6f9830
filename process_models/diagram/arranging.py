"""From a level to coordinates: place, route, give every line its room, and read off boxes and ways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from process_models.diagram.geometry import Bounds, Point
from process_models.diagram.grid import Grid, LineKind, grid
from process_models.diagram.level import End, Item, Level, Outline, TieKind
from process_models.diagram.metrics import Coordinates, Needs, coordinates
from process_models.diagram.placing import Placement, place
from process_models.diagram.ports import Offsets, offsets, ports
from process_models.diagram.routing import DOWN, LEFT, RIGHT, Port, Request, Route, Router
from process_models.diagram.sizes import EVENT_SIZE
from process_models.diagram.tracks import Run, runs, tracks

_LABEL_GAP = 4.0
_LEAST_ROW = 25.0
_MESSAGE_INSIDE = 1.6
_WEIGHTS = {TieKind.MESSAGE: 0.7, TieKind.DATA: 0.25, TieKind.HANDLER: 0.5}


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """Where everything of a level lies; its upper left corner is the origin."""

    boxes: Mapping[str, Bounds]
    """Of items and boundary events."""
    ways: Mapping[str, tuple[Point, ...]]
    bands: Sequence[Bounds]
    width: float
    height: float


def arrange(level: Level) -> Arrangement:
    """Lay a level out. Ties without any way on the grid are missing from `ways`."""
    placement = place(level)
    where = offsets(level, placement)
    lines = grid(placement.columns, placement.rows, where.lines)
    needs = _needs(level, placement, lines, {})
    routes, requests = _routes(level, placement, lines, where, coordinates(lines, needs))
    pieces = {tie: runs(requests[tie], route) for tie, route in routes.items()}
    track, counts = _tracks(lines, pieces)
    final = coordinates(lines, _needs(level, placement, lines, counts))
    boxes = _boxes(level, placement, lines, where, final)
    bands = [
        Bounds(0, final.band_top[number], final.width, final.band_bottom[number] - final.band_top[number])
        for number in range(len(level.bands))
    ]
    ways = {
        tie.id: _way(level, boxes, bands, pieces[tie.id], track, final, routes[tie.id], tie.source, tie.target)
        for tie in level.ties
        if tie.id in routes
    }
    height = max((band.bottom for band in bands), default=0.0)
    return Arrangement(boxes=boxes, ways=ways, bands=bands, width=final.width, height=height)


def _needs(level: Level, placement: Placement, lines: Grid, counts: Mapping[tuple[bool, int], int]) -> Needs:
    widths = [36.0] * placement.columns
    ascent = [_LEAST_ROW] * len(placement.rows)
    descent = [_LEAST_ROW] * len(placement.rows)
    spanning: list[tuple[int, int, float]] = []
    for item in level.items:
        cell = placement.cells[item.id]
        up, down = _up_and_down(level, item)
        ascent[cell.row], descent[cell.row] = max(ascent[cell.row], up), max(descent[cell.row], down)
        if item.span > 1:
            spanning.append((cell.first, cell.last, item.width))
        else:
            widths[cell.first] = max(widths[cell.first], item.width, item.label_width)
    for column, extra in offsets(level, placement).lines.items():
        widths[column] = max(widths[column], 2 * max(abs(offset) for offset in extra) + 8)
    gutters: dict[int, float] = {}
    for tie in level.ties:
        if tie.kind is TieKind.SEQUENCE and tie.label_width and tie.source.item and not tie.source.boundary:
            cell = placement.cells[tie.source.item]
            slack = (widths[cell.last] - level.item_by_id[tie.source.item].width) / 2
            gutters[cell.last + 1] = max(gutters.get(cell.last + 1, 0.0), tie.label_width + 16 - slack)
    for at, row in enumerate(placement.rows):
        if level.bands[row.band].solid:
            ascent[at] = descent[at] = level.bands[row.band].least_height / 2
    return Needs(
        column_width=widths,
        ascent=ascent,
        descent=descent,
        gutter_width=gutters,
        spanning=spanning,
        least_height={number: band.least_height for number, band in enumerate(level.bands)},
        solid=frozenset(number for number, band in enumerate(level.bands) if band.solid),
        tracks=counts,
    )


def _up_and_down(level: Level, item: Item) -> tuple[float, float]:
    """The room above and below an item's middle, its label and boundary events included."""
    half = item.height / 2
    label = item.label_height + _LABEL_GAP if item.label_height else 0.0
    if item.outline is Outline.DIAMOND:
        return half + label, half
    hanging = level.hanging_on(item.id)
    if hanging:
        label = max(EVENT_SIZE / 2 + 2, max(event.label_height for event in hanging) + EVENT_SIZE / 2)
    return half, half + label


def _routes(
    level: Level, placement: Placement, lines: Grid, where: Offsets, rough: Coordinates
) -> tuple[dict[str, Route], dict[str, Request]]:
    blocked = {
        (i, lines.row_line[cell.row])
        for cell in (placement.cells[item.id] for item in level.items)
        for i in lines.lines_in(cell)
    }
    requests: list[tuple[tuple[int, float, int], Request]] = []
    for position, tie in enumerate(level.ties):
        starts = ports(level, placement, lines, where, tie, leaving=True)
        ends = ports(level, placement, lines, where, tie, leaving=False)
        top, bottom = _limits(level, placement, lines, tie.kind, (tie.source, tie.target))
        distance = min(
            abs(rough.xs[a.vertical] - rough.xs[b.vertical]) + 3 * abs(rough.ys[a.horizontal] - rough.ys[b.horizontal])
            for a in starts[:8]
            for b in ends[:8]
        )
        rank = {TieKind.SEQUENCE: 0, TieKind.HANDLER: 2, TieKind.MESSAGE: 2, TieKind.DATA: 3}[tie.kind] + (
            tie.id in placement.back
        )
        request = Request(
            id=tie.id,
            # Only ties of one kind merge: a dotted line on top of a solid one cannot be seen.
            source=f"{tie.kind.value} {tie.source.key}",
            target=f"{tie.kind.value} {tie.target.key}",
            starts=starts,
            ends=ends,
            top=top,
            bottom=bottom,
            inside_price=_MESSAGE_INSIDE if tie.kind is TieKind.MESSAGE else 1.0,
            weight=_WEIGHTS.get(tie.kind, 1.0),
        )
        requests.append(((rank, distance, position), request))
    ordered = [request for _, request in sorted(requests, key=lambda entry: entry[0])]
    router = Router(lines, rough.xs, rough.ys, blocked)
    return router.route_all(ordered), {request.id: request for request in ordered}


def _limits(level: Level, placement: Placement, lines: Grid, kind: TieKind, ends: Sequence[End]) -> tuple[int, int]:
    """A sequence flow stays inside its pool; everything else may use the whole grid."""
    groups = {level.bands[level.item_by_id[end.item].band].group for end in ends if end.item is not None}
    if kind is TieKind.SEQUENCE and len(groups) == 1 and all(end.item for end in ends):
        (group,) = groups
        return lines.gap_above[group] + 1, lines.gap_above[group + 1] - 1
    return 0, len(lines.horizontal) - 1


def _tracks(
    lines: Grid, pieces: Mapping[str, Sequence[Run]]
) -> tuple[dict[tuple[str, int], int], dict[tuple[bool, int], int]]:
    """The track of every piece of a route that runs in a gutter, and how many tracks each gutter has."""
    sharing: dict[tuple[bool, int], list[tuple[tuple[str, int], Run]]] = {}
    for tie, parts in pieces.items():
        for number, run in enumerate(parts):
            kind = lines.vertical[run.line].kind if run.vertical else lines.horizontal[run.line].kind
            if kind is not LineKind.CENTRE:
                sharing.setdefault((run.vertical, run.line), []).append(((tie, number), run))
    track: dict[tuple[str, int], int] = {}
    counts: dict[tuple[bool, int], int] = {}
    for line, members in sharing.items():
        chosen = tracks([run for _, run in members])
        for position, (key, _) in enumerate(members):
            track[key] = chosen[position]
        counts[line] = max(chosen.values()) + 1
    return track, counts


def _boxes(level: Level, placement: Placement, lines: Grid, where: Offsets, final: Coordinates) -> dict[str, Bounds]:
    boxes: dict[str, Bounds] = {}
    for item in level.items:
        cell = placement.cells[item.id]
        left, right = final.column_left[cell.first], final.column_right[cell.last]
        width = item.width if item.span == 1 else right - left
        y = final.ys[lines.row_line[cell.row]]
        boxes[item.id] = Bounds((left + right - width) / 2, y - item.height / 2, width, item.height)
    for event in level.hanging:
        x = final.xs[lines.through[where.column[event.id], where.boundary[event.id]]]
        y = boxes[event.host].bottom
        boxes[event.id] = Bounds(x - EVENT_SIZE / 2, y - EVENT_SIZE / 2, EVENT_SIZE, EVENT_SIZE)
    return boxes


def _way(
    level: Level,
    boxes: Mapping[str, Bounds],
    bands: Sequence[Bounds],
    pieces: Sequence[Run],
    track: Mapping[tuple[str, int], int],
    final: Coordinates,
    route: Route,
    source: End,
    target: End,
) -> tuple[Point, ...]:
    at = [final.on(run.vertical, run.line, track.get((run.route, number))) for number, run in enumerate(pieces)]
    start = _touch(level, boxes, bands, source, route.start, at[0], leaving=True)
    end = _touch(level, boxes, bands, target, route.end, at[-1], leaving=False)
    corners = [(a, b) if run.vertical else (b, a) for run, a, b in zip(pieces, at, at[1:], strict=False)]
    return _without_repeats([start, *corners, end])


def _touch(
    level: Level,
    boxes: Mapping[str, Bounds],
    bands: Sequence[Bounds],
    end: End,
    port: Port,
    at: float,
    *,
    leaving: bool,
) -> Point:
    """Where a way meets the border of what it leaves or enters."""
    outward = port.direction if leaving else (port.direction + 2) % 4
    if end.item is None:
        own = [box for band, box in zip(level.bands, bands, strict=True) if band.group == end.group]
        return (at, max(box.bottom for box in own) if outward == DOWN else min(box.y for box in own))
    box = boxes[end.boundary or end.item]
    if outward in (RIGHT, LEFT):
        return (box.right if outward == RIGHT else box.x, at)
    beside = abs(at - box.centre[0])
    outline = Outline.CIRCLE if end.boundary else level.item_by_id[end.item].outline
    inset = 0.0
    if outline is Outline.CIRCLE:
        inset = box.height / 2 - sqrt(max(0.0, (box.width / 2) ** 2 - beside**2))
    elif outline is Outline.DIAMOND:
        inset = min(beside, box.height / 2)
    return (at, box.bottom - inset if outward == DOWN else box.y + inset)


def _without_repeats(points: Sequence[Point]) -> tuple[Point, ...]:
    """The way without points that repeat one or lie between two on a straight line."""
    kept: list[Point] = []
    for x, y in ((round(x, 2), round(y, 2)) for x, y in points):
        if kept and kept[-1] == (x, y):
            continue
        if len(kept) > 1:
            (ax, ay), (bx, by) = kept[-2:]
            if (ax == bx == x and (by - ay) * (y - by) >= 0) or (ay == by == y and (bx - ax) * (x - bx) >= 0):
                kept[-1] = (x, y)
                continue
        kept.append((x, y))
    return tuple(kept)
