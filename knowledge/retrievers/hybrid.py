"""The ranking of the house: words, vectors where a model is ready, and the part a text stands in."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knowledge.analysis_text import detect_language
from knowledge.glossary import Glossary
from knowledge.ports import Embedder, StoreFactory, Vectors, VectorStore
from knowledge.retrievers.dense import DenseIndex, Progress
from knowledge.retrievers.entries import Corpus, Mask, Scores
from knowledge.retrievers.fusion import best_first, normalised, weighted_sum
from knowledge.retrievers.words import WordSegment
from knowledge.scope import NO_FILTERS, Filters
from knowledge.stores.exact import ExactStore

_REMEMBERED_QUESTIONS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionWeights:
    """How much each voice counts; only their proportions matter.

    `dense_foreign` replaces `dense` for a question in a language the model was not trained on.
    `parent` is the weight of the surrounding part, where the entry itself counts 1.
    """

    stems: float = 0.5
    grams: float = 0.5
    dense: float = 1.0
    dense_foreign: float = 0.35
    parent: float = 0.75


DEFAULT_WEIGHTS = FusionWeights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An entry found: its number in the corpus, its fused score and what each ranker said, 0 to 1.

    `cosine` is the nearness in meaning as such, where vectors take part.
    """

    number: int
    score: float
    ranker_scores: dict[str, float]
    cosine: float | None = None


# A fused score is at most 1, and `parent` of that again: what is raised by this stands before all else.
RAISED = 10.0


def exact_stores(name: str, embedder: Embedder) -> VectorStore:
    """An empty store in memory, whatever it is for."""
    return ExactStore(embedder.dimension)


class HybridRanking:
    """Ranks the entries of one corpus. Words are ready at once, vectors after `add_vectors`."""

    def __init__(
        self, corpus: Corpus, *, glossary: Glossary | None = None, weights: FusionWeights = DEFAULT_WEIGHTS
    ) -> None:
        self.corpus = corpus
        self._weights = weights
        self._words = (WordSegment(corpus.entries, glossary), WordSegment(corpus.parents, glossary))
        self._dense: _Dense | None = None

    @property
    def rankers(self) -> tuple[str, ...]:
        """The rankers that take part now."""
        return ("words", "dense") if self._dense else ("words",)

    def add_vectors(
        self, embedder: Embedder, stores: StoreFactory = exact_stores, progress: Progress | None = None
    ) -> None:
        """Embed what is not in the stores yet, then let the vectors take part."""
        own = DenseIndex(self.corpus.entries, embedder, stores("sentences", embedder), progress)
        above = DenseIndex(self.corpus.parents, embedder, stores("passages", embedder), progress)
        self._dense = _Dense(embedder, own, above)

    def rank(
        self,
        question: str,
        *,
        k: int = 10,
        filters: Filters = NO_FILTERS,
        admitted: Mask | None = None,
        raised: Scores | None = None,
    ) -> list[Ranked]:
        """The `k` best entries, best first, ties by id; none where nothing matches.

        `admitted` may narrow down what the filters admit. `raised` is added to the scores of the
        entries, for what other knowledge puts in front.
        """
        admitted = self.corpus.admitted(filters) if admitted is None else admitted
        if k < 1 or not admitted.any():
            return []
        # One look, so that vectors arriving meanwhile do not take part in half of the ranking.
        dense = self._dense
        vector = dense.vector_of(question) if dense else None
        cosines = dense.own.score(vector, filters) if dense and vector is not None else None
        own = self._voices(question, self._words[0], cosines, admitted)
        total = self._fused(question, own, dense) + self._above(question, dense, vector, admitted, filters)
        if raised is not None:
            total = total + raised
        return [
            Ranked(
                number=number,
                score=round(float(total[number]), 6),
                ranker_scores={name: round(float(scores[number]), 6) for name, scores in own.items()},
                cosine=_known(cosines, number),
            )
            for number in best_first(total, admitted & (total > 0), k)
        ]

    def coverage(self, question: str, number: int) -> float:
        """Share of what the question asks about that the entry and the part it stands in mention, 0 to 1."""
        entry = self.corpus.entries[number]
        parent = self.corpus.parent_of[number]
        text = entry.text if parent < 0 else f"{entry.text} {self.corpus.parents[parent].text}"
        return round(self._words[0].coverage(question, text, entry.scope.language), 6)

    def _above(
        self, question: str, dense: "_Dense | None", vector: Vectors | None, admitted: Mask, filters: Filters
    ) -> Scores:
        """For every entry the score of the part it stands in, weighted; 0 where it stands alone."""
        if not self.corpus.parents:
            return np.zeros(len(self.corpus), dtype=np.float32)
        parents_admitted = np.zeros(len(self.corpus.parents), dtype=np.bool_)
        parents_admitted[self.corpus.parent_of[admitted & (self.corpus.parent_of >= 0)]] = True
        cosines = dense.above.score(vector, filters) if dense and vector is not None else None
        voices = self._voices(question, self._words[1], cosines, parents_admitted)
        scores = np.append(self._fused(question, voices, dense), np.float32(0))
        return np.asarray(np.float32(self._weights.parent) * scores[self.corpus.parent_of], dtype=np.float32)

    def _voices(self, question: str, words: WordSegment, cosines: Scores | None, admitted: Mask) -> dict[str, Scores]:
        stems = normalised(words.score_words(question), admitted, floor=0.0)
        grams = normalised(words.score_grams(question), admitted, floor=0.0)
        weights = {"stems": self._weights.stems, "grams": self._weights.grams}
        voices = {"words": weighted_sum({"stems": stems, "grams": grams}, weights)}
        if cosines is not None:
            voices["dense"] = normalised(cosines, admitted)
        return voices

    def _fused(self, question: str, voices: dict[str, Scores], dense: "_Dense | None") -> Scores:
        weight = self._weights.dense if dense and self._at_home(question, dense) else self._weights.dense_foreign
        return weighted_sum(voices, {"words": 1.0, "dense": weight})

    def _at_home(self, question: str, dense: "_Dense") -> bool:
        """Whether the model knows the language of the question; a few words are taken to be in that of the texts."""
        language = detect_language(question)
        spoken = self.corpus.languages() if language == "undecided" else (language,)
        return dense.embedder.languages.issuperset(spoken)


class _Dense:
    """The vectors of entries and parents, and of the questions asked last."""

    def __init__(self, embedder: Embedder, own: DenseIndex, above: DenseIndex) -> None:
        self.embedder, self.own, self.above = embedder, own, above
        self._vector_of = lru_cache(maxsize=_REMEMBERED_QUESTIONS)(self._embedded)

    def vector_of(self, question: str) -> Vectors | None:
        return self._vector_of(question) if question.strip() else None

    def _embedded(self, question: str) -> Vectors:
        return np.asarray(self.embedder.embed([question])[0], dtype=np.float32)


def _known(cosines: Scores | None, number: int) -> float | None:
    if cosines is None or np.isnan(cosines[number]):
        return None
    return round(float(cosines[number]), 6)
