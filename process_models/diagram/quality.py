"""Counts what a diagram does badly: figures to compare layouts by, not a verdict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from process_models.addresses import ElementId
from process_models.collaboration import Collaboration
from process_models.diagram.geometry import Bounds, Diagram, Edge, Point
from process_models.elements import Event

_CELL = 200.0
_TOUCH = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How often each fault occurs; all zero is best.

    `overlaps`: pairs of nodes that cover each other, pairs of pools that do, and nodes that stick out
    of their lane, pool or sub-process. `crossings`: points where two edges cross, or pieces they
    share without leaving the same node or entering the same one. `backward_flows`: sequence flows
    whose target does not lie right of their source; those that close a loop must be among them.
    `through_nodes`: pairs of an edge and a node it runs through. `unplaced`: elements without a place.
    """

    overlaps: int
    crossings: int
    backward_flows: int
    through_nodes: int
    unplaced: int


def measure(collaboration: Collaboration, diagram: Diagram) -> Quality:
    """The faults of a diagram of this model."""
    around = _containers(collaboration)
    nodes = _node_boxes(collaboration, diagram)
    ends = _ends(collaboration)
    edges = [edge for edge in diagram.edges if edge.element in ends]
    return Quality(
        overlaps=_overlapping_nodes(collaboration, nodes, around) + _misplaced(collaboration, diagram, nodes),
        crossings=_crossings(edges, ends),
        backward_flows=_backward(collaboration, nodes),
        through_nodes=_through_nodes(collaboration, edges, ends, nodes, around),
        unplaced=_unplaced(collaboration, diagram),
    )


def _node_boxes(model: Collaboration, diagram: Diagram) -> dict[ElementId, Bounds]:
    known = {**model.node_by_id, **model.data_by_id}
    return {shape.element: shape.bounds for shape in diagram.shapes if shape.element in known}


def _ends(model: Collaboration) -> dict[ElementId, tuple[ElementId, ElementId]]:
    ends = {part.id: (part.source, part.target) for part in model.flows}
    ends.update({part.id: (part.source, part.target) for part in model.message_flows})
    ends.update({part.id: (part.source, part.target) for part in model.data_associations})
    ends.update({part.id: (part.source, part.target) for part in model.associations})
    return ends


def _containers(model: Collaboration) -> dict[ElementId, frozenset[ElementId]]:
    """The sub-processes around each element."""
    scopes = {element.id: element.scope for element in (*model.nodes, *model.data)}
    found: dict[ElementId, frozenset[ElementId]] = {}
    for element in scopes:
        around: set[ElementId] = set()
        scope = scopes[element]
        while scope in scopes and scope not in around:
            around.add(scope)
            scope = scopes[scope]
        found[element] = frozenset(around)
    return found


class _Index:
    """Boxes by the squares of a coarse grid they touch."""

    def __init__(self, boxes: Mapping[ElementId, Bounds]) -> None:
        self._boxes = boxes
        self._cells: dict[tuple[int, int], list[ElementId]] = {}
        for element, box in boxes.items():
            for cell in _cells(box):
                self._cells.setdefault(cell, []).append(element)

    def near(self, box: Bounds) -> list[ElementId]:
        return list(dict.fromkeys(element for cell in _cells(box) for element in self._cells.get(cell, ())))


def _cells(box: Bounds) -> Iterable[tuple[int, int]]:
    for column in range(int(box.x // _CELL), int(box.right // _CELL) + 1):
        for row in range(int(box.y // _CELL), int(box.bottom // _CELL) + 1):
            yield column, row


def _overlapping_nodes(
    model: Collaboration, nodes: Mapping[ElementId, Bounds], around: Mapping[ElementId, frozenset[ElementId]]
) -> int:
    index, count = _Index(nodes), 0
    order = {element: position for position, element in enumerate(nodes)}
    hosts = {node.id: node.attached_to for node in model.nodes if isinstance(node, Event)}
    for element, box in nodes.items():
        for other in index.near(box):
            belongs = other in around[element] or element in around[other]
            attached = hosts.get(element) == other or hosts.get(other) == element
            if order[other] > order[element] and not belongs and not attached:
                count += box.overlaps(nodes[other])
    return count


def _misplaced(model: Collaboration, diagram: Diagram, nodes: Mapping[ElementId, Bounds]) -> int:
    """Pools that cover each other, and what lies outside the lane, pool or sub-process it belongs to."""
    frames = {shape.element: shape.bounds for shape in diagram.shapes}
    pools = [frames[pool.id] for pool in model.pools if pool.id in frames]
    count = sum(one.overlaps(other) for n, one in enumerate(pools) for other in pools[n + 1 :])
    pool_of = {pool.process: pool.id for pool in reversed(model.pools) if pool.process}
    for node in model.nodes:
        if node.id in nodes:
            lane = model.lane_of.get(node.id)
            process = model.process_of.get(node.id)
            homes = [lane.id if lane else None, pool_of.get(process) if process else None, node.scope]
            count += any(home in frames and not _within(frames[home], nodes[node.id]) for home in homes if home)
    return count


def _within(outer: Bounds, inner: Bounds) -> bool:
    """Half of a boundary event may stand out of what its activity stands in."""
    x, y = inner.centre
    return outer.x <= x <= outer.right and outer.y <= y <= outer.bottom and outer.grown(20).contains(inner)


def _backward(model: Collaboration, nodes: Mapping[ElementId, Bounds]) -> int:
    return sum(
        nodes[flow.target].centre[0] <= nodes[flow.source].centre[0]
        for flow in model.flows
        if flow.source in nodes and flow.target in nodes
    )


def _through_nodes(
    model: Collaboration,
    edges: Sequence[Edge],
    ends: Mapping[ElementId, tuple[ElementId, ElementId]],
    nodes: Mapping[ElementId, Bounds],
    around: Mapping[ElementId, frozenset[ElementId]],
) -> int:
    index, count = _Index(nodes), 0
    hosts = {node.id: node.attached_to for node in model.nodes if isinstance(node, Event)}
    for edge in edges:
        hit: set[ElementId] = set()
        own = set(ends[edge.element])
        for end in ends[edge.element]:
            own |= around.get(end, frozenset())
        for start, end_point in edge.segments:
            for element in index.near(_box(start, end_point)):
                if element not in own and hosts.get(element) not in own and element not in hit:
                    if any(hosts.get(end) == element for end in own):
                        continue
                    if _cuts(start, end_point, nodes[element].grown(-1)):
                        hit.add(element)
        count += len(hit)
    return count


def _box(one: Point, other: Point) -> Bounds:
    return Bounds(min(one[0], other[0]), min(one[1], other[1]), abs(one[0] - other[0]), abs(one[1] - other[1]))


def _cuts(start: Point, end: Point, box: Bounds) -> bool:
    """Whether a straight piece passes through a box (Liang and Barsky 1984, doi:10.1145/357332.357333)."""
    low, high = 0.0, 1.0
    dx, dy = end[0] - start[0], end[1] - start[1]
    for change, room in (
        (-dx, start[0] - box.x),
        (dx, box.right - start[0]),
        (-dy, start[1] - box.y),
        (dy, box.bottom - start[1]),
    ):
        if change == 0:
            if room < 0:
                return False
        elif change < 0:
            low = max(low, room / change)
        else:
            high = min(high, room / change)
    return low < high


def _crossings(edges: Sequence[Edge], ends: Mapping[ElementId, tuple[ElementId, ElementId]]) -> int:
    pieces: list[tuple[Point, Point, ElementId]] = [(*piece, edge.element) for edge in edges for piece in edge.segments]
    cells: dict[tuple[int, int], list[int]] = {}
    met: set[tuple[int, int]] = set()
    count = 0
    for position, (start, end, element) in enumerate(pieces):
        for cell in _cells(_box(start, end)):
            for other in cells.setdefault(cell, []):
                if pieces[other][2] != element and (other, position) not in met:
                    met.add((other, position))
                    count += _meet(pieces[other], pieces[position], ends)
            cells[cell].append(position)
    return count


def _meet(
    one: tuple[Point, Point, ElementId],
    other: tuple[Point, Point, ElementId],
    ends: Mapping[ElementId, tuple[ElementId, ElementId]],
) -> bool:
    """Whether two pieces cross, or lie on one another although their edges have no end in common."""
    (ax, ay), (bx, by), first = one
    (cx, cy), (dx, dy), second = other
    sides = [
        _side(ax, ay, bx, by, cx, cy),
        _side(ax, ay, bx, by, dx, dy),
        _side(cx, cy, dx, dy, ax, ay),
        _side(cx, cy, dx, dy, bx, by),
    ]
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    if any(sides):
        return False
    together = max(min(ax, bx), min(cx, dx)), min(max(ax, bx), max(cx, dx))
    upright = max(min(ay, by), min(cy, dy)), min(max(ay, by), max(cy, dy))
    shared = together[1] - together[0] > _TOUCH or upright[1] - upright[0] > _TOUCH
    related = ends[first][0] == ends[second][0] or ends[first][1] == ends[second][1]
    return shared and together[1] >= together[0] and upright[1] >= upright[0] and not related


def _side(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> int:
    turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    return (turn > _TOUCH) - (turn < -_TOUCH)


def _unplaced(model: Collaboration, diagram: Diagram) -> int:
    wanted = [element.id for element in (*model.nodes, *model.data, *model.pools)]
    wanted += [lane.id for process in model.processes for lane in process.lanes]
    missing = sum(element not in diagram.shape_by_element for element in wanted)
    joined = (*(flow.id for flow in model.flows), *(flow.id for flow in model.message_flows))
    return missing + sum(element not in diagram.edge_by_element for element in joined)
