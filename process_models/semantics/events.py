"""Steps of events: starts, catches, throws, ends, and what happens on the border of an activity."""

from process_models.elements import Event, EventDefinition, EventKind, EventPosition
from process_models.semantics.net import PlaceKind, StepKind
from process_models.semantics.scopes import Scope, is_link_catch
from process_models.semantics.splits import WayOut, ways_out
from process_models.semantics.writing import StepWriter, conditional

_CAUGHT_BY_BOUNDARY = (EventKind.ERROR, EventKind.ESCALATION, EventKind.CANCEL)


def event(writer: StepWriter, scope: Scope, node: Event) -> None:
    """Write the steps of a start, catching, throwing or end event."""
    for place in scope.ways_in(node):
        if node.position is EventPosition.END:
            _end(writer, scope, node, place)
        elif node.position is EventPosition.THROW and node.is_(EventKind.LINK):
            _link(writer, scope, node, place)
        elif node.position is EventPosition.THROW and node.is_(EventKind.ESCALATION):
            _throw_up(writer, scope, node, place)
        else:
            kind = StepKind.START if node.position is EventPosition.START else StepKind.EVENT
            is_start = node.position is EventPosition.START
            for mail, outside in [((), False)] if is_start else writer.triggers(scope, node):
                for way in ways_out(scope, node):
                    writer.pass_on(scope, kind, node, (place, *mail), way, from_outside=outside)


def _link(writer: StepWriter, scope: Scope, node: Event, place: int) -> None:
    names = {definition.reference for definition in node.definitions}
    for other in scope.nodes():
        if is_link_catch(other) and isinstance(other, Event) and names & {d.reference for d in other.definitions}:
            ready = scope.place(PlaceKind.READY, other.id)
            writer.add(
                scope, StepKind.EVENT, scope.at(node.id), takes=(place,), gives=(ready,), fires=(scope.at(node.id),)
            )


def _end(writer: StepWriter, scope: Scope, node: Event, place: int) -> None:
    if any(node.is_(kind) for kind in _CAUGHT_BY_BOUNDARY):
        _throw_up(writer, scope, node, place)
        return
    clears = scope.inside | scope.armed if node.is_(EventKind.TERMINATE) else set[int]()
    writer.add(
        scope,
        StepKind.END,
        scope.at(node.id),
        takes=(place,),
        gives=writer.post.sent_by(scope, node),
        fires=(scope.at(node.id),),
        clears=clears,
    )


def _throw_up(writer: StepWriter, scope: Scope, node: Event, place: int) -> None:
    """An error, escalation or cancellation goes to the nearest enclosing boundary event that catches it."""
    caught = _catcher(scope, node)
    own = ways_out(scope, node) if node.position is EventPosition.THROW else (WayOut(),)
    for own_way in own:
        if caught is None:
            # Uncaught: an error ends the whole process, an escalation is lost.
            whole = scope.outermost()
            clears = whole.inside | whole.armed if node.is_(EventKind.ERROR) else set[int]()
            writer.add(
                scope,
                StepKind.END,
                scope.at(node.id),
                takes=(place,),
                gives=own_way.places,
                fires=(scope.at(node.id), *own_way.flows),
                clears=clears,
            )
            continue
        around, boundary, inner = caught
        stops = boundary.interrupting
        for way in ways_out(around, boundary):
            writer.add(
                scope,
                StepKind.END if node.position is EventPosition.END else StepKind.EVENT,
                scope.at(node.id),
                takes=(place,),
                clears=inner.inside | inner.armed | {inner.active} if stops else set[int](),
                gives=way.places if stops else (*own_way.places, *way.places),
                fires=(scope.at(node.id), *(() if stops else own_way.flows), around.at(boundary.id), *way.flows),
            )


def boundary(writer: StepWriter, scope: Scope, node: Event) -> None:
    """Write the steps of an event on the border of an activity.

    One that catches what is thrown inside acts with the throwing event; one that marks how its
    activity is compensated does not act by itself.
    """
    if node.attached_to is None or node.is_(EventKind.COMPENSATION):
        return
    inner = scope.inner.get(node.attached_to)
    if inner is not None and _is_thrown_inside(inner, node):
        return
    host = scope.model.node_by_id.get(node.attached_to)
    under_way = (inner.active,) if inner is not None else scope.ways_in(host) if host is not None else ()
    for place in under_way:
        for mail, outside in writer.triggers(scope, node):
            for way in ways_out(scope, node):
                _boundary_step(writer, scope, node, place, mail, way, inner, outside=outside)


def _boundary_step(
    writer: StepWriter,
    scope: Scope,
    node: Event,
    place: int,
    mail: tuple[int, ...],
    way: WayOut,
    inner: Scope | None,
    *,
    outside: bool,
) -> None:
    host = () if inner is not None or node.attached_to is None else (scope.at(node.attached_to),)
    gives = (*way.places, *writer.post.sent_by(scope, node))
    guards = (*way.guards, *conditional(scope, node))
    busy = inner.inside if inner is not None else set[int]()
    if node.interrupting:
        clears = inner.inside | inner.armed if inner is not None else set[int]()
        writer.add(
            scope,
            StepKind.INTERRUPT,
            scope.at(node.id),
            takes=(place, *mail),
            gives=gives,
            busy=busy,
            clears=clears,
            fires=(*host, scope.at(node.id), *way.flows),
            guards=guards,
            from_outside=outside,
        )
    else:
        armed = scope.place(PlaceKind.ARMED, node.id)
        writer.add(
            scope,
            StepKind.EVENT,
            scope.at(node.id),
            takes=(armed, *mail),
            tests=(place,),
            busy=busy,
            gives=gives,
            fires=(scope.at(node.id), *way.flows),
            guards=guards,
            from_outside=outside,
        )


def _catcher(scope: Scope, node: Event) -> tuple[Scope, Event, Scope] | None:
    """The boundary event that catches what the node throws, the scope it stands in and the scope it guards."""
    inner: Scope | None = scope
    while inner is not None and inner.parent is not None and inner.owner is not None:
        for boundary in inner.parent.boundary_events(inner.owner.id):
            if any(_matches(thrown, caught) for thrown in node.definitions for caught in boundary.definitions):
                return inner.parent, boundary, inner
        inner = inner.parent
    return None


def _matches(thrown: EventDefinition, caught: EventDefinition) -> bool:
    # A boundary event without a code catches everything of its kind.
    return thrown.kind is caught.kind and caught.reference in (None, "", thrown.reference)


def _is_thrown_inside(inner: Scope, boundary: Event) -> bool:
    for scope in inner.walk():
        for node in scope.nodes():
            if isinstance(node, Event) and node.position in (EventPosition.END, EventPosition.THROW):
                caught = _catcher(scope, node) if any(node.is_(kind) for kind in _CAUGHT_BY_BOUNDARY) else None
                if caught is not None and caught[1] is boundary:
                    return True
    return False
