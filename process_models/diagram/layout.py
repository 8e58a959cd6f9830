"""Lays out models that come without a diagram: pools, lanes, sub-processes and everything in them.

Layered, left to right, orthogonal. Sub-processes are laid out first and then are large nodes of the
level they stand in. The same model gives the same picture; ids do not matter, document order does.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from process_models.addresses import ElementId
from process_models.collaboration import Association, Collaboration, MessageFlow
from process_models.diagram.arranging import Arrangement, arrange
from process_models.diagram.bands import HEADER, bands_of, lane_bands
from process_models.diagram.geometry import Bounds, Diagram, Edge, Point, Shape, around
from process_models.diagram.labels import FLOW_LABEL_WIDTH, place_labels
from process_models.diagram.level import Band, End, Hanging, Item, Level, Outline, Tie, TieKind
from process_models.diagram.sizes import label_size, size_of
from process_models.elements import (
    SCOPED_KINDS,
    Activity,
    DataAssociation,
    DataElement,
    Event,
    EventPosition,
    FlowNode,
    Gateway,
    SequenceFlow,
)

_PADDING = 12.0
_TITLE = 24.0
_COLUMN = 150.0
_MARGIN = 20.0
_BESIDE = 16.0


def lay_out(collaboration: Collaboration) -> Diagram:
    """A diagram with a shape for every pool, lane, node and data element, and an edge for whatever joins them.

    Edges whose ends do not exist are left out; `quality.measure` counts them.
    """
    return _Layout(collaboration).diagram()


class _Layout:
    def __init__(self, collaboration: Collaboration) -> None:
        self.model = collaboration
        self.bands = bands_of(collaboration)
        self.lane_band = lane_bands(collaboration, self.bands)
        self.inner: dict[ElementId, Arrangement] = {}
        # An id that a file gives twice is shown once.
        self.members = (*collaboration.node_by_id.values(), *collaboration.data_by_id.values())
        self.holder = _holders(collaboration)
        attached = (node.attached_to for node in collaboration.nodes if isinstance(node, Event))
        self.hanging_on = Counter(host for host in attached if host is not None)
        self.content: dict[ElementId, list[FlowNode | DataElement]] = {}
        for element in self.members:
            if element.id in self.holder:
                self.content.setdefault(self.holder[element.id], []).append(element)
        self.reversed: set[ElementId] = set()
        self.ties_of: dict[ElementId | None, list[Tie]] = {}
        for tie_scope, tie in self._all_ties():
            self.ties_of.setdefault(tie_scope, []).append(tie)

    def diagram(self) -> Diagram:
        for scope in self._inside_out():
            self.inner[scope] = arrange(self._level(scope))
        top = arrange(self._level(None))
        left = HEADER * self.bands.headers
        boxes: dict[str, Bounds] = {}
        ways: dict[str, tuple[Point, ...]] = {}
        self._collect(top, _MARGIN + left, _MARGIN, boxes, ways)
        self._prolong(boxes, ways)
        return self._shapes(top, left, boxes, ways)

    # --- levels ---

    def _inside_out(self) -> list[ElementId]:
        """Sub-processes with content, the innermost first."""
        return sorted(self.content, key=lambda scope: -len(self._scopes(scope)))

    def _scopes(self, element: ElementId) -> list[ElementId]:
        """The sub-processes around an element, the innermost first."""
        found: list[ElementId] = []
        scope = self.holder.get(element)
        while scope is not None:
            found.append(scope)
            scope = self.holder.get(scope)
        return found

    def _level(self, scope: ElementId | None) -> Level:
        if scope is None:
            members = [e for e in self.members if not self._scopes(e.id)]
            bands: Sequence[Band] = self.bands.bands or [Band(group=0)]
        else:
            members, bands = self.content[scope], [Band(group=0)]
        hanging = [e for e in members if isinstance(e, Event) and self._host(e) is not e]
        hung = {event.id for event in hanging}
        items = [self._item(e, 0 if scope is not None else self._band(e)) for e in members if e.id not in hung]
        return Level(
            items=items,
            ties=[self._with_shares(tie) for tie in self.ties_of.get(scope, [])],
            bands=bands,
            hanging=[
                Hanging(id=e.id, host=str(e.attached_to), label_width=size.label_width, label_height=size.label_height)
                for e, size in ((event, size_of(event)) for event in hanging)
            ],
        )

    def _band(self, element: FlowNode | DataElement) -> int:
        if element.id in self.lane_band:
            return self.lane_band[element.id]
        if isinstance(element, DataElement):
            for association in self.model.data_associations:
                if element.id in (association.source, association.target):
                    user = association.target if association.source == element.id else association.source
                    outermost = (*self._scopes(user), user)[-1:] if user in self.model.node_by_id else ()
                    scopes = self._scopes(user) if user in self.model.node_by_id else []
                    holder = scopes[-1] if scopes else (outermost[0] if outermost else None)
                    if holder is not None:
                        return self._band(self._host(self.model.node_by_id[holder]))
        return self.bands.process_band.get(element.scope, 0)

    def _host(self, node: FlowNode) -> FlowNode:
        """The activity a boundary event hangs on; the node itself where it hangs on none of its own scope."""
        attached = node.attached_to if isinstance(node, Event) else None
        host = self.model.node_by_id.get(attached) if attached is not None else None
        if (
            isinstance(host, Activity)
            and host.scope == node.scope
            and self.holder.get(host.id) == self.holder.get(node.id)
        ):
            return host
        return node

    def _item(self, element: FlowNode | DataElement, band: int) -> Item:
        if element.id in self.inner:
            arrangement = self.inner[element.id]
            title = label_size(element.name, element.annotation, 400)[0] + 40
            width = max(arrangement.width + 2 * _PADDING, title, 140.0)
            height = max(arrangement.height + _TITLE + _PADDING, 100.0)
            span = max(1, round((width + 46) / _COLUMN))
            return Item(id=element.id, outline=Outline.BOX, width=width, height=height, band=band, span=span)
        hanging = self.hanging_on.get(element.id, 0)
        size = size_of(element, is_host=hanging > 0)
        outline = Outline.DATA
        if isinstance(element, Gateway):
            outline = Outline.DIAMOND
        elif isinstance(element, Event):
            outline = Outline.CIRCLE
        elif isinstance(element, Activity):
            outline = Outline.BOX
        return Item(
            id=element.id,
            outline=outline,
            width=max(size.width, 44.0 * hanging + 12),
            height=size.height,
            band=band,
            label_width=size.label_width,
            label_height=size.label_height,
            is_start=isinstance(element, Event) and element.position is EventPosition.START,
        )

    # --- ties ---

    def _all_ties(self) -> list[tuple[ElementId | None, Tie]]:
        found: list[tuple[ElementId | None, Tie]] = []
        seen: set[ElementId] = set()
        parts: list[tuple[SequenceFlow | MessageFlow | DataAssociation | Association, TieKind]] = [
            *((flow, TieKind.SEQUENCE) for flow in self.model.flows),
            *((flow, TieKind.MESSAGE) for flow in self.model.message_flows),
            *((association, TieKind.DATA) for association in self.model.data_associations),
            *((association, TieKind.HANDLER) for association in self.model.associations),
        ]
        for part, kind in parts:
            scope = self._common_scope(part.source, part.target)
            source, target = self._end(part.source, scope), self._end(part.target, scope)
            if source is None or target is None or part.id in seen:
                continue
            seen.add(part.id)
            if kind is TieKind.HANDLER and (
                part.source in self.model.data_by_id or part.target in self.model.data_by_id
            ):
                kind = TieKind.DATA
            elif kind is TieKind.HANDLER and target.boundary is not None:
                source, target = target, source
                self.reversed.add(part.id)
            width = height = 0.0
            if isinstance(part, SequenceFlow | MessageFlow):
                width, height = label_size(part.name, part.annotation, FLOW_LABEL_WIDTH)
            found.append(
                (
                    scope,
                    Tie(id=part.id, kind=kind, source=source, target=target, label_width=width, label_height=height),
                )
            )
        return found

    def _common_scope(self, one: ElementId, other: ElementId) -> ElementId | None:
        known = (self.model.node_by_id, self.model.data_by_id)
        if not all(any(end in elements for elements in known) for end in (one, other)):
            return None
        around_other = self._scopes(other)
        return next((scope for scope in self._scopes(one) if scope in around_other), None)

    def _end(self, element: ElementId, scope: ElementId | None) -> End | None:
        """An end as the level of `scope` sees it; None where there is no such element."""
        if element in self.bands.group_of_pool:
            return End(group=self.bands.group_of_pool[element])
        if element not in self.model.node_by_id and element not in self.model.data_by_id:
            return None
        path = [element, *self._scopes(element)]
        holder = path[path.index(scope) - 1] if scope in path[1:] else path[-1]
        node = self.model.node_by_id.get(holder)
        inner = element if holder != element else None
        if node is not None and self._host(node) is not node:
            return End(item=self._host(node).id, boundary=node.id, inner=inner)
        return End(item=holder, inner=inner)

    def _with_shares(self, tie: Tie) -> Tie:
        ends = [
            replace(end, inner_share=self._share(ElementId(end.inner), str(end.item)))
            if end.inner and end.item
            else end
            for end in (tie.source, tie.target)
        ]
        return replace(tie, source=ends[0], target=ends[1])

    def _share(self, element: ElementId, holder: str) -> float:
        """How far from a laid out sub-process's left side an element in it lies, as a share of the width."""
        x = 0.0
        for scope in self._scopes(element):
            arrangement = self.inner[scope]
            box = arrangement.boxes.get(element)
            if box is None:
                return 0.5
            x = box.centre[0] if not x else x + box.x
            if scope == holder:
                return min(1.0, max(0.0, x / arrangement.width))
            element = scope
        return 0.5

    # --- coordinates ---

    def _collect(
        self, level: Arrangement, x: float, y: float, boxes: dict[str, Bounds], ways: dict[str, tuple[Point, ...]]
    ) -> None:
        for element, box in level.boxes.items():
            moved = box.moved(x, y)
            boxes[element] = moved
            inner = self.inner.get(ElementId(element))
            if inner is not None:
                left = moved.x + (moved.width - inner.width) / 2
                self._collect(inner, left, moved.y + _TITLE, boxes, ways)
        for tie, way in level.ways.items():
            ways[tie] = tuple((round(px + x, 2), round(py + y, 2)) for px, py in way)

    def _prolong(self, boxes: Mapping[str, Bounds], ways: dict[str, tuple[Point, ...]]) -> None:
        """Lead ways that end at a sub-process on to the node inside that is meant."""
        ends: dict[tuple[str, bool], list[tuple[float, str, bool]]] = {}
        for tie in (tie for ties in self.ties_of.values() for tie in ties if tie.id in ways):
            for end, outer, leaving in ((tie.source, ways[tie.id][0], True), (tie.target, ways[tie.id][-1], False)):
                if end.inner in boxes:
                    from_above = boxes[str(end.inner)].centre[1] > outer[1]
                    ends.setdefault((str(end.inner), from_above), []).append((outer[0], tie.id, leaving))
        for (inner, _), touching in ends.items():
            for number, (_, tie_id, leaving) in enumerate(sorted(touching)):
                way, beside = ways[tie_id], _BESIDE * (number - (len(touching) - 1) / 2)
                if leaving:
                    ways[tie_id] = (*_inward(way[0], boxes[inner], beside)[::-1], *way)
                else:
                    ways[tie_id] = (*way, *_inward(way[-1], boxes[inner], beside))

    def _shapes(
        self, top: Arrangement, left: float, boxes: Mapping[str, Bounds], ways: Mapping[str, tuple[Point, ...]]
    ) -> Diagram:
        shapes: list[Shape] = []
        for frame in self.bands.frames:
            own = around(top.bands[frame.first : frame.last + 1])
            x = HEADER * frame.depth
            bounds = Bounds(_MARGIN + x, _MARGIN + own.y, left - x + own.width, own.height)
            shapes.append(Shape(frame.element, bounds, is_horizontal=True))
        members = self.members
        depth = {element.id: len(self._scopes(element.id)) for element in members}
        for element in sorted(members, key=lambda e: (depth[e.id], getattr(e, "attached_to", None) is not None)):
            if element.id in boxes:
                scoped = isinstance(element, Activity) and element.kind in SCOPED_KINDS
                expanded = element.id in self.inner if scoped else None
                shapes.append(Shape(element.id, boxes[element.id], is_expanded=expanded))
        drawn = list(self.model.flow_by_id)
        drawn += [flow.id for flow in self.model.message_flows]
        drawn += [association.id for association in self.model.data_associations]
        drawn += [association.id for association in self.model.associations]
        edges = [
            Edge(element, ways[element][::-1] if element in self.reversed else ways[element])
            for element in dict.fromkeys(drawn)
            if element in ways
        ]
        return place_labels(self.model, Diagram(tuple(shapes), tuple(edges)))


def _holders(model: Collaboration) -> dict[ElementId, ElementId]:
    """The sub-process each element stands in; none where its scope is no activity or holds itself."""
    holders: dict[ElementId, ElementId] = {}
    for element in (*model.nodes, *model.data):
        scope, above = element.scope, element.scope
        while above in holders:
            above = holders[above]
        if isinstance(model.node_by_id.get(scope), Activity) and above != element.id:
            holders[element.id] = scope
    return holders


def _inward(outer: Point, box: Bounds, beside: float) -> tuple[Point, ...]:
    """From the border of a sub-process to a node inside: along the border's inner side, then straight."""
    x, y = outer
    middle = box.centre[0] + beside
    down = box.centre[1] > y
    border = box.y if down else box.bottom
    if abs(x - middle) < 1:
        return ((x, border),)
    corridor = y + (6 if down else -6)
    return ((x, corridor), (middle, corridor), (middle, border))
