"""Scopes: processes and sub-processes as they are instantiated, with the places that lie in each.

A called process is unfolded once per call activity. A process that calls itself, directly or
through others, is unfolded once; the inner call is taken as a single task.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from process_models.addresses import Address, ElementId, ProcessId, address
from process_models.chain import Chain, start_events
from process_models.collaboration import Collaboration
from process_models.elements import (
    SCOPED_KINDS,
    Activity,
    ActivityKind,
    Event,
    EventKind,
    EventPosition,
    FlowNode,
    Gateway,
    GatewayKind,
)
from process_models.semantics.net import CallPath, Place, PlaceKind


class Places:
    """Numbers places in the order they are first named."""

    def __init__(self) -> None:
        self._numbers: dict[Place, int] = {}

    def number(self, kind: PlaceKind, at: Address, calls: CallPath) -> int:
        """The number of a place; a new one where it is named for the first time."""
        return self._numbers.setdefault(Place(kind=kind, at=at, calls=calls), len(self._numbers))

    def all(self) -> tuple[Place, ...]:
        """The places by their number."""
        return tuple(self._numbers)


@dataclass(kw_only=True, eq=False)
class Scope:
    """A process or sub-process in one call; `owner` is the activity it is the content of.

    `inside` are the places whose tokens mean that work is left, those of inner scopes included;
    `armed` are those of events that may still happen once.
    """

    model: Collaboration
    process: ProcessId
    element: ElementId
    calls: CallPath
    places: Places
    parent: "Scope | None" = None
    owner: Activity | None = None
    inner: "dict[ElementId, Scope]" = field(default_factory=dict)
    inside: set[int] = field(default_factory=set)
    armed: set[int] = field(default_factory=set)

    def at(self, element: ElementId) -> Address:
        """The address of an element of the process."""
        return address(self.process, element)

    def place(self, kind: PlaceKind, element: ElementId) -> int:
        """The number of a place of an element, in this call."""
        return self.places.number(kind, self.at(element), self.calls)

    @property
    def active(self) -> int:
        """The place that holds a token while the scope is under way."""
        if self.owner is not None and self.parent is not None:
            return self.parent.place(PlaceKind.ACTIVE, self.owner.id)
        return self.place(PlaceKind.ACTIVE, self.element)

    def nodes(self) -> tuple[FlowNode, ...]:
        """The flow nodes directly in the scope, in document order."""
        return tuple(node for node in self.model.nodes if node.scope == self.element)

    def boundary_events(self, activity: ElementId) -> tuple[Event, ...]:
        """The events on the border of an activity of the scope."""
        return tuple(n for n in self.nodes() if isinstance(n, Event) and n.attached_to == activity)

    def outermost(self) -> "Scope":
        """The process that all of this belongs to, through calls and sub-processes."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def walk(self) -> "Iterator[Scope]":
        """This scope and all inside it, outer ones first."""
        yield self
        for scope in self.inner.values():
            yield from scope.walk()

    def ways_in(self, node: FlowNode) -> tuple[int, ...]:
        """Places whose token brings the node to act; a node that begins its scope has one of its own."""
        if is_link_catch(node) or node in self.beginnings():
            return (self.place(PlaceKind.READY, node.id),)
        flows = self.model.incoming.get(node.id, ())
        return tuple(
            self.place(PlaceKind.FLOW, flow.id)
            for flow in flows
            if flow.source in self.model.node_by_id and not _is_event_gateway(self.model.node_by_id[flow.source])
        )

    def beginnings(self) -> tuple[FlowNode, ...]:
        """Start events, or, without any, the nodes that no sequence flow enters."""
        starts = tuple(n for n in self.nodes() if isinstance(n, Event) and n.position is EventPosition.START)
        if starts:
            return starts
        return tuple(
            node for node in self.nodes() if not self.model.incoming.get(node.id) and not _begins_otherwise(node)
        )


def unfold(chain: Chain, process: ProcessId, places: Places) -> Scope:
    """The scope tree of a process that starts by itself or by a message."""
    model = chain.models[process]
    scope = Scope(model=model, process=process, element=ElementId(process), calls=(), places=places)
    _fill(chain, scope, frozenset({process}))
    return scope


def _fill(chain: Chain, scope: Scope, unfolding: frozenset[ProcessId]) -> None:
    for node in scope.nodes():
        if isinstance(node, Activity):
            inner = _content(chain, scope, node, unfolding)
            if inner is not None:
                scope.inner[node.id] = inner
                scope.inside |= {inner.active} | inner.inside
                scope.armed |= inner.armed
        if isinstance(node, Gateway) and node.kind is GatewayKind.EVENT_BASED:
            scope.inside.add(scope.place(PlaceKind.WAITING, node.id))
        if is_armed(node):
            scope.armed.add(scope.place(PlaceKind.ARMED, node.id))
        scope.inside.update(scope.ways_in(node))


def _content(chain: Chain, scope: Scope, node: Activity, unfolding: frozenset[ProcessId]) -> Scope | None:
    if node.kind in SCOPED_KINDS:
        inner = Scope(
            model=scope.model,
            process=scope.process,
            element=node.id,
            calls=scope.calls,
            places=scope.places,
            parent=scope,
            owner=node,
        )
        _fill(chain, inner, unfolding)
        return inner
    called = ProcessId(node.called_element or "")
    if node.kind is ActivityKind.CALL_ACTIVITY and called in chain.models and called not in unfolding:
        inner = Scope(
            model=chain.models[called],
            process=called,
            element=ElementId(called),
            calls=(*scope.calls, scope.at(node.id)),
            places=scope.places,
            parent=scope,
            owner=node,
        )
        _fill(chain, inner, unfolding | {called})
        return inner
    return None


def is_armed(node: FlowNode) -> bool:
    """Whether it is an event that may happen once while its scope is under way and leaves the work running."""
    if isinstance(node, Activity):
        return node.triggered_by_event
    return isinstance(node, Event) and node.position is EventPosition.BOUNDARY and not node.interrupting


def is_link_catch(node: FlowNode) -> bool:
    """Whether a link leads here."""
    return isinstance(node, Event) and node.position is EventPosition.CATCH and node.is_(EventKind.LINK)


def _is_event_gateway(node: FlowNode) -> bool:
    return isinstance(node, Gateway) and node.kind is GatewayKind.EVENT_BASED


def _begins_otherwise(node: FlowNode) -> bool:
    if isinstance(node, Activity):
        return node.triggered_by_event or node.for_compensation
    return isinstance(node, Event) and (node.position is EventPosition.BOUNDARY or is_link_catch(node))


def choices_of_start(scope: Scope, *, called: bool) -> tuple[tuple[FlowNode, ...], ...]:
    """The alternatives with which a process may begin; each is the set of nodes that get a token.

    A called process begins at its none start event where it has one. Several start events are
    alternatives, several nodes without incoming flow begin together.
    """
    starts = tuple(start_events(scope.model, scope.process)) if scope.owner is None or called else ()
    starts = starts or tuple(n for n in scope.beginnings() if isinstance(n, Event))
    starts = tuple(node for node in starts if node.position is EventPosition.START)
    if not starts:
        return (scope.beginnings(),)
    plain = tuple(node for node in starts if not node.definitions)
    chosen = plain if called and plain else starts
    return tuple((node,) for node in chosen)
