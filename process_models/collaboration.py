"""Processes, pools, lanes and message flows: everything one BPMN file says, as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from process_models.addresses import ElementId, ProcessId, RoleId
from process_models.elements import (
    NOTHING_SAID,
    Activity,
    Annotation,
    DataAssociation,
    DataElement,
    Event,
    EventKind,
    FlowNode,
    SequenceFlow,
)
from process_models.errors import UnknownElement


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Who does the work in it; `role` is the id of the role of the landscape."""

    id: ElementId
    name: str = ""
    nodes: tuple[ElementId, ...] = ()
    parent: ElementId | None = None
    role: RoleId | None = None
    annotation: Annotation = NOTHING_SAID
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process with its lanes; its flow elements are those of the collaboration in its scope."""

    id: ProcessId
    name: str = ""
    executable: bool = False
    lanes: tuple[Lane, ...] = ()
    annotation: Annotation = NOTHING_SAID
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A participant; without `process` it is a black box."""

    id: ElementId
    name: str = ""
    process: ProcessId | None = None
    role: RoleId | None = None
    annotation: Annotation = NOTHING_SAID
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFlow:
    """A message between pools; ends are flow nodes or black-box pools."""

    id: ElementId
    source: ElementId
    target: ElementId
    name: str = ""
    message: str | None = None
    annotation: Annotation = NOTHING_SAID
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """An undirected or directed association; it ties a compensation boundary event to its handler."""

    id: ElementId
    source: ElementId
    target: ElementId
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True)
class Collaboration:
    """Everything one BPMN file says about processes, in document order.

    Elements of sub-processes lie in the same tuples as those of processes; their `scope` tells
    where they stand. `owner` is the role that answers for the model. Not slotted, so that the
    look-ups below are made once.
    """

    id: str
    name: str = ""
    version: str = ""
    area: str = ""
    owner: RoleId | None = None
    processes: tuple[Process, ...] = ()
    pools: tuple[Pool, ...] = ()
    nodes: tuple[FlowNode, ...] = ()
    flows: tuple[SequenceFlow, ...] = ()
    message_flows: tuple[MessageFlow, ...] = ()
    data: tuple[DataElement, ...] = ()
    data_associations: tuple[DataAssociation, ...] = ()
    associations: tuple[Association, ...] = ()

    @cached_property
    def node_by_id(self) -> Mapping[ElementId, FlowNode]:
        """Flow nodes by id, in document order."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def flow_by_id(self) -> Mapping[ElementId, SequenceFlow]:
        """Sequence flows by id, in document order."""
        return {flow.id: flow for flow in self.flows}

    @cached_property
    def data_by_id(self) -> Mapping[ElementId, DataElement]:
        """Data elements by id, in document order."""
        return {element.id: element for element in self.data}

    @cached_property
    def outgoing(self) -> Mapping[ElementId, tuple[SequenceFlow, ...]]:
        """Sequence flows that leave a node, in document order; every node has an entry."""
        return self._by_end("source")

    @cached_property
    def incoming(self) -> Mapping[ElementId, tuple[SequenceFlow, ...]]:
        """Sequence flows that enter a node, in document order; every node has an entry."""
        return self._by_end("target")

    @cached_property
    def lane_of(self) -> Mapping[ElementId, Lane]:
        """The innermost lane of every node that stands in one; a sub-process's content is in its lane."""
        lanes = {node: lane for process in self.processes for lane in process.lanes for node in lane.nodes}
        for node in self.nodes:
            scope = node.scope
            # Files from elsewhere may nest scopes in a circle; each is looked at once.
            seen: set[ElementId] = set()
            while node.id not in lanes and scope in self.node_by_id and scope not in seen:
                if scope in lanes:
                    lanes[node.id] = lanes[scope]
                seen.add(scope)
                scope = self.node_by_id[scope].scope
        return lanes

    @cached_property
    def process_of(self) -> Mapping[ElementId, ProcessId]:
        """The process every node, flow and data element belongs to, through any sub-processes."""
        known: dict[ElementId, ProcessId] = {ElementId(process.id): process.id for process in self.processes}
        scopes = {element.id: element.scope for element in (*self.nodes, *self.flows, *self.data)}
        for element, scope in scopes.items():
            chain = [element]
            while scope not in known and scope in scopes and scope not in chain:
                chain.append(scope)
                scope = scopes[scope]
            if scope in known:
                known.update((member, known[scope]) for member in chain)
        return known

    def node(self, element: str) -> FlowNode:
        """The flow node with that id.

        Raises:
            UnknownElement: there is none.
        """
        try:
            return self.node_by_id[ElementId(element)]
        except KeyError:
            raise UnknownElement(f"no flow node '{element}' in '{self.id}'") from None

    @cached_property
    def compensation_of(self) -> Mapping[ElementId, ElementId]:
        """The handler that undoes an activity, for each activity that has one."""
        boundary = {
            node.id: node.attached_to
            for node in self.nodes
            if isinstance(node, Event) and node.attached_to and node.is_(EventKind.COMPENSATION)
        }
        handlers = {node.id for node in self.nodes if isinstance(node, Activity) and node.for_compensation}
        pairs = [(end.source, end.target) for end in self.associations]
        pairs += [(target, source) for source, target in pairs]
        return {boundary[event]: handler for event, handler in pairs if event in boundary and handler in handlers}

    def activities(self) -> tuple[Activity, ...]:
        """All activities, in document order."""
        return tuple(node for node in self.nodes if isinstance(node, Activity))

    def _by_end(self, end: str) -> Mapping[ElementId, tuple[SequenceFlow, ...]]:
        ends: dict[ElementId, list[SequenceFlow]] = {node.id: [] for node in self.nodes}
        for flow in self.flows:
            ends.setdefault(getattr(flow, end), []).append(flow)
        return {node: tuple(flows) for node, flows in ends.items()}
