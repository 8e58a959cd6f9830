"""Fields of the compact form that several of its parts share: labels, annotations, expressions."""

from process_models.addresses import AttributeAddress, SystemId, Topic
from process_models.bpmn.durations import duration_from
from process_models.elements import (
    FEEL_LANGUAGE,
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
from process_models.records import InvalidContent, Record, choice

ANNOTATION_FIELDS = (
    "de", "en", "says", "expected", "system", "decision", "reads", "writes", "emits", "requirements", "duration",
)  # fmt: skip
ANY = "any"
"""What `writes` says where the world decides what comes out."""


def feel(text: str) -> Expression:
    """A FEEL expression."""
    return Expression(text=text.strip(), language=FEEL_LANGUAGE)


def labels(record: Record) -> Labels:
    """The `de` and `en` texts of a record, as many as there are."""
    return {language: record.text(language) for language in ("de", "en") if record.has(language)}


def texts(record: Record, field: str) -> Labels:
    """Texts by language below a field; nothing there is none."""
    return labels(record.record(field).only("de", "en")) if record.has(field) else {}


def name_of(record: Record) -> str:
    """BPMN's `name`: the English label, else the German one."""
    said = labels(record)
    return said.get("en") or said.get("de", "")


def annotation(record: Record) -> Annotation:
    """Everything a node or flow says that BPMN has no word for."""
    return Annotation(
        system=SystemId(system) if (system := record.optional_text("system")) else None,
        decision=record.optional_text("decision"),
        reads=tuple(map(AttributeAddress, record.texts("reads"))),
        writes=_writes(record),
        emits=tuple(
            Emission(topic=Topic(item.text("topic")), key=AttributeAddress(item.text("key")))
            for item in record.records("emits")
        ),
        requirements=tuple(
            Requirement(id=item.text("id"), kind=choice(item, "kind", RequirementKind))
            for item in record.records("requirements")
        ),
        duration=_duration(record),
        labels=labels(record),
        documentation=texts(record, "says"),
        expected=texts(record, "expected"),
    )


def _writes(record: Record) -> tuple[Write, ...]:
    if not record.has("writes"):
        return ()
    writes = record.record("writes")
    return tuple(
        Write(attribute=AttributeAddress(attribute), value=_written(writes, attribute, value))
        for attribute, value in writes.fields.items()
    )


def _written(writes: Record, attribute: str, value: object) -> Expression | None:
    if value == ANY:
        return None
    if isinstance(value, bool):
        return feel("true" if value else "false")
    if value is None or isinstance(value, list | dict):
        raise InvalidContent(
            f"{writes.where}: '{attribute}' is {value!r}; write FEEL in quotes, or any where the world decides."
        )
    return feel(str(value))


def _duration(record: Record) -> DurationInterval | None:
    if not record.has("duration"):
        return None
    given = record.record("duration").only("min", "typical", "max")
    try:
        return DurationInterval(
            minimum=duration_from(given.text("min")),
            typical=duration_from(given.text("typical")),
            maximum=duration_from(given.text("max")),
        )
    except InvalidElement as error:
        raise InvalidContent(f"{given.where}: {error}") from error
