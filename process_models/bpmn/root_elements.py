"""Root elements of a written file: the messages, signals, errors and escalations that events refer to."""

import re
from collections.abc import Iterator

from process_models.bpmn.names import REFERENCES
from process_models.bpmn.source import XmlElement
from process_models.bpmn.xml_values import bpmn
from process_models.collaboration import Collaboration
from process_models.elements import FEEL_LANGUAGE, Activity, Event, EventDefinition, EventKind, Expression

_NO_NAME_CHARACTER = re.compile(r"[^\w.-]")


class RootElements:
    """Names of messages and the like with ids made from them, unique in the file."""

    def __init__(self, model: Collaboration) -> None:
        self._taken = _ids(model)
        self._ids: dict[tuple[EventKind, str], str] = {}
        for definition in _definitions(model):
            if definition.kind in REFERENCES and definition.reference is not None:
                self._add(definition.kind, definition.reference)
        for flow in model.message_flows:
            if flow.message is not None:
                self._add(EventKind.MESSAGE, flow.message)
        languages = {expression.language for expression in _expressions(model)}
        self.language = FEEL_LANGUAGE if languages == {FEEL_LANGUAGE} else None

    def id_of(self, kind: EventKind, name: str) -> str:
        """The id of the root element that stands for that name."""
        return self._ids[kind, name]

    def message_id(self, name: str) -> str:
        """The id of the message of that name."""
        return self._ids[EventKind.MESSAGE, name]

    def free_id(self, wanted: str) -> str:
        """The id, or one like it that nothing in the file has."""
        free, number = wanted, 1
        while free in self._taken:
            number += 1
            free = f"{wanted}_{number}"
        self._taken.add(free)
        return free

    def elements(self) -> Iterator[XmlElement]:
        """The root elements by kind and name."""
        for (kind, name), root_id in sorted(self._ids.items()):
            _, tag, naming = REFERENCES[kind]
            yield bpmn(tag, {"id": root_id, **dict.fromkeys(sorted(naming, reverse=True), name)})

    def _add(self, kind: EventKind, name: str) -> None:
        if (kind, name) not in self._ids:
            tag = REFERENCES[kind][1]
            self._ids[kind, name] = self.free_id(f"{tag}_{_NO_NAME_CHARACTER.sub('_', name)}")


def _ids(model: Collaboration) -> set[str]:
    taken = {model.id}
    taken.update(node.id for node in model.nodes)
    taken.update(flow.id for flow in model.flows)
    taken.update(data.id for data in model.data)
    taken.update(association.id for association in model.data_associations)
    taken.update(association.id for association in model.associations)
    taken.update(pool.id for pool in model.pools)
    taken.update(flow.id for flow in model.message_flows)
    taken.update(process.id for process in model.processes)
    taken.update(lane.id for process in model.processes for lane in process.lanes)
    return taken


def _definitions(model: Collaboration) -> Iterator[EventDefinition]:
    for node in model.nodes:
        if isinstance(node, Event):
            yield from node.definitions
        elif isinstance(node, Activity) and node.message is not None:
            yield node.message


def _expressions(model: Collaboration) -> Iterator[Expression]:
    candidates = [flow.condition for flow in model.flows]
    candidates += [definition.expression for definition in _definitions(model)]
    for node in model.nodes:
        if isinstance(node, Activity) and node.loop is not None:
            candidates += [node.loop.condition, node.loop.cardinality]
        candidates.append(getattr(node, "activation", None))
    return (expression for expression in candidates if expression is not None)
