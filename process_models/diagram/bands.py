"""Pools and lanes as bands: which lane every node stands in, and what frames the bands afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from process_models.addresses import ElementId
from process_models.collaboration import Collaboration, Lane, Pool, Process
from process_models.diagram.level import Band
from process_models.diagram.text import longest_word, text_width

HEADER = 30.0
_SOLID_HEIGHT = 60.0
_EMPTY_LANE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A pool or lane to be drawn around consecutive bands; `depth` headers stand left of its own."""

    element: ElementId
    first: int
    last: int
    depth: int


@dataclass(frozen=True, kw_only=True)
class Bands:
    """The bands from top to bottom, the band of each process's nodes, and the frames around them."""

    bands: Sequence[Band]
    lane_band: Mapping[ElementId, int]
    process_band: Mapping[str, int]
    group_of_pool: Mapping[ElementId, int]
    frames: Sequence[Frame]
    headers: int


def bands_of(collaboration: Collaboration) -> Bands:
    """Pools in document order, then processes without a pool; lanes in document order, nested ones inside."""
    builder = _Builder()
    processes = {process.id: process for process in collaboration.processes}
    in_lanes = {node for process in collaboration.processes for lane in process.lanes for node in lane.nodes}
    loose = _processes_with_loose_nodes(collaboration, in_lanes)
    shown: set[str] = set()
    for pool in collaboration.pools:
        process = processes.get(pool.process) if pool.process and pool.process not in shown else None
        if process is not None:
            shown.add(process.id)
        builder.pool(pool, process, process is not None and process.id in loose)
    for process in collaboration.processes:
        if process.id not in shown and (process.lanes or process.id in loose):
            builder.pool(None, process, process.id in loose)
    return builder.result()


def _processes_with_loose_nodes(collaboration: Collaboration, in_lanes: set[ElementId]) -> set[str]:
    """Processes with something at their top level that no lane names."""
    loose: set[str] = set()
    with_lanes = {str(process.id) for process in collaboration.processes if process.lanes}
    for node in (*collaboration.nodes, *collaboration.data):
        if node.scope not in collaboration.node_by_id and node.id not in in_lanes:
            attached = getattr(node, "attached_to", None)
            # Boundary events stand with their activity, data elements with their users where there are lanes.
            if attached is None and (node.id in collaboration.node_by_id or str(node.scope) not in with_lanes):
                loose.add(node.scope)
    return loose


class _Builder:
    def __init__(self) -> None:
        self.bands: list[Band] = []
        self.lane_band: dict[ElementId, int] = {}
        self.process_band: dict[str, int] = {}
        self.group_of_pool: dict[ElementId, int] = {}
        self.frames: list[Frame] = []
        self.groups = 0
        self.headers = 0

    def pool(self, pool: Pool | None, process: Process | None, has_loose: bool) -> None:
        first, group = len(self.bands), self.groups
        self.groups += 1
        depth = 0 if pool is None else 1
        if process is None:
            self.bands.append(Band(group=group, solid=True, least_height=_SOLID_HEIGHT))
        else:
            if has_loose or not process.lanes:
                self.process_band[process.id] = first
                self.bands.append(Band(group=group, least_height=0 if has_loose else _EMPTY_LANE))
            self._lanes(_without_circles(process.lanes), None, group, depth)
            self.process_band.setdefault(process.id, first)
        if pool is not None:
            self.group_of_pool[pool.id] = group
            self.frames.append(Frame(element=pool.id, first=first, last=len(self.bands) - 1, depth=0))
            self.headers = max(self.headers, 1)
            if process is not None:
                self._stretch(first, pool.name)

    def _lanes(self, lanes: Sequence[Lane], parent: ElementId | None, group: int, depth: int) -> None:
        for lane in lanes:
            if lane.parent != parent:
                continue
            first = len(self.bands)
            children = [other for other in lanes if other.parent == lane.id]
            below = {node for child in _descendants(lanes, lane.id) for node in child.nodes}
            if not children or any(node not in below for node in lane.nodes):
                self.lane_band[lane.id] = first
                self.bands.append(Band(group=group, least_height=_EMPTY_LANE))
            self._lanes(lanes, lane.id, group, depth + 1)
            self.frames.append(Frame(element=lane.id, first=first, last=len(self.bands) - 1, depth=depth))
            self.headers = max(self.headers, depth + 1)
            self._stretch(first, lane.name)

    def _stretch(self, first: int, name: str) -> None:
        """Give the bands of a frame the height its name takes when it is written upward on two lines."""
        wanted = max(longest_word(name), text_width(name) * 0.6) + 24
        share = wanted / (len(self.bands) - first)
        for number in range(first, len(self.bands)):
            band = self.bands[number]
            self.bands[number] = Band(group=band.group, least_height=max(band.least_height, round(share)))

    def result(self) -> Bands:
        return Bands(
            bands=self.bands,
            lane_band=self.lane_band,
            process_band=self.process_band,
            group_of_pool=self.group_of_pool,
            # What lies behind comes first.
            frames=sorted(self.frames, key=lambda frame: (frame.first, frame.depth)),
            headers=self.headers,
        )


def _without_circles(lanes: Sequence[Lane]) -> list[Lane]:
    """The lanes, those whose parents lead round in a circle or to no lane taken as outermost."""
    parents = {lane.id: lane.parent for lane in lanes}
    kept: list[Lane] = []
    for lane in lanes:
        above, steps = lane.parent, 0
        while above in parents and steps <= len(parents):
            above, steps = parents[above], steps + 1
        kept.append(lane if above is None and steps <= len(parents) else replace(lane, parent=None))
    return kept


def _descendants(lanes: Sequence[Lane], parent: ElementId) -> list[Lane]:
    children = [lane for lane in lanes if lane.parent == parent]
    return children + [lane for child in children for lane in _descendants(lanes, child.id)]


def lane_bands(collaboration: Collaboration, bands: Bands) -> dict[ElementId, int]:
    """The band of every node that a lane names; the innermost lane counts."""
    found: dict[ElementId, int] = {}
    for process in collaboration.processes:
        parents = {lane.id: lane.parent for lane in process.lanes}
        for lane in sorted(process.lanes, key=lambda lane: _depth(lane.id, parents)):
            for node in lane.nodes:
                if lane.id in bands.lane_band:
                    found[node] = bands.lane_band[lane.id]
    return found


def _depth(lane: ElementId, parents: Mapping[ElementId, ElementId | None]) -> int:
    depth, above = 0, parents.get(lane)
    while above is not None and depth <= len(parents):
        depth, above = depth + 1, parents.get(above)
    return depth
