"""Between our embedders and LangChain's, both ways."""

from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.errors import EmbedderUnavailable
from knowledge.ports import Embedder, Vectors


class AsLangChain(Embeddings):
    """One of our embedders, for code that wants LangChain's interface."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One list of numbers per text."""
        return [[float(number) for number in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The numbers of one text."""
        return self.embed_documents([text])[0]


class FromLangChain:
    """Any LangChain embeddings as one of ours; `name` must change when the model does.

    Raises:
        EmbedderUnavailable: the model gives vectors without length.
    """

    def __init__(self, embeddings: Embeddings, *, name: str, languages: frozenset[str]) -> None:
        self._embeddings = embeddings
        self._name = name
        self._languages = languages
        self._dimension = len(embeddings.embed_query("dimension"))
        if not self._dimension:
            raise EmbedderUnavailable(f"{name}: gives empty vectors; check the configured model.")

    @property
    def name(self) -> str:
        """The name given."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector, found by embedding one word."""
        return self._dimension

    @property
    def languages(self) -> frozenset[str]:
        """The languages given."""
        return self._languages

    @property
    def ready(self) -> bool:
        """Always: it has embedded a word."""
        return True

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Nothing to wait for."""
        return True

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length per text."""
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        vectors = np.asarray(self._embeddings.embed_documents(list(texts)), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)
