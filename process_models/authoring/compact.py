"""One process in the compact form to the values of a collaboration."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from process_models.addresses import ElementId, ProcessId, RoleId
from process_models.authoring.compensation import compensation
from process_models.authoring.fields import annotation, labels, name_of, texts
from process_models.authoring.flows import data_associations, message_flows, sequence_flows
from process_models.authoring.nodes import flow_node
from process_models.bpmn.ordering import ordered
from process_models.collaboration import Association, Collaboration, Lane, Pool, Process
from process_models.elements import (
    SCOPED_KINDS,
    Activity,
    Annotation,
    DataElement,
    DataKind,
    Event,
    FlowNode,
    Gateway,
    SequenceFlow,
)
from process_models.records import InvalidContent, Record, as_record, choice, nearest, parse_yaml

_DATA_KINDS = {"object": DataKind.OBJECT, "store": DataKind.STORE, "input": DataKind.INPUT, "output": DataKind.OUTPUT}
_FIELDS = (
    "id", "version", "area", "owner", "name", "documentation", "pool", "black_boxes", "lanes", "data", "nodes",
    "flows", "data_flows", "messages",
)  # fmt: skip


def compose(text: str, *, name: str = "<text>") -> Collaboration:
    """The collaboration that a compact text describes; `name` is what messages call the text.

    Raises:
        InvalidContent: something is missing, unknown or does not fit; the message says where.
    """
    record = as_record(parse_yaml(text, name), name).only(*_FIELDS)
    process = ProcessId(record.text("id"))
    nodes, compensations = _nodes(record, ElementId(process))
    by_id: Mapping[str, FlowNode] = {node.id: node for node in nodes}
    flows = tuple(sequence_flows(record, by_id))
    pools = tuple(_pools(record, process))
    data = tuple(_data(record, ElementId(process)))
    model = ordered(
        Collaboration(
            id=f"Definitions_{process}",
            name=_named(record).get("en", ""),
            version=record.optional_text("version") or "",
            area=record.optional_text("area") or "",
            owner=RoleId(owner) if (owner := record.optional_text("owner")) else None,
            processes=(_process(record, process, nodes),),
            pools=pools,
            nodes=nodes,
            flows=flows,
            message_flows=tuple(message_flows(record, [*by_id, *(pool.id for pool in pools)])),
            data=data,
            data_associations=tuple(data_associations(record, [*by_id, *(element.id for element in data)])),
            associations=compensations,
        )
    )
    _check(record, model)
    return model


def read_compact(path: Path) -> Collaboration:
    """The collaboration that a compact file describes; its process is called like the file.

    Raises:
        InvalidContent: see `compose`; or the file is missing or called otherwise than its process.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidContent(f"{path.name}: cannot be read ({error}); check path and encoding.") from error
    model = compose(text, name=path.name)
    expected = path.name.removesuffix(".process.yaml")
    if model.processes[0].id != expected:
        raise InvalidContent(
            f"{path.name}: the process is called '{model.processes[0].id}'; give file and process the same name."
        )
    return model


def _named(record: Record) -> Mapping[str, str]:
    return texts(record, "name")


def _process(record: Record, process: ProcessId, nodes: Iterable[FlowNode]) -> Process:
    stated = {item.text("id"): item.optional_text("lane") for item in record.records("nodes")}
    lanes = []
    for item in record.records("lanes"):
        item.only("id", "role", "de", "en", "says")
        lane = item.text("id")
        lanes.append(
            Lane(
                id=ElementId(lane),
                name=name_of(item),
                nodes=tuple(n.id for n in nodes if str(n.scope) == process and _lane_of(n, stated) == lane),
                role=RoleId(role) if (role := item.optional_text("role")) else None,
                annotation=annotation(item),
            )
        )
    _check_lanes(record, {lane.id for lane in lanes})
    return Process(
        id=process,
        name=_named(record).get("en", ""),
        executable=True,
        lanes=tuple(lanes),
        annotation=Annotation(labels=_named(record), documentation=texts(record, "documentation")),
    )


def _lane_of(node: FlowNode, stated: Mapping[str, str | None]) -> str | None:
    # The boundary event written for a compensation handler stands where its activity stands.
    if node.id not in stated and isinstance(node, Event) and node.attached_to is not None:
        return stated.get(node.attached_to)
    return stated.get(node.id)


def _check_lanes(record: Record, lanes: set[ElementId]) -> None:
    for item in record.records("nodes"):
        lane = item.optional_text("lane")
        if lane is not None and lane not in lanes:
            raise InvalidContent(f"{item.where}: lane '{lane}' is not among the lanes.{nearest(lane, lanes)}")
        if lane is None and lanes and not item.has("in"):
            raise InvalidContent(f"{item.where}: no lane; name one of: {', '.join(sorted(lanes))}.")


def _nodes(record: Record, process: ElementId) -> tuple[tuple[FlowNode, ...], tuple[Association, ...]]:
    items = record.records("nodes")
    kinds = {item.text("id"): item.optional_text("kind") for item in items}
    made: list[FlowNode] = []
    for item in items:
        scope = item.optional_text("in")
        if scope is not None and kinds.get(scope) not in SCOPED_KINDS:
            raise InvalidContent(f"{item.where}: in '{scope}' is no sub-process here.{nearest(scope, kinds)}")
        made.append(flow_node(item, ElementId(scope) if scope else process))
    by_id = {node.id: node for node in made}
    associations = []
    for item in items:
        if item.has("undoes"):
            event, association = compensation(item, by_id)
            made += [] if event.id in by_id else [event]
            associations.append(association)
    return tuple(made), tuple(associations)


def _pools(record: Record, process: ProcessId) -> Iterator[Pool]:
    own = [(record.record("pool"), process)] if record.has("pool") else []
    for item, shown in [*own, *((box, None) for box in record.records("black_boxes"))]:
        item.only("id", "role", "de", "en", "says")
        role = item.optional_text("role")
        yield Pool(
            id=ElementId(item.text("id")),
            name=name_of(item),
            process=shown,
            role=RoleId(role) if role else None,
            annotation=annotation(item),
        )


def _data(record: Record, process: ElementId) -> Iterator[DataElement]:
    for item in record.records("data"):
        item.only("id", "entity", "kind", "state", "collection", "in", "de", "en", "says")
        kind = choice(item, "kind", _DATA_KINDS) if item.has("kind") else "object"
        yield DataElement(
            id=ElementId(item.text("id")),
            kind=_DATA_KINDS[kind],
            scope=ElementId(item.optional_text("in") or process),
            name=name_of(item),
            entity=item.optional_text("entity"),
            state=item.optional_text("state"),
            is_collection=item.flag("collection"),
            annotation=Annotation(labels=labels(item), documentation=texts(item, "says")),
        )


def _check(record: Record, model: Collaboration) -> None:
    lanes = [lane.id for process in model.processes for lane in process.lanes]
    groups = (model.pools, model.nodes, model.flows, model.message_flows, model.data, model.data_associations)
    counted = Counter([*lanes, *(item.id for group in groups for item in group)])
    if repeated := [element for element, count in counted.items() if count > 1]:
        raise InvalidContent(
            f"{record.where}: id '{repeated[0]}' stands for several elements; give one of them another id."
        )
    for node in model.nodes:
        where = f"{record.where}, nodes, {node.id}"
        if isinstance(node, Event) and node.attached_to and not _is_activity(model, node.attached_to):
            raise InvalidContent(
                f"{where}: on '{node.attached_to}' is no activity.{nearest(node.attached_to, model.node_by_id)}"
            )
        if isinstance(node, Activity | Gateway) and node.default is not None:
            _check_default(where, node.default, model.outgoing[node.id])


def _check_default(where: str, default: ElementId, outgoing: tuple[SequenceFlow, ...]) -> None:
    found = next((flow for flow in outgoing if flow.id == default), None)
    if found is None:
        known = [flow.id for flow in outgoing]
        raise InvalidContent(
            f"{where}: default '{default}' does not leave this node.{nearest(default, known)}"
            f" Leaving: {', '.join(known)}."
        )
    if found.condition is not None:
        raise InvalidContent(
            f"{where}: default flow '{default}' has a condition; the default is taken when none holds. Remove it."
        )


def _is_activity(model: Collaboration, element: ElementId) -> bool:
    return isinstance(model.node_by_id.get(element), Activity)
