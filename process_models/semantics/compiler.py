"""Compiles a chain of BPMN processes into the places and steps of the token game."""

from collections.abc import Sequence

from process_models.addresses import Address, ProcessId
from process_models.chain import Chain, called_processes
from process_models.elements import Activity, Event, EventPosition, Gateway, GatewayKind
from process_models.semantics import events
from process_models.semantics.messages import PostOffice
from process_models.semantics.net import InclusiveJoin, Net, PlaceKind, StepKind
from process_models.semantics.scopes import Places, Scope, choices_of_start, is_armed, unfold
from process_models.semantics.splits import upstream_places, ways_out
from process_models.semantics.writing import StepWriter


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
        self.scopes = [unfold(chain, process, self.places) for process in _instantiated(chain)]
        self.writer = StepWriter(PostOffice(chain, [inner for scope in self.scopes for inner in scope.walk()]))

    def net(self) -> Net:
        initial = []
        for scope in self.scopes:
            if scope.process in self.chain.roots:
                initial.append(scope.place(PlaceKind.READY, scope.element))
            self._process(scope)
        return Net(places=self.places.all(), steps=tuple(self.writer.steps), initial=tuple(sorted(initial)))

    def _process(self, scope: Scope) -> None:
        if scope.process in self.chain.roots:
            ready = scope.place(PlaceKind.READY, scope.element)
            self._enter(scope, takes=(ready,), fires=(), called=False)
        else:
            self._start_by_message(scope)
        self._content(scope)
        done = scope.place(PlaceKind.DONE, scope.element)
        self.writer.add(
            scope, StepKind.LEAVE, scope.at(scope.element), takes=(scope.active,), gives=(done,), empty=scope.inside
        )

    def _start_by_message(self, scope: Scope) -> None:
        begin = (scope.active, *self._armed_in(scope))
        for node in scope.beginnings():
            for mail in self.writer.post.box(scope, node):
                ready = scope.place(PlaceKind.READY, node.id)
                self.writer.add(scope, StepKind.ENTER, scope.at(node.id), takes=(mail,), gives=(*begin, ready))

    def _enter(self, scope: Scope, *, takes: Sequence[int], fires: tuple[Address, ...], called: bool) -> None:
        begin = (scope.active, *self._armed_in(scope))
        for nodes in choices_of_start(scope, called=called):
            ready = tuple(scope.place(PlaceKind.READY, node.id) for node in nodes)
            at = fires[0] if fires else scope.at(scope.element)
            outer = scope.parent or scope
            self.writer.add(outer, StepKind.ENTER, at, takes=takes, gives=(*begin, *ready), fires=fires)

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
                    events.boundary(self.writer, scope, node)
                case Event():
                    events.event(self.writer, scope, node)
        for inner in scope.inner.values():
            self._content(inner)

    # -- gateways -----------------------------------------------------------------------------

    def _gateway(self, scope: Scope, node: Gateway) -> None:
        ins = scope.ways_in(node)
        for way in ways_out(scope, node):
            if node.kind is GatewayKind.PARALLEL:
                if ins:
                    self.writer.pass_on(scope, StepKind.ROUTE, node, ins, way)
            elif node.kind is GatewayKind.EXCLUSIVE or len(ins) < 2:
                for place in ins:
                    self.writer.pass_on(scope, StepKind.ROUTE, node, (place,), way)
            else:
                join = InclusiveJoin(incoming=ins, upstream=upstream_places(scope, node))
                self.writer.pass_on(scope, StepKind.ROUTE, node, (), way, join=join)

    def _event_gateway(self, scope: Scope, node: Gateway) -> None:
        waiting = scope.place(PlaceKind.WAITING, node.id)
        for place in scope.ways_in(node):
            self.writer.add(
                scope, StepKind.ROUTE, scope.at(node.id), takes=(place,), gives=(waiting,), fires=(scope.at(node.id),)
            )
        for flow in scope.model.outgoing[node.id]:
            target = scope.model.node_by_id.get(flow.target)
            if target is None:
                continue
            for mail, outside in self.writer.triggers(scope, target):
                for way in ways_out(scope, target):
                    fires = (scope.at(flow.id), scope.at(target.id), *way.flows)
                    self.writer.add(
                        scope,
                        StepKind.EVENT,
                        scope.at(target.id),
                        takes=(waiting, *mail),
                        fires=fires,
                        gives=(*way.places, *self.writer.post.sent_by(scope, target)),
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
            for mail, outside in self.writer.triggers(scope, node):
                for way in ways_out(scope, node):
                    self.writer.pass_on(scope, StepKind.WORK, node, (place, *mail), way, from_outside=outside)
        if inner is not None:
            sent = self.writer.post.sent_by(scope, node)
            for way in ways_out(scope, node):
                self.writer.add(
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
            for mail, outside in self.writer.triggers(inner, start):
                self.writer.add(
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
        self.writer.add(
            scope,
            StepKind.LEAVE,
            scope.at(node.id),
            takes=(inner.active,),
            gives=(),
            empty=inner.inside,
            clears=inner.armed,
        )


def _instantiated(chain: Chain) -> tuple[ProcessId, ...]:
    """Processes with an instance of their own: the roots and those that a message starts."""
    called = {other for process, model in chain.models.items() for other in called_processes(model, process)}
    return tuple(process for process in chain.models if process in chain.roots or process not in called)
