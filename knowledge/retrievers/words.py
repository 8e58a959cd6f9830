"""Ranks by words: BM25 over stems and over character 4-grams. Needs no model, forgives inflection and compounds.

BM25 as in Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, doi:10.1561/1500000019.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from statistics import mean

import bm25s
import numpy as np

from knowledge.analysis_text import char_grams, content_words, stem
from knowledge.glossary import Glossary
from knowledge.retrievers.entries import Entry, Scores
from knowledge.retrievers.wording import worded

_K1, _B = 1.5, 0.75
# Shorter pieces of words occur in other words by chance.
_SHORTEST_PART = 4


class TermIndex:
    """An immutable BM25 index over ready-made terms, one list per entry."""

    def __init__(self, terms_of_entries: Sequence[Sequence[str]]) -> None:
        self._size = len(terms_of_entries)
        self._numbers: dict[str, int] = {}
        numbered = [
            [self._numbers.setdefault(term, len(self._numbers)) for term in terms] for terms in terms_of_entries
        ]
        self._index: bm25s.BM25 | None = None
        if self._numbers:
            self._index = bm25s.BM25(k1=_K1, b=_B, method="lucene")
            self._index.index((numbered, dict(self._numbers)), show_progress=False, create_empty_token=False)

        counts = np.zeros(len(self._numbers), dtype=np.float64)
        for numbers in numbered:
            counts[list(set(numbers))] += 1
        # The inverse document frequency of BM25; the last value is that of a term nothing has.
        occurrences = np.append(counts, 0.0)
        self._rarity = np.log1p((self._size - occurrences + 0.5) / (occurrences + 0.5))

    def __len__(self) -> int:
        return self._size

    def rarity(self, term: str) -> float:
        """How much a term tells: the fewer entries have it, the more."""
        return float(self._rarity[self._numbers.get(term, -1)])

    def score(self, terms: Iterable[str]) -> Scores:
        """BM25 of every entry; 0 where no term occurs."""
        known = [self._numbers[term] for term in terms if term in self._numbers]
        if self._index is None or not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores_from_ids(known), dtype=np.float32)


class WordSegment:
    """Words and 4-grams of a set of entries.

    Every entry is stemmed in its own language, and a question in every language of the entries, so
    stems on both sides agree whatever language the question is in. Where a glossary gives several
    names for a thing, the best one counts, not their sum.
    """

    def __init__(self, entries: Sequence[Entry], glossary: Glossary | None = None) -> None:
        self._glossary = glossary
        self._languages = tuple(sorted({entry.scope.language for entry in entries}))
        self._in_language = {
            language: np.array([entry.scope.language == language for entry in entries], dtype=np.float32)
            for language in self._languages
        }
        self._stems = TermIndex([_tagged_stems(entry.text, entry.scope.language) for entry in entries])
        self._grams = TermIndex([_grams(entry.text, entry.scope.language) for entry in entries])

    def score_words(self, question: str) -> Scores:
        """BM25 over stems, the question worded in the language of each entry."""
        return self._score(question, self._stems, _tagged_stems)

    def score_grams(self, question: str) -> Scores:
        """BM25 over character 4-grams inside words, the question worded in the language of each entry."""
        return self._score(question, self._grams, _grams)

    def coverage(self, question: str, text: str, language: str) -> float:
        """Share of what the question asks about that `text` mentions, 0 to 1, rare words counting more.

        A compound counts as far as its parts are mentioned. Unlike a score the share means the same
        for every question, so it can tell that nothing fits.
        """
        present = set(_tagged_stems(text, language))
        weights: list[tuple[float, float]] = []
        for ways in worded(question, language, self._glossary):
            said = [terms for way in ways if (terms := _tagged_stems(way.text, language))]
            if len(said) == 1:
                weights += [(self._stems.rarity(term), _mentioned(term, present)) for term in dict.fromkeys(said[0])]
            elif said:
                best = max(mean(_mentioned(term, present) for term in terms) for terms in said)
                weights.append((mean(self._stems.rarity(term) for term in said[0]), best))
        whole = sum(weight for weight, _ in weights)
        return sum(weight * share for weight, share in weights) / whole if whole else 0.0

    def _score(self, question: str, index: TermIndex, terms_of: Callable[[str, str], list[str]]) -> Scores:
        """Sum over the parts of the question, each with the best of its wordings, language by language."""
        total: Scores = np.zeros(len(index), dtype=np.float32)
        for language, belongs in self._in_language.items():
            for ways in worded(question, language, self._glossary):
                best = np.max([index.score(terms_of(way.text, language)) * way.weight for way in ways], axis=0)
                total += best * belongs
        return total


def _tagged_stems(text: str, language: str) -> list[str]:
    return [f"{language}:{token}" for token in stem(content_words(text, language), language)]


def _grams(text: str, language: str) -> list[str]:
    return char_grams(content_words(text, language))


def _mentioned(term: str, present: Set[str]) -> float:
    """1 for a word that is there or inside another one; of a compound the share of letters its parts there make up."""
    if term in present:
        return 1.0
    word = term.partition(":")[2]
    parts = [other.partition(":")[2] for other in sorted(present)]
    if len(word) >= _SHORTEST_PART and any(word in part for part in parts):
        return 1.0
    letters: set[int] = set()
    for part in parts:
        start = word.find(part) if len(part) >= _SHORTEST_PART else -1
        if start >= 0:
            letters.update(range(start, start + len(part)))
    return len(letters) / len(word)
