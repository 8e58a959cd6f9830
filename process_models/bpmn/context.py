"""What is known while a BPMN file is read: its namespace, the ids given so far, the findings made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz import process as fuzzy

from process_models.addresses import ElementId
from process_models.bpmn.extension import read_annotation
from process_models.bpmn.source import XmlElement, line_of
from process_models.elements import NOTHING_SAID, Annotation, Expression
from process_models.errors import InvalidElement
from process_models.findings import Finding, Severity

MOST_COMPARISONS = 1_000_000


@dataclass(slots=True)
class ReadingContext:
    """The one mutable thing of reading; it lives as long as one call of `reader.read`.

    `roots` are the elements below `definitions` by id, to which messages, errors and the like refer;
    `elements` those that became values, by the id they go by.
    """

    name: str
    namespace: str
    expression_language: str | None = None
    roots: dict[str, XmlElement] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    skipped: dict[str, list[XmlElement]] = field(default_factory=dict)
    elements: dict[str, XmlElement] = field(default_factory=dict)
    _taken: dict[str, set[str]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)
    _occurrences: dict[tuple[str, str], int] = field(default_factory=dict)
    _compared: int = 0

    def local_name(self, element: XmlElement) -> str | None:
        """The BPMN name of an element; None for comments and elements of other namespaces."""
        tag = element.tag
        if not isinstance(tag, str) or not tag.startswith(self.namespace):
            return None
        local = tag[len(self.namespace) :]
        return None if local.startswith("{") else local

    def children(self, element: XmlElement, name: str) -> Iterator[XmlElement]:
        """The BPMN children of that name."""
        return element.iterchildren(self.namespace + name)

    def child(self, element: XmlElement, name: str) -> XmlElement | None:
        """The first BPMN child of that name."""
        return next(self.children(element, name), None)

    def text(self, element: XmlElement | None) -> str:
        """The text inside an element, without blank space around it."""
        return "" if element is None else "".join(part for part in element.itertext() if isinstance(part, str)).strip()

    def find(self, rule: str, severity: Severity, element: XmlElement, element_id: str, message: str) -> None:
        """Note a finding at an element."""
        line = line_of(element)
        self.findings.append(
            Finding(rule=rule, severity=severity, element=element_id or None, line=line, message=message)
        )

    def new_id(self, element: XmlElement, space: str = "element") -> ElementId:
        """The id an element goes by: its own, or one made for it where it has none or one already given.

        Ids are unique within a `space`: processes, flow nodes, flows and data share one.
        """
        stated = element.get("id", "").strip()
        kind = self.local_name(element) or "element"
        taken = self._taken.setdefault(space, set())
        if not stated:
            made = self._made(kind, taken)
            self.find("missing-id", Severity.WARNING, element, made, f"{kind} has no id; it is called '{made}' here.")
            self.elements.setdefault(made, element)
            return made
        repeated = stated in self._seen
        self._seen.add(stated)
        given = stated
        while given in taken:
            occurrence = self._occurrences[space, stated] = self._occurrences.get((space, stated), 1) + 1
            given = f"{stated}@{occurrence}"
        taken.add(given)
        self.elements.setdefault(given, element)
        if repeated:
            called = f" This {kind} is called '{given}' here." if given != stated else ""
            said = f"{kind} '{stated}' has an id that another element already has.{called} Give each its own id."
            self.find("duplicate-id", Severity.ERROR, element, given, said)
        return ElementId(given)

    def annotation(self, element: XmlElement, element_id: str) -> Annotation:
        """What is said of an element in the extension namespace and in BPMN's documentation."""
        documentation = "\n\n".join(filter(None, map(self.text, self.children(element, "documentation"))))
        extensions = self.child(element, "extensionElements")
        if extensions is None and not documentation:
            return NOTHING_SAID
        try:
            return read_annotation(extensions, documentation)
        except InvalidElement as error:
            self.find("invalid-annotation", Severity.ERROR, element, element_id, f"'{element_id}': {error}")
            return NOTHING_SAID

    def expression(self, element: XmlElement | None) -> Expression | None:
        """The expression an element holds; None where there is no element or no text in it."""
        text = self.text(element)
        if element is None or not text:
            return None
        return Expression(text=text, language=element.get("language") or self.expression_language)

    def flag(self, element: XmlElement, attribute: str, default: bool) -> bool:
        """A boolean attribute as XML Schema writes it."""
        return {"true": True, "1": True, "false": False, "0": False}.get(element.get(attribute, "").strip(), default)

    def nearest(self, missing: str, known: Iterable[str]) -> str:
        """A sentence that names the known id most like the missing one, empty where none is like it.

        After `MOST_COMPARISONS` it stays empty: comparing every wrong id of a large file with every
        right one would take minutes.
        """
        candidates = tuple(known) if missing and self._compared < MOST_COMPARISONS else ()
        self._compared += len(candidates)
        found = fuzzy.extractOne(missing, candidates, score_cutoff=60)
        return "" if found is None else f" Nearest id: '{found[0]}'."

    def _made(self, kind: str, taken: set[str]) -> ElementId:
        number = self._counts.get(kind, 0)
        while True:
            number += 1
            made = f"{kind}_{number}"
            if made not in taken:
                break
        self._counts[kind] = number
        taken.add(made)
        return ElementId(made)


def local_part(reference: str) -> str:
    """A reference without the prefix of a qualified name.

    >>> local_part("tns:Message_1"), local_part("Message_1")
    ('Message_1', 'Message_1')
    """
    return reference.rpartition(":")[2]
