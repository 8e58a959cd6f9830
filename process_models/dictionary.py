"""The data dictionary: entities and attributes with type, unit, domain, stream and what they are computed from.

One file, `dictionary.yaml`. Data objects name an entity, conditions and every interface use the
attributes' addresses (`vehicle.wheels`).
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from process_models.addresses import AttributeAddress, entity_of
from process_models.elements import FEEL_LANGUAGE, Expression, Labels
from process_models.errors import ProcessModelError
from process_models.feel import ast, domains
from process_models.feel.analysis import boundary_values
from process_models.feel.domains import Domain
from process_models.feel.errors import FeelSyntaxError
from process_models.feel.parser import parse
from process_models.feel.values import as_python
from process_models.records import InvalidContent, Record, as_record, choice, nearest, read_yaml


class UnknownAttribute(ProcessModelError, KeyError):
    """An address that the data dictionary does not have."""

    def __str__(self) -> str:
        # KeyError shows the repr of its argument; a sentence should read as a sentence.
        return str(self.args[0]) if self.args else ""


class Stream(StrEnum):
    """The three streams of data that must stay in step."""

    VEHICLE = "vehicle"
    CUSTOMER = "customer"
    VALUE = "value"


class AttributeType(StrEnum):
    """What kind of value an attribute has; money is whole minor units (cents)."""

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DURATION = "duration"
    MONEY = "money"


_CHANGE_KINDS = (
    "soft", "delivery-place", "party", "payment", "option-no-co2", "option-co2", "colour", "powertrain-model",
    "registration-country",
)  # fmt: skip
_ATTRIBUTE_FIELDS = (
    "type", "values", "range", "step", "unit", "derived_from", "change_kind", "given", "initial",
    "usual", "stream", "de", "en",
)  # fmt: skip
_NUMBERS = frozenset({AttributeType.INTEGER, AttributeType.DECIMAL, AttributeType.MONEY, AttributeType.DURATION})
#: What may be written for a text without listed values that is none of those it is compared with.
_OTHER_TEXT = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing the process is about, and the stream it travels in."""

    id: str
    stream: Stream
    labels: Labels = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One fact about an entity.

    `low`, `high` and `step` bound numbers and dates, `values` lists those of an enumeration in order.
    `given` is known at the start of a run, `initial` its value there. `change_kind` is set where a
    party may ask to change it. `derived_from` names what it is computed from, whoever computes it.
    `usual` is the value it has when nothing unusual happens, where that is not the first one.
    """

    address: AttributeAddress
    type: AttributeType
    stream: Stream
    values: tuple[str, ...] = ()
    low: Decimal | date | None = None
    high: Decimal | date | None = None
    step: Decimal | None = None
    unit: str | None = None
    derived_from: tuple[AttributeAddress, ...] = ()
    change_kind: str | None = None
    given: bool = False
    initial: Expression | None = None
    usual: Expression | None = None
    labels: Labels = field(default_factory=dict, hash=False)

    @property
    def known_at_start(self) -> bool:
        """Whether the attribute has a value before anything is done."""
        return self.given or self.initial is not None

    @property
    def domain(self) -> Domain:
        """The values it may have."""
        if self.type is AttributeType.BOOLEAN:
            return domains.booleans()
        if self.type is AttributeType.STRING:
            return domains.enumeration(self.values) if self.values else domains.strings()
        if self.type is AttributeType.DATE:
            low = self.low if isinstance(self.low, date) else None
            return domains.dates(low, self.high if isinstance(self.high, date) else None)
        low_number = self.low if isinstance(self.low, Decimal) else None
        high_number = self.high if isinstance(self.high, Decimal) else None
        if self.type is AttributeType.DURATION:
            return domains.durations(_whole(low_number), _whole(high_number))
        if self.type is AttributeType.DECIMAL:
            return domains.decimals(low_number, high_number, self.step)
        return domains.decimals(low_number, high_number, self.step or Decimal(1))


@dataclass(frozen=True)
class DataDictionary:
    """All entities and attributes by id, in the order of the file. Not slotted, so that look-ups are made once."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    attributes: Mapping[AttributeAddress, Attribute] = field(default_factory=dict)

    def attribute(self, address: str) -> Attribute:
        """The attribute at an address.

        Raises:
            UnknownAttribute: there is none; the message names the nearest.
        """
        try:
            return self.attributes[AttributeAddress(address)]
        except KeyError:
            near = nearest(address, self.attributes)
            raise UnknownAttribute(f"the data dictionary has no attribute '{address}'.{near}") from None

    def domain_of(self, address: str) -> Domain:
        """The values an attribute may have.

        Raises:
            UnknownAttribute: the dictionary does not have it.
        """
        return self.attribute(address).domain

    def dependents(self, address: str) -> tuple[AttributeAddress, ...]:
        """Everything computed from an attribute, directly or through others, nearest first.

        Raises:
            UnknownAttribute: the dictionary does not have it.
        """
        start = self.attribute(address).address
        found: dict[AttributeAddress, None] = {}
        waiting = deque([start])
        while waiting:
            for derived in self._derived.get(waiting.popleft(), ()):
                if derived not in found and derived != start:
                    found[derived] = None
                    waiting.append(derived)
        return tuple(found)

    def representatives(self, address: str, conditions: Sequence[ast.Expression] = ()) -> tuple[object, ...]:
        """Values on every side of everything the conditions compare the attribute with.

        All values of an enumeration or boolean; of a number or date its bounds, what it is compared
        with and the neighbours of that; nothing for an attribute the dictionary does not have.
        """
        attribute = self.attributes.get(AttributeAddress(address))
        if attribute is None:
            return ()
        domain = attribute.domain
        if domain.kind == "boolean":
            return (False, True)
        if domain.kind == "enumeration":
            return domain.values
        found = (value for expression in conditions for value in boundary_values(expression).get(address, ()))
        compared = [as_python(value) for value in found]
        if domain.kind == "string":
            texts = [value for value in compared if isinstance(value, str)]
            return tuple(dict.fromkeys([*texts, _OTHER_TEXT]))
        return _around(compared, domain)

    @cached_property
    def _derived(self) -> Mapping[AttributeAddress, tuple[AttributeAddress, ...]]:
        found: dict[AttributeAddress, list[AttributeAddress]] = {}
        for attribute in self.attributes.values():
            for source in dict.fromkeys(attribute.derived_from):
                found.setdefault(source, []).append(attribute.address)
        return {source: tuple(targets) for source, targets in found.items()}


def read_dictionary(path: Path) -> DataDictionary:
    """The data dictionary of a file.

    Raises:
        InvalidContent: something is missing, unknown or contradicts itself; the message names the key.
    """
    record = as_record(read_yaml(path), path.name).only("entities", "attributes")
    entities = {name: _entity(name, fields) for name, fields in _members(record, "entities")}
    attributes = {
        AttributeAddress(name): _attribute(name, fields, entities) for name, fields in _members(record, "attributes")
    }
    for attribute in attributes.values():
        for source in attribute.derived_from:
            if source not in attributes:
                raise InvalidContent(
                    f"{path.name}, attributes, {attribute.address}: derived_from '{source}' is no attribute."
                    f"{nearest(source, attributes)}"
                )
    return DataDictionary(entities, attributes)


def _members(record: Record, section: str) -> list[tuple[str, Record]]:
    inner = record.record(section)
    return [(name, as_record(fields, f"{inner.where}, {name}")) for name, fields in inner.fields.items()]


def _entity(name: str, record: Record) -> Entity:
    record.only("stream", "de", "en")
    return Entity(id=name, stream=choice(record, "stream", Stream), labels=dict(record.own_labels()))


def _attribute(name: str, record: Record, entities: Mapping[str, Entity]) -> Attribute:
    record.only(*_ATTRIBUTE_FIELDS)
    address = AttributeAddress(name)
    entity = entities.get(entity_of(address))
    if entity is None or "." not in name:
        raise InvalidContent(
            f"{record.where}: '{entity_of(address)}' is no entity.{nearest(entity_of(address), entities)}"
            " Call an attribute entity.attribute."
        )
    kind = choice(record, "type", AttributeType)
    low, high = _range(record, kind)
    return Attribute(
        address=address,
        type=kind,
        stream=choice(record, "stream", Stream) if record.has("stream") else entity.stream,
        values=_values(record, kind),
        low=low,
        high=high,
        step=record.optional_number("step"),
        unit=record.optional_text("unit"),
        derived_from=tuple(map(AttributeAddress, record.texts("derived_from"))),
        change_kind=choice(record, "change_kind", _CHANGE_KINDS) if record.has("change_kind") else None,
        given=record.flag("given"),
        initial=_formula(record, "initial"),
        usual=_formula(record, "usual"),
        labels=dict(record.own_labels()),
    )


def _values(record: Record, kind: AttributeType) -> tuple[str, ...]:
    values = record.texts("values")
    if values and kind is not AttributeType.STRING:
        raise InvalidContent(f"{record.where}: only a string has values, this is a {kind}; write a range.")
    if len(set(values)) < len(values):
        raise InvalidContent(f"{record.where}: a value stands twice; write each once.")
    return values


def _range(record: Record, kind: AttributeType) -> tuple[Decimal | date | None, Decimal | date | None]:
    if not record.has("range"):
        return None, None
    stated = record.fields["range"]
    bounds = list(stated) if isinstance(stated, list) else []
    allowed = date if kind is AttributeType.DATE else int | Decimal if kind in _NUMBERS else ()
    if len(bounds) != 2 or not all(isinstance(bound, allowed) or bound is None for bound in bounds):
        raise InvalidContent(
            f"{record.where}: range is {stated!r}; write [lowest, highest] as numbers or dates, null where it is open."
        )
    low, high = (bound if bound is None or isinstance(bound, date) else Decimal(bound) for bound in bounds)
    if _swapped(low, high):
        raise InvalidContent(f"{record.where}: nothing lies between {low} and {high}; swap them.")
    return low, high


def _swapped(low: Decimal | date | None, high: Decimal | date | None) -> bool:
    if isinstance(low, date) and isinstance(high, date):
        return low > high
    return isinstance(low, Decimal) and isinstance(high, Decimal) and low > high


def _formula(record: Record, field: str) -> Expression | None:
    text = record.optional_text(field)
    if text is None:
        return None
    try:
        parse(text)
    except FeelSyntaxError as error:
        raise InvalidContent(f"{record.where}: {field} is no FEEL: {error}") from error
    return Expression(text=text, language=FEEL_LANGUAGE)


def _around(compared: Sequence[object], domain: Domain) -> tuple[object, ...]:
    """Bounds, compared values and their neighbours, ascending, those outside the domain left out."""
    if domain.kind == "date":
        return _dates(compared, domain)
    if domain.kind == "duration":
        lengths = {value for value in compared if isinstance(value, timedelta)}
        near = {length + timedelta(days=days) for length in lengths for days in (-1, 0, 1)}
        ends = {timedelta(days=int(end)) for end in (domain.low, domain.high) if isinstance(end, Decimal)}
        return tuple(sorted(length for length in near | ends if _within(Decimal(length.days), domain)))
    step = domain.step or Decimal("0.01")
    numbers = {Decimal(value) for value in compared if isinstance(value, int | Decimal) and not isinstance(value, bool)}
    near_numbers = {number + step * sign for number in numbers for sign in (-1, 0, 1)}
    bounds = {end for end in (domain.low, domain.high) if isinstance(end, Decimal)}
    return tuple(sorted(number for number in near_numbers | bounds if _within(number, domain)))


def _dates(compared: Sequence[object], domain: Domain) -> tuple[object, ...]:
    days = {value for value in compared if isinstance(value, date)}
    near = {day + timedelta(days=shift) for day in days for shift in (-1, 0, 1)}
    near |= {end for end in (domain.low, domain.high) if isinstance(end, date)}
    return tuple(sorted(day for day in near if _within(day, domain)))


def _within(value: Decimal | date, domain: Domain) -> bool:
    return not _swapped(domain.low, value) and not _swapped(value, domain.high)


def _whole(number: Decimal | None) -> int | None:
    return None if number is None else int(number)
