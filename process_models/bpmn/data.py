"""Data objects, stores, inputs and outputs, and who reads and writes them."""

from collections.abc import Iterator, Mapping, MutableMapping

from process_models.addresses import ElementId
from process_models.bpmn.context import ReadingContext
from process_models.bpmn.extension import read_attributes, read_reference
from process_models.bpmn.flow_nodes import Resolve
from process_models.bpmn.names import DATA
from process_models.bpmn.source import XmlElement, line_of
from process_models.elements import DataAssociation, DataElement, DataKind


def data_objects(context: ReadingContext, scope_xml: XmlElement) -> dict[str, XmlElement]:
    """The data objects of a scope by id."""
    return {xml.get("id", ""): xml for xml in context.children(scope_xml, "dataObject")}


def data_elements(
    context: ReadingContext,
    scope_xml: XmlElement,
    scope: ElementId,
    named: list[tuple[XmlElement, ElementId]],
    objects: Mapping[str, XmlElement],
    names: MutableMapping[str, ElementId],
) -> Iterator[DataElement]:
    """References to data objects and stores; then the data objects that nothing refers to."""
    for xml, data_id in named:
        kind = DATA.get(context.local_name(xml) or "")
        if kind is not None:
            refers_to = objects.get(xml.get("dataObjectRef", ""))
            if refers_to is None:
                refers_to = context.roots.get(xml.get("dataStoreRef", ""))
            yield _element(context, xml, data_id, kind, scope, refers_to)
    referred = {xml.get("dataObjectRef") for xml in scope_xml.iter(context.namespace + "dataObjectReference")}
    for stated, xml in data_objects(context, scope_xml).items():
        if stated not in referred:
            data_id = names[stated] = context.new_id(xml)
            yield _element(context, xml, data_id, DataKind.OBJECT, scope, xml)


def interface_elements(
    context: ReadingContext, scope_xml: XmlElement, scope: ElementId, names: MutableMapping[str, ElementId]
) -> Iterator[DataElement]:
    """Data inputs and outputs of a process; those of activities are only ends of their associations."""
    specification = context.child(scope_xml, "ioSpecification")
    if specification is None or context.local_name(scope_xml) != "process":
        return
    for xml in specification:
        name = context.local_name(xml)
        if name in {DataKind.INPUT, DataKind.OUTPUT}:
            data_id = names[xml.get("id", "")] = context.new_id(xml)
            yield _element(context, xml, data_id, DataKind(name), scope, xml)


def data_associations(
    context: ReadingContext, owner_xml: XmlElement, owner: ElementId, resolve: Resolve
) -> Iterator[DataAssociation]:
    """What a node reads and writes; ends inside the node are the node itself."""
    own = _own_ends(context, owner_xml)
    for xml in owner_xml:
        name = context.local_name(xml)
        if name not in {"dataInputAssociation", "dataOutputAssociation"}:
            continue
        outer = context.children(xml, "sourceRef" if name == "dataInputAssociation" else "targetRef")
        for data in (context.text(reference) for reference in outer):
            if not data or data in own:
                continue
            reads = name == "dataInputAssociation"
            yield DataAssociation(
                id=context.new_id(xml, "data association"),
                source=resolve(data) if reads else owner,
                target=owner if reads else resolve(data),
                attributes=read_attributes(context.child(xml, "extensionElements")),
                line=line_of(xml),
            )


def _own_ends(context: ReadingContext, owner_xml: XmlElement) -> set[str]:
    """Ids of the properties, data inputs and outputs that belong to a node itself."""
    specification = context.child(owner_xml, "ioSpecification")
    holders = (owner_xml,) if specification is None else (owner_xml, specification)
    inner = ("dataInput", "dataOutput", "property")
    return {xml.get("id", "") for holder in holders for xml in holder if context.local_name(xml) in inner}


def _element(
    context: ReadingContext,
    xml: XmlElement,
    data_id: ElementId,
    kind: DataKind,
    scope: ElementId,
    refers_to: XmlElement | None,
) -> DataElement:
    state = context.child(xml, "dataState")
    return DataElement(
        id=data_id,
        kind=kind,
        scope=scope,
        name=xml.get("name") or (refers_to.get("name") if refers_to is not None else None) or "",
        entity=read_reference(context.child(xml, "extensionElements"), "entity"),
        state=None if state is None else state.get("name"),
        is_collection=refers_to is not None and context.flag(refers_to, "isCollection", default=False),
        annotation=context.annotation(xml, data_id),
        line=line_of(xml),
    )
