"""Models of every shape for property tests: loops, self loops, loose parts, lanes, pools, nesting, data, messages."""

from hypothesis import strategies as st

from process_models.addresses import ElementId, ProcessId
from process_models.collaboration import Collaboration, Lane, MessageFlow, Pool, Process
from process_models.elements import (
    Activity,
    ActivityKind,
    DataAssociation,
    DataElement,
    DataKind,
    Event,
    EventDefinition,
    EventKind,
    EventPosition,
    FlowNode,
    Gateway,
    GatewayKind,
    SequenceFlow,
)

_NAMES = ("", "Prüfen", "Fahrzeug an den Händler ausliefern", "Fahrzeugidentifizierungsnummernvergabe", "a b c")
_TIMER = (EventDefinition(kind=EventKind.TIMER),)


def _node(draw: st.DrawFn, number: int, scope: ElementId) -> FlowNode:
    name = draw(st.sampled_from(_NAMES))
    node = ElementId(f"{scope}-{number}")
    kind = draw(st.sampled_from(("task", "task", "task", "gateway", "start", "end", "catch")))
    if kind == "task":
        activity = draw(st.sampled_from((ActivityKind.TASK, ActivityKind.USER_TASK, ActivityKind.CALL_ACTIVITY)))
        return Activity(id=node, kind=activity, scope=scope, name=name)
    if kind == "gateway":
        return Gateway(id=node, kind=GatewayKind.EXCLUSIVE, scope=scope, name=name)
    position = {"start": EventPosition.START, "end": EventPosition.END, "catch": EventPosition.CATCH}[kind]
    return Event(id=node, position=position, scope=scope, name=name)


def _content(draw: st.DrawFn, scope: ElementId, most: int, *, loops: bool) -> tuple[list[FlowNode], list[SequenceFlow]]:
    """Nodes of one scope, boundary events among them, and flows; without `loops` only from earlier to later nodes."""
    count = draw(st.integers(1, most))
    nodes = [_node(draw, number, scope) for number in range(count)]
    numbers = st.integers(0, count - 1)
    flows: list[SequenceFlow] = []
    for number, (one, other) in enumerate(draw(st.lists(st.tuples(numbers, numbers), max_size=count * 2))):
        if not loops:
            one, other = sorted((one, other))
        if loops or one != other:
            name = draw(st.sampled_from(("", "ja", "Betrag über 1.000 €")))
            flow = ElementId(f"{scope}-flow-{number}")
            flows.append(SequenceFlow(id=flow, source=nodes[one].id, target=nodes[other].id, scope=scope, name=name))
    hosts = [(number, node) for number, node in enumerate(nodes) if isinstance(node, Activity)]
    for position, (number, host) in enumerate(draw(st.lists(st.sampled_from(hosts), max_size=3)) if hosts else []):
        event = ElementId(f"{scope}-boundary-{position}")
        nodes.append(
            Event(
                id=event,
                position=EventPosition.BOUNDARY,
                scope=scope,
                name="Frist",
                attached_to=host.id,
                definitions=_TIMER,
            )
        )
        later = nodes[number + 1 : count]
        if later:
            target = draw(st.sampled_from(later))
            flows.append(SequenceFlow(id=ElementId(f"{event}-flow"), source=event, target=target.id, scope=scope))
    return nodes, flows


def _lanes(draw: st.DrawFn, process: str, nodes: list[FlowNode]) -> tuple[Lane, ...]:
    count = draw(st.integers(0, 3))
    if not count:
        return ()
    members: list[list[ElementId]] = [[] for _ in range(count)]
    chosen: dict[ElementId, int] = {}
    for node in nodes:
        host = node.attached_to if isinstance(node, Event) else None
        lane = chosen[host] if host is not None else draw(st.integers(0, count - 1))
        chosen[node.id] = lane
        members[lane].append(node.id)
    names = [ElementId(f"{process}-lane-{number}") for number in range(count)]
    nested = count > 1 and draw(st.booleans())
    return tuple(
        Lane(
            id=names[number],
            name=f"Bereich {number}",
            nodes=tuple(members[number]),
            # The last lane lies in the first one, beside the nodes that stand in the first itself.
            parent=names[0] if nested and number == count - 1 else None,
        )
        for number in range(count)
    )


@st.composite
def collaborations(draw: st.DrawFn, *, loops: bool = True, most: int = 12) -> Collaboration:
    """A model of one to three processes, with or without pools around them."""
    nodes: list[FlowNode] = []
    flows: list[SequenceFlow] = []
    processes: list[Process] = []
    pools: list[Pool] = []
    ends: list[list[ElementId]] = []
    with_pools = draw(st.booleans())
    for number in range(draw(st.integers(1, 3))):
        scope = ElementId(f"P{number}")
        own, own_flows = _content(draw, scope, most, loops=loops)
        if draw(st.booleans()):
            sub = ElementId(f"{scope}-sub")
            inner, inner_flows = _content(draw, sub, 5, loops=loops)
            holder = Activity(id=sub, kind=ActivityKind.SUB_PROCESS, scope=scope, name="Teilprozess")
            flows.append(SequenceFlow(id=ElementId(f"{sub}-in"), source=own[0].id, target=sub, scope=scope))
            own.append(holder)
            nodes += inner
            flows += inner_flows
        nodes += own
        flows += own_flows
        processes.append(Process(id=ProcessId(scope), lanes=_lanes(draw, scope, own)))
        ends.append([node.id for node in own])
        if with_pools:
            pools.append(Pool(id=ElementId(f"pool-{number}"), name=f"Firma {number}", process=ProcessId(scope)))
    if with_pools and draw(st.booleans()):
        box = ElementId("black-box")
        pools.append(Pool(id=box, name="Behörde"))
        ends.append([box])
    messages = _messages(draw, ends) if with_pools and len(ends) > 1 else ()
    data, associations = _data(draw, [node for node in nodes if isinstance(node, Activity)])
    return Collaboration(
        id="generated",
        processes=tuple(processes),
        pools=tuple(pools),
        nodes=tuple(nodes),
        flows=tuple(flows),
        message_flows=messages,
        data=data,
        data_associations=associations,
    )


def _messages(draw: st.DrawFn, ends: list[list[ElementId]]) -> tuple[MessageFlow, ...]:
    pools = st.lists(st.integers(0, len(ends) - 1), min_size=2, max_size=2, unique=True)
    found = []
    for number, (one, other) in enumerate(draw(st.lists(pools, max_size=4))):
        source, target = draw(st.sampled_from(ends[one])), draw(st.sampled_from(ends[other]))
        found.append(MessageFlow(id=ElementId(f"message-{number}"), source=source, target=target, name="Anfrage"))
    return tuple(found)


def _data(draw: st.DrawFn, activities: list[Activity]) -> tuple[tuple[DataElement, ...], tuple[DataAssociation, ...]]:
    data: list[DataElement] = []
    associations: list[DataAssociation] = []
    for number, user in enumerate(draw(st.lists(st.sampled_from(activities), max_size=3)) if activities else []):
        kind = draw(st.sampled_from((DataKind.OBJECT, DataKind.STORE)))
        element = ElementId(f"data-{number}")
        data.append(DataElement(id=element, kind=kind, scope=user.scope, name="Auftrag"))
        association = ElementId(f"association-{number}")
        associations.append(DataAssociation(id=association, source=user.id, target=element))
    return tuple(data), tuple(associations)
