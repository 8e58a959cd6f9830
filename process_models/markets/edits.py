"""Single edits of a collaboration: each takes one and gives a new one back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from process_models.addresses import ElementId
from process_models.bpmn.ordering import ordered
from process_models.collaboration import Collaboration
from process_models.elements import Activity, Event, EventPosition, FlowNode, Gateway, GatewayKind, SequenceFlow
from process_models.markets.template import Insertion, NewCondition, Removal, Replacement, Setting
from process_models.records import InvalidContent, nearest

Named = TypeVar("Named", FlowNode, SequenceFlow)
_WITH_ONE_WAY_IN_AND_OUT = frozenset({EventPosition.CATCH, EventPosition.THROW})


def inserted(model: Collaboration, change: Insertion) -> Collaboration:
    """The model with a node on a flow; the flow ends at the node, a new flow leads on."""
    flow = model.flow_by_id[change.on_flow]
    node = replace(change.node, scope=flow.scope)
    _refuse_unfit(model, flow, node)
    for new in (node.id, change.new_flow):
        if new in all_ids(model):
            raise InvalidContent(f"'{new}' is the id of another element of '{model.id}' already; choose another.")
    onward = SequenceFlow(id=change.new_flow, source=node.id, target=flow.target, scope=flow.scope)
    upstream = replace(flow, target=node.id)
    flows = tuple(part for old in model.flows for part in ((upstream, onward) if old.id == flow.id else (old,)))
    nodes = tuple(part for old in model.nodes for part in ((old, node) if old.id == flow.source else (old,)))
    return ordered(replace(_in_lane(model, node, change, flow), nodes=nodes, flows=flows))


def set_(model: Collaboration, change: Setting) -> Collaboration:
    """The model whose node or flow says something else; a new English label becomes its name."""
    given = {name: getattr(change.annotation, name) for name in change.fields}

    def said(element: Named) -> Named:
        merged = dict(given)
        for name in ("labels", "documentation", "expected"):
            if name in merged:
                merged[name] = {**getattr(element.annotation, name), **merged[name]}
        name = merged["labels"].get("en", element.name) if "labels" in merged else element.name
        return replace(element, name=name, annotation=replace(element.annotation, **merged))

    return replace(
        model,
        nodes=_with(model.nodes, change.element, said),
        flows=_with(model.flows, change.element, said),
    )


def removed(model: Collaboration, change: Removal) -> Collaboration:
    """The model without a node; the flow that entered it leads to where the flow that left it led."""
    node = model.node_by_id[change.element]
    entering, leaving = model.incoming[node.id], model.outgoing[node.id]
    if len(entering) != 1 or len(leaving) != 1:
        raise InvalidContent(
            f"'{node.id}' has {len(entering)} flows in and {len(leaving)} out; only a node with one of each can be"
            " removed. Replace it, or remove what is around it first."
        )
    attached = [other.id for other in model.nodes if isinstance(other, Event) and other.attached_to == node.id]
    inside = [other.id for other in model.nodes if other.scope == node.id]
    if attached or inside:
        raise InvalidContent(
            f"'{node.id}' carries '{(attached or inside)[0]}'; remove that first, or replace the node."
        )
    if leaving[0].target == node.id:
        raise InvalidContent(f"'{node.id}' only leads back to itself; it cannot be removed.")
    joined = replace(entering[0], target=leaving[0].target)
    flows = (joined if flow.id == joined.id else flow for flow in model.flows if flow.id != leaving[0].id)
    gone = {node.id, leaving[0].id}
    return replace(
        model,
        nodes=tuple(other for other in model.nodes if other.id != node.id),
        flows=tuple(flows),
        message_flows=tuple(end for end in model.message_flows if not gone & {end.source, end.target}),
        data_associations=tuple(end for end in model.data_associations if not gone & {end.source, end.target}),
        associations=tuple(end for end in model.associations if not gone & {end.source, end.target}),
        processes=tuple(
            replace(
                process,
                lanes=tuple(
                    replace(lane, nodes=tuple(member for member in lane.nodes if member != node.id))
                    for lane in process.lanes
                ),
            )
            for process in model.processes
        ),
    )


def replaced(model: Collaboration, change: Replacement) -> Collaboration:
    """The model with another node under the same id, in the same scope and lane."""
    old = model.node_by_id[change.element]
    new = replace(change.node, scope=old.scope)
    if isinstance(old, Activity) != isinstance(new, Activity):
        raise InvalidContent(
            f"'{old.id}' cannot be replaced by a {new_kind(new)}: activities are replaced by activities, other"
            " nodes by other nodes. Remove it and insert the other one."
        )
    inside = [other.id for other in model.nodes if other.scope == old.id]
    if inside and new_kind(new) != new_kind(old):
        raise InvalidContent(f"'{old.id}' contains '{inside[0]}'; replace it by a {new_kind(old)}.")
    if isinstance(old, Activity | Gateway) and isinstance(new, Activity | Gateway) and new.default is None:
        new = replace(new, default=old.default)
    return replace(model, nodes=_with(model.nodes, old.id, lambda _: new))


def conditioned(model: Collaboration, change: NewCondition) -> Collaboration:
    """The model whose flow has another condition; a default flow has none and takes none."""
    flow = model.flow_by_id[change.flow]
    source = model.node_by_id[flow.source]
    if isinstance(source, Activity | Gateway) and source.default == flow.id:
        raise InvalidContent(
            f"'{flow.id}' is the default flow of '{source.id}', taken when no condition holds; give the condition"
            " to the other flows."
        )
    return replace(model, flows=_with(model.flows, flow.id, lambda old: replace(old, condition=change.condition)))


def all_ids(model: Collaboration) -> frozenset[ElementId]:
    """Every id of a model."""
    groups: tuple[Iterable[object], ...] = (
        model.pools,
        model.nodes,
        model.flows,
        model.message_flows,
        model.data,
        model.data_associations,
        model.associations,
        model.processes,
        *(process.lanes for process in model.processes),
    )
    return frozenset(ElementId(str(getattr(item, "id"))) for group in groups for item in group)  # noqa: B009


def new_kind(node: FlowNode) -> str:
    """What BPMN calls the node."""
    return str(node.position if isinstance(node, Event) else node.kind)


def _refuse_unfit(model: Collaboration, flow: SequenceFlow, node: FlowNode) -> None:
    one_way = isinstance(node, Activity) or (isinstance(node, Event) and node.position in _WITH_ONE_WAY_IN_AND_OUT)
    if not one_way:
        raise InvalidContent(f"a {new_kind(node)} has not one way in and one out; insert an activity or an event.")
    source = model.node_by_id[flow.source]
    if isinstance(source, Gateway) and source.kind is GatewayKind.EVENT_BASED:
        raise InvalidContent(
            f"'{flow.id}' leaves the event-based gateway '{source.id}', after which only events stand."
        )


def _in_lane(model: Collaboration, node: FlowNode, change: Insertion, flow: SequenceFlow) -> Collaboration:
    """The model with the node in the lane named, else in the one where the flow's source itself stands."""
    lanes = {lane.id for process in model.processes for lane in process.lanes}
    if change.lane is not None and change.lane not in lanes:
        raise InvalidContent(f"lane '{change.lane}' is not in '{model.id}'.{nearest(change.lane, lanes)}")
    if change.lane is not None and node.scope in model.node_by_id:
        raise InvalidContent(
            f"'{node.id}' stands in the sub-process '{node.scope}' and so in its lane; leave lane out."
        )

    def takes(members: tuple[ElementId, ...], lane: ElementId) -> bool:
        return lane == change.lane if change.lane is not None else flow.source in members

    return replace(
        model,
        processes=tuple(
            replace(
                process,
                lanes=tuple(
                    replace(lane, nodes=(*lane.nodes, node.id)) if takes(lane.nodes, lane.id) else lane
                    for lane in process.lanes
                ),
            )
            for process in model.processes
        ),
    )


def _with(elements: tuple[Named, ...], id: ElementId, change: Callable[[Named], Named]) -> tuple[Named, ...]:
    return tuple(change(element) if element.id == id else element for element in elements)
