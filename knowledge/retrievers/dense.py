"""Ranks by meaning: the cosine between the vectors of question and text."""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np

from knowledge.ports import Embedder, VectorRecord, Vectors, VectorStore
from knowledge.retrievers.entries import Entry, Scores
from knowledge.scope import Filters

Progress = Callable[[int, int], None]

_EMBED_BATCH = 128
# Only so many nearest entries get a score; what is farther away has nothing to do with the question.
CANDIDATES = 1000


class DenseIndex:
    """Keeps the vectors of some entries in a store and scores the entries by them.

    The store is brought in step when the index is made: missing vectors are computed, surplus ones
    deleted. An id of the store names entry, text and model, so unchanged texts are not embedded again.
    `progress` hears how many of how many texts are done.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        embedder: Embedder,
        store: VectorStore,
        progress: Progress | None = None,
    ) -> None:
        self._store = store
        self._size = len(entries)
        self._numbers = {record_id(entry, embedder): number for number, entry in enumerate(entries)}
        known = store.ids()
        store.delete(known - self._numbers.keys())
        missing = [entries[number] for key, number in self._numbers.items() if key not in known]
        # Texts of like length share a batch, so that little is padded.
        missing.sort(key=lambda entry: (len(entry.text), entry.id))
        for start in range(0, len(missing), _EMBED_BATCH):
            batch = missing[start : start + _EMBED_BATCH]
            store.upsert(_records(batch, embedder))
            if progress:
                progress(start + len(batch), len(missing))

    def score(self, vector: Vectors, filters: Filters) -> Scores:
        """Cosine of the nearest admitted entries with a question's vector; NaN for all others."""
        scores = np.full(self._size, np.nan, dtype=np.float32)
        for key, cosine in self._store.search(vector, k=CANDIDATES, filters=filters):
            if key in self._numbers:
                scores[self._numbers[key]] = cosine
        return scores


def record_id(entry: Entry, embedder: Embedder) -> str:
    """The id of an entry's vector: changes with the text, its scope and the model."""
    parts = (embedder.name, entry.id, repr(entry.scope), entry.text)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _records(entries: Sequence[Entry], embedder: Embedder) -> list[VectorRecord]:
    vectors = embedder.embed([entry.text for entry in entries])
    return [
        VectorRecord(id=record_id(entry, embedder), vector=vector, scope=entry.scope)
        for entry, vector in zip(entries, vectors, strict=True)
    ]
