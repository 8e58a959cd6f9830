"""Who reads and writes which attribute in one model, and what is surely written where."""

from collections.abc import Iterator, Mapping

from process_models.addresses import AttributeAddress, ElementId
from process_models.collaboration import Collaboration
from process_models.conditions import understood
from process_models.elements import (
    SCOPED_KINDS,
    Activity,
    Event,
    EventPosition,
    Expression,
    FlowNode,
    Gateway,
    GatewayKind,
)
from process_models.lint.engine import Placed


def uses(model: Collaboration) -> Iterator[tuple[Placed, ElementId, AttributeAddress]]:
    """Each reading: the element that reads, the place before which it must be written, the attribute.

    A condition is asked when its source has done its work, so what the source writes counts.
    """
    carried = _carried_to(model)
    for node in model.nodes:
        for attribute in dict.fromkeys((*_read_by(node), *carried.get(node.id, ()))):
            yield node, node.id, attribute
    for flow in model.flows:
        yield from ((flow, flow.id, attribute) for attribute in _asked(flow.condition))


def written_in(model: Collaboration) -> set[AttributeAddress]:
    """Every attribute that something in the model writes."""
    return {attribute for node in model.nodes for attribute in _written_by(node)}


def attributes_named(model: Collaboration) -> Iterator[tuple[Placed, AttributeAddress]]:
    """Every attribute that an element names, with the element, in document order, each once per element."""
    for node in model.nodes:
        named = [*_read_by(node), *_written_by(node), *(emission.key for emission in node.annotation.emits)]
        definitions = node.definitions if isinstance(node, Event) else ()
        named += [definition.key for definition in definitions if definition.key is not None]
        if isinstance(node, Activity) and node.message is not None and node.message.key is not None:
            named.append(node.message.key)
        yield from ((node, attribute) for attribute in dict.fromkeys(named))
    for flow in model.flows:
        yield from ((flow, attribute) for attribute in _asked(flow.condition))
    for association in model.data_associations:
        yield from ((association, attribute) for attribute in association.attributes)


def surely_written(model: Collaboration) -> Mapping[ElementId, frozenset[AttributeAddress]]:
    """For each node and flow, the attributes written on every way to it within the model.

    Before a parallel join, what any branch writes is written; before other joins, what all write.
    """
    predecessors = _predecessors(model)
    everything = frozenset(written_in(model))
    before: dict[ElementId, frozenset[AttributeAddress]] = dict.fromkeys(model.node_by_id, everything)
    own = {node.id: frozenset(_written_by(node)) for node in model.nodes}
    changed = True
    while changed:
        changed = False
        for node in model.nodes:
            ways = [before[p] | (own[p] if done else frozenset()) for p, done in predecessors.get(node.id, ())]
            joins_all = isinstance(node, Gateway) and node.kind is GatewayKind.PARALLEL
            joined = frozenset[AttributeAddress]()
            if ways:
                joined = frozenset.union(*ways) if joins_all else frozenset.intersection(*ways)
            if joined != before[node.id]:
                before[node.id] = joined
                changed = True
    after = {flow.id: before[flow.source] | own[flow.source] for flow in model.flows if flow.source in before}
    return before | after


def _predecessors(model: Collaboration) -> Mapping[ElementId, list[tuple[ElementId, bool]]]:
    """Where a token comes from, and whether the work there is done (not so for boundary events)."""
    inner: dict[ElementId, list[FlowNode]] = {}
    for node in model.nodes:
        inner.setdefault(node.scope, []).append(node)
    found: dict[ElementId, list[tuple[ElementId, bool]]] = {}
    for flow in model.flows:
        source = model.node_by_id.get(flow.source)
        if source is not None and flow.target in model.node_by_id:
            found.setdefault(flow.target, []).extend((end, True) for end in _exits(source, model, inner))
    for node in model.nodes:
        if isinstance(node, Event) and node.attached_to in model.node_by_id:
            found.setdefault(node.id, []).append((ElementId(node.attached_to or ""), False))
        around = model.node_by_id.get(node.scope)
        if around is not None and not model.incoming[node.id] and not _hangs(node):
            found.setdefault(node.id, []).append((around.id, False))
    for activity, handler in model.compensation_of.items():
        found.setdefault(handler, []).append((activity, True))
    return found


def _exits(node: FlowNode, model: Collaboration, inner: Mapping[ElementId, list[FlowNode]]) -> Iterator[ElementId]:
    """Where a token leaves from: the node itself, or the ends inside a sub-process."""
    content = inner.get(node.id, []) if isinstance(node, Activity) and node.kind in SCOPED_KINDS else []
    ends = [end for end in content if not model.outgoing[end.id] and not _beside(end)]
    if not ends:
        yield node.id
    for end in ends:
        yield from _exits(end, model, inner)


def _hangs(node: FlowNode) -> bool:
    return isinstance(node, Event) and node.position is EventPosition.BOUNDARY


def _beside(node: FlowNode) -> bool:
    """Whether no token passes through it on the way to the end."""
    return isinstance(node, Activity) and (node.triggered_by_event or node.for_compensation)


def _carried_to(model: Collaboration) -> Mapping[ElementId, list[AttributeAddress]]:
    """Attributes that data associations bring to a node."""
    found: dict[ElementId, list[AttributeAddress]] = {}
    for association in model.data_associations:
        found.setdefault(association.target, []).extend(association.attributes)
    return found


def _read_by(node: FlowNode) -> Iterator[AttributeAddress]:
    yield from node.annotation.reads
    for write in node.annotation.writes:
        yield from _asked(write.value)


def _written_by(node: FlowNode) -> Iterator[AttributeAddress]:
    yield from (write.attribute for write in node.annotation.writes)


def _asked(expression: Expression | None) -> tuple[AttributeAddress, ...]:
    condition = understood(expression) if expression is not None else None
    # Names without an entity are local to the formula or to a foreign model.
    return tuple(name for name in condition.reads if "." in name) if condition is not None else ()
