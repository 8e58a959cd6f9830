"""What this package needs from outside and offers to others, as small protocols."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Document, DocumentKey, Passage, Sentence
from knowledge.scope import NO_FILTERS, Filters, Scope

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A sentence found for a question, with the passage it stands in.

    `score` orders the hits of one question and means nothing across questions. `ranker_scores`
    tells what each ranker that took part gave, 0 to 1. `coverage`, the share of what the question
    asks about that the passage mentions, and `cosine`, its nearness in meaning where vectors take
    part, do compare across questions: both low means that nothing fits.
    """

    id: str
    score: float
    document_id: str
    document_key: DocumentKey
    passage: Passage
    sentence: Sentence
    ranker_scores: Mapping[str, float] = field(default_factory=dict)
    coverage: float = 0.0
    cosine: float | None = None


class Retriever(Protocol):
    """Finds sentences for a question. Implementations live in `knowledge.retrievers`."""

    @property
    def rankers(self) -> tuple[str, ...]:
        """Names of the rankers that take part right now; an answer is reproducible per set of them."""
        ...

    def retrieve(self, question: str, *, k: int = 10, filters: Filters = NO_FILTERS) -> Sequence[Hit]:
        """Return at most `k` hits, best first; ties broken by id.

        `filters` decide before the ranking who takes part. A question that matches nothing, an
        empty one among them, gets no hits. The same call twice gives the same answer.
        """
        ...


class Embedder(Protocol):
    """Turns texts into vectors whose dot product tells how near they are in meaning."""

    @property
    def name(self) -> str:
        """Names model and weights; vectors of different names cannot be compared."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """Language codes the model was trained on."""
        ...

    @property
    def ready(self) -> bool:
        """Whether `embed` answers without waiting for the model to load."""
        ...

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Wait until `embed` can answer, at most `timeout` seconds; false when it never will or not in time."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, `dimension` columns, float32, unit length; no rows for no texts.

        Raises:
            EmbedderUnavailable: the model is not loaded or cannot be.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorRecord:
    """A vector with the id and scope of the text it stands for."""

    id: str
    vector: Vectors
    scope: Scope


class VectorStore(Protocol):
    """Keeps vectors and finds the nearest. A cache: rebuilt from the documents at any time."""

    def upsert(self, records: Sequence[VectorRecord]) -> None:
        """Store the records; one of a known id replaces it.

        Raises:
            VectorMismatch: a vector has another dimension than the store.
        """
        ...

    def delete(self, ids: Collection[str]) -> None:
        """Forget these ids; unknown ones are ignored."""
        ...

    def ids(self) -> frozenset[str]:
        """All ids stored."""
        ...

    def search(self, vector: Vectors, *, k: int, filters: Filters = NO_FILTERS) -> Sequence[tuple[str, float]]:
        """Return at most `k` pairs of id and cosine, nearest first, ties by id; filters come before the search."""
        ...


class StoreFactory(Protocol):
    """Opens the vector store for a purpose ("sentences", "passages") and the model of `embedder`."""

    def __call__(self, name: str, embedder: Embedder, /) -> VectorStore:
        """Return the store, with what it held before if it is a lasting one."""
        ...


class DocumentRepository(Protocol):
    """Keeps documents. `replace` is the only way to write, and it is all or nothing."""

    def revision(self) -> int:
        """Grows with every change; equal numbers mean equal content."""
        ...

    def keys(self) -> tuple[DocumentKey, ...]:
        """Keys of all documents, sorted."""
        ...

    def content_hashes(self) -> Mapping[str, str]:
        """Location of every document -> hash of the file it was read from."""
        ...

    def get(self, key: DocumentKey) -> Document:
        """Return the document.

        Raises:
            UnknownDocument: there is none of that key.
        """
        ...

    def all(self) -> Sequence[Document]:
        """All documents, sorted by key."""
        ...

    def replace(self, *, add: Sequence[Document], remove: Collection[DocumentKey] = ()) -> None:
        """Remove, then add or overwrite, in one step: a reader sees the old state or the new one."""
        ...
