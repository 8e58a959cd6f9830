"""Compiles a chain of BPMN processes into the places and steps of the token game."""

from collections.abc import Iterable, Iterator, Sequence

from process_models.addresses import Address, ProcessId
from process_models.chain import Chain, called_processes
from process_models.elements import (
    Activity,
    Event,
    EventDefinition,
    EventKind,
    EventPosition,
    FlowNode,
    Gateway,
    GatewayKind,
)
from process_models.semantics import messages
from process_models.semantics.net import (
    Guard,
    InclusiveJoin,
    Net,
    PlaceKind,
    Step,
    StepKind,
)
from process_models.semantics.scopes import Places, Scope, choices_of_start, is_armed, is_link_catch, unfold
from process_models.semantics.splits import WayOut, upstream_places, ways_out

_CAUGHT_BY_BOUNDARY = (EventKind.ERROR, EventKind.ESCALATION, EventKind.CANCEL)


def compile_chain(chain: Chain) -> Net:
    """The net of a chain. Steps and places are numbered in document order, called processes in place.

    Loops and multi-instance activities are run through once; an event that leaves the work running
    happens at most once per activation of its scope.
    """
    return _Compiler(chain).net()


class _Compiler:
    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.places = Places()
        self.steps: list[Step] = []
        self.scopes = [unfold(chain, process, self.places) for process in _instantiated(chain)]
        self.post = messages.PostOffice(chain, [inner for scope in self.scopes for inner in scope.walk()])

    def net(self) -> Net:
        initial = []
        for scope in self.scopes:
            if scope.process in self.chain.roots:
                initial.append(scope.place(PlaceKind.READY, scope.element))
            self._process(scope)
        return Net(places=self.places.all(), steps=tuple(self.steps), initial=tuple(sorted(initial)))

    def _process(self, scope: Scope) -> None:
        if scope.process in self.chain.roots:
            ready = scope.place(PlaceKind.READY, scope.element)
            self._enter(scope, takes=(ready,), fires=(), called=False)
        else:
            self._start_by_message(scope)
        self._content(scope)
        done = scope.place(PlaceKind.DONE, scope.element)
        self._add(
            scope, StepKind.LEAVE, scope.at(scope.element), takes=(scope.active,), gives=(done,), empty=scope.inside
        )

    def _start_by_message(self, scope: Scope) -> None:
        begin = (scope.active, *self._armed_in(scope))
        for node in scope.beginnings():
            for mail in self.post.box(scope, node):
                ready = scope.place(PlaceKind.READY, node.id)
                self._add(scope, StepKind.ENTER, scope.at(node.id), takes=(mail,), gives=(*begin, ready))

    def _enter(self, scope: Scope, *, takes: Sequence[int], fires: tuple[Address, ...], called: bool) -> None:
        begin = (scope.active, *self._armed_in(scope))
        for nodes in choices_of_start(scope, called=called):
            ready = tuple(scope.place(PlaceKind.READY, node.id) for node in nodes)
            at = fires[0] if fires else scope.at(scope.element)
            outer = scope.parent or scope
            self._add(outer, StepKind.ENTER, at, takes=takes, gives=(*begin, *ready), fires=fires)

    def _armed_in(self, scope: Scope) -> tuple[int, ...]:
        return tuple(scope.place(PlaceKind.ARMED, node.id) for node in scope.nodes() if is_armed(node))

    def _content(self, scope: Scope) -> None:
        for node in scope.nodes():
            match node:
                case Gateway(kind=GatewayKind.EVENT_BASED):
                    self._event_gateway(scope, node)
                case Gateway():
                    self._gateway(scope, node)
                case Activity(triggered_by_event=True):
                    self._event_sub_process(scope, node)
                case Activity(for_compensation=True):
                    continue
                case Activity():
                    self._activity(scope, node)
                case Event(position=EventPosition.BOUNDARY):
                    self._boundary(scope, node)
                case Event():
                    self._event(scope, node)
        for inner in scope.inner.values():
            self._content(inner)

    # -- gateways -----------------------------------------------------------------------------

    def _gateway(self, scope: Scope, node: Gateway) -> None:
        ins = scope.ways_in(node)
        for way in ways_out(scope, node):
            if node.kind is GatewayKind.PARALLEL:
                if ins:
                    self._pass(scope, StepKind.ROUTE, node, ins, way)
            elif node.kind is GatewayKind.EXCLUSIVE or len(ins) < 2:
                for place in ins:
                    self._pass(scope, StepKind.ROUTE, node, (place,), way)
            else:
                join = InclusiveJoin(incoming=ins, upstream=upstream_places(scope, node))
                self._pass(scope, StepKind.ROUTE, node, (), way, join=join)

    def _event_gateway(self, scope: Scope, node: Gateway) -> None:
        waiting = scope.place(PlaceKind.WAITING, node.id)
        for place in scope.ways_in(node):
            self._add(
                scope, StepKind.ROUTE, scope.at(node.id), takes=(place,), gives=(waiting,), fires=(scope.at(node.id),)
            )
        for flow in scope.model.outgoing[node.id]:
            target = scope.model.node_by_id.get(flow.target)
            if target is None:
                continue
            for mail, outside in self._triggers(scope, target):
                for way in ways_out(scope, target):
                    fires = (scope.at(flow.id), scope.at(target.id), *way.flows)
                    self._add(
                        scope,
                        StepKind.EVENT,
                        scope.at(target.id),
                        takes=(waiting, *mail),
                        fires=fires,
                        gives=(*way.places, *self.post.sent_by(scope, target)),
                        guards=way.guards,
                        from_outside=outside,
                    )

    # -- activities -----------------------------------------------------------------------------

    def _activity(self, scope: Scope, node: Activity) -> None:
        inner = scope.inner.get(node.id)
        for place in scope.ways_in(node):
            if inner is not None:
                self._enter(inner, takes=(place,), fires=(scope.at(node.id),), called=inner.calls != scope.calls)
                continue
            for mail, outside in self._triggers(scope, node):
                for way in ways_out(scope, node):
                    self._pass(scope, StepKind.WORK, node, (place, *mail), way, from_outside=outside)
        if inner is not None:
            sent = self.post.sent_by(scope, node)
            for way in ways_out(scope, node):
                self._add(
                    scope,
                    StepKind.LEAVE,
                    scope.at(node.id),
                    takes=(inner.active,),
                    gives=(*way.places, *sent),
                    fires=way.flows,
                    guards=way.guards,
                    empty=inner.inside,
                    clears=inner.armed,
                )

    def _event_sub_process(self, scope: Scope, node: Activity) -> None:
        inner = scope.inner[node.id]
        armed = scope.place(PlaceKind.ARMED, node.id)
        for start in inner.beginnings():
            interrupting = isinstance(start, Event) and start.interrupting
            around = scope.inside - inner.inside - {inner.active}
            clears = around if interrupting else set[int]()
            ready = inner.place(PlaceKind.READY, start.id)
            for mail, outside in self._triggers(inner, start):
                self._add(
                    scope,
                    StepKind.INTERRUPT if interrupting else StepKind.EVENT,
                    scope.at(node.id),
                    takes=(armed, *mail),
                    tests=(scope.active,),
                    busy=around,
                    clears=clears,
                    fires=(scope.at(node.id),),
                    gives=(inner.active, *self._armed_in(inner), ready),
                    from_outside=outside,
                )
        self._add(
            scope,
            StepKind.LEAVE,
            scope.at(node.id),
            takes=(inner.active,),
            gives=(),
            empty=inner.inside,
            clears=inner.armed,
        )

    # -- events -----------------------------------------------------------------------------

    def _event(self, scope: Scope, node: Event) -> None:
        for place in scope.ways_in(node):
            if node.position is EventPosition.END:
                self._end(scope, node, place)
            elif node.position is EventPosition.THROW and node.is_(EventKind.LINK):
                self._link(scope, node, place)
            elif node.position is EventPosition.THROW and node.is_(EventKind.ESCALATION):
                self._throw_up(scope, node, place)
            else:
                kind = StepKind.START if node.position is EventPosition.START else StepKind.EVENT
                is_start = node.position is EventPosition.START
                for mail, outside in [((), False)] if is_start else self._triggers(scope, node):
                    for way in ways_out(scope, node):
                        self._pass(scope, kind, node, (place, *mail), way, from_outside=outside)

    def _link(self, scope: Scope, node: Event, place: int) -> None:
        names = {definition.reference for definition in node.definitions}
        for other in scope.nodes():
            if is_link_catch(other) and isinstance(other, Event) and names & {d.reference for d in other.definitions}:
                ready = scope.place(PlaceKind.READY, other.id)
                self._add(
                    scope, StepKind.EVENT, scope.at(node.id), takes=(place,), gives=(ready,), fires=(scope.at(node.id),)
                )

    def _end(self, scope: Scope, node: Event, place: int) -> None:
        if any(node.is_(kind) for kind in _CAUGHT_BY_BOUNDARY):
            self._throw_up(scope, node, place)
            return
        clears = scope.inside | scope.armed if node.is_(EventKind.TERMINATE) else set[int]()
        self._add(
            scope,
            StepKind.END,
            scope.at(node.id),
            takes=(place,),
            gives=self.post.sent_by(scope, node),
            fires=(scope.at(node.id),),
            clears=clears,
        )

    def _throw_up(self, scope: Scope, node: Event, place: int) -> None:
        """An error, escalation or cancellation goes to the nearest enclosing boundary event that catches it."""
        caught = _catcher(scope, node)
        own = ways_out(scope, node) if node.position is EventPosition.THROW else (WayOut(),)
        for own_way in own:
            if caught is None:
                # Uncaught: an error ends the whole process, an escalation is lost.
                clears = scope.inside | scope.armed if node.is_(EventKind.ERROR) else set[int]()
                self._add(
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
                self._add(
                    scope,
                    StepKind.END if node.position is EventPosition.END else StepKind.EVENT,
                    scope.at(node.id),
                    takes=(place,),
                    clears=inner.inside | inner.armed | {inner.active} if stops else set[int](),
                    gives=way.places if stops else (*own_way.places, *way.places),
                    fires=(scope.at(node.id), *(() if stops else own_way.flows), around.at(boundary.id), *way.flows),
                )

    def _boundary(self, scope: Scope, node: Event) -> None:
        if node.attached_to is None or node.is_(EventKind.COMPENSATION):
            return
        inner = scope.inner.get(node.attached_to)
        if inner is not None and _is_thrown_inside(inner, node):
            return
        host = scope.model.node_by_id.get(node.attached_to)
        under_way = (inner.active,) if inner is not None else scope.ways_in(host) if host is not None else ()
        for place in under_way:
            for mail, outside in self._triggers(scope, node):
                for way in ways_out(scope, node):
                    self._boundary_step(scope, node, place, mail, way, inner, outside=outside)

    def _boundary_step(
        self,
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
        gives = (*way.places, *self.post.sent_by(scope, node))
        guards = (*way.guards, *_conditional(scope, node))
        busy = inner.inside if inner is not None else set[int]()
        if node.interrupting:
            clears = inner.inside | inner.armed if inner is not None else set[int]()
            self._add(
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
            self._add(
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

    # -- building -----------------------------------------------------------------------------

    def _triggers(self, scope: Scope, node: FlowNode) -> Iterator[tuple[tuple[int, ...], bool]]:
        """What lets a waiting node go on: mail from the chain, or the world, or nothing at all."""
        mail = self.post.box(scope, node)
        if mail:
            yield from (((place,), False) for place in mail)
        else:
            yield (), _waits_for_the_world(node)

    def _pass(
        self,
        scope: Scope,
        kind: StepKind,
        node: FlowNode,
        takes: tuple[int, ...],
        way: WayOut,
        *,
        join: InclusiveJoin | None = None,
        from_outside: bool = False,
    ) -> None:
        self._add(
            scope,
            kind,
            scope.at(node.id),
            takes=takes,
            gives=(*way.places, *self.post.sent_by(scope, node)),
            fires=(scope.at(node.id), *way.flows),
            guards=(*way.guards, *_conditional(scope, node)),
            join=join,
            from_outside=from_outside,
        )

    def _add(
        self,
        scope: Scope,
        kind: StepKind,
        at: Address,
        *,
        takes: Sequence[int],
        gives: Iterable[int],
        fires: tuple[Address, ...] = (),
        tests: tuple[int, ...] = (),
        empty: Iterable[int] = (),
        busy: Iterable[int] = (),
        clears: Iterable[int] = (),
        guards: tuple[Guard, ...] = (),
        join: InclusiveJoin | None = None,
        from_outside: bool = False,
    ) -> None:
        self.steps.append(
            Step(
                number=len(self.steps),
                kind=kind,
                at=at,
                calls=scope.calls,
                fires=fires,
                takes=tuple(takes),
                gives=tuple(gives),
                tests=tests,
                empty=frozenset(empty),
                busy=frozenset(busy),
                clears=frozenset(clears),
                guards=guards,
                join=join,
                from_outside=from_outside,
            )
        )


def _instantiated(chain: Chain) -> tuple[ProcessId, ...]:
    """Processes with an instance of their own: the roots and those that a message starts."""
    called = {other for process, model in chain.models.items() for other in called_processes(model, process)}
    return tuple(process for process in chain.models if process in chain.roots or process not in called)


def _conditional(scope: Scope, node: FlowNode) -> tuple[Guard, ...]:
    if not isinstance(node, Event) or node.position is EventPosition.START:
        return ()
    return tuple(
        Guard(flow=scope.at(node.id), expression=definition.expression)
        for definition in node.definitions
        if definition.kind is EventKind.CONDITIONAL and definition.expression is not None
    )


def _waits_for_the_world(node: FlowNode) -> bool:
    if isinstance(node, Activity):
        return node.kind == "receiveTask"
    return (
        isinstance(node, Event)
        and node.position in (EventPosition.CATCH, EventPosition.BOUNDARY)
        and bool(node.definitions)
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
