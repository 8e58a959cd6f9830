"""The extension namespace `urn:murmel:bpmn:1`: what BPMN has no word for, as XML (schema: murmel.xsd)."""

from collections.abc import Iterator, Mapping

from lxml import etree

from process_models.addresses import AttributeAddress, SystemId, Topic
from process_models.bpmn.durations import duration_from, duration_text
from process_models.bpmn.names import MURMEL, XML, qualified
from process_models.bpmn.source import XmlElement
from process_models.elements import (
    FEEL_LANGUAGE,
    NOTHING_SAID,
    Annotation,
    DurationInterval,
    Emission,
    Expression,
    Labels,
    Requirement,
    RequirementKind,
    Write,
)
from process_models.errors import InvalidElement

LANGUAGE = qualified(XML, "lang")
#: The key of texts whose language the file does not tell (ISO 639-2 "undetermined").
UNDETERMINED = "und"


def said(name: str) -> str:
    """An element name of the extension namespace in lxml's notation.

    >>> said("label")
    '{urn:murmel:bpmn:1}label'
    """
    return qualified(MURMEL, name)


def read_annotation(extensions: XmlElement | None, documentation: str) -> Annotation:
    """What the extension elements and BPMN's own documentation say.

    Raises:
        InvalidElement: a requirement kind or a duration is none.
    """
    if extensions is None:
        return Annotation(documentation={UNDETERMINED: documentation}) if documentation else NOTHING_SAID
    annotation = Annotation(
        system=SystemId(system) if (system := _reference(extensions, "system")) else None,
        decision=_reference(extensions, "decision"),
        reads=tuple(AttributeAddress(item.get("attribute", "")) for item in extensions.iterfind(said("reads"))),
        writes=tuple(_write(item) for item in extensions.iterfind(said("writes"))),
        emits=tuple(
            Emission(topic=Topic(item.get("topic", "")), key=AttributeAddress(item.get("key", "")))
            for item in extensions.iterfind(said("emits"))
        ),
        requirements=tuple(_requirement(item) for item in extensions.iterfind(said("requirement"))),
        duration=_duration(extensions.find(said("duration"))),
        labels=_texts(extensions, "label"),
        documentation=_texts(extensions, "documentation") or ({UNDETERMINED: documentation} if documentation else {}),
        expected=_texts(extensions, "expected"),
    )
    return NOTHING_SAID if annotation == NOTHING_SAID else annotation


def read_reference(extensions: XmlElement | None, name: str) -> str | None:
    """The `ref` of the first extension element of that name."""
    return None if extensions is None else _reference(extensions, name)


def read_attributes(extensions: XmlElement | None) -> tuple[AttributeAddress, ...]:
    """The attributes that a data association carries."""
    if extensions is None:
        return ()
    return tuple(AttributeAddress(item.get("ref", "")) for item in extensions.iterfind(said("attribute")))


def read_stream(extensions: XmlElement | None) -> tuple[Topic | None, AttributeAddress | None]:
    """Topic and key of a message on the event stream."""
    found = None if extensions is None else extensions.find(said("stream"))
    if found is None:
        return None, None
    topic, key = found.get("topic"), found.get("key")
    return (Topic(topic) if topic else None), (AttributeAddress(key) if key else None)


def annotation_elements(annotation: Annotation) -> Iterator[XmlElement]:
    """The annotation as extension elements, in the order of the schema."""
    yield from _text_elements("label", annotation.labels)
    if set(annotation.documentation) != {UNDETERMINED}:
        yield from _text_elements("documentation", annotation.documentation)
    yield from _text_elements("expected", annotation.expected)
    if annotation.system is not None:
        yield element("system", {"ref": annotation.system})
    if annotation.decision is not None:
        yield element("decision", {"ref": annotation.decision})
    for attribute in annotation.reads:
        yield element("reads", {"attribute": attribute})
    for write in annotation.writes:
        yield element("writes", {"attribute": write.attribute}, None if write.value is None else write.value.text)
    for emission in annotation.emits:
        yield element("emits", {"topic": emission.topic, "key": emission.key})
    for requirement in annotation.requirements:
        yield element("requirement", {"id": requirement.id, "kind": requirement.kind})
    if annotation.duration is not None:
        ends = {"minimum": annotation.duration.minimum, "typical": annotation.duration.typical}
        ends["maximum"] = annotation.duration.maximum
        yield element("duration", {name: duration_text(length) for name, length in ends.items()})


def element(name: str, attributes: Mapping[str, str], text: str | None = None) -> XmlElement:
    """One element of the extension namespace."""
    made = etree.Element(said(name), dict(attributes), nsmap={"murmel": MURMEL})
    made.text = text
    return made


def plain_documentation(annotation: Annotation) -> str:
    """The documentation for tools that know BPMN only: in English, else in the first language that says something."""
    texts = annotation.documentation
    return texts.get("en") or next((text for _, text in sorted(texts.items()) if text), "")


def _text_elements(name: str, texts: Labels) -> Iterator[XmlElement]:
    for language, text in sorted(texts.items()):
        yield element(name, {LANGUAGE: language}, text)


def _texts(extensions: XmlElement, name: str) -> Labels:
    return {item.get(LANGUAGE, UNDETERMINED): item.text or "" for item in extensions.iterfind(said(name))}


def _reference(extensions: XmlElement, name: str) -> str | None:
    found = extensions.find(said(name))
    return None if found is None else found.get("ref")


def _write(item: XmlElement) -> Write:
    text = (item.text or "").strip()
    value = Expression(text=text, language=FEEL_LANGUAGE) if text else None
    return Write(attribute=AttributeAddress(item.get("attribute", "")), value=value)


def _requirement(item: XmlElement) -> Requirement:
    kind = item.get("kind", "")
    if kind not in set(RequirementKind):
        raise InvalidElement(f"'{kind}' is no requirement kind; choose one of: {', '.join(RequirementKind)}")
    return Requirement(id=item.get("id", ""), kind=RequirementKind(kind))


def _duration(item: XmlElement | None) -> DurationInterval | None:
    if item is None:
        return None
    return DurationInterval(
        minimum=duration_from(item.get("minimum", "")),
        typical=duration_from(item.get("typical", "")),
        maximum=duration_from(item.get("maximum", "")),
    )
