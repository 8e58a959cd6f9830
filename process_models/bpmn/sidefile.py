"""Side files: what is said of a model that is kept in a tool which drops foreign extensions or renews ids.

An entry names an element by id, and for the case that the id is renewed, by label, kind and what
stands before and after it. What cannot be matched is listed, never guessed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from process_models.addresses import ElementId
from process_models.authoring.fields import ANNOTATION_FIELDS, annotation, feel
from process_models.bpmn.durations import duration_text
from process_models.bpmn.extension import UNDETERMINED
from process_models.collaboration import Collaboration
from process_models.elements import NOTHING_SAID, Annotation, Event, Expression, FlowNode, SequenceFlow
from process_models.findings import Finding, Severity
from process_models.records import Record, as_record, nearest, parse_yaml, read_yaml

_NODE_FIELDS = ("id", "name", "kind", "after", "before", *ANNOTATION_FIELDS)
_FLOW_FIELDS = ("id", "name", "from", "to", "if", *ANNOTATION_FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeEntry:
    """What is said of one flow node; `after` and `before` are the labels of its neighbours."""

    id: ElementId
    annotation: Annotation
    name: str = ""
    kind: str = ""
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowEntry:
    """What is said of one sequence flow; `source` and `target` are labels or ids of its ends."""

    id: ElementId
    annotation: Annotation
    condition: Expression | None = None
    name: str = ""
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFile:
    """All entries of a side file, in its order."""

    nodes: tuple[NodeEntry, ...] = ()
    flows: tuple[FlowEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A model with what its side file says; `matched` tells which element each entry went to.

    `findings` list entries that found no element and those that went to an element of another id.
    """

    collaboration: Collaboration
    matched: Mapping[ElementId, ElementId]
    findings: tuple[Finding, ...]


def read_side_file(path: Path) -> SideFile:
    """The entries of a side file.

    Raises:
        InvalidContent: the file is missing, or an entry has a field missing, unknown or wrong.
    """
    return _side_file(as_record(read_yaml(path), path.name))


def side_file_from(text: str, *, name: str = "<text>") -> SideFile:
    """The entries of a side file's text.

    Raises:
        InvalidContent: an entry has a field missing, unknown or wrong.
    """
    return _side_file(as_record(parse_yaml(text, name), name))


def attach(model: Collaboration, side: SideFile) -> Attached:
    """The model with every entry of the side file at its element.

    Matched by id where the kind fits, else by label and kind, and where several are alike by the
    labels before and after. What an entry does not say of an element stays as it was.
    """
    nodes, node_findings = _match_nodes(model, side.nodes)
    flows, flow_findings = _match_flows(model, side.flows, nodes)
    said_of_node = {nodes[entry.id]: entry for entry in side.nodes if entry.id in nodes}
    said_of_flow = {flows[entry.id]: entry for entry in side.flows if entry.id in flows}
    return Attached(
        collaboration=replace(
            model,
            nodes=tuple(_with_entry(node, said_of_node.get(node.id)) for node in model.nodes),
            flows=tuple(_with_flow_entry(flow, said_of_flow.get(flow.id)) for flow in model.flows),
        ),
        matched={**nodes, **flows},
        findings=(*node_findings, *flow_findings),
    )


def side_file_text(model: Collaboration, *, name: str = "") -> str:
    """A side file that says everything the model says beyond BPMN, and FEEL conditions; `name` is the model's file."""
    nodes = [
        {**_described(model, node), **_stated(node.annotation)}
        for node in model.nodes
        if node.annotation != NOTHING_SAID
    ]
    flows = [
        {
            "id": flow.id,
            "name": flow.name,
            "from": _label(model, flow.source),
            "to": _label(model, flow.target),
            **({"if": flow.condition.text} if flow.condition is not None else {}),
            **_stated(flow.annotation),
        }
        for flow in model.flows
        if flow.annotation != NOTHING_SAID or flow.condition is not None
    ]
    content = {"model": name, "nodes": nodes, "flows": flows}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _side_file(record: Record) -> SideFile:
    record.only("model", "nodes", "flows")
    return SideFile(
        nodes=tuple(_node_entry(item.only(*_NODE_FIELDS)) for item in record.records("nodes")),
        flows=tuple(_flow_entry(item.only(*_FLOW_FIELDS)) for item in record.records("flows")),
    )


def _node_entry(record: Record) -> NodeEntry:
    return NodeEntry(
        id=ElementId(record.text("id")),
        annotation=annotation(record),
        name=record.optional_text("name") or "",
        kind=record.optional_text("kind") or "",
        after=record.texts("after"),
        before=record.texts("before"),
    )


def _flow_entry(record: Record) -> FlowEntry:
    condition = record.optional_text("if")
    return FlowEntry(
        id=ElementId(record.text("id")),
        annotation=annotation(record),
        condition=feel(condition) if condition else None,
        name=record.optional_text("name") or "",
        source=record.optional_text("from") or "",
        target=record.optional_text("to") or "",
    )


def _match_nodes(
    model: Collaboration, entries: Iterable[NodeEntry]
) -> tuple[dict[ElementId, ElementId], list[Finding]]:
    waiting, found = [], {}
    for entry in entries:
        node = model.node_by_id.get(entry.id)
        if node is not None and entry.kind in ("", _kind(node)):
            found[entry.id] = node.id
        else:
            waiting.append(entry)
    findings = []
    for entry in waiting:
        node = _alike(model, entry, taken=set(found.values()))
        findings.append(_finding(entry.id, entry.name, None if node is None else node.id, model.node_by_id))
        if node is not None:
            found[entry.id] = node.id
    return found, findings


def _alike(model: Collaboration, entry: NodeEntry, *, taken: set[ElementId]) -> FlowNode | None:
    """The free node with the entry's label and kind; of several the one with most of its neighbours, if it is one."""
    candidates = [
        node
        for node in model.nodes
        if entry.name and node.name == entry.name and entry.kind in ("", _kind(node)) and node.id not in taken
    ]
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    likeness = {node.id: _likeness(model, node, entry) for node in candidates}
    first, second = sorted(candidates, key=lambda node: likeness[node.id], reverse=True)[:2]
    return first if likeness[first.id] > likeness[second.id] else None


def _match_flows(
    model: Collaboration, entries: Iterable[FlowEntry], nodes: Mapping[ElementId, ElementId]
) -> tuple[dict[ElementId, ElementId], list[Finding]]:
    found: dict[ElementId, ElementId] = {}
    findings = []
    for entry in entries:
        if entry.id in model.flow_by_id:
            found[entry.id] = entry.id
            continue
        ends = [
            flow
            for flow in model.flows
            if flow.id not in found.values()
            and _is_end(model, flow.source, entry.source, nodes)
            and _is_end(model, flow.target, entry.target, nodes)
        ]
        named = [flow for flow in ends if flow.name == entry.name]
        candidates = named or ends
        flow_id = candidates[0].id if len(candidates) == 1 else None
        findings.append(_finding(entry.id, entry.name, flow_id, model.flow_by_id))
        if flow_id is not None:
            found[entry.id] = flow_id
    return found, findings


def _is_end(model: Collaboration, end: ElementId, said: str, nodes: Mapping[ElementId, ElementId]) -> bool:
    return bool(said) and (said in (end, _label(model, end)) or nodes.get(ElementId(said)) == end)


def _likeness(model: Collaboration, node: FlowNode, entry: NodeEntry) -> int:
    after, before = _neighbours(model, node)
    return len(set(after) & set(entry.after)) + len(set(before) & set(entry.before))


def _neighbours(model: Collaboration, node: FlowNode) -> tuple[list[str], list[str]]:
    """The labels of what stands before the node, and of what stands behind it."""
    return (
        [_label(model, flow.source) for flow in model.incoming[node.id]],
        [_label(model, flow.target) for flow in model.outgoing[node.id]],
    )


def _finding(entry: str, name: str, element: str | None, known: Iterable[str]) -> Finding:
    if element is not None:
        said = f"the side file's entry '{entry}' was matched to '{element}' by label and neighbours; renew its id."
        return Finding(rule="side-file-rematched", severity=Severity.INFO, element=element, message=said)
    called = f" ('{name}')" if name else ""
    said = f"the side file's entry '{entry}'{called} matches no single element.{nearest(entry, known)} Correct it."
    return Finding(rule="side-file-unmatched", severity=Severity.WARNING, element=entry, message=said)


def _with_entry(node: FlowNode, entry: NodeEntry | None) -> FlowNode:
    return node if entry is None else replace(node, annotation=_merged(node.annotation, entry.annotation))


def _with_flow_entry(flow: SequenceFlow, entry: FlowEntry | None) -> SequenceFlow:
    if entry is None:
        return flow
    condition = flow.condition if entry.condition is None else entry.condition
    return replace(flow, condition=condition, annotation=_merged(flow.annotation, entry.annotation))


def _merged(before: Annotation, said: Annotation) -> Annotation:
    """What the entry says, and of what it does not say, what was said before."""
    return Annotation(
        system=said.system or before.system,
        reads=said.reads or before.reads,
        writes=said.writes or before.writes,
        emits=said.emits or before.emits,
        requirements=said.requirements or before.requirements,
        duration=said.duration or before.duration,
        decision=said.decision or before.decision,
        labels=said.labels or before.labels,
        documentation=said.documentation or before.documentation,
        expected=said.expected or before.expected,
    )


def _described(model: Collaboration, node: FlowNode) -> dict[str, object]:
    after, before = _neighbours(model, node)
    return {"id": str(node.id), "name": node.name, "kind": _kind(node), "after": after, "before": before}


def _stated(said: Annotation) -> dict[str, object]:
    """An annotation in the fields of the compact form; nothing for what is not said."""
    stated: dict[str, object] = {**{k: v for k, v in sorted(said.labels.items()) if v}}
    stated["says"] = {k: v for k, v in sorted(said.documentation.items()) if k != UNDETERMINED and v}
    stated["expected"] = {k: v for k, v in sorted(said.expected.items()) if v}
    stated["system"] = said.system
    stated["decision"] = said.decision
    stated["reads"] = [str(attribute) for attribute in said.reads]
    stated["writes"] = {str(w.attribute): "any" if w.value is None else w.value.text for w in said.writes}
    stated["emits"] = [{"topic": str(e.topic), "key": str(e.key)} for e in said.emits]
    stated["requirements"] = [{"id": r.id, "kind": str(r.kind)} for r in said.requirements]
    stated["duration"] = dict(_duration(said))
    return {field: value for field, value in stated.items() if value}


def _duration(said: Annotation) -> Iterator[tuple[str, str]]:
    if said.duration is not None:
        yield "min", duration_text(said.duration.minimum)
        yield "typical", duration_text(said.duration.typical)
        yield "max", duration_text(said.duration.maximum)


def _kind(node: FlowNode) -> str:
    return str(node.position if isinstance(node, Event) else node.kind)


def _label(model: Collaboration, element: ElementId) -> str:
    node = model.node_by_id.get(element)
    return str(element) if node is None else node.name or str(node.id)
