"""From a question to what is asked of the models, without a language model.

Names are found by the glossary (longest first, inflected, in compounds, misspelt), what is done with
them by the words around, the kind of question by patterns and, where these are silent, by the nearest
example. The same question is always understood the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from agents.assistant import cues
from agents.assistant.examples import Examples
from agents.assistant.foreign import ForeignWords
from knowledge.analysis_text import fold, identify_language
from knowledge.glossary import Glossary, Match
from process_models.addresses import AttributeAddress
from process_models.catalogue import Library
from process_models.impact import Intervention

_POWERTRAIN, _MODEL = AttributeAddress("vehicle.powertrain"), AttributeAddress("vehicle.model")
PLANT = AttributeAddress("vehicle.plant")
_COUNTRY = "registration.country"
_BRAND = AttributeAddress("order.brand")
#: Attributes that nobody asks to change, but that something may happen to.
_HAPPENS = {"vehicle.delivery_stop", "vehicle.damage"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a question says, as far as it was understood; None and empty where it says nothing."""

    language: str | None = None
    kind: str | None = None
    kind_said: bool = False
    interventions: tuple[Intervention, ...] = ()
    position: str | None = None
    since: bool = False
    market: str | None = None
    markets: tuple[str, ...] = ()
    foreign_country: str | None = None
    facts: Mapping[AttributeAddress, object] = field(default_factory=dict)
    from_plant: str | None = None
    to_plant: str | None = None
    other_plant: bool = False
    mentions: tuple[str, ...] = ()
    terms: tuple[Match, ...] = ()

    @property
    def on_topic(self) -> bool:
        """Whether anything of the business was named beside people."""
        return any(match.entry.kind != "role" for match in self.terms) or bool(self.interventions)


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """Understands questions about one library."""

    library: Library
    glossary: Glossary
    examples: Examples
    foreign: ForeignWords

    def of(self, text: str) -> Understood:
        """What one question says by itself."""
        language = identify_language(text)
        if language is None:
            language = self.foreign.likely_language(text)
        restated = self.foreign.restated(text, language) if language not in (None, "de", "en") else None
        return self._of(text, language) if restated is None else self._of(restated, language, "en")

    def _of(self, text: str, language: str | None, read_as: str | None = None) -> Understood:
        read_as = read_as or language
        matches = self.glossary.find(text, read_as if read_as in ("de", "en") else None)
        folded, offsets = _folded(text)
        plants = [match for match in matches if match.entry.kind == "plant"]
        states = [match for match in matches if match.entry.kind == "state"]
        interventions, facts = self._supposed(folded, offsets, matches)
        from_plant, to_plant, other = self._plants(folded, offsets, plants, matches, interventions)
        if other:
            interventions = (
                *interventions,
                Intervention(kind="plant", target=PLANT, before=from_plant, after=to_plant, change_kind="plant"),
            )
        elif plants:
            facts = {PLANT: plants[0].means[0], **facts}
        position, since = self._position(folded, offsets, states)
        market, markets, foreign = self._market(text, folded, interventions)
        if any(i.target == _COUNTRY for i in interventions) and (market or foreign):
            interventions = tuple(
                Intervention(kind="set", target=i.target, after=market or foreign, change_kind=i.change_kind)
                if i.target == _COUNTRY and i.after is None
                else i
                for i in interventions
            )
            market, markets, foreign = None, (), None
        if any(each.kind == "plant" for each in interventions):
            interventions = tuple(each for each in interventions if each.change_kind is not None)
        kind = self._kind(text, folded, interventions, matches, markets)
        nearest = kind or self.examples.nearest_kind(text)
        return Understood(
            language=language,
            kind=nearest,
            kind_said=kind is not None,
            interventions=interventions,
            position=position,
            since=since,
            market=market,
            markets=markets,
            foreign_country=foreign,
            facts=facts,
            from_plant=from_plant,
            to_plant=to_plant,
            other_plant=other,
            mentions=tuple(dict.fromkeys(m for match in matches for m in match.means)),
            terms=matches,
        )

    # -- what is supposed -----------------------------------------------------------------------

    def _supposed(
        self, folded: str, offsets: Sequence[int], matches: Sequence[Match]
    ) -> tuple[tuple[Intervention, ...], dict[AttributeAddress, object]]:
        """What the asker supposes to change or happen, and what is only told about the order."""
        changing = bool(cues.CHANGE.search(folded))
        values = self._values(folded, offsets, matches)
        named = self._named(matches)
        found: dict[str, Intervention] = {}
        for attribute, named_kind in named.items():
            found[attribute] = Intervention(kind="set", target=attribute, change_kind=named_kind)
        facts: dict[AttributeAddress, object] = {}
        wished_elsewhere = bool(found) or bool(cues.OTHER_PLANT.search(folded))
        for attribute, (before, after, directed) in values.items():
            change_kind = self._change_kind(attribute)
            both = before is not None and after is not None
            supposed = attribute in found or both or (directed and changing) or (changing and not wished_elsewhere)
            if change_kind is not None and supposed:
                found[attribute] = Intervention(
                    kind="set", target=attribute, before=before, after=after, change_kind=change_kind
                )
            else:
                facts[AttributeAddress(attribute)] = after if after is not None else before
        events = [self._event(match, folded) for match in matches if match.entry.kind == "event"]
        happened = [each for each in events if each is not None]
        if happened and not changing:
            found = {}
        interventions = list(found.values()) or happened or list(self._happening(folded, matches))
        if happened and found:
            interventions += [each for each in happened if each.kind == "delay"]
        return tuple(dict.fromkeys(interventions)), facts

    def _named(self, matches: Sequence[Match]) -> dict[str, str]:
        """Attributes named that somebody may ask to change, with the kind of change."""
        named: dict[str, str] = {}
        for match in matches:
            if match.entry.kind == "attribute" and match.entry.means:
                kind = self._change_kind(match.entry.means[0])
                if kind is not None:
                    named.setdefault(match.entry.means[0], kind)
        return named

    def _values(
        self, folded: str, offsets: Sequence[int], matches: Sequence[Match]
    ) -> dict[str, tuple[str | None, str | None, bool]]:
        """Values named by attribute: what was, what shall be, and whether the words around say which is which."""
        named: dict[str, list[tuple[str, str, str]]] = {}
        for match in matches:
            if match.entry.kind == "value":
                attribute, _, value = match.means[0].partition("=")
                before = folded[: offsets[match.start]]
                named.setdefault(attribute, []).append((value, before, folded[offsets[match.start] :]))
        return {attribute: _direction(told) for attribute, told in named.items()}

    def _event(self, match: Match, folded: str) -> Intervention | None:
        means = match.means[0]
        if match.entry.id == "change_requested_event":
            return None
        if "." in means and AttributeAddress(means) in self.library.dictionary.attributes:
            wished = bool(cues.WISH.search(folded))
            return Intervention(
                kind="delay", target=means, after=_duration(folded), change_kind="delay" if wished else "event"
            )
        return Intervention(kind="event", target=means, change_kind="event")

    def _happening(self, folded: str, matches: Sequence[Match]) -> Sequence[Intervention]:
        """Things nobody asks to change, supposed to be otherwise."""
        if not (cues.CONDITION.search(folded) or cues.CHANGE.search(folded)) or cues.NEGATED_CHANGE.search(folded):
            return ()
        found = []
        for match in matches:
            if match.entry.kind != "attribute" or match.entry.means[0] == PLANT:
                continue
            target = match.entry.means[0]
            kind = "event" if target in _HAPPENS else None
            found.append(Intervention(kind="set", target=target, change_kind=kind))
        return tuple(found[:1])

    def _change_kind(self, attribute: str) -> str | None:
        known = self.library.dictionary.attributes.get(AttributeAddress(attribute))
        return known.change_kind if known is not None else None

    # -- where the order stands, where the car comes from, which market --------------------------

    def _plants(
        self,
        folded: str,
        offsets: Sequence[int],
        plants: Sequence[Match],
        matches: Sequence[Match],
        interventions: Sequence[Intervention],
    ) -> tuple[str | None, str | None, bool]:
        named = any(match.entry.id == "plant" for match in matches)
        told = [(match.means[0], folded[: offsets[match.start]], folded[offsets[match.start] :]) for match in plants]
        if not told:
            return None, None, named and bool(cues.OTHER_PLANT.search(folded) or cues.CHANGE.search(folded))
        if len({value for value, _, _ in told}) > 1:
            before, after, _ = _direction(told)
            return before, after, True
        if interventions:
            return None, None, False
        given_up = bool(cues.INSTEAD_OF.search(told[0][1]))
        if given_up or named or cues.OTHER_PLANT.search(folded):
            return (told[0][0], None, True) if given_up else (None, told[0][0], True)
        return None, None, False

    def _position(self, folded: str, offsets: Sequence[int], states: Sequence[Match]) -> tuple[str | None, bool]:
        """The latest state named; whether it is meant as 'from there on'."""
        order = {state: number for number, state in enumerate(self._states())}
        named = [match for match in states if match.means[0] in order]
        if not named:
            return None, False
        last = max(named, key=lambda match: order[match.means[0]])
        before = folded[: offsets[last.start]]
        words = fold(last.text).split()
        since = bool(cues.SINCE.search(before)) or words[0] in ("nach", "after")
        return last.means[0], since

    def _states(self) -> tuple[str, ...]:
        return self.library.variant(None).states()

    def _market(
        self, text: str, folded: str, interventions: Sequence[Intervention]
    ) -> tuple[str | None, tuple[str, ...], str | None]:
        codes = [match.group() for match in cues.CODE.finditer(text)]
        named = [code for code, pattern in cues.COUNTRY.items() if pattern.search(folded)]
        every = tuple(dict.fromkeys((*codes, *named)))
        known = tuple(code for code in every if code in self.library.markets)
        foreign = next((code for code in every if code not in self.library.markets), None)
        return (known[0] if known else None), known, (None if known else foreign)

    # -- the kind of question ---------------------------------------------------------------------

    def _kind(
        self,
        text: str,
        folded: str,
        interventions: Sequence[Intervention],
        matches: Sequence[Match],
        markets: Sequence[str],
    ) -> str | None:
        said = {kind for kind, pattern in cues.KINDS.items() if pattern.search(folded)}
        if "small-talk" in said and not matches:
            return "small-talk"
        for kind in ("who-approves", "which-systems", "by-when", "why"):
            if kind in said:
                return kind
        if "compare-variants" in said and len(markets) > 1:
            return "compare-variants"
        if "rights" in said and not any(i.kind == "set" for i in interventions):
            return "rights"
        if "next-step" in said:
            return "next-step"
        if interventions:
            if "unaffected" in said and self._asks_about_part(matches, interventions):
                return "unaffected"
            return self._kind_of(interventions, "price-tax-effect" in said)
        if "definition" in said and matches:
            return "definition"
        if "price-tax-effect" in said and matches:
            return "price-tax-effect"
        return None

    @staticmethod
    def _kind_of(interventions: Sequence[Intervention], price: bool) -> str:
        if any(each.kind == "plant" for each in interventions):
            return "plant-switch"
        if any(each.kind == "event" or (each.kind, each.change_kind) == ("set", "event") for each in interventions):
            return "exception-path"
        return "price-tax-effect" if price else "change-impact"

    @staticmethod
    def _asks_about_part(matches: Sequence[Match], interventions: Sequence[Intervention]) -> bool:
        targets = {each.target for each in interventions}
        return any(
            match.entry.kind in ("concept", "system", "activity", "role", "attribute")
            and not targets & set(match.means)
            and match.entry.id not in ("customer_role", "change_order_process")
            for match in matches
        )


def _direction(told: Sequence[tuple[str, str, str]]) -> tuple[str | None, str | None, bool]:
    """Which of the values named is given up and which is wished for.

    Each comes with the text before and from it on. A single value is what shall be.
    """
    values = list(dict.fromkeys(value for value, _, _ in told))
    if len(values) == 1:
        before_text = told[0][1]
        if cues.INSTEAD_OF.search(before_text):
            return values[0], None, True
        return None, values[0], bool(cues.TO.search(before_text))
    first, second = told[0], next(each for each in told if each[0] != told[0][0])
    if cues.INSTEAD_OF.search(second[1]):
        return second[0], first[0], True
    if cues.INSTEAD_OF.search(first[1]) or cues.FROM.search(first[1]):
        return first[0], second[0], True
    return first[0], second[0], True


def _duration(folded: str) -> timedelta | None:
    found = cues.DAYS.search(folded)
    if found is None:
        return None
    count = cues.NUMBERS.get(found["count"]) or int(found["count"])
    unit = found["unit"]
    days = 7 if unit.startswith(("woche", "week")) else 30 if unit.startswith(("monat", "month")) else 1
    return timedelta(days=count * days)


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for every character of the text where it begins there."""
    parts: list[str] = []
    offsets: list[int] = []
    length = 0
    for char in text:
        offsets.append(length)
        part = fold(char)
        parts.append(part)
        length += len(part)
    offsets.append(length)
    return "".join(parts), offsets
