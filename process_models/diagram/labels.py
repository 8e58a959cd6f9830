"""Places for labels that stand beside their element, where they cover nothing else if there is such a place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from process_models.addresses import ElementId
from process_models.collaboration import Collaboration
from process_models.diagram.geometry import Bounds, Diagram, Edge, Point, Shape
from process_models.diagram.sizes import label_size
from process_models.elements import Activity, Event, Gateway

FLOW_LABEL_WIDTH = 84.0
_GAP = 4.0
_NODE_COST = 40.0
_LABEL_COST = 60.0
_EDGE_COST = 12.0
_CELL = 160.0


class _Surroundings:
    """What labels should not cover, findable by place."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Bounds, float, str]]] = {}

    def add(self, box: Bounds, cost: float, owner: str = "") -> None:
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append((box, cost, owner))

    def cost(self, box: Bounds, owner: str) -> float:
        seen: set[tuple[Bounds, float, str]] = set()
        total = 0.0
        for cell in _cells(box):
            for entry in self._cells.get(cell, ()):
                if entry not in seen and entry[2] != owner and box.overlaps(entry[0]):
                    seen.add(entry)
                    total += entry[1]
        return total


def _cells(box: Bounds) -> Iterable[tuple[int, int]]:
    for column in range(int(box.x // _CELL), int(box.right // _CELL) + 1):
        for row in range(int(box.y // _CELL), int(box.bottom // _CELL) + 1):
            yield column, row


def place_labels(collaboration: Collaboration, diagram: Diagram) -> Diagram:
    """The same diagram with a place for every label of an event, gateway, data element and flow."""
    surroundings = _Surroundings()
    nodes, data = collaboration.node_by_id, collaboration.data_by_id
    solid = {pool.id for pool in collaboration.pools if pool.process is None}
    for shape in diagram.shapes:
        if shape.element in nodes and not shape.is_expanded or shape.element in data:
            surroundings.add(shape.bounds, _NODE_COST, shape.element)
        elif shape.element in solid:
            surroundings.add(shape.bounds, _NODE_COST / 2, shape.element)
        else:
            _add_frame(surroundings, shape.bounds)
    for edge in diagram.edges:
        for (ax, ay), (bx, by) in edge.segments:
            box = Bounds(min(ax, bx) - 1, min(ay, by) - 1, abs(bx - ax) + 2, abs(by - ay) + 2)
            surroundings.add(box, _EDGE_COST, edge.element)
    shapes = [_with_label(collaboration, shape, surroundings) for shape in diagram.shapes]
    starts = Counter(edge.waypoints[0] for edge in diagram.edges)
    edges = [
        _with_flow_label(collaboration, edge, surroundings, shares_start=starts[edge.waypoints[0]] > 1)
        for edge in diagram.edges
    ]
    return Diagram(tuple(shapes), tuple(edges))


def _add_frame(surroundings: _Surroundings, box: Bounds) -> None:
    for y in (box.y, box.bottom):
        surroundings.add(Bounds(box.x, y - 1, box.width, 2), _EDGE_COST / 2)
    for x in (box.x, box.right):
        surroundings.add(Bounds(x - 1, box.y, 2, box.height), _EDGE_COST / 2)


def _with_label(collaboration: Collaboration, shape: Shape, surroundings: _Surroundings) -> Shape:
    element = collaboration.node_by_id.get(shape.element) or collaboration.data_by_id.get(shape.element)
    if element is None or isinstance(element, Activity):
        return shape
    width, height = label_size(element.name, element.annotation)
    if not width:
        return shape
    attached = isinstance(element, Event) and element.attached_to is not None
    candidates = _beside(shape.bounds, width, height, above=isinstance(element, Gateway), attached=attached)
    return replace(shape, label=_chosen(candidates, surroundings, shape.element))


def _beside(box: Bounds, width: float, height: float, *, above: bool, attached: bool) -> list[Bounds]:
    middle = box.centre[0] - width / 2
    over = Bounds(middle, box.y - _GAP - height, width, height)
    under = Bounds(middle, box.bottom + _GAP, width, height)
    right = box.centre[0] + box.width * 0.32
    left = box.centre[0] - box.width * 0.32 - width
    low, high = box.bottom - 4, box.y - height + 4
    corners = [Bounds(right, high, width, height), Bounds(left, high, width, height)]
    feet = [Bounds(right, low, width, height), Bounds(left, low, width, height)]
    sides = [
        Bounds(box.centre[0] + 5, box.bottom + 2, width, height),
        Bounds(box.centre[0] - 5 - width, box.bottom + 2, width, height),
    ]
    if attached:
        return [*sides[::-1], *feet, under]
    return [over, *corners, under, *feet] if above else [under, *sides, over, *feet, *corners]


def _with_flow_label(
    collaboration: Collaboration, edge: Edge, surroundings: _Surroundings, *, shares_start: bool
) -> Edge:
    flow = collaboration.flow_by_id.get(edge.element) or next(
        (message for message in collaboration.message_flows if message.id == edge.element), None
    )
    if flow is None:
        return edge
    width, height = label_size(flow.name, flow.annotation, FLOW_LABEL_WIDTH)
    if not width:
        return edge
    is_message = edge.element not in collaboration.flow_by_id
    candidates = _along(edge, width, height, from_middle=is_message, shares_start=shares_start)
    return replace(edge, label=_chosen(candidates, surroundings, ElementId(edge.element)))


def _along(edge: Edge, width: float, height: float, *, from_middle: bool, shares_start: bool) -> list[Bounds]:
    """Places above and below level pieces and beside upright ones, the source's end first.

    Where several flows leave on one line, a label there would not say which of them it means.
    """
    segments = list(edge.segments)
    if shares_start and len(segments) > 1:
        segments = segments[:0:-1]
    if from_middle:
        segments.sort(key=lambda segment: -(abs(segment[1][0] - segment[0][0]) + abs(segment[1][1] - segment[0][1])))
    found: list[Bounds] = []
    for start, end in segments:
        found += _along_level(start, end, width, height) if start[1] == end[1] else _upright(start, end, width, height)
    return sorted(found, key=lambda box: not _fits(box, segments)) or [
        Bounds(edge.waypoints[0][0], edge.waypoints[0][1] - height, width, height)
    ]


def _fits(box: Bounds, segments: Iterable[tuple[Point, Point]]) -> bool:
    """Whether the label is no longer than the piece it stands at."""
    for (ax, ay), (bx, by) in segments:
        if ay == by and min(ax, bx) <= box.x and box.right <= max(ax, bx):
            return True
        if ax == bx and min(ay, by) <= box.y and box.bottom <= max(ay, by):
            return True
    return False


def _along_level(start: Point, end: Point, width: float, height: float) -> list[Bounds]:
    (ax, y), bx = start, end[0]
    near = ax + _GAP if bx >= ax else ax - _GAP - width
    middle = (ax + bx - width) / 2
    far = bx - _GAP - width - 6 if bx >= ax else bx + _GAP + 6
    return [Bounds(x, top, width, height) for x in (near, middle, far) for top in (y - height - 2, y + 2)]


def _upright(start: Point, end: Point, width: float, height: float) -> list[Bounds]:
    (x, ay), by = start, end[1]
    near = ay + _GAP if by >= ay else ay - _GAP - height
    middle = (ay + by - height) / 2
    return [Bounds(left, top, width, height) for top in (near, middle) for left in (x + _GAP, x - _GAP - width)]


def _chosen(candidates: list[Bounds], surroundings: _Surroundings, owner: str) -> Bounds:
    best = min(enumerate(candidates), key=lambda entry: (surroundings.cost(entry[1], owner) + entry[0] * 0.5, entry[0]))
    box = best[1]
    surroundings.add(box, _LABEL_COST, owner)
    return Bounds(round(box.x, 2), round(box.y, 2), box.width, box.height)
