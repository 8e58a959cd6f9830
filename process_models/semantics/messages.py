"""Who hears whom: messages, signals and topics matched from senders to receivers across processes."""

from collections.abc import Iterator, Sequence

from process_models.addresses import ElementId
from process_models.chain import Chain, topics_received_by, topics_sent_by
from process_models.elements import Activity, ActivityKind, Event, EventKind, EventPosition, FlowNode
from process_models.semantics.net import PlaceKind
from process_models.semantics.scopes import Scope

_THROWING = frozenset({EventPosition.THROW, EventPosition.END})


class PostOffice:
    """The mail boxes of all receivers in the chain.

    Sender and receiver match by a message flow between them, by the topic both name, or by the
    signal both name; a signal without name may come from anywhere. Every matching receiver gets
    the message; it stays in its box until taken.
    """

    def __init__(self, chain: Chain, scopes: Sequence[Scope]) -> None:
        self._drawn = {
            (process, flow.source, flow.target)
            for process, model in chain.models.items()
            for flow in model.message_flows
        }
        self._receivers: dict[str, list[tuple[Scope, FlowNode]]] = {}
        for scope in scopes:
            for node in scope.nodes():
                for name in _hears(node):
                    self._receivers.setdefault(name, []).append((scope, node))
        self._nodes = [(scope, node) for scope in scopes for node in scope.nodes()]
        self._by_flow = {
            (scope.model.id, source): [
                pair for pair in self._nodes if pair[1].id == target and pair[0].model is scope.model
            ]
            for scope, node in self._nodes
            for (process, source, target) in self._drawn
            if source == node.id and chain.models[process] is scope.model
        }
        self._heard: set[tuple[tuple[str, ...], ElementId, str]] = {
            (receiver.calls, target.id, receiver.process)
            for scope, node in self._nodes
            for receiver, target in self._targets(scope, node)
            if _waits(target)
        }

    def box(self, scope: Scope, node: FlowNode) -> tuple[int, ...]:
        """The node's mail box, if somebody in the chain writes to it."""
        if (scope.calls, node.id, scope.process) not in self._heard:
            return ()
        return (scope.place(PlaceKind.MESSAGE, node.id),)

    def sent_by(self, scope: Scope, node: FlowNode) -> tuple[int, ...]:
        """The mail boxes that get a message when the node has acted."""
        return tuple(
            dict.fromkeys(
                receiver.place(PlaceKind.MESSAGE, target.id) for receiver, target in self._targets(scope, node)
            )
        )

    def _targets(self, scope: Scope, node: FlowNode) -> Iterator[tuple[Scope, FlowNode]]:
        for name in _says(node):
            yield from (pair for pair in self._receivers.get(name, ()) if pair[1].id != node.id)
        yield from self._by_flow.get((scope.model.id, node.id), ())


def _waits(node: FlowNode) -> bool:
    """Events and receive tasks wait for their message; other work may get one while it is under way."""
    return isinstance(node, Event) or (isinstance(node, Activity) and node.kind is ActivityKind.RECEIVE_TASK)


def _says(node: FlowNode) -> Iterator[str]:
    yield from (f"topic {topic}" for topic in topics_sent_by(node))
    if isinstance(node, Event) and node.position in _THROWING:
        yield from (f"signal {d.reference}" for d in node.definitions if d.kind is EventKind.SIGNAL and d.reference)


def _hears(node: FlowNode) -> Iterator[str]:
    yield from (f"topic {topic}" for topic in topics_received_by(node))
    if isinstance(node, Event) and node.position not in _THROWING:
        yield from (f"signal {d.reference}" for d in node.definitions if d.kind is EventKind.SIGNAL and d.reference)
