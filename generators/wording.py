"""How a tester is told things: attributes by their label, values as a reader writes them, in German or English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from process_models.addresses import Address, AttributeAddress, RoleId, SystemId, split_address
from process_models.dictionary import AttributeType
from process_models.elements import FlowNode, SequenceFlow
from process_models.elements import label as element_label
from process_models.finance import Money, format_money
from process_models.texts import LANGUAGES, said
from process_models.variants import Variant

#: What amounts are in where a library names no currency for the market.
_CURRENCY = "EUR"

_DAYS = re.compile(r"P(?P<days>\d+)D")
_SENTENCE_END = re.compile(r"(?<=\w\w[.!?])\s+(?=[A-ZÄÖÜ])")

_PHRASES = {
    "and-more": {"de": "und {count} weitere", "en": "and {count} more"},
    "automatic": {"de": "Automatisch, abwarten", "en": "Automatic, wait for it"},
    "given": {"de": "Gegeben", "en": "Given"},
    "enter": {"de": "Eingabe", "en": "Enter"},
    "answer": {"de": "Antwort des Systems", "en": "Answer of the system"},
    "message": {"de": "Nachricht {topic} senden", "en": "Send the message {topic}"},
    "error": {"de": "Fehler {code} herbeiführen", "en": "Cause the error {code}"},
    "time": {"de": "Zeit verstreichen lassen", "en": "Let the time pass"},
    "days": {"de": "{count} Tage", "en": "{count} days"},
    "await": {"de": "Eintreten abwarten", "en": "Wait until it happens"},
    "sending": {"de": "Versand prüfen", "en": "Check that it is sent"},
    "ending": {"de": "Ende prüfen", "en": "Check the end"},
    "undoing": {"de": "Rückabwicklung abwarten", "en": "Wait until it is undone"},
    "key": {"de": "Schlüssel", "en": "key"},
    "reached": {"de": "Erreicht: {label}.", "en": "Reached: {label}."},
    "next": {"de": "Als Nächstes ist fällig: {label}.", "en": "Next is due: {label}."},
    "noticed": {"de": "Der Vorgang hat darauf reagiert.", "en": "The case has reacted to it."},
    "because": {"de": "Grund: {why}", "en": "Reason: {why}"},
    "refused": {"de": "Abgelehnt: {what}.", "en": "Refused: {what}."},
    "unchanged": {"de": "Unverändert: {what}.", "en": "Unchanged: {what}."},
    "then": {"de": "Danach: {what}.", "en": "Afterwards: {what}."},
    "events": {"de": "Ereignisse", "en": "Events"},
    "streams": {"de": "Datenströme", "en": "Streams"},
    "role": {"de": "Rolle", "en": "Role"},
    "system": {"de": "System", "en": "System"},
    "process": {"de": "Prozess", "en": "Process"},
    "criterion": {"de": "Kriterium", "en": "Criterion"},
    "requirements": {"de": "Anforderungen", "en": "Requirements"},
    "preconditions": {"de": "Vorbedingungen", "en": "Preconditions"},
    "data": {"de": "Daten", "en": "Data"},
    "steps": {"de": "Schritte", "en": "Steps"},
    "action": {"de": "Aktion", "en": "Action"},
    "expected": {"de": "Erwartet", "en": "Expected"},
    "cases": {"de": "Testfälle", "en": "Test cases"},
    "covered": {"de": "Abgedeckt", "en": "Covered"},
    "lower-bound": {"de": "Mindestens nötig", "en": "At least needed"},
    "infeasible": {"de": "Nachweislich nicht erreichbar", "en": "Proven infeasible"},
    "undecided": {"de": "Nicht entschieden", "en": "Not decided"},
    "kind": {"de": "Art", "en": "Kind"},
    "priority": {"de": "Priorität", "en": "Priority"},
    "of": {"de": "{part} von {whole}", "en": "{part} of {whole}"},
}

_STREAMS = {
    "vehicle": {"de": "Fahrzeug", "en": "Vehicle"},
    "customer": {"de": "Kunde", "en": "Customer"},
    "value": {"de": "Wert", "en": "Value"},
}


def word(name: str, language: str, **parts: object) -> str:
    """A fixed phrase with its parts filled in; in English where the language is not one of ours."""
    texts = _PHRASES[name]
    return texts.get(language, texts["en"]).format(**parts)


def stream_name(stream: str, language: str) -> str:
    """What a tester calls a stream."""
    texts = _STREAMS.get(stream, {})
    return texts.get(language, texts.get("en", stream))


def label(element: FlowNode | SequenceFlow, language: str) -> str:
    """The element's label on one line; modellers break names to fit their shapes."""
    return " ".join(element_label(element, language).split())


def own_label(element: FlowNode | SequenceFlow, language: str) -> str:
    """The same, and nothing where the model gives none."""
    return label(element, language) if element.annotation.labels.get(language) or element.name else ""


def first_sentence(text: str) -> str:
    """The first sentence without its full stop.

    >>> first_sentence("Der Agent prüft, z. B. das Alter. Danach fragt er.")
    'Der Agent prüft, z. B. das Alter'
    """
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0].rstrip(".")


def period(text: str, language: str) -> str:
    """A period in words where it is one of whole days.

    >>> period("P14D", "de"), period("PT4H", "en")
    ('14 Tage', 'PT4H')
    """
    days = _DAYS.fullmatch(text.strip(' "'))
    return word("days", language, count=days["days"]) if days else text


@dataclass(frozen=True)
class Words:
    """The names and values of one variant in a language. Not slotted, so that look-ups are made once."""

    variant: Variant
    language: str

    @cached_property
    def currency(self) -> str:
        """The currency of the variant's market."""
        library, market = self.variant.library, self.variant.market
        template = library.templates.get(market) if library and market else None
        return template.currency if template and template.currency else _CURRENCY

    def value(self, name: str, value: object) -> str:
        """A value as a reader writes it; money with its currency."""
        known = self.variant.dictionary.attributes.get(AttributeAddress(name))
        number = None if value is None or known is None or known.type is not AttributeType.MONEY else int(str(value))
        if number is not None:
            language = self.language if self.language in LANGUAGES else "en"
            return format_money(Money(number, self.currency), language)
        return said(None if value == "" else value, self.language)

    def name(self, name: str) -> str:
        """An attribute by its label, with its address where that says more."""
        known = self.variant.dictionary.attributes.get(AttributeAddress(name))
        own = known.labels.get(self.language) if known is not None else None
        return f"{own} ({name})" if own else name

    def pair(self, name: str, value: object) -> str:
        """An attribute with its value."""
        return f"{self.name(name)} = {self.value(name, value)}"

    def pairs(self, data: Mapping[AttributeAddress, object]) -> str:
        """Attributes with their values, in order."""
        return "; ".join(self.pair(name, value) for name, value in data.items())

    def system(self, id: str) -> str:
        """What people call a system."""
        library = self.variant.library
        known = library.landscape.system_by_id.get(SystemId(id)) if library else None
        return known.labels.get(self.language, id) if known else id

    def role(self, id: str) -> str:
        """What people call a role."""
        library = self.variant.library
        known = library.landscape.role_by_id.get(RoleId(id)) if library else None
        return known.labels.get(self.language, id) if known else id

    def role_at(self, at: Address) -> str | None:
        """The id of the role that does the work at a place; where there is none, the name of its lane or pool."""
        role = self.variant.chain.role_of(at)
        if role is not None:
            return role
        lane = self.variant.chain.lane_of(at)
        if lane is not None and lane.name:
            return lane.name
        process, _ = split_address(at)
        pools = self.variant.chain.models[process].pools
        return next((pool.name for pool in pools if pool.process == process and pool.name), None)
