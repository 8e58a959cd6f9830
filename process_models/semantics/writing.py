"""Writes steps: what all flow nodes have in common when they act."""

from collections.abc import Iterable, Iterator, Sequence

from process_models.addresses import Address
from process_models.elements import Activity, Event, EventKind, EventPosition, FlowNode
from process_models.semantics.messages import PostOffice
from process_models.semantics.net import Guard, InclusiveJoin, Step, StepKind
from process_models.semantics.scopes import Scope
from process_models.semantics.splits import WayOut


class StepWriter:
    """Collects the steps of a net, numbered in the order they are written."""

    def __init__(self, post: PostOffice) -> None:
        self.post = post
        self.steps: list[Step] = []

    def triggers(self, scope: Scope, node: FlowNode) -> Iterator[tuple[tuple[int, ...], bool]]:
        """What lets a waiting node go on: mail from the chain, or the world, or nothing at all."""
        mail = self.post.box(scope, node)
        if mail:
            yield from (((place,), False) for place in mail)
        else:
            yield (), _waits_for_the_world(node)

    def pass_on(
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
        """Write the step by which a node takes tokens and sends them one way out."""
        self.add(
            scope,
            kind,
            scope.at(node.id),
            takes=takes,
            gives=(*way.places, *self.post.sent_by(scope, node)),
            fires=(scope.at(node.id), *way.flows),
            guards=(*way.guards, *conditional(scope, node)),
            join=join,
            from_outside=from_outside,
        )

    def add(
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
        """Write a step; what is not said is empty."""
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


def conditional(scope: Scope, node: FlowNode) -> tuple[Guard, ...]:
    """What a conditional event waits for."""
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
