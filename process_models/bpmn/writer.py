"""Values to BPMN 2.0 XML: the same values give the same bytes, elements in the order of the standard's schema."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from lxml import etree

from process_models.addresses import ElementId
from process_models.bpmn import interchange
from process_models.bpmn.extension import element, said
from process_models.bpmn.reader import read_tree
from process_models.bpmn.root_elements import RootElements
from process_models.bpmn.source import Source, XmlElement, parse
from process_models.bpmn.write_back import merged
from process_models.bpmn.xml_values import ElementWriter, annotated, bpmn, text_element
from process_models.collaboration import Collaboration, Lane, MessageFlow, Pool, Process
from process_models.diagram.geometry import Diagram
from process_models.elements import DataAssociation, DataElement, DataKind, FlowNode, SequenceFlow

TARGET_NAMESPACE = "urn:murmel:models"
_Scoped = TypeVar("_Scoped", bound=FlowNode | SequenceFlow | DataElement)


def write(collaboration: Collaboration, diagram: Diagram | None = None, document: bytes | None = None) -> bytes:
    """The collaboration as a BPMN 2.0 file.

    With a `document` (the one it was once read from) everything that values do not hold is kept:
    other tools' extensions, artifacts, resources, the layout unless a `diagram` is given.
    """
    canonical = _Canonical(collaboration, diagram).definitions()
    if document is None:
        return serialised(canonical)
    parsed = parse(Source(collaboration.id, document))
    context, before = read_tree(parsed)
    if before == collaboration and diagram is None:
        return document
    return merged(_Canonical(before, None).definitions(), canonical, parsed.root, context.elements)


def serialised(root: XmlElement) -> bytes:
    """An XML tree as bytes: UTF-8, two blanks of indentation, a line feed at the end."""
    etree.indent(root, space="  ")
    etree.cleanup_namespaces(root, keep_ns_prefixes=["bpmn", "murmel"])
    body: bytes = etree.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


@dataclass(frozen=True)
class _Canonical:
    """One collaboration on its way to XML. Not slotted, so that look-ups are made once."""

    model: Collaboration
    diagram: Diagram | None

    def definitions(self) -> XmlElement:
        model = self.model
        roots = RootElements(model)
        writer = ElementWriter(roots.language, roots.id_of)
        attributes: dict[str, str | None] = {
            "id": model.id,
            "name": model.name or None,
            "targetNamespace": TARGET_NAMESPACE,
            "expressionLanguage": roots.language,
            said("version"): model.version or None,
            said("area"): model.area or None,
            said("owner"): model.owner,
        }
        shown = [self._collaboration(roots)] if model.pools or model.message_flows else []
        processes = [self._process(process, writer) for process in model.processes]
        drawn = []
        if self.diagram is not None:
            plane = shown[0] if shown else processes[0] if processes else None
            drawn = [interchange.diagram_element(self.diagram, "" if plane is None else plane.get("id", ""))]
        return bpmn("definitions", attributes, [*roots.elements(), *shown, *processes, *drawn])

    def _collaboration(self, roots: RootElements) -> XmlElement:
        pools = [_pool(pool) for pool in self.model.pools]
        flows = [_message_flow(flow, roots) for flow in self.model.message_flows]
        return bpmn("collaboration", {"id": roots.free_id(f"Collaboration_{self.model.id}")}, [*pools, *flows])

    def _process(self, process: Process, writer: ElementWriter) -> XmlElement:
        scope = ElementId(process.id)
        attributes = {
            "id": process.id,
            "name": process.name or None,
            "isExecutable": "true" if process.executable else "false",
        }
        return bpmn(
            "process",
            attributes,
            [
                *annotated(process.annotation),
                *self._interface(scope, writer),
                *_lane_sets(process.lanes, f"LaneSet_{process.id}"),
                *self._content(scope, writer),
            ],
        )

    def _interface(self, scope: ElementId, writer: ElementWriter) -> list[XmlElement]:
        ends = [data for data in self._data.get(scope, ()) if data.kind in {DataKind.INPUT, DataKind.OUTPUT}]
        if not ends:
            return []
        ends.sort(key=lambda data: data.kind is DataKind.OUTPUT)
        made = [xml for data in ends for xml in writer.data(data)]
        inputs = [text_element("dataInputRefs", data.id) for data in ends if data.kind is DataKind.INPUT]
        outputs = [text_element("dataOutputRefs", data.id) for data in ends if data.kind is DataKind.OUTPUT]
        sets = [bpmn("inputSet", children=inputs), bpmn("outputSet", children=outputs)]
        return [bpmn("ioSpecification", children=[*made, *sets])]

    def _content(self, scope: ElementId, writer: ElementWriter) -> list[XmlElement]:
        model = self.model
        drawn = [d for d in self._data.get(scope, ()) if d.kind in {DataKind.OBJECT, DataKind.STORE}]
        nodes = [
            writer.flow_node(
                node,
                (model.incoming.get(node.id, ()), model.outgoing.get(node.id, ())),
                self._associations.get(node.id, ()),
                self._content(node.id, writer),
            )
            for node in self._nodes.get(scope, ())
        ]
        return [
            *nodes,
            *(xml for data in drawn for xml in writer.data(data)),
            *(writer.sequence_flow(flow) for flow in self._flows.get(scope, ())),
            *(
                bpmn("association", {"id": a.id, "sourceRef": a.source, "targetRef": a.target})
                for a in model.associations
                if _scope_of(model, a.source) == scope
            ),
        ]

    @cached_property
    def _nodes(self) -> Mapping[ElementId, list[FlowNode]]:
        return _by_scope(self.model.nodes)

    @cached_property
    def _flows(self) -> Mapping[ElementId, list[SequenceFlow]]:
        return _by_scope(self.model.flows)

    @cached_property
    def _data(self) -> Mapping[ElementId, list[DataElement]]:
        return _by_scope(self.model.data)

    @cached_property
    def _associations(self) -> Mapping[ElementId, list[DataAssociation]]:
        owned: dict[ElementId, list[DataAssociation]] = {}
        for association in self.model.data_associations:
            ends = (association.target, association.source)
            owner = next((end for end in ends if end in self.model.node_by_id), None)
            if owner is not None:
                owned.setdefault(owner, []).append(association)
        return owned


def _by_scope(elements: Iterable[_Scoped]) -> dict[ElementId, list[_Scoped]]:
    grouped: dict[ElementId, list[_Scoped]] = {}
    for item in elements:
        grouped.setdefault(item.scope, []).append(item)
    return grouped


def _scope_of(model: Collaboration, node: ElementId) -> ElementId | None:
    found = model.node_by_id.get(node)
    return None if found is None else found.scope


def _pool(pool: Pool) -> XmlElement:
    role = [] if pool.role is None else [element("role", {"ref": pool.role})]
    attributes = {"id": pool.id, "name": pool.name or None, "processRef": pool.process}
    return bpmn("participant", attributes, annotated(pool.annotation, role))


def _message_flow(flow: MessageFlow, roots: RootElements) -> XmlElement:
    attributes = {
        "id": flow.id,
        "name": flow.name or None,
        "sourceRef": flow.source,
        "targetRef": flow.target,
        "messageRef": None if flow.message is None else roots.message_id(flow.message),
    }
    return bpmn("messageFlow", attributes, annotated(flow.annotation))


def _lane_sets(lanes: tuple[Lane, ...], set_id: str, parent: ElementId | None = None) -> list[XmlElement]:
    made = []
    for lane in lanes:
        if lane.parent == parent:
            role = [] if lane.role is None else [element("role", {"ref": lane.role})]
            references = [text_element("flowNodeRef", node) for node in lane.nodes]
            inner = _lane_sets(lanes, f"LaneSet_{lane.id}", lane.id)
            inside = [*annotated(lane.annotation, role), *references, *inner]
            made.append(bpmn("lane", {"id": lane.id, "name": lane.name or None}, inside))
    return [bpmn("laneSet" if parent is None else "childLaneSet", {"id": set_id}, made)] if made else []
