"""A chain: a root process with everything it calls and everyone it exchanges messages with.

Call activities are followed by `calledElement`, throws and catches by topic across files, so that
one run can roll from the first start to the last end.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from process_models.addresses import Address, ElementId, ProcessId, Topic, address, split_address
from process_models.collaboration import Collaboration, Lane
from process_models.elements import Activity, Event, EventKind, EventPosition, FlowNode, SequenceFlow
from process_models.errors import UnknownElement

_CATCHING = frozenset({EventPosition.START, EventPosition.CATCH, EventPosition.BOUNDARY})


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Processes that belong to one run, by id; `roots` start by themselves."""

    id: str
    roots: tuple[ProcessId, ...]
    models: Mapping[ProcessId, Collaboration]

    @cached_property
    def nodes(self) -> Mapping[Address, FlowNode]:
        """Every flow node of every process of the chain by address, in the order of the chain."""
        return {
            address(process, node.id): node
            for process, model in self.models.items()
            for node in model.nodes
            if model.process_of.get(node.id) == process
        }

    @cached_property
    def flows(self) -> Mapping[Address, SequenceFlow]:
        """Every sequence flow of every process of the chain by address, in the order of the chain."""
        return {
            address(process, flow.id): flow
            for process, model in self.models.items()
            for flow in model.flows
            if model.process_of.get(flow.id) == process
        }

    def node(self, at: Address) -> FlowNode:
        """The flow node at an address.

        Raises:
            UnknownElement: there is none.
        """
        try:
            return self.nodes[at]
        except KeyError:
            raise UnknownElement(f"no flow node '{at}' in the chain '{self.id}'") from None

    def lane_of(self, at: Address) -> Lane | None:
        """The lane the node stands in, where it stands in one."""
        process, element = split_address(at)
        return self.models[process].lane_of.get(element)

    def role_of(self, at: Address) -> str | None:
        """The id of the role that does the node's work: that of its lane, else that of its pool."""
        lane = self.lane_of(at)
        if lane is not None and lane.role is not None:
            return lane.role
        process, _ = split_address(at)
        return next((pool.role for pool in self.models[process].pools if pool.process == process), None)


def close_chain(root: ProcessId, models: Mapping[ProcessId, Collaboration]) -> Chain:
    """The chain of a root process: what it calls, and who starts on a topic it emits, transitively.

    The root comes first, then called processes in document order, then receivers in id order.

    Raises:
        UnknownElement: `root` is not among the models.
    """
    if root not in models:
        raise UnknownElement(f"no process '{root}'; there are: {', '.join(sorted(models))}")
    found: dict[ProcessId, Collaboration] = {}
    waiting = [root]
    while waiting:
        process = waiting.pop(0)
        if process in found:
            continue
        found[process] = models[process]
        waiting += [called for called in called_processes(models[process], process) if called in models]
        topics = set(topics_emitted(models[process]))
        waiting += [
            other
            for other in sorted(models)
            if other not in found and not topics.isdisjoint(start_topics(models[other], other))
        ]
    return Chain(id=root, roots=(root,), models=found)


def chain_of_file(model: Collaboration) -> Chain:
    """All processes of one file; roots are those that no other process of the file calls or starts."""
    processes = [process.id for process in model.processes]
    called = {other for process in processes for other in called_processes(model, process)}
    receivers = {flow.target for flow in model.message_flows if flow.source in model.node_by_id}
    started = {
        process
        for process in processes
        if (starts := tuple(start_events(model, process))) and all(node.id in receivers for node in starts)
    }
    roots = tuple(process for process in processes if process not in called | started)
    return Chain(id=model.id, roots=roots or tuple(processes), models=dict.fromkeys(processes, model))


def called_processes(model: Collaboration, process: ProcessId) -> Iterator[ProcessId]:
    """Ids of the processes that call activities of `process` call, in document order."""
    for node in model.activities():
        if node.called_element and model.process_of.get(node.id) == process:
            yield ProcessId(node.called_element)


def start_events(model: Collaboration, process: ProcessId) -> Iterator[Event]:
    """The start events that stand directly in the process."""
    for node in model.nodes:
        if isinstance(node, Event) and node.position is EventPosition.START and node.scope == ElementId(process):
            yield node


def topics_emitted(model: Collaboration) -> Iterator[Topic]:
    """Topics that a model's elements put on the event stream."""
    for node in model.nodes:
        yield from topics_sent_by(node)


def topics_sent_by(node: FlowNode) -> Iterator[Topic]:
    """Topics one flow node puts on the event stream: by annotation or as a message it throws."""
    yield from (emission.topic for emission in node.annotation.emits)
    if isinstance(node, Event) and node.position not in _CATCHING:
        yield from (d.topic for d in node.definitions if d.kind is EventKind.MESSAGE and d.topic)


def topics_received_by(node: FlowNode) -> Iterator[Topic]:
    """Topics one flow node waits for."""
    if isinstance(node, Event) and node.position in _CATCHING:
        yield from (d.topic for d in node.definitions if d.kind is EventKind.MESSAGE and d.topic)
    if isinstance(node, Activity) and node.kind == "receiveTask" and node.message and node.message.topic:
        yield node.message.topic


def start_topics(model: Collaboration, process: ProcessId) -> Iterator[Topic]:
    """Topics whose message starts the process."""
    for event in start_events(model, process):
        yield from topics_received_by(event)
