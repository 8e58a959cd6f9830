"""How a question would be worded in the language of the texts it is asked of."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from knowledge.analysis_text import content_words, detect_language, has_content_words
from knowledge.glossary import Glossary, Match

# A synonym finds what the asker's own word would not, but never outdoes it.
_SYNONYM_WEIGHT = 0.7
# One question is worded for several rankers in turn.
_REMEMBERED = 256


class Way(NamedTuple):
    """One way to say a part of a question, and how much it counts."""

    text: str
    weight: float


@lru_cache(maxsize=_REMEMBERED)
def worded(question: str, language: str, glossary: Glossary | None) -> tuple[tuple[Way, ...], ...]:
    """The parts of the question, each with the ways to say it in `language`, of which a text needs one.

    What the glossary knows has its names in that language; in the asker's own language the words of
    the question come first. The rest (names, numbers, words both languages share) stands as it is,
    for another language without its function words.
    """
    detected = detect_language(question)
    source = detected if detected in ("de", "en") else None
    matches = glossary.find(question, source) if glossary else ()
    foreign = source is not None and source != language
    if foreign:
        rest = " ".join(content_words(_without(question, matches), source))
    else:
        rest = _without(question, matches) if matches else question
    spans = dict.fromkeys((match.start, match.end) for match in matches)
    parts = [
        _ways([match for match in matches if (match.start, match.end) == span], language, foreign) for span in spans
    ]
    says_nothing = matches and not has_content_words(rest, source)
    return tuple(parts) if says_nothing else ((Way(rest, 1.0),), *parts)


def _ways(matches: Iterable[Match], language: str, foreign: bool) -> tuple[Way, ...]:
    """The names of everything a stretch of the question may mean, the best weight of each."""
    ways: dict[str, float] = {}
    for match in matches:
        names = match.entry.terms.get(language) or ()
        if not (foreign and names):
            ways[match.text] = 1.0
        for name in names:
            weight = match.score * (1.0 if foreign else _SYNONYM_WEIGHT)
            ways[name] = max(weight, ways.get(name, 0.0))
    return tuple(Way(text, weight) for text, weight in ways.items())


def _without(question: str, matches: Iterable[Match]) -> str:
    rest = question
    for start, end in sorted({(match.start, match.end) for match in matches}, reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    return rest
