"""The content of processes and sub-processes: nodes, flows, data and lanes, scope by scope."""

from collections import ChainMap
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import TypeAlias

from process_models.addresses import ElementId, RoleId
from process_models.bpmn.context import ReadingContext, local_part
from process_models.bpmn.data import (
    data_associations,
    data_elements,
    data_objects,
    interface_elements,
)
from process_models.bpmn.extension import read_reference
from process_models.bpmn.flow_nodes import flow_node
from process_models.bpmn.names import ACTIVITIES, DATA, EVENT_DEFINITIONS, NODES, NOT_RUN
from process_models.bpmn.source import XmlElement, line_of
from process_models.collaboration import Association, Lane
from process_models.elements import (
    SCOPED_KINDS,
    DataAssociation,
    DataElement,
    FlowNode,
    SequenceFlow,
)
from process_models.findings import Severity

Ids: TypeAlias = MutableMapping[str, ElementId]

# Standard content of a scope that says nothing about runs and is kept without a word.
_PLUMBING = frozenset(
    {
        "documentation", "extensionElements", "auditing", "monitoring", "property", "ioSpecification", "ioBinding",
        "supportedInterfaceRef", "laneSet", "association", "dataObject", "incoming", "outgoing", "performer",
        "humanPerformer", "potentialOwner", "resourceRole", "supports", "dataInputAssociation", "category",
        "dataOutputAssociation", "standardLoopCharacteristics", "multiInstanceLoopCharacteristics",
        "categoryValueRef", "completionCondition", "dataState", *EVENT_DEFINITIONS,
    }
)  # fmt: skip


@dataclass(slots=True)
class Contents:
    """Everything found in the scopes read so far, scope by scope, in document order within each."""

    nodes: list[FlowNode] = field(default_factory=list)
    flows: list[SequenceFlow] = field(default_factory=list)
    data: list[DataElement] = field(default_factory=list)
    data_associations: list[DataAssociation] = field(default_factory=list)
    associations: list[Association] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Names:
    """Ids by the ids that the file states, for one scope and those around it.

    Where an id is given twice, a reference means the element of its own scope.
    """

    nodes: ChainMap[str, ElementId]
    flows: ChainMap[str, ElementId]
    data: ChainMap[str, ElementId]

    def inside(self) -> "Names":
        """Names for a scope inside this one."""
        return Names(self.nodes.new_child(), self.flows.new_child(), self.data.new_child())


def read_scope(
    context: ReadingContext,
    xml: XmlElement,
    scope: ElementId,
    into: Contents,
    names: Names | None = None,
    objects: ChainMap[str, XmlElement] | None = None,
) -> None:
    """Read a process or sub-process with everything inside it."""
    names = Names(ChainMap(), ChainMap(), ChainMap()) if names is None else names.inside()
    objects = ChainMap() if objects is None else objects.new_child()
    objects.update(data_objects(context, xml))
    named = _name_children(context, xml, names)
    into.data += data_elements(context, xml, scope, named, objects, names.data)
    into.data += interface_elements(context, xml, scope, names.data)
    _read_flows(context, named, scope, names, into)
    for child, node_id in named:
        name = context.local_name(child)
        if name not in NODES:
            continue
        into.nodes.append(
            flow_node(context, child, node_id, scope, lambda raw: _resolve(raw, names.nodes, names.flows))
        )
        into.data_associations += data_associations(context, child, node_id, lambda raw: _resolve(raw, names.data))
        if ACTIVITIES.get(name) in SCOPED_KINDS:
            read_scope(context, child, node_id, into, names, objects)
    for lane_set in context.children(xml, "laneSet"):
        _read_lanes(context, lane_set, None, names, into)
    for association in context.children(xml, "association"):
        into.associations.append(_association(context, association, names))


def _name_children(context: ReadingContext, xml: XmlElement, names: Names) -> list[tuple[XmlElement, ElementId]]:
    """The flow elements of a scope with their ids, in document order."""
    named = []
    for child in xml:
        name = context.local_name(child)
        if name is None or name in _PLUMBING:
            continue
        if name in NOT_RUN:
            context.skipped.setdefault(name, []).append(child)
            continue
        if name in NODES:
            ids = names.nodes
        elif name == "sequenceFlow":
            ids = names.flows
        elif name in DATA:
            ids = names.data
        else:
            said = f"'{name}' is no flow element of BPMN 2.0; it is kept in the file and not read."
            context.find("unknown-element", Severity.WARNING, child, child.get("id", ""), said)
            continue
        element_id = context.new_id(child)
        ids.maps[0].setdefault(child.get("id", "").strip(), element_id)
        named.append((child, element_id))
    return named


def _resolve(raw: str, *spaces: Ids) -> ElementId:
    stated = raw.strip()
    for candidate in (stated, local_part(stated)):
        for space in spaces:
            if candidate in space:
                return space[candidate]
    return ElementId(stated)


def _read_flows(
    context: ReadingContext,
    named: list[tuple[XmlElement, ElementId]],
    scope: ElementId,
    names: Names,
    into: Contents,
) -> None:
    for child, flow_id in named:
        if context.local_name(child) != "sequenceFlow":
            continue
        stated = context.child(child, "conditionExpression")
        condition = context.expression(stated)
        if stated is not None and condition is None:
            said = f"sequenceFlow '{flow_id}' has an empty condition, read as none; write it or remove it."
            context.find("empty-condition", Severity.WARNING, stated, flow_id, said)
        into.flows.append(
            SequenceFlow(
                id=flow_id,
                source=_resolve(child.get("sourceRef", ""), names.nodes),
                target=_resolve(child.get("targetRef", ""), names.nodes),
                scope=scope,
                name=child.get("name", ""),
                condition=condition,
                annotation=context.annotation(child, flow_id),
                line=line_of(child),
            )
        )


def _read_lanes(
    context: ReadingContext, lane_set: XmlElement, parent: ElementId | None, names: Names, into: Contents
) -> None:
    for xml in context.children(lane_set, "lane"):
        lane_id = context.new_id(xml, "lane")
        role = read_reference(context.child(xml, "extensionElements"), "role")
        into.lanes.append(
            Lane(
                id=lane_id,
                name=xml.get("name", ""),
                nodes=tuple(
                    _resolve(context.text(reference), names.nodes) for reference in context.children(xml, "flowNodeRef")
                ),
                parent=parent,
                role=RoleId(role) if role else None,
                annotation=context.annotation(xml, lane_id),
                line=line_of(xml),
            )
        )
        for inner in context.children(xml, "childLaneSet"):
            _read_lanes(context, inner, lane_id, names, into)


def _association(context: ReadingContext, xml: XmlElement, names: Names) -> Association:
    return Association(
        id=context.new_id(xml, "association"),
        source=_resolve(xml.get("sourceRef", ""), names.nodes),
        target=_resolve(xml.get("targetRef", ""), names.nodes),
        line=line_of(xml),
    )
