"""The difference of two models in words, in German and English."""

from collections.abc import Iterator, Mapping

from process_models.collaboration import Association, Lane, MessageFlow, Pool, Process
from process_models.diagram.wording import kind_in_words
from process_models.differences import ElementChange, ModelDifference, PropertyChange, Side, What
from process_models.element_properties import Shown
from process_models.elements import DataAssociation, RequirementKind, SequenceFlow
from process_models.texts import LANGUAGES, phrase, said

_SIGNS = {What.ADDED: "+", What.REMOVED: "-", What.CHANGED: "~", What.REROUTED: ">"}
_COUNTED: Mapping[What, tuple[str, str]] = {
    What.ADDED: ("added", "hinzugekommen"),
    What.REMOVED: ("removed", "entfallen"),
    What.CHANGED: ("changed", "geändert"),
    What.REROUTED: ("re-routed", "umgeleitet"),
}
_NO_DIFFERENCE = ("No difference.", "Kein Unterschied.")
_NOT_READ = (
    "Only content that is kept in the files and has no bearing on runs differs.",
    "Nur Inhalte unterscheiden sich, die in den Dateien bleiben und Abläufe nicht berühren.",
)
_KINDS: Mapping[type, tuple[str, str]] = {
    Process: ("Process", "Prozess"),
    Pool: ("Pool", "Pool"),
    Lane: ("Lane", "Lane"),
    SequenceFlow: ("Sequence flow", "Sequenzfluss"),
    MessageFlow: ("Message flow", "Nachrichtenfluss"),
    DataAssociation: ("Data association", "Datenassoziation"),
    Association: ("Association", "Assoziation"),
}
_MODEL = ("Model", "Modell")
_REQUIREMENTS: Mapping[RequirementKind, tuple[str, str]] = {
    RequirementKind.MUST_HAVE: ("must-have", "Muss"),
    RequirementKind.REGULATORY: ("regulatory", "regulatorisch"),
    RequirementKind.DIFFERENTIATING: ("differentiating", "differenzierend"),
    RequirementKind.LEGACY: ("legacy", "Altlast"),
}
_PROPERTIES: Mapping[str, tuple[str, str]] = {
    "id": ("id", "Kennung"),
    "kind": ("kind", "Art"),
    "name": ("name", "Name"),
    "area": ("area", "Bereich"),
    "owner": ("owner", "verantwortlich"),
    "scope": ("stands in", "steht in"),
    "lane": ("lane", "Lane"),
    "label": ("label", "Beschriftung"),
    "documentation": ("description", "Beschreibung"),
    "expected": ("expected result", "erwartetes Ergebnis"),
    "system": ("system", "System"),
    "decision": ("decision", "Entscheidung"),
    "reads": ("reads", "liest"),
    "writes": ("writes", "schreibt"),
    "emits": ("emits", "meldet"),
    "requirements": ("requirements", "Anforderungen"),
    "duration": ("duration (least / usual / most)", "Dauer (mindestens / üblich / höchstens)"),
    "default": ("default flow", "Standardfluss"),
    "called_element": ("calls", "ruft auf"),
    "triggered_by_event": ("started by an event", "durch ein Ereignis gestartet"),
    "for_compensation": ("for compensation", "zur Kompensation"),
    "loop": ("repetition", "Wiederholung"),
    "message": ("message", "Nachricht"),
    "events": ("event", "Ereignis"),
    "attached_to": ("attached to", "angeheftet an"),
    "interrupting": ("interrupting", "unterbrechend"),
    "parallel_multiple": ("waits for all events", "wartet auf alle Ereignisse"),
    "instantiates": ("starts the process", "startet den Prozess"),
    "parallel_events": ("waits for all events", "wartet auf alle Ereignisse"),
    "activation": ("activation condition", "Aktivierungsbedingung"),
    "order": ("order of conditions", "Reihenfolge der Bedingungen"),
    "source": ("from", "von"),
    "target": ("to", "nach"),
    "condition": ("condition", "Bedingung"),
    "condition.language": ("language of the condition", "Sprache der Bedingung"),
    "activation.language": ("language of the activation condition", "Sprache der Aktivierungsbedingung"),
    "entity": ("entity", "Entität"),
    "state": ("state", "Zustand"),
    "is_collection": ("collection", "Sammlung"),
    "attributes": ("attributes", "Attribute"),
    "process": ("process", "Prozess"),
    "role": ("role", "Rolle"),
    "parent": ("part of", "Teil von"),
    "executable": ("executable", "ausführbar"),
}
# What the line of an added element says already.
_IN_THE_LINE = frozenset({"id", "kind", "name", "scope", "label"})


def in_words(difference: ModelDifference, language: str) -> str:
    """The difference as lines of text: a summary, then every element with what changed and why.

    `+` is added, `-` removed, `~` changed, `>` re-routed. A language other than German is answered
    in English.
    """
    column = 1 if language == "de" else 0
    lines = [f"{_side(difference.before)} → {_side(difference.after)}: {_summary(difference, column)}"]
    for change in difference.changes:
        lines.append(f"{_SIGNS[change.what]} {change.address}  {_called(change, language)}".rstrip())
        lines += (f"    {line}" for line in _details(change, language))
    return "\n".join(lines)


def kind_words(change: ElementChange, language: str) -> str:
    """What kind of element changed, as a reader says it."""
    column = 1 if language == "de" else 0
    element = change.after if change.after is not None else change.before
    if element is None:
        return _MODEL[column]
    if isinstance(element, Process | Pool | Lane | SequenceFlow | MessageFlow | DataAssociation | Association):
        return _KINDS[type(element)][column]
    return kind_in_words(element, language)


def property_words(name: str, language: str) -> str:
    """What a property is called; texts carry their language.

    >>> property_words("label.de", "de"), property_words("target", "en")
    ('Beschriftung (de)', 'to')
    """
    column = 1 if language == "de" else 0
    if name in _PROPERTIES:
        return _PROPERTIES[name][column]
    base, _, of_language = name.partition(".")
    return f"{_PROPERTIES[base][column]} ({of_language})"


def _side(side: Side) -> str:
    return f"{side.name} {side.number}".rstrip()


def _summary(difference: ModelDifference, column: int) -> str:
    if not difference.changes:
        return (_NOT_READ if difference.only_what_is_not_read else _NO_DIFFERENCE)[column]
    counts = ((len(difference.having(what)), _COUNTED[what][column]) for what in What)
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def _called(change: ElementChange, language: str) -> str:
    texts = change.labels
    label = texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
    quotes = "„{}“" if language == "de" else "“{}”"
    return " ".join(filter(None, (kind_words(change, language), quotes.format(label) if label else "")))


def _details(change: ElementChange, language: str) -> Iterator[str]:
    if change.what is What.ADDED:
        for each in change.properties:
            base, _, of_language = each.name.partition(".")
            # False is what holds where nothing is said; a new text is read in one language.
            if base not in _IN_THE_LINE and each.after is not False and of_language not in _other_than(language):
                yield f"{property_words(each.name, language)}: {_shown(each.after, language)}"
    elif change.what is not What.REMOVED:
        yield from (_changed(each, language) for each in change.properties)
    column = 1 if language == "de" else 0
    for origin in change.origins:
        reason = origin.entry.reason.get(language) or origin.entry.reason.get("en", "")
        yield f"{origin.address} ({_REQUIREMENTS[origin.entry.kind][column]}): {reason}".removesuffix(": ")


def _other_than(language: str) -> frozenset[str]:
    return frozenset(LANGUAGES) - {language if language in LANGUAGES else "en"}


def _changed(each: PropertyChange, language: str) -> str:
    name = property_words(each.name, language)
    if each.name != "order" and isinstance(each.before or (), tuple) and isinstance(each.after or (), tuple):
        before, after = _several(each.before), _several(each.after)
        parts = [f"+ {text}" for text in after if text not in before]
        parts += [f"- {text}" for text in before if text not in after]
        if parts:
            return f"{name}: {'; '.join(parts)}"
    return f"{name}: {_shown(each.before, language)} → {_shown(each.after, language)}"


def _several(value: Shown | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _shown(value: Shown | None, language: str) -> str:
    if value is None:
        return phrase("none", language)
    return ", ".join(value) if isinstance(value, tuple) else said(value, language)
