"""Ways out of a flow node, with the conditions of each, and what lies upstream of an inclusive join."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from process_models.addresses import Address, ElementId
from process_models.elements import Activity, Event, FlowNode, Gateway, GatewayKind, SequenceFlow
from process_models.semantics.net import Guard, PlaceKind
from process_models.semantics.scopes import Scope

#: An inclusive gateway with more ways out than this is tried with one, two and all of them.
MANY_WAYS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """Sequence flows that are taken together, the places they fill, and what must hold for it."""

    flows: tuple[Address, ...] = ()
    places: tuple[int, ...] = ()
    guards: tuple[Guard, ...] = ()


def ways_out(scope: Scope, node: FlowNode) -> tuple[WayOut, ...]:
    """The alternatives a node has when it has acted, in document order; a node without way out has one, empty."""
    flows = scope.model.outgoing.get(node.id, ())
    default = getattr(node, "default", None)
    if isinstance(node, Gateway) and node.kind is GatewayKind.EXCLUSIVE:
        return tuple(_exclusive(scope, flows, default)) or (WayOut(),)
    inclusive = isinstance(node, Gateway) and node.kind in (GatewayKind.INCLUSIVE, GatewayKind.COMPLEX)
    conditional = isinstance(node, Activity) and any(flow.condition for flow in flows)
    if (inclusive and len(flows) > 1) or conditional:
        return tuple(_inclusive(scope, flows, default, free=inclusive))
    return (_together(scope, flows, ()),)


def _together(scope: Scope, flows: Sequence[SequenceFlow], guards: tuple[Guard, ...]) -> WayOut:
    return WayOut(
        flows=tuple(scope.at(flow.id) for flow in flows),
        places=tuple(scope.place(PlaceKind.FLOW, flow.id) for flow in flows if flow.target in scope.model.node_by_id),
        guards=guards,
    )


def _guard(scope: Scope, flow: SequenceFlow, *, holds: bool) -> tuple[Guard, ...]:
    if flow.condition is None:
        return ()
    return (Guard(flow=scope.at(flow.id), expression=flow.condition, holds=holds),)


def _exclusive(scope: Scope, flows: Sequence[SequenceFlow], default: ElementId | None) -> Iterator[WayOut]:
    """The first flow whose condition is true is taken, the default when none is (BPMN 2.0, 13.4.2)."""
    refused: tuple[Guard, ...] = ()
    for flow in (flow for flow in flows if flow.id != default):
        yield _together(scope, (flow,), (*refused, *_guard(scope, flow, holds=True)))
        refused += _guard(scope, flow, holds=False)
    for flow in (flow for flow in flows if flow.id == default):
        yield _together(scope, (flow,), refused)


def _inclusive(
    scope: Scope, flows: Sequence[SequenceFlow], default: ElementId | None, *, free: bool
) -> Iterator[WayOut]:
    """Every flow whose condition is true is taken, the default when none is (BPMN 2.0, 13.4.3).

    On an activity only flows with a condition are optional; on a gateway (`free`) those without
    one are as well, since nothing says when they are taken.
    """
    optional = [flow for flow in flows if flow.id != default and (free or flow.condition)]
    always = [flow for flow in flows if flow.id != default and flow not in optional]
    sizes: Sequence[int] = range(1, len(optional) + 1)
    if len(optional) > MANY_WAYS:
        sizes = (1, 2, len(optional))
    for size in sizes:
        for chosen in combinations(optional, size):
            guards = tuple(guard for flow in optional for guard in _guard(scope, flow, holds=flow in chosen))
            yield _together(scope, [flow for flow in flows if flow in chosen or flow in always], guards)
    none = tuple(guard for flow in optional for guard in _guard(scope, flow, holds=False))
    defaults = [flow for flow in flows if flow.id == default]
    if defaults or always:
        yield _together(scope, [*always, *defaults], none)


def upstream_places(scope: Scope, gateway: Gateway) -> tuple[frozenset[int], ...]:
    """For each incoming flow of an inclusive gateway, the places from which a token can reach it.

    Paths that visit the gateway itself do not count (BPMN 2.0, 13.4.3).
    """
    return tuple(frozenset(_upstream(scope, gateway, flow)) for flow in scope.model.incoming[gateway.id])


def _upstream(scope: Scope, gateway: Gateway, last: SequenceFlow) -> Iterator[int]:
    seen: set[ElementId] = {gateway.id}
    waiting = [last]
    while waiting:
        flow = waiting.pop()
        yield scope.place(PlaceKind.FLOW, flow.id)
        node = scope.model.node_by_id.get(flow.source)
        while node is not None and node.id not in seen:
            seen.add(node.id)
            yield from scope.ways_in(node)
            if node.id in scope.inner:
                yield scope.inner[node.id].active
            if isinstance(node, Gateway) and node.kind is GatewayKind.EVENT_BASED:
                yield scope.place(PlaceKind.WAITING, node.id)
            waiting.extend(scope.model.incoming.get(node.id, ()))
            # A boundary event acts while its activity is under way.
            attached = node.attached_to if isinstance(node, Event) else None
            node = scope.model.node_by_id.get(attached) if attached else None
