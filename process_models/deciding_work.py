"""Who decides what the conditions of a model from elsewhere ask for, where the model does not say.

Such a model has no data dictionary, and seldom says who sets a variable. A person does, or a
service, before the process asks for it: the last work before a condition decides anew every
attribute in it that nobody writes. A loop back through this work may therefore come out otherwise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from process_models.addresses import AttributeAddress, ElementId
from process_models.collaboration import Collaboration
from process_models.conditions import understood
from process_models.dictionary import DataDictionary
from process_models.elements import SCOPED_KINDS, Activity, Event, EventKind, EventPosition, FlowNode, Write

_BRINGS_DATA = (EventKind.MESSAGE, EventKind.SIGNAL)
_RECEIVING = frozenset({EventPosition.CATCH, EventPosition.BOUNDARY})


def with_deciding_work(model: Collaboration, dictionary: DataDictionary) -> Collaboration:
    """The model with such writes annotated; attributes that the dictionary knows are left alone."""
    decides: dict[ElementId, dict[AttributeAddress, None]] = {}
    for at, attributes in _asked_at(model, dictionary).items():
        for node in _last_work(model, model.node_by_id[at]):
            decides.setdefault(node.id, {}).update(attributes)
    return replace(model, nodes=tuple(_deciding(node, decides.get(node.id, {})) for node in model.nodes))


def _asked_at(model: Collaboration, dictionary: DataDictionary) -> Mapping[ElementId, Mapping[AttributeAddress, None]]:
    """By node the attributes that conditions of its ways out ask for and nobody sets."""
    said = {write.attribute for node in model.nodes for write in node.annotation.writes}
    asked: dict[ElementId, dict[AttributeAddress, None]] = {}
    for flow in model.flows:
        condition = understood(flow.condition)
        if condition is not None and flow.source in model.node_by_id:
            unset = (name for name in condition.reads if name not in said and name not in dictionary.attributes)
            asked.setdefault(flow.source, {}).update(dict.fromkeys(unset))
    return asked


def _last_work(model: Collaboration, node: FlowNode) -> Iterator[FlowNode]:
    """Backwards from a node, itself included, the first work on every way."""
    waiting, seen = [node], {node.id}
    while waiting:
        node = waiting.pop()
        if _is_work(model, node):
            yield node
            continue
        before = [other for other in _before(model, node) if other.id not in seen]
        seen |= {other.id for other in before}
        waiting += before


def _is_work(model: Collaboration, node: FlowNode) -> bool:
    if isinstance(node, Activity):
        return not any(_content_ends(model, node))
    return isinstance(node, Event) and node.position in _RECEIVING and any(map(node.is_, _BRINGS_DATA))


def _before(model: Collaboration, node: FlowNode) -> Iterator[FlowNode]:
    """What comes before: inside a sub-process its ends, before a boundary event what comes before its activity."""
    ends = tuple(_content_ends(model, node))
    if ends:
        yield from ends
        return
    host = model.node_by_id.get(node.attached_to) if isinstance(node, Event) and node.attached_to else None
    around = model.node_by_id.get(node.scope)
    entered = host or (around if around is not None and not model.incoming[node.id] else node)
    for flow in model.incoming[entered.id]:
        if flow.source in model.node_by_id:
            yield model.node_by_id[flow.source]


def _content_ends(model: Collaboration, node: FlowNode) -> Iterator[FlowNode]:
    """Where the content of a sub-process, or of a call of a process in the same file, ends."""
    if not isinstance(node, Activity):
        return
    content = node.id if node.kind in SCOPED_KINDS else node.called_element
    for inner in model.nodes:
        is_end = not model.outgoing[inner.id] and not (isinstance(inner, Activity) and inner.triggered_by_event)
        if content is not None and inner.scope == content and is_end:
            yield inner


def _deciding(node: FlowNode, attributes: Mapping[AttributeAddress, None]) -> FlowNode:
    if not attributes:
        return node
    decided = tuple(Write(attribute=name) for name in attributes)
    return replace(node, annotation=replace(node.annotation, writes=(*node.annotation.writes, *decided)))
