"""Subjects of rules for tests, and what rules say of them."""

from collections.abc import Mapping

from process_models.addresses import AttributeAddress, ProcessId
from process_models.chain import close_chain
from process_models.collaboration import Collaboration
from process_models.dictionary import Attribute, AttributeType, DataDictionary, Entity, Stream
from process_models.elements import FEEL_LANGUAGE, Expression
from process_models.findings import Finding, Severity
from process_models.lint.engine import Subject, rules
from process_models.lint.play import play_chain


def found(rule: str, subject: Subject | Collaboration) -> list[Finding]:
    """What a rule finds."""
    return list(rules()[rule](subject))


def objects(rule: str, subject: Subject | Collaboration) -> list[str | None]:
    """The elements a rule objects to; what it leaves undecided does not count."""
    return [finding.element for finding in found(rule, subject) if finding.severity is not Severity.INFO]


def knowing(**attributes: Mapping[str, object]) -> DataDictionary:
    """A data dictionary of the value stream; `order__state` is the attribute `order.state`."""
    made = {}
    for name, fields in attributes.items():
        address = AttributeAddress(name.replace("__", "."))
        stated: dict[str, object] = {"type": AttributeType.STRING, "stream": Stream.VALUE, **fields}
        if isinstance(stated.get("initial"), str):
            stated["initial"] = Expression(text=str(stated["initial"]), language=FEEL_LANGUAGE)
        made[address] = Attribute(address=address, **stated)  # type: ignore[arg-type]  # drawn
    entities = {name.partition(".")[0]: Entity(id=name.partition(".")[0], stream=Stream.VALUE) for name in made}
    return DataDictionary(entities, made)


def in_library(model: Collaboration, *others: Collaboration, knows: DataDictionary) -> Subject:
    """A model of a library whose root is the first of the others, or else the model itself."""
    models: dict[ProcessId, Collaboration] = {each.processes[0].id: each for each in (*others, model)}
    play = play_chain(close_chain(next(iter(models)), models), knows)
    return Subject(model=model, dictionary=knows, others=models, library=play)
