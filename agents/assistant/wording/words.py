"""What a language has to offer, and what all languages share: lists, figures, periods, conditions."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from agents.assistant.statements import Saying
from process_models.elements import DurationInterval
from process_models.finance import Money, format_money
from process_models.logistics.difference import DaysDelta
from process_models.logistics.values import Days

if TYPE_CHECKING:
    from agents.assistant.names import Names

_CONDITION = re.compile(r'^([\w.]+)\s*(=|!=|>|<|in)\s*\(?("?[\w\-", ]+"?)\)?$')
#: More names than this are counted, not listed.
_MOST_NAMES = 5


class Words(Protocol):
    """One language: sentences for statements, and the phrases around them. Pure: same in, same out."""

    @property
    def language(self) -> str:
        """Its ISO 639-1 code."""
        ...

    def sentence(self, saying: Saying, names: "Names") -> str:
        """A statement in words, one or two sentences."""
        ...

    def outcome(self, permission: str, approver: str | None, names: "Names") -> str:
        """A verdict in a few words."""
        ...

    def ask(self, slot: str) -> str:
        """The question for a missing fact."""
        ...

    def value(self, id: str) -> str:
        """A code of the tables in words."""
        ...

    def phrase(self, key: str, **values: str) -> str:
        """A fixed phrase: refusals, greetings, notes about the language."""
        ...


def short_list(items: Sequence[str], last: str, more: str, most: int = _MOST_NAMES) -> str:
    """Items in a row with a word before the last; what is too much is counted.

    >>> short_list(["a", "b", "c"], "und", "weitere")
    'a, b und c'
    """
    shown = list(items[:most])
    rest = len(items) - len(shown)
    if rest > 0:
        return f"{', '.join(shown)} {last} {rest} {more}"
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def phrase_list(items: Sequence[str], more: str, most: int) -> str:
    """Steps in a row; what is too much is counted.

    >>> phrase_list(["order parts", "build the body", "paint it"], "more", 2)
    'order parts; build the body; 1 more'
    """
    rest = len(items) - most
    return "; ".join([*items[:most], *([f"{rest} {more}"] if rest > 0 else [])])


def amount(money: Money, language: str) -> str:
    """Money as the language writes it; whole amounts without decimals."""
    text = format_money(money, language)
    return text.replace(",00 ", " ") if language == "de" else text.replace(".00 ", " ")


def number(value: Decimal, language: str) -> str:
    """A figure with at most one decimal."""
    rounded = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.quantize(Decimal("0.1"))
    return str(rounded).replace(".", ",") if language == "de" else str(rounded)


def interval(found: DurationInterval | Days | DaysDelta) -> tuple[int, int, int]:
    """Whole days: the least rounded down, the usual and the most rounded up."""
    if isinstance(found, DurationInterval):
        low, usual, high = found.minimum, found.typical, found.maximum
        day = timedelta(days=1)
        return low // day, -(-usual // day), -(-high // day)
    return found.minimum, found.typical, found.maximum


def condition(text: str | None, names: "Names", patterns: Mapping[str, str], last: str) -> str | None:
    """A plain condition in words, None where it is too long for that."""
    found = _CONDITION.match((text or "").strip())
    if found is None:
        return None
    attribute, operator, listed = found.groups()
    values = [names.value(attribute, part.strip().strip('"')) for part in listed.split(",")]
    return patterns[operator].format(what=names.attribute(attribute), value=short_list(values, last, ""))
