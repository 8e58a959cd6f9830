"""Values to BPMN elements: one function per kind of value, children in the order of the standard's schema."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from lxml import etree

from process_models.bpmn.extension import annotation_elements, element, plain_documentation
from process_models.bpmn.names import BPMNDI, DC, DI, MODEL, MURMEL, REFERENCES, XSI, qualified
from process_models.bpmn.source import XmlElement
from process_models.elements import (
    Activity,
    Annotation,
    DataAssociation,
    DataElement,
    DataKind,
    Event,
    EventDefinition,
    EventKind,
    EventPosition,
    Expression,
    FlowNode,
    Gateway,
    Loop,
    SequenceFlow,
    TimerKind,
)

NAMESPACES: Mapping[str, str] = {
    "bpmn": MODEL, "bpmndi": BPMNDI, "dc": DC, "di": DI, "murmel": MURMEL, "xsi": XSI,
}  # fmt: skip
RootReference = Callable[[EventKind, str], str]
"""From a message, signal, error or escalation by name to the id of its root element."""


def bpmn(
    name: str, attributes: Mapping[str, str | None] | None = None, children: Iterable[XmlElement] = ()
) -> XmlElement:
    """A BPMN element; attributes without value are left out."""
    stated = {key: value for key, value in (attributes or {}).items() if value is not None}
    made = etree.Element(qualified(MODEL, name), stated, nsmap=NAMESPACES)
    made.extend(children)
    return made


def text_element(name: str, text: str) -> XmlElement:
    """A BPMN element that holds a text."""
    made = bpmn(name)
    made.text = text
    return made


def annotated(annotation: Annotation, more: Iterable[XmlElement] = ()) -> list[XmlElement]:
    """Documentation and extension elements, which come first in every BPMN element."""
    documentation = plain_documentation(annotation)
    extensions = [*annotation_elements(annotation), *more]
    made = [text_element("documentation", documentation)] if documentation else []
    return [*made, bpmn("extensionElements", children=extensions)] if extensions else made


def flag(value: bool, default: bool) -> str | None:
    """A boolean attribute, left out where it is the schema's default."""
    return None if value is default else "true" if value else "false"


class ElementWriter:
    """Writes flow elements; knows the expression language of the file and the ids of its root elements."""

    def __init__(self, language: str | None, root_id: RootReference) -> None:
        self._language = language
        self._root_id = root_id

    def flow_node(
        self,
        node: FlowNode,
        ways: tuple[Sequence[SequenceFlow], Sequence[SequenceFlow]],
        associations: Sequence[DataAssociation],
        content: Iterable[XmlElement] = (),
    ) -> XmlElement:
        """An activity, event or gateway; `ways` are its incoming and outgoing flows."""
        ends = [text_element("incoming", flow.id) for flow in ways[0]]
        ends += [text_element("outgoing", flow.id) for flow in ways[1]]
        match node:
            case Activity():
                return self._activity(node, ends, associations, content)
            case Event():
                return self._event(node, ends, associations)
            case Gateway():
                return self._gateway(node, ends)

    def sequence_flow(self, flow: SequenceFlow) -> XmlElement:
        """A sequence flow with its condition."""
        attributes = {"id": flow.id, "name": flow.name or None, "sourceRef": flow.source, "targetRef": flow.target}
        condition = self._expressions("conditionExpression", flow.condition)
        return bpmn("sequenceFlow", attributes, [*annotated(flow.annotation), *condition])

    def data(self, element_: DataElement) -> list[XmlElement]:
        """A data element, with the data object behind it where it is a reference to one."""
        entity = [element("entity", {"ref": element_.entity})] if element_.entity is not None else []
        inside = annotated(element_.annotation, entity)
        if element_.state is not None:
            inside.append(bpmn("dataState", {"name": element_.state}))
        attributes: dict[str, str | None] = {"id": element_.id, "name": element_.name or None}
        collection = flag(element_.is_collection, default=False)
        if element_.kind is DataKind.OBJECT:
            behind = f"{element_.id}_object"
            reference = bpmn(element_.kind, {**attributes, "dataObjectRef": behind}, inside)
            return [bpmn("dataObject", {"id": behind, "isCollection": collection}), reference]
        if element_.kind is DataKind.STORE:
            return [bpmn(element_.kind, attributes, inside)]
        return [bpmn(element_.kind, {**attributes, "isCollection": collection}, inside)]

    def _activity(
        self,
        node: Activity,
        ends: list[XmlElement],
        associations: Sequence[DataAssociation],
        content: Iterable[XmlElement],
    ) -> XmlElement:
        attributes: dict[str, str | None] = {
            "id": node.id,
            "name": node.name or None,
            "isForCompensation": flag(node.for_compensation, default=False),
            "default": node.default,
            "calledElement": node.called_element,
            "triggeredByEvent": flag(node.triggered_by_event, default=False),
        }
        stream = []
        if node.message is not None:
            attributes["messageRef"] = self._reference_id(node.message)
            stream = _stream(node.message)
        return bpmn(
            node.kind,
            attributes,
            [
                *annotated(node.annotation, stream),
                *ends,
                *_specification(node, associations),
                *_associations(node, associations),
                *self._loop(node.loop),
                *content,
            ],
        )

    def _event(self, node: Event, ends: list[XmlElement], associations: Sequence[DataAssociation]) -> XmlElement:
        boundary = node.position is EventPosition.BOUNDARY
        attributes: dict[str, str | None] = {
            "id": node.id,
            "name": node.name or None,
            "attachedToRef": node.attached_to,
            "parallelMultiple": flag(node.parallel_multiple, default=False),
            "cancelActivity" if boundary else "isInterrupting": flag(node.interrupting, default=True),
        }
        ends_and_data = [*ends, *_event_data(node, associations)]
        definitions = [self._definition(definition) for definition in node.definitions]
        return bpmn(node.position, attributes, [*annotated(node.annotation), *ends_and_data, *definitions])

    def _gateway(self, node: Gateway, ends: list[XmlElement]) -> XmlElement:
        attributes: dict[str, str | None] = {
            "id": node.id,
            "name": node.name or None,
            "default": node.default,
            "instantiate": flag(node.instantiates, default=False),
            "eventGatewayType": "Parallel" if node.parallel_events else None,
        }
        activation = self._expressions("activationCondition", node.activation)
        return bpmn(node.kind, attributes, [*annotated(node.annotation), *ends, *activation])

    def _definition(self, definition: EventDefinition) -> XmlElement:
        kind = definition.kind
        stream = _stream(definition)
        inside = [bpmn("extensionElements", children=stream)] if stream else []
        attributes: dict[str, str | None] = {}
        if kind is EventKind.LINK:
            attributes["name"] = definition.reference
        elif kind is EventKind.COMPENSATION:
            attributes["activityRef"] = definition.reference
        elif kind in REFERENCES:
            attributes[REFERENCES[kind][0]] = self._reference_id(definition)
        elif kind is EventKind.CONDITIONAL:
            # The schema wants the element, also where nothing is known of the condition.
            inside += self._expressions("condition", definition.expression) or [bpmn("condition")]
        elif kind is EventKind.TIMER:
            inside += self._timer(definition)
        return bpmn(kind, attributes, inside)

    def _timer(self, definition: EventDefinition) -> list[XmlElement]:
        made = self._expressions(definition.timer or TimerKind.DURATION, definition.expression)
        return made if made or definition.timer is None else [bpmn(definition.timer)]

    def _loop(self, loop: Loop | None) -> list[XmlElement]:
        if loop is None:
            return []
        if loop.multi_instance:
            inside = self._expressions("loopCardinality", loop.cardinality)
            inside += self._expressions("completionCondition", loop.condition)
            sequential = flag(loop.sequential, default=False)
            return [bpmn("multiInstanceLoopCharacteristics", {"isSequential": sequential}, inside)]
        attributes = {
            "testBefore": flag(loop.test_before, default=False),
            "loopMaximum": None if loop.maximum is None else str(loop.maximum),
        }
        return [bpmn("standardLoopCharacteristics", attributes, self._expressions("loopCondition", loop.condition))]

    def _expressions(self, name: str, expression: Expression | None) -> list[XmlElement]:
        if expression is None:
            return []
        language = None if expression.language == self._language else expression.language
        made = bpmn(name, {qualified(XSI, "type"): "bpmn:tFormalExpression", "language": language})
        made.text = expression.text
        return [made]

    def _reference_id(self, definition: EventDefinition) -> str | None:
        return None if definition.reference is None else self._root_id(definition.kind, definition.reference)


def _stream(definition: EventDefinition) -> list[XmlElement]:
    stated = {"topic": definition.topic, "key": definition.key}
    known = {name: value for name, value in stated.items() if value is not None}
    return [element("stream", known)] if known else []


def _specification(node: Activity, associations: Sequence[DataAssociation]) -> list[XmlElement]:
    """The data inputs and outputs that the schema wants as the activity's own ends of its associations."""
    if not associations:
        return []
    reads = [a for a in associations if a.target == node.id]
    writes = [a for a in associations if a.target != node.id]
    inputs = [bpmn("dataInput", {"id": _own_end(association)}) for association in reads]
    outputs = [bpmn("dataOutput", {"id": _own_end(association)}) for association in writes]
    sets = [
        bpmn("inputSet", children=[text_element("dataInputRefs", _own_end(a)) for a in reads]),
        bpmn("outputSet", children=[text_element("dataOutputRefs", _own_end(a)) for a in writes]),
    ]
    return [bpmn("ioSpecification", children=[*inputs, *outputs, *sets])]


def _event_data(node: Event, associations: Sequence[DataAssociation]) -> list[XmlElement]:
    if not associations:
        return []
    throws = node.position in {EventPosition.THROW, EventPosition.END}
    kind, set_name, references = (
        ("dataInput", "inputSet", "dataInputRefs") if throws else ("dataOutput", "outputSet", "dataOutputRefs")
    )
    ends = [bpmn(kind, {"id": _own_end(association)}) for association in associations]
    group = bpmn(set_name, children=[text_element(references, _own_end(a)) for a in associations])
    return [*ends, *_associations(node, associations), group]


def _associations(node: FlowNode, associations: Sequence[DataAssociation]) -> list[XmlElement]:
    reads = [association for association in associations if association.target == node.id]
    writes = [association for association in associations if association.target != node.id]
    return [
        *(_association("dataInputAssociation", a, source=a.source, target=_own_end(a)) for a in reads),
        *(_association("dataOutputAssociation", a, source=_own_end(a), target=a.target) for a in writes),
    ]


def _association(name: str, association: DataAssociation, *, source: str, target: str) -> XmlElement:
    attributes = [element("attribute", {"ref": attribute}) for attribute in association.attributes]
    inside = [bpmn("extensionElements", children=attributes)] if attributes else []
    inside += [text_element("sourceRef", source), text_element("targetRef", target)]
    return bpmn(name, {"id": association.id}, inside)


def _own_end(association: DataAssociation) -> str:
    return f"{association.id}_end"
