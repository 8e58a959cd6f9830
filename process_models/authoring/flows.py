"""Flows of the compact form: chains like `A -> B -> C` and single flows with a condition."""

from collections.abc import Iterable, Iterator, Mapping

from process_models.addresses import AttributeAddress, ElementId
from process_models.authoring.fields import annotation, feel, name_of
from process_models.collaboration import MessageFlow
from process_models.elements import DataAssociation, FlowNode, SequenceFlow
from process_models.records import InvalidContent, Record, as_record, nearest

_ARROW = "->"


def flow_id(source: str, target: str, prefix: str = "Flow") -> ElementId:
    """The id of a flow that is given none: its ends without their prefixes.

    >>> flow_id("Start_ChangeRequested", "Activity_CheckWindow")
    'Flow_ChangeRequested_CheckWindow'
    """
    return ElementId(f"{prefix}_{without_prefix(source)}_{without_prefix(target)}")


def without_prefix(element: str) -> str:
    """An id without the part that tells its kind.

    >>> without_prefix("Activity_CheckWindow"), without_prefix("check")
    ('CheckWindow', 'check')
    """
    return element.partition("_")[2] or element


def sequence_flows(record: Record, nodes: Mapping[str, FlowNode]) -> Iterator[SequenceFlow]:
    """All sequence flows of a process, in the order written.

    Raises:
        InvalidContent: an end is no node, or ends stand in different scopes.
    """
    for number, item in enumerate(_items(record, "flows"), start=1):
        where = f"{record.where}, flows, entry {number}"
        if isinstance(item, str):
            stops = [stop.strip() for stop in item.split(_ARROW)]
            if len(stops) < 2:
                raise InvalidContent(f"{where}: '{item}' is no flow; write A -> B.")
            for source, target in zip(stops, stops[1:], strict=False):
                yield _flow(as_record({"from": source, "to": target}, where), nodes)
        else:
            yield _flow(as_record(item, where), nodes)


def data_associations(record: Record, known: Iterable[str]) -> Iterator[DataAssociation]:
    """Who reads and writes the drawn data, in the order written."""
    ends = set(known)
    for item in record.records("data_flows"):
        item.only("id", "from", "to", "attributes")
        source, target = end(item, "from", ends), end(item, "to", ends)
        yield DataAssociation(
            id=ElementId(item.optional_text("id") or flow_id(source, target, "DataFlow")),
            source=source,
            target=target,
            attributes=tuple(map(AttributeAddress, item.texts("attributes"))),
        )


def message_flows(record: Record, known: Iterable[str]) -> Iterator[MessageFlow]:
    """Messages between pools, in the order written."""
    ends = set(known)
    for item in record.records("messages"):
        item.only("id", "from", "to", "message", "de", "en", "says")
        source, target = end(item, "from", ends), end(item, "to", ends)
        yield MessageFlow(
            id=ElementId(item.optional_text("id") or flow_id(source, target, "Message")),
            source=source,
            target=target,
            name=name_of(item),
            message=item.optional_text("message"),
            annotation=annotation(item),
        )


def end(record: Record, field: str, known: Iterable[str]) -> ElementId:
    """The id that a field names, which must be a known one."""
    stated = record.text(field)
    if stated not in known:
        raise InvalidContent(f"{record.where}: {field} '{stated}' is no element here.{nearest(stated, known)}")
    return ElementId(stated)


def _flow(record: Record, nodes: Mapping[str, FlowNode]) -> SequenceFlow:
    record.only("id", "from", "to", "if", "de", "en", "says", "requirements")
    source, target = end(record, "from", nodes), end(record, "to", nodes)
    scope = nodes[source].scope
    if nodes[target].scope != scope:
        raise InvalidContent(
            f"{record.where}: '{source}' stands in '{scope}' and '{target}' in '{nodes[target].scope}'; a sequence"
            " flow does not cross the border of a sub-process. Lead it to the sub-process itself."
        )
    condition = record.optional_text("if")
    return SequenceFlow(
        id=ElementId(record.optional_text("id") or flow_id(source, target)),
        source=source,
        target=target,
        scope=scope,
        name=name_of(record),
        condition=feel(condition) if condition else None,
        annotation=annotation(record),
    )


def _items(record: Record, field: str) -> list[object]:
    value = record.fields.get(field) or []
    if not isinstance(value, list):
        raise InvalidContent(f"{record.where}: {field} is {value!r}; write a list.")
    return value
