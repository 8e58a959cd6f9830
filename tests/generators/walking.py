"""Plays paths of test cases over the drawn process, by the rules of BPMN and without the token game.

Every sequence flow carries a number of tokens. A node takes what it needs from its incoming flows
and puts tokens on as many of its outgoing flows as its kind says; a sub-process or call does so when
nothing is left inside it. An interruption takes away what is inside the activity. At the end nothing
may be left. What a path does otherwise is a fault.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from process_models.addresses import Address, ElementId, ProcessId, address, split_address
from process_models.chain import Chain
from process_models.collaboration import Collaboration
from process_models.elements import (
    SCOPED_KINDS,
    Activity,
    Event,
    EventKind,
    EventPosition,
    FlowNode,
    Gateway,
    GatewayKind,
)

_ONE_WAY = frozenset({GatewayKind.EXCLUSIVE, GatewayKind.EVENT_BASED})


def faults(chain: Chain, path: Sequence[Address]) -> list[str]:
    """What is wrong with a path, in the order of the path; nothing for a legal one."""
    player = _Player(chain)
    for element in path:
        flow = chain.flows.get(element)
        if flow is None:
            if not player.is_cut_short_by(element):
                player.settle()
            player.act(element)
        else:
            player.take(element)
    player.settle()
    player.end()
    return player.found


@dataclass
class _Player:
    chain: Chain
    tokens: Counter[Address] = field(default_factory=Counter)
    inside: Counter[Address] = field(default_factory=Counter)
    at: Address | None = None
    left_by: list[Address] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def take(self, element: Address) -> None:
        """A token is put on a sequence flow."""
        source = self._end(element, of_source=True)
        if source != self.at:
            self.settle()
            if not _has_inside(self.chain.nodes[source]):
                self.found.append(f"'{element}' does not leave '{self.at}'")
            elif not self.inside[source]:
                self.found.append(f"'{element}' leaves '{source}', which nobody has entered")
            else:
                self._leave(source)
            self.at, self.left_by = source, []
        elif _has_inside(self.chain.nodes[source]) and not self.left_by:
            # Entered, and with nothing to do inside, or left by several flows.
            self._leave(source)
        self.left_by.append(element)
        self.tokens[element] += 1

    def settle(self) -> None:
        """The node that acted last has put as many tokens as its kind says."""
        if self.at is None:
            return
        node, model = self._look_up(self.at)
        ways, taken = len(model.outgoing.get(node.id, ())), len(self.left_by)
        if isinstance(node, Gateway) and node.kind in _ONE_WAY:
            is_right = taken == min(ways, 1)
        elif isinstance(node, Gateway) and node.kind is not GatewayKind.PARALLEL:
            is_right = taken >= min(ways, 1) and len(set(self.left_by)) == taken
        else:
            is_right = taken == ways or (_has_inside(node) and self.inside[self.at] > 0)
        if not is_right:
            self.found.append(f"'{self.at}' is left by {taken} of {ways} flows")
        self.at, self.left_by = None, []

    def is_cut_short_by(self, at: Address) -> bool:
        """Whether an event ends the activity that has just begun; the path names the activity first."""
        node, _ = self._look_up(at)
        if not isinstance(node, Event) or node.attached_to is None or not node.interrupting or self.left_by:
            return False
        host = address(split_address(at)[0], node.attached_to)
        return self.at == host and not _has_inside(self.chain.nodes[host])

    def act(self, at: Address) -> None:
        """A node takes its tokens and does what it does."""
        node, model = self._look_up(at)
        if isinstance(node, Event) and node.attached_to is not None:
            self._interrupt(at, node)
        elif not self._begins(node):
            self._consume(at, node, model)
        if _has_inside(node):
            self.inside[at] += 1
        if isinstance(node, Event) and node.position is EventPosition.END and node.is_(EventKind.TERMINATE):
            self._clear(split_address(at)[0], node.scope)
        self.at, self.left_by = at, []

    def end(self) -> None:
        """Nothing may be left on a flow."""
        left = sorted(flow for flow, count in self.tokens.items() if count)
        if left:
            self.found.append(f"left over at the end: {left}")

    def _begins(self, node: FlowNode) -> bool:
        """Start events and event sub-processes begin without a token on a sequence flow."""
        if isinstance(node, Activity):
            return node.triggered_by_event or node.for_compensation
        return isinstance(node, Event) and node.position is EventPosition.START

    def _consume(self, at: Address, node: FlowNode, model: Collaboration) -> None:
        process, _ = split_address(at)
        incoming = [address(process, flow.id) for flow in model.incoming.get(node.id, ())]
        arrived = [flow for flow in incoming if self.tokens[flow] > 0]
        if incoming and not arrived:
            self.found.append(f"'{at}' acts without a token")
        taken = arrived[:1]
        if isinstance(node, Gateway) and node.kind is GatewayKind.PARALLEL:
            if set(incoming) != set(arrived):
                self.found.append(f"'{at}' joins without {sorted(set(incoming) - set(arrived))}")
            taken = arrived
        elif isinstance(node, Gateway) and node.kind is GatewayKind.INCLUSIVE:
            taken = arrived
        self.tokens.subtract(taken)

    def _interrupt(self, at: Address, event: Event) -> None:
        """Something happens to an activity under way; where it interrupts, all that is inside is gone."""
        process, _ = split_address(at)
        assert event.attached_to is not None
        host = address(process, event.attached_to)
        node, model = self._look_up(host)
        if event.is_(EventKind.COMPENSATION):
            return
        if _has_inside(node):
            if not self.inside[host]:
                self.found.append(f"'{at}' happens to '{host}', which is not under way")
            elif event.interrupting:
                self.inside[host] -= 1
                self._clear_inside(host, node)
            return
        if self.is_cut_short_by(at):
            return
        waiting = [address(process, flow.id) for flow in model.incoming[node.id]]
        ready = [flow for flow in waiting if self.tokens[flow] > 0]
        if not ready:
            self.found.append(f"'{at}' happens to '{host}', which is not under way")
        elif event.interrupting:
            self.tokens[ready[0]] -= 1

    def _leave(self, at: Address) -> None:
        node, _ = self._look_up(at)
        self.inside[at] -= 1
        left = [flow for flow in self._flows_inside(at, node) if self.tokens[flow] > 0]
        if left and not self.inside[at]:
            self.found.append(f"'{at}' is left while a token is on {left}")

    def _clear_inside(self, at: Address, node: FlowNode) -> None:
        for flow in self._flows_inside(at, node):
            self.tokens[flow] = 0
        for other in list(self.inside):
            if self._is_within(other, at):
                self.inside[other] = 0

    def _clear(self, process: ProcessId, scope: ElementId) -> None:
        for flow_at, flow in self.chain.flows.items():
            if split_address(flow_at)[0] == process and flow.scope == scope:
                self.tokens[flow_at] = 0

    def _flows_inside(self, at: Address, node: FlowNode) -> list[Address]:
        """The flows of a sub-process or a called process, and of what is inside these."""
        process, element = split_address(at)
        called = getattr(node, "called_element", None)
        of, scope = (ProcessId(called), ElementId(called)) if called else (process, element)
        own = [f for f, flow in self.chain.flows.items() if split_address(f)[0] == of and flow.scope == scope]
        for inner, other in self.chain.nodes.items():
            if split_address(inner)[0] == of and other.scope == scope and _has_inside(other):
                own += self._flows_inside(inner, other)
        return own

    def _is_within(self, other: Address, at: Address) -> bool:
        node, _ = self._look_up(at)
        inner = {self._end(flow, of_source=True) for flow in self._flows_inside(at, node)}
        return other in inner and other != at

    def _end(self, flow_at: Address, *, of_source: bool) -> Address:
        process, _ = split_address(flow_at)
        flow = self.chain.flows[flow_at]
        return address(process, flow.source if of_source else flow.target)

    def _look_up(self, at: Address) -> tuple[FlowNode, Collaboration]:
        return self.chain.nodes[at], self.chain.models[split_address(at)[0]]


def _has_inside(node: FlowNode) -> bool:
    """Sub-processes and calls are left when their content has ended, long after they stood in the path."""
    return isinstance(node, Activity) and (node.kind in SCOPED_KINDS or node.called_element is not None)
