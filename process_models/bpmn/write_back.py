"""Changed values into the file they were read from, so that what values do not hold survives.

The values of the file and the values to write are both turned into canonical XML; only where these two
differ is the file touched. Everything else stays as it was, other tools' extensions included.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy

from lxml import etree

from process_models.bpmn.names import (
    ACTIVITIES,
    BPMNDI,
    DATA,
    DC,
    DI,
    EVENT_DEFINITIONS,
    MODEL,
    MURMEL,
    NODES,
    REFERENCES,
    qualified,
)
from process_models.bpmn.source import XmlElement

# Elements that are matched by id; all others are parts of the element they stand in.
_MATCHED = frozenset(
    {
        "process", "collaboration", "participant", "messageFlow", "lane", "sequenceFlow", "dataInput", "dataOutput",
        "association", "dataObject", *DATA, *NODES,
    }
)  # fmt: skip
_FRAMES = frozenset({"laneSet", "childLaneSet"})
_ROOT_KINDS = {tag: naming for _, tag, naming in REFERENCES.values()}
# The order of children in the standard's schema, as far as the writer uses them.
_ORDER = (
    "documentation", "extensionElements", "incoming", "outgoing", "ioSpecification", "property", "flowNodeRef",
    "childLaneSet", "dataInput", "dataOutput", "dataInputAssociation", "dataOutputAssociation", "inputSet",
    "outputSet", "sourceRef", "targetRef", "dataState", "performer", "potentialOwner", "conditionExpression",
    "activationCondition", "standardLoopCharacteristics", "multiInstanceLoopCharacteristics", *EVENT_DEFINITIONS,
    "participant", "messageFlow", "laneSet", "lane",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_ORDER)}


def merged(before: XmlElement, after: XmlElement, document: XmlElement, elements: Mapping[str, XmlElement]) -> bytes:
    """The document with every difference between two canonical files carried over.

    `elements` are the document's elements by the id the values know them by.
    """
    patch = _Patch(before, after, document, elements)
    patch.apply()
    body: bytes = etree.tostring(document.getroottree(), encoding="UTF-8", xml_declaration=True)
    return body + b"\n"


class _Patch:
    def __init__(
        self, before: XmlElement, after: XmlElement, document: XmlElement, elements: Mapping[str, XmlElement]
    ) -> None:
        self._before, self._after, self._document = before, after, document
        self._elements = dict(elements)
        self._namespace = str(document.tag).removesuffix("definitions")
        self._roots = self._root_ids()
        self._gone: set[str] = set()
        self._referred = self._data_objects_referred_to()

    def apply(self) -> None:
        """Carry every difference over."""
        old, new = dict(_matched(self._before)), dict(_matched(self._after))
        self._patch_attributes(self._document, self._before, self._after)
        self._add_roots()
        for element_id, was in old.items():
            if element_id not in new or not _same_element(was, new[element_id]):
                self._remove(element_id)
        for element_id, xml in new.items():
            target = self._elements.get(element_id)
            # A data object behind a reference has no value of its own; the file's may be called otherwise.
            if target is None and (element_id not in old or element_id in self._gone):
                self._add(xml)
            elif target is not None and element_id in old and etree.tostring(old[element_id]) != etree.tostring(xml):
                self._patch(target, old[element_id], xml)
        self._drop_data_objects()
        self._replace_diagram()

    def _root_ids(self) -> dict[str, str]:
        """From ids of canonical root elements to those of the document's with the same name."""
        known = {
            (_local(xml), name): xml.get("id", "")
            for xml in reversed(self._document)
            if _local(xml) in _ROOT_KINDS
            for name in (xml.get("id"), *(xml.get(attribute) for attribute in reversed(_ROOT_KINDS[_local(xml)])))
            if name
        }
        return {
            xml.get("id", ""): known[_local(xml), name]
            for xml in self._after
            if _local(xml) in _ROOT_KINDS
            for name in (xml.get("name", ""),)
            if (_local(xml), name) in known
        }

    def _add_roots(self) -> None:
        for xml in self._after:
            if _local(xml) in _ROOT_KINDS and xml.get("id", "") not in self._roots:
                first = next((i for i, child in enumerate(self._document) if _local(child) != "import"), 0)
                self._document.insert(first, self._adopted(xml))

    def _patch(self, target: XmlElement, was: XmlElement, now: XmlElement) -> None:
        if _local(was) != _local(now):
            target.tag = self._namespace + _local(now)
        self._patch_attributes(target, was, now)
        names = dict.fromkeys(_local(child) for child in (*was, *now))
        for name in names:
            if name in _MATCHED or name in _FRAMES:
                continue
            old, new = _named(was, name), _named(now, name)
            if list(map(etree.tostring, old)) == list(map(etree.tostring, new)):
                continue
            if name == "extensionElements":
                self._patch_extensions(target, new)
            else:
                for child in _named(target, name):
                    target.remove(child)
                self._insert(target, new)

    def _patch_attributes(self, target: XmlElement, was: XmlElement, now: XmlElement) -> None:
        for name in dict.fromkeys((*was.attrib, *now.attrib)):
            if name == "id" or was.get(name) == now.get(name):
                continue
            value = now.get(name)
            if value is None:
                if name in target.attrib:
                    del target.attrib[name]
            else:
                target.set(name, self._roots.get(value, value) if str(name).endswith("Ref") else value)

    def _patch_extensions(self, target: XmlElement, new: list[XmlElement]) -> None:
        """Exchange what is ours in the extension elements and leave what is others'."""
        holder = next(iter(_named(target, "extensionElements")), None)
        if holder is None:
            self._insert(target, new)
            return
        for child in list(holder):
            if str(child.tag).startswith(f"{{{MURMEL}}}"):
                holder.remove(child)
        for extension in new:
            holder.extend(deepcopy(child) for child in extension)
        if len(holder) == 0:
            target.remove(holder)

    def _insert(self, target: XmlElement, new: Iterable[XmlElement]) -> None:
        for xml in new:
            rank = _RANK.get(_local(xml), len(_RANK))
            places = [i + 1 for i, child in enumerate(target) if _RANK.get(_local(child), len(_RANK)) <= rank]
            target.insert(places[-1] if places else 0, self._adopted(xml))

    def _add(self, xml: XmlElement) -> None:
        parent = xml.getparent()
        if parent is None:
            return
        adopted = self._adopted(xml)
        for element_id, inner in _matched(adopted):
            self._elements[element_id] = inner
        holder = self._holder(parent)
        self._elements[xml.get("id", "")] = adopted
        if _local(xml) in {"process", "collaboration"}:
            self._insert_before_diagram(adopted)
        else:
            self._insert_adopted(holder, adopted)

    def _insert_adopted(self, holder: XmlElement, adopted: XmlElement) -> None:
        rank = _RANK.get(_local(adopted), len(_RANK))
        places = [i + 1 for i, child in enumerate(holder) if _RANK.get(_local(child), len(_RANK)) <= rank]
        holder.insert(places[-1] if places else 0, adopted)

    def _insert_before_diagram(self, adopted: XmlElement) -> None:
        diagrams = [i for i, child in enumerate(self._document) if child.tag == qualified(BPMNDI, "BPMNDiagram")]
        self._document.insert(diagrams[0] if diagrams else len(self._document), adopted)

    def _holder(self, parent: XmlElement) -> XmlElement:
        """The document's element for a canonical one; lane sets and the like are made where they are missing."""
        if _local(parent) == "definitions":
            return self._document
        if _local(parent) == "collaboration":
            found = next((child for child in self._document if _local(child) == "collaboration"), None)
            return self._document if found is None else found
        if _local(parent) in _MATCHED:
            return self._elements[parent.get("id", "")]
        above = parent.getparent()
        holder = self._document if above is None else self._holder(above)
        inner = next(iter(_named(holder, _local(parent))), None)
        if inner is None:
            attributes = {str(name): str(value) for name, value in parent.attrib.items()}
            inner = etree.Element(self._namespace + _local(parent), attributes)
            self._insert_adopted(holder, inner)
        return inner

    def _remove(self, element_id: str) -> None:
        xml = self._elements.pop(element_id, None)
        parent = None if xml is None else xml.getparent()
        if xml is None or parent is None:
            return
        inside = [element_id, *(inner for inner, _ in _matched(xml))]
        parent.remove(xml)
        for inner in inside:
            self._elements.pop(inner, None)
        gone = set(inside)
        self._gone |= gone | {f"{element}_object" for element in gone}
        for plane in self._document.iter(qualified(BPMNDI, "BPMNPlane")):
            for drawn in list(plane):
                if drawn.get("bpmnElement") in gone:
                    plane.remove(drawn)

    def _data_objects_referred_to(self) -> set[str]:
        references = self._document.iter(f"{self._namespace}dataObjectReference")
        return {str(xml.get("dataObjectRef")) for xml in references}

    def _drop_data_objects(self) -> None:
        """Remove the data objects whose last reference was removed; a file may share one among several."""
        gone = self._referred - self._data_objects_referred_to()
        for xml in list(self._document.iter(f"{self._namespace}dataObject")):
            parent = xml.getparent()
            if parent is not None and xml.get("id") in gone:
                parent.remove(xml)

    def _replace_diagram(self) -> None:
        tag = qualified(BPMNDI, "BPMNDiagram")
        new = [child for child in self._after if child.tag == tag]
        if not new:
            return
        for child in self._document.findall(tag):
            self._document.remove(child)
        plane = new[0][0]
        shown = [child for child in self._document if _local(child) == "collaboration"]
        if shown:
            plane.set("bpmnElement", shown[0].get("id", ""))
        self._document.append(new[0])

    def _adopted(self, xml: XmlElement) -> XmlElement:
        """A copy with the document's BPMN namespace and ids of root elements."""
        copy = deepcopy(xml)
        copy.tail = None
        for inner in copy.iter():
            tag = str(inner.tag)
            if tag.startswith(f"{{{MODEL}}}"):
                inner.tag = self._namespace + _local(inner)
            for name, value in inner.attrib.items():
                if str(name).endswith("Ref") and value in self._roots:
                    inner.set(name, self._roots[str(value)])
        return copy


def _matched(root: XmlElement) -> Iterator[tuple[str, XmlElement]]:
    """The elements below that are matched by id, in document order."""
    for xml in root.iterdescendants():
        if _local(xml) in _MATCHED and not _belongs_to_node(xml):
            element_id = xml.get("id")
            if element_id:
                yield element_id, xml


def _belongs_to_node(xml: XmlElement) -> bool:
    """Whether a data input or output is only an activity's or event's own end of an association."""
    if _local(xml) not in {"dataInput", "dataOutput"}:
        return False
    return not any(_local(above) == "process" for above in list(xml.iterancestors())[:2])


def _same_element(was: XmlElement, now: XmlElement) -> bool:
    """Whether one can become the other where it stands; an activity may become one of another kind."""
    kinds = {_local(was), _local(now)}
    return _place(was) == _place(now) and (len(kinds) == 1 or kinds <= set(ACTIVITIES))


def _place(xml: XmlElement) -> str:
    """What an element stands in: the nearest matched one around it."""
    return next((str(above.get("id")) for above in xml.iterancestors() if _local(above) in _MATCHED), "")


def _named(xml: XmlElement, name: str) -> list[XmlElement]:
    return [child for child in xml if _local(child) == name and not str(child.tag).startswith(f"{{{MURMEL}}}")]


def _local(xml: XmlElement) -> str:
    tag = xml.tag
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag.rpartition("}")
    return local if namespace.lstrip("{") not in {MURMEL, BPMNDI, DC, DI} else ""
