"""The ranking of the house: words, vectors where a model is ready, and the part a text stands in."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionWeights:
    """How much each voice counts; only their proportions matter.

    `dense_foreign` replaces `dense` for a question in a language the model was not trained on.
    `parent` is the weight of the surrounding part, where the entry itself counts 1.
    """

    stems: float = 0.5
    grams: float = 0.5
    dense: float = 1.0
    dense_foreign: float = 0.4
    parent: float = 0.75


DEFAULT_WEIGHTS = FusionWeights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An entry found: its number in the corpus, its fused score and what each ranker said, 0 to 1."""

    number: int
    score: float
    ranker_scores: dict[str, float]


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
        self._dense: tuple[Embedder, DenseIndex, DenseIndex] | None = None

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
        self._dense = (embedder, own, above)

    def rank(self, question: str, *, k: int = 10, filters: Filters = NO_FILTERS) -> list[Ranked]:
        """The `k` best entries, best first, ties by id; none where nothing matches."""
        admitted = self.corpus.admitted(filters)
        if k < 1 or not question.strip() or not admitted.any():
            return []
        # One look, so that vectors arriving meanwhile do not take part in half of the ranking.
        dense = self._dense
        vector = dense[0].embed([question])[0] if dense else None
        own = self._voices(question, self._words[0], dense and dense[1], vector, admitted, filters)
        total = self._fused(question, own, dense and dense[0])
        if len(self.corpus.parents):
            parents_admitted = np.zeros(len(self.corpus.parents), dtype=np.bool_)
            parents_admitted[self.corpus.parent_of[admitted & (self.corpus.parent_of >= 0)]] = True
            above = self._voices(question, self._words[1], dense and dense[2], vector, parents_admitted, filters)
            parent_total = np.append(self._fused(question, above, dense and dense[0]), np.float32(0))
            total = total + np.float32(self._weights.parent) * parent_total[self.corpus.parent_of]
        return [
            Ranked(
                number=number,
                score=round(float(total[number]), 6),
                ranker_scores={name: round(float(scores[number]), 6) for name, scores in own.items()},
            )
            for number in best_first(total, admitted & (total > 0), k)
        ]

    def _voices(
        self,
        question: str,
        words: WordSegment,
        dense: DenseIndex | None,
        vector: Vectors | None,
        admitted: Mask,
        filters: Filters,
    ) -> dict[str, Scores]:
        stems = normalised(words.score_words(question), admitted, floor=0.0)
        grams = normalised(words.score_grams(question), admitted, floor=0.0)
        weights = {"stems": self._weights.stems, "grams": self._weights.grams}
        voices = {"words": weighted_sum({"stems": stems, "grams": grams}, weights)}
        if dense is not None and vector is not None:
            voices["dense"] = normalised(dense.score(vector, filters), admitted)
        return voices

    def _fused(self, question: str, voices: dict[str, Scores], embedder: Embedder | None) -> Scores:
        at_home = embedder is not None and detect_language(question) in embedder.languages
        dense = self._weights.dense if at_home else self._weights.dense_foreign
        return weighted_sum(voices, {"words": 1.0, "dense": dense})
