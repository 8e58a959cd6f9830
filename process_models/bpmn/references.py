"""References that lead nowhere, and content without bearing on runs: findings, with the nearest id."""

from process_models.addresses import ElementId
from process_models.bpmn.context import ReadingContext
from process_models.collaboration import Collaboration
from process_models.elements import Activity, Event, EventPosition, Gateway
from process_models.findings import Finding, Severity


def check_references(context: ReadingContext, model: Collaboration) -> None:
    """Note every end, attachment and default that names no element of the file."""
    _check_flows(context, model)
    _check_nodes(context, model)
    _check_messages(context, model)
    for process in model.processes:
        for lane in process.lanes:
            for node in lane.nodes:
                if node not in model.node_by_id:
                    _note(context, "dangling-reference", Severity.WARNING, lane.id, lane.line,
                          f"lane '{lane.id}' names '{node}', which is no flow node.", node, model)  # fmt: skip


def note_skipped(context: ReadingContext) -> None:
    """Name what is kept in the document because it has no bearing on runs."""
    for name, elements in sorted(context.skipped.items()):
        count = f"{len(elements)} elements '{name}'" if len(elements) > 1 else f"element '{name}'"
        said = f"{count} kept in the file and not read: without bearing on runs."
        context.find("not-read", Severity.INFO, elements[0], elements[0].get("id", ""), said)


def _check_flows(context: ReadingContext, model: Collaboration) -> None:
    for flow in model.flows:
        for verb, end in (("starts at", flow.source), ("targets", flow.target)):
            if end in model.node_by_id:
                continue
            what = f"'{end}', which does not exist." if end else "nothing."
            said = f"sequenceFlow '{flow.id}' {verb} {what}"
            _note(context, "dangling-flow", Severity.ERROR, flow.id, flow.line, said, end, model)


def _check_nodes(context: ReadingContext, model: Collaboration) -> None:
    for node in model.nodes:
        if isinstance(node, Event) and node.position is EventPosition.BOUNDARY:
            host = node.attached_to
            if not host or not isinstance(model.node_by_id.get(host), Activity):
                what = f"'{host}', which is no activity of this file." if host else "nothing."
                said = f"boundaryEvent '{node.id}' is attached to {what}"
                _note(context, "boundary-unattached", Severity.ERROR, node.id, node.line, said, host or "", model)
        if isinstance(node, Activity | Gateway) and node.default and node.default not in model.flow_by_id:
            said = f"the default flow '{node.default}' of '{node.id}' does not exist."
            nearest = context.nearest(node.default, (flow.id for flow in model.outgoing[node.id]))
            _append(context, "dangling-default", Severity.ERROR, node.id, node.line, said + nearest)


def _check_messages(context: ReadingContext, model: Collaboration) -> None:
    ends = {*model.node_by_id, *(pool.id for pool in model.pools)}
    for flow in model.message_flows:
        for end in (flow.source, flow.target):
            if end not in ends:
                said = f"messageFlow '{flow.id}' has the end '{end}', which is neither a pool nor a flow node."
                nearest = context.nearest(end, ends)
                _append(context, "dangling-message-flow", Severity.ERROR, flow.id, flow.line, said + nearest)


def _note(
    context: ReadingContext,
    rule: str,
    severity: Severity,
    element: ElementId,
    line: int | None,
    said: str,
    missing: str,
    model: Collaboration,
) -> None:
    _append(context, rule, severity, element, line, said + context.nearest(missing, model.node_by_id))


def _append(
    context: ReadingContext, rule: str, severity: Severity, element: ElementId, line: int | None, said: str
) -> None:
    context.findings.append(Finding(rule=rule, severity=severity, element=element, line=line, message=said))
