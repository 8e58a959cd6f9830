"""A bilingual glossary: what people call the things of the process models, and where it occurs in a text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import ahocorasick

from knowledge.analysis_text import fold, normalise, stem, word_spans
from knowledge.errors import InvalidGlossary
from knowledge.function_words import ENGLISH, GERMAN
from knowledge.misspellings import SHORTEST, similar_names
from process_models.records import InvalidContent, read_yaml

MatchKind = Literal["exact", "compound", "fuzzy"]

LANGUAGES = ("de", "en")
_STOP_WORDS = {"de": GERMAN, "en": ENGLISH}
# A compound is taken apart only at pieces this long; shorter ones occur by chance ("rad" in "gerade").
_SHORTEST_PART = 4
_HEAD_SCORE, _MODIFIER_SCORE = 0.8, 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryEntry:
    """One thing, its names in both languages and the addresses it means.

    The first name of a language is the one shown; synonyms and everyday words follow. `means` lists
    attributes, elements, systems, roles or states by their addresses; `kind` says what it is.
    """

    id: str
    terms: Mapping[str, tuple[str, ...]]
    means: tuple[str, ...] = ()
    kind: str = "term"

    def label(self, language: str) -> str:
        """The name shown in `language`, or in the other one where there is none."""
        for code in (language, *LANGUAGES):
            if self.terms.get(code):
                return self.terms[code][0]
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A stretch of text that names an entry.

    `start` and `end` are characters of the text asked about. `score` is 1 for the words themselves
    in any inflection, less for a part of a compound or a misspelling. `term` is the name that matched.
    """

    entry: GlossaryEntry
    start: int
    end: int
    text: str
    term: str
    language: str
    score: float
    kind: MatchKind

    @property
    def means(self) -> tuple[str, ...]:
        """The addresses of the entry."""
        return self.entry.means


@dataclass(frozen=True, slots=True)
class _Name:
    entry: int
    term: str


class Glossary:
    """Finds the names of entries in text: longest first, inflected, in compounds, misspelt."""

    def __init__(self, entries: Iterable[GlossaryEntry] = ()) -> None:
        self.entries: tuple[GlossaryEntry, ...] = tuple(sorted(entries, key=lambda entry: entry.id))
        self._by_id = {entry.id: entry for entry in self.entries}
        self._names = {language: self._names_in(language) for language in LANGUAGES}
        self._forms = {language: _forms(self._names[language]) for language in LANGUAGES}
        self._longest = {
            language: max((key.count(" ") + 1 for key in self._names[language]), default=0) for language in LANGUAGES
        }
        self._automata = {language: _automaton(self._names[language]) for language in LANGUAGES}

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[GlossaryEntry]:
        return iter(self.entries)

    def entry(self, entry_id: str) -> GlossaryEntry:
        """The entry of that id.

        Raises:
            InvalidGlossary: there is none.
        """
        if entry_id not in self._by_id:
            raise InvalidGlossary(f"no glossary entry '{entry_id}'; see the ids in the glossary file.")
        return self._by_id[entry_id]

    def find(self, text: str, language: str | None = None) -> tuple[Match, ...]:
        """The entries named in `text`, in text order; without `language` both are tried.

        Of overlapping names the better, then the longer one wins; a name of several entries yields
        one match each.
        """
        languages = (language,) if language in LANGUAGES else LANGUAGES
        found = [match for code in languages for match in self._find_in(text, code)]
        return tuple(_without_overlaps(found))

    def translations(self, text: str, *, source: str | None, target: str) -> tuple[str, ...]:
        """Names in `target` of everything named in `text`, for searching texts in that language."""
        names = dict.fromkeys(name for match in self.find(text, source) for name in match.entry.terms.get(target, ()))
        return tuple(names)

    def _names_in(self, language: str) -> dict[str, list[_Name]]:
        names: dict[str, list[_Name]] = {}
        for index, entry in enumerate(self.entries):
            for term in entry.terms.get(language, ()):
                key = " ".join(_stems(term, language))
                known = names.setdefault(key, [])
                if key and all(name.entry != index for name in known):
                    known.append(_Name(index, term))
        names.pop("", None)
        return names

    def _find_in(self, text: str, language: str) -> Iterator[Match]:
        spans = word_spans(text)
        tokens = [text[start:end] for start, end in spans]
        stems = stem([normalise(token) for token in tokens], language)
        matched: set[int] = set()
        for first, last, key, kind, score in _pieces(stems, self._automata[language]):
            matched.update(range(first, last + 1))
            yield from self._matches(text, (spans[first][0], spans[last][1]), key, language, kind, score)
        yield from self._misspelt(text, spans, stems, language, matched)

    def _misspelt(
        self, text: str, spans: Sequence[tuple[int, int]], stems: Sequence[str], language: str, matched: set[int]
    ) -> Iterator[Match]:
        tokens = [fold(text[start:end]) for start, end in spans]
        for first in range(len(stems)):
            for last in range(first, min(first + self._longest[language], len(stems))):
                window = range(first, last + 1)
                if matched.issuperset(window) or not _may_be_misspelt(tokens, window, language):
                    continue
                where = (spans[first][0], spans[last][1])
                written = (" ".join(tokens[first : last + 1]), " ".join(stems[first : last + 1]))
                for key, score in similar_names(written, self._forms[language]):
                    yield from self._matches(text, where, key, language, "fuzzy", score)

    def _matches(
        self, text: str, span: tuple[int, int], key: str, language: str, kind: MatchKind, score: float
    ) -> Iterator[Match]:
        for name in self._names[language][key]:
            yield Match(
                entry=self.entries[name.entry],
                start=span[0],
                end=span[1],
                text=text[span[0] : span[1]],
                term=name.term,
                language=language,
                score=score,
                kind=kind,
            )


def _stems(text: str, language: str) -> list[str]:
    return stem([normalise(text[start:end]) for start, end in word_spans(text)], language)


def _automaton(names: Mapping[str, Any]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for key in names:
        automaton.add_word(key, key)
    automaton.make_automaton()
    return automaton


def _pieces(stems: Sequence[str], automaton: ahocorasick.Automaton) -> Iterator[tuple[int, int, str, MatchKind, float]]:
    """Yield first and last word, name, kind and score of every name found in the stemmed words."""
    if automaton.kind != ahocorasick.AHOCORASICK:
        return
    line = " ".join(stems)
    word_at = [index for index, token in enumerate(stems) for _ in range(len(token) + 1)]
    for end, key in automaton.iter(line):
        start = end - len(key) + 1
        starts_word = start == 0 or line[start - 1] == " "
        ends_word = end + 1 == len(line) or line[end + 1] == " "
        first, last = word_at[start], word_at[end]
        if starts_word and ends_word:
            yield first, last, key, "exact", 1.0
        elif (starts_word or ends_word) and first == last and len(key) >= _SHORTEST_PART:
            yield first, last, key, "compound", _HEAD_SCORE if ends_word else _MODIFIER_SCORE


def _forms(names: Mapping[str, Sequence[_Name]]) -> dict[str, str]:
    """Ways to write a name that a misspelling is compared with, each with the name's key."""
    forms: dict[str, str] = {}
    for key, meant in names.items():
        for form in (key, *(" ".join(fold(name.term).split()) for name in meant)):
            if len(form) >= SHORTEST:
                forms.setdefault(form, key)
    return forms


def _may_be_misspelt(tokens: Sequence[str], window: range, language: str) -> bool:
    chosen = [tokens[i] for i in window]
    return (
        chosen[0] not in _STOP_WORDS[language]
        and chosen[-1] not in _STOP_WORDS[language]
        and sum(map(len, chosen)) >= SHORTEST
        and not any(token.isdigit() for token in chosen)
    )


def _without_overlaps(found: Iterable[Match]) -> list[Match]:
    ranked = sorted(found, key=lambda m: (-_weight(m), m.start, m.end, m.entry.id, m.language))
    kept: list[Match] = []
    for match in ranked:
        crossing = [other for other in kept if other.start < match.end and match.start < other.end]
        same_name = all(
            (other.start, other.end, other.score) == (match.start, match.end, match.score) for other in crossing
        )
        if same_name and all(other.entry.id != match.entry.id for other in crossing):
            kept.append(match)
    return sorted(kept, key=lambda m: (m.start, m.end, m.entry.id))


def _weight(match: Match) -> float:
    """Longer names beat shorter ones, words beat parts of words and misspellings of the same length."""
    return (match.end - match.start) * match.score + (0.5 if match.kind == "exact" else 0.0)


def load_glossary(path: Path) -> Glossary:
    """Read a glossary: a YAML file with `entries`, each `id`, `de`, `en`, `means` and `kind`.

    Raises:
        InvalidGlossary: the file is missing, is no YAML, or an entry lacks an id or names.
    """
    try:
        content = read_yaml(path)
    except (InvalidContent, OSError) as error:
        raise InvalidGlossary(f"{path}: cannot be read as a glossary: {error}") from error
    rows = content.get("entries") if isinstance(content, dict) else content
    if not isinstance(rows, list):
        raise InvalidGlossary(f"{path}: has no list 'entries'; put the entries under that key.")
    entries = [_entry(row, number, path) for number, row in enumerate(rows, start=1)]
    known: set[str] = set()
    for entry in entries:
        if entry.id in known:
            raise InvalidGlossary(f"{path}: id '{entry.id}' occurs twice; merge the entries or rename one.")
        known.add(entry.id)
    return Glossary(entries)


def _entry(row: object, number: int, path: Path) -> GlossaryEntry:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise InvalidGlossary(f"{path}: entry {number} has no id; write 'id: some-name'.")
    terms = {language: _texts(row, language, path) for language in LANGUAGES}
    if not any(terms.values()):
        raise InvalidGlossary(f"{path}: entry '{row['id']}' has no name; list names under 'de' or 'en'.")
    return GlossaryEntry(id=row["id"], terms=terms, means=_texts(row, "means", path), kind=str(row.get("kind", "term")))


def _texts(row: Mapping[str, object], field: str, path: Path) -> tuple[str, ...]:
    value = row.get(field) or []
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(text, str) and fold(text).strip() for text in values):
        raise InvalidGlossary(
            f"{path}: entry '{row['id']}': '{field}' must be a list of texts; quote numbers and yes/no."
        )
    return tuple(values)
