"""BPMN 2.0 XML to values, tolerantly: findings instead of refusals wherever a model can be made out."""

from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from process_models.addresses import ElementId, ProcessId, RoleId
from process_models.bpmn import interchange
from process_models.bpmn.contents import Contents, read_scope
from process_models.bpmn.context import ReadingContext, local_part
from process_models.bpmn.extension import read_reference, said
from process_models.bpmn.names import DRAFTS, MODEL, NOT_RUN
from process_models.bpmn.references import check_references, note_skipped
from process_models.bpmn.source import ParsedSource, UnreadableModel, XmlElement, line_of, load, parse
from process_models.collaboration import Collaboration, MessageFlow, Pool, Process
from process_models.diagram.geometry import Diagram
from process_models.findings import Finding, Severity, in_order


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one BPMN file says, what was found on the way, and the file itself.

    `document` is the XML for `writer.write`, which keeps in it what is not understood. `diagram` is
    None where the file has no diagram interchange. `conditions` counts the condition expressions
    that the file states, empty ones included.
    """

    collaboration: Collaboration
    findings: tuple[Finding, ...]
    document: bytes
    diagram: Diagram | None
    conditions: int


def read(source: Path | bytes, *, name: str | None = None) -> Reading:
    """Read a BPMN file; `name` is what messages call it, its path where there is one.

    Raises:
        UnreadableModel: it is no XML or no BPMN, or is hostile or too large.
    """
    return reading_of(parse(load(source, name)))


def reading_of(parsed: ParsedSource) -> Reading:
    """What a parsed file says.

    Raises:
        UnreadableModel: it is no BPMN.
    """
    context, collaboration = read_tree(parsed)
    check_references(context, collaboration)
    note_skipped(context)
    return Reading(
        collaboration=collaboration,
        findings=in_order((*parsed.findings, *context.findings)),
        document=parsed.data,
        diagram=interchange.read_diagram(parsed.root),
        conditions=sum(1 for _ in parsed.root.iter(context.namespace + "conditionExpression")),
    )


def read_tree(parsed: ParsedSource) -> tuple[ReadingContext, Collaboration]:
    """The values of a parsed file, and what became known while they were read.

    Raises:
        UnreadableModel: it is no BPMN.
    """
    context = _context(parsed)
    return context, _collaboration(context, parsed)


def _context(parsed: ParsedSource) -> ReadingContext:
    root = parsed.root
    tag = str(root.tag)
    namespace, brace, local = tag.rpartition("}")
    if local != "definitions" or (namespace.lstrip("{") not in {MODEL, "", *DRAFTS}):
        raise UnreadableModel(f"{parsed.name}:{line_of(root)}: {_no_bpmn(namespace.lstrip('{'), local)}")
    context = ReadingContext(
        parsed.name, namespace + brace, root.get("expressionLanguage"), findings=[], roots={}, skipped={}
    )
    if not namespace:
        stated = f'the file states no namespace; it is read as BPMN 2.0. Add xmlns="{MODEL}".'
        context.find("no-namespace", Severity.WARNING, root, "", stated)
    for child in root:
        if context.local_name(child) is not None and child.get("id"):
            context.roots.setdefault(child.get("id", ""), child)
    return context


def _no_bpmn(namespace: str, local: str) -> str:
    if "DMN" in namespace.upper():
        return "this is a DMN decision model, no BPMN; read it as a decision (file name ending .dmn)."
    where = f" of namespace '{namespace}'" if namespace else ""
    return (
        f"the root element is '{local}'{where}, but a BPMN 2.0 file starts with 'definitions' of namespace"
        f" '{MODEL}'. Export the model as BPMN 2.0 XML."
    )


def _collaboration(context: ReadingContext, parsed: ParsedSource) -> Collaboration:
    root = parsed.root
    contents = Contents()
    # Processes come before what they contain, so that a scope is never taken for a node of the same id.
    named = [(xml, context.new_id(xml)) for xml in context.children(root, "process")]
    processes = tuple(_process(context, xml, process, contents) for xml, process in named)
    known = {ElementId(process.id) for process in processes}
    collaborations = list(context.children(root, "collaboration"))
    owner = root.get(said("owner"))
    # Associations with artifacts say nothing about runs and stay in the document.
    nodes = {node.id for node in contents.nodes}
    for kind in NOT_RUN:
        if found := [*context.children(root, kind), *(x for c in collaborations for x in context.children(c, kind))]:
            context.skipped.setdefault(kind, []).extend(found)
    return Collaboration(
        id=root.get("id") or PurePath(parsed.name).stem,
        name=root.get("name") or next(filter(None, (c.get("name", "") for c in collaborations)), ""),
        version=root.get(said("version"), ""),
        area=root.get(said("area"), ""),
        owner=RoleId(owner) if owner else None,
        processes=processes,
        pools=tuple(
            _pool(context, xml, known) for outer in collaborations for xml in context.children(outer, "participant")
        ),
        nodes=tuple(contents.nodes),
        flows=tuple(contents.flows),
        message_flows=tuple(
            _message_flow(context, xml) for outer in collaborations for xml in context.children(outer, "messageFlow")
        ),
        data=tuple(contents.data),
        data_associations=tuple(contents.data_associations),
        associations=tuple(a for a in contents.associations if a.source in nodes and a.target in nodes),
    )


def _process(context: ReadingContext, xml: XmlElement, process_id: ElementId, contents: Contents) -> Process:
    before = len(contents.lanes)
    read_scope(context, xml, process_id, contents)
    return Process(
        id=ProcessId(process_id),
        name=xml.get("name", ""),
        executable=context.flag(xml, "isExecutable", default=False),
        lanes=tuple(contents.lanes[before:]),
        annotation=context.annotation(xml, process_id),
        line=line_of(xml),
    )


def _pool(context: ReadingContext, xml: XmlElement, processes: set[ElementId]) -> Pool:
    pool_id = context.new_id(xml, "pool")
    role = read_reference(context.child(xml, "extensionElements"), "role")
    stated = xml.get("processRef")
    pool = Pool(
        id=pool_id,
        name=xml.get("name", ""),
        role=RoleId(role) if role else None,
        annotation=context.annotation(xml, pool_id),
        line=line_of(xml),
    )
    if not stated:
        return pool
    for candidate in (ElementId(stated), ElementId(local_part(stated))):
        if candidate in processes:
            return replace(pool, process=ProcessId(candidate))
    found = (
        f"pool '{pool_id}' shows process '{stated}', which is not in this file; it is read as a black box."
        f"{context.nearest(stated, processes)}"
    )
    context.find("unresolved-reference", Severity.WARNING, xml, pool_id, found)
    return pool


def _message_flow(context: ReadingContext, xml: XmlElement) -> MessageFlow:
    flow_id = context.new_id(xml, "message flow")
    stated = xml.get("messageRef")
    message = None
    if stated:
        root = context.roots.get(stated)
        root = context.roots.get(local_part(stated)) if root is None else root
        message = local_part(stated) if root is None else root.get("name") or root.get("id")
    return MessageFlow(
        id=flow_id,
        source=ElementId(xml.get("sourceRef", "")),
        target=ElementId(xml.get("targetRef", "")),
        name=xml.get("name", ""),
        message=message,
        annotation=context.annotation(xml, flow_id),
        line=line_of(xml),
    )
