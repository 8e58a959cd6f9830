"""What a BPMN file means, as canonical XML: the same for every drawing and every way of writing it down.

Left out are the diagram, comments, blank space, the tool that wrote the file, and the number its
owner gave it. Elements that stand in no order to each other are sorted; prefixes of elements,
attributes and references are resolved. What other tools put into extensions is kept as it is,
since only they know what it means.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from lxml import etree

from process_models.bpmn.context import local_part
from process_models.bpmn.extension import LANGUAGE, said
from process_models.bpmn.names import BPMNDI, DRAFTS, MODEL, MURMEL, XML, XSI, qualified
from process_models.bpmn.source import ParsedSource, XmlElement

SortKey: TypeAlias = tuple[object, ...]

_TYPE = qualified(XSI, "type")
_WITHOUT_MEANING = frozenset({"exporter", "exporterVersion", qualified(XSI, "schemaLocation"), said("version")})
# Which flows enter and leave a node is said by the flows.
_SAID_ELSEWHERE = frozenset({qualified(MODEL, "incoming"), qualified(MODEL, "outgoing")})
# Paragraphs follow each other, sets are tried one after the other, assignments are done in turn.
_IN_TURN = frozenset(qualified(MODEL, name) for name in ("documentation", "inputSet", "outputSet", "assignment"))
# BPMN calls its references …Ref; these are the others.
_REFERENCES = frozenset({"default", "calledElement", "supports", "source", "target"})

#: What an attribute means where the file leaves it out (BPMN 2.0, schema Semantic.xsd).
_DEFAULTS: Mapping[str, str] = {
    "isForCompensation": "false", "startQuantity": "1", "completionQuantity": "1", "triggeredByEvent": "false",
    "cancelRemainingInstances": "true", "cancelActivity": "true", "isInterrupting": "true",
    "parallelMultiple": "false", "isClosed": "false", "processType": "None", "gatewayDirection": "Unspecified",
    "instantiate": "false", "eventGatewayType": "Exclusive", "isSequential": "false", "behavior": "All",
    "testBefore": "false", "isCollection": "false", "isUnlimited": "true", "associationDirection": "None",
    "itemKind": "Information", "textFormat": "text/plain",
}  # fmt: skip
_TRUTH = {"1": "true", "0": "false"}

# What tells one annotation of a name from the next; one that stands twice keeps its place behind the first.
_TOLD_APART_BY: Mapping[str, tuple[str, ...]] = {
    said("label"): (LANGUAGE,),
    said("documentation"): (LANGUAGE,),
    said("expected"): (LANGUAGE,),
    said("reads"): ("attribute",),
    said("writes"): ("attribute",),
    said("attribute"): ("ref",),
    said("emits"): ("topic", "key"),
    said("requirement"): ("id",),
}


def canonical(parsed: ParsedSource) -> bytes:
    """The meaning of a parsed BPMN file as canonical XML (C14N 2.0), in UTF-8.

    Prefixes are n0, n1 … in the order of their namespaces' names.
    """
    meaning = _Meaning(parsed.root).definitions()
    names = {str(name) for element in meaning.iter() for name in (element.tag, *element.attrib)}
    namespaces = sorted({namespace for name in names if (namespace := etree.QName(name).namespace)} - {XML})
    prefixes = {f"n{number}": namespace for number, namespace in enumerate(namespaces)}
    attributes = {str(name): str(value) for name, value in meaning.attrib.items()}
    root = etree.Element(str(meaning.tag), attributes, nsmap=prefixes)
    root.text = meaning.text
    root.extend(list(meaning))
    etree.cleanup_namespaces(root, top_nsmap=prefixes)
    text: str = etree.canonicalize(root)
    return text.encode()


class _Meaning:
    """One file on its way to canonical XML."""

    def __init__(self, root: XmlElement) -> None:
        self._root = root
        self._namespace = etree.QName(root).namespace
        self._target = root.get("targetNamespace")
        self._ways_out: dict[str, list[XmlElement]] = defaultdict(list)
        for flow in root.iter(self._own("sequenceFlow")):
            self._ways_out[local_part(flow.get("sourceRef", "").strip())].append(flow)

    def definitions(self) -> XmlElement:
        return self._copy(self._root)[0]

    def _own(self, name: str) -> str:
        return qualified(self._namespace, name) if self._namespace else name

    def _copy(self, xml: XmlElement) -> tuple[XmlElement, SortKey]:
        """The element in canonical form, and what it is sorted by among its siblings."""
        tag = self._tag(xml)
        standard = tag.startswith(f"{{{MODEL}}}")
        made = etree.Element(tag)
        for name, value in self._attributes(xml, standard):
            made.set(name, value)
        parts = [self._copy(child) for child in xml if self._counts(child)]
        mixed = bool(parts) and any(text.strip() for text in _texts(xml))
        if mixed:
            self._copy_mixed(xml, made, parts)
            return made, _key(made, ())
        if standard:
            parts += [(way, _key(way, ())) for way in self._order_of_choice(xml, tag)]
            parts.sort(key=lambda part: part[1])
        made.extend(part for part, _ in parts)
        if not parts:
            made.text = self._text(xml, tag, standard)
        return made, _key(made, tuple(key for _, key in parts))

    def _copy_mixed(self, xml: XmlElement, made: XmlElement, parts: list[tuple[XmlElement, SortKey]]) -> None:
        """Text with elements in it, such as formatted documentation, stays word for word."""
        made.text = xml.text
        copies = iter(parts)
        last: XmlElement | None = None
        for child in xml:
            if self._counts(child):
                last = next(copies)[0]
                made.append(last)
                last.tail = child.tail
            elif last is None:
                made.text = (made.text or "") + (child.tail or "")
            else:
                last.tail = (last.tail or "") + (child.tail or "")

    def _tag(self, xml: XmlElement) -> str:
        name = etree.QName(xml)
        if name.namespace is None or name.namespace in DRAFTS:
            return qualified(MODEL, name.localname)
        return str(xml.tag)

    def _counts(self, child: XmlElement) -> bool:
        if not isinstance(child.tag, str):
            return False
        return etree.QName(child).namespace != BPMNDI and self._tag(child) not in _SAID_ELSEWHERE

    def _attributes(self, xml: XmlElement, standard: bool) -> Iterator[tuple[str, str]]:
        for key, value in xml.attrib.items():
            name, text = str(key), str(value)
            if name in _WITHOUT_MEANING:
                continue
            if name == _TYPE:
                yield name, self._type(xml, text)
            elif not standard or name.startswith("{"):
                yield name, text
            elif _is_reference(name):
                yield name, self._reference(xml, text)
            elif (stated := _TRUTH.get(text, text)) != _DEFAULTS.get(name):
                yield name, stated if name in _DEFAULTS or name == "isExecutable" else text

    def _text(self, xml: XmlElement, tag: str, standard: bool) -> str:
        text = "".join(_texts(xml))
        if standard and _is_reference(etree.QName(xml).localname.removesuffix("s")):
            return self._reference(xml, text)
        return text.strip() if standard or not text.strip() or tag == said("writes") else text

    def _type(self, xml: XmlElement, text: str) -> str:
        prefix, _, local = text.strip().rpartition(":")
        namespace = xml.nsmap.get(prefix or None)
        return qualified(MODEL if namespace in DRAFTS else namespace, local) if namespace else text.strip()

    def _reference(self, xml: XmlElement, text: str) -> str:
        """A qualified name with its namespace; ids of this file stand alone, with prefix or without."""
        prefix, _, local = text.strip().rpartition(":")
        namespace = xml.nsmap.get(prefix) if prefix else None
        if prefix and namespace is None:
            return text.strip()
        return local if namespace in (None, self._target) else qualified(namespace, local)

    def _order_of_choice(self, xml: XmlElement, tag: str) -> Iterator[XmlElement]:
        """The ways out of an exclusive gateway in the order they are tried: the first that holds is taken.

        The standard tries them in order (13.4.2), a run tries them in the order of the file.
        """
        if tag != qualified(MODEL, "exclusiveGateway"):
            return
        default = local_part(xml.get("default", "").strip())
        ways = [way for way in self._ways_out.get(xml.get("id", "").strip(), ()) if way.get("id") != default]
        conditional = any(way.find(self._own("conditionExpression")) is not None for way in ways)
        for number, way in enumerate(ways if conditional and len(ways) > 1 else ()):
            made = etree.Element(qualified(MODEL, "outgoing"), {"number": f"{number:04}"})
            made.text = way.get("id") or way.get("targetRef")
            yield made


def _is_reference(name: str) -> bool:
    return name.endswith("Ref") or name in _REFERENCES


def _texts(xml: XmlElement) -> Iterator[str]:
    """The text that stands directly in an element, comments taken out."""
    yield xml.text or ""
    for child in xml:
        yield child.tail or ""


def _key(made: XmlElement, inside: SortKey) -> SortKey:
    """By kind and id; what has no id by all that it says; what stands in turn or is foreign not at all."""
    tag = str(made.tag)
    if tag in _TOLD_APART_BY:
        return (1, tag, *(made.get(name, "") for name in _TOLD_APART_BY[tag]))
    if tag.startswith(f"{{{MURMEL}}}") or tag in _IN_TURN:
        return (1, tag)
    if not tag.startswith(f"{{{MODEL}}}"):
        return (0,)
    if "id" in made.attrib:
        return (1, tag, str(made.get("id")))
    said_of_it = tuple(sorted((str(name), str(value)) for name, value in made.attrib.items()))
    return (1, tag, "", said_of_it, made.text or "", inside)
