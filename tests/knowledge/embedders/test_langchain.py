import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from knowledge.embedders.langchain import AsLangChain, FromLangChain
from knowledge.errors import EmbedderUnavailable
from tests.contracts.embedder import EmbedderContract
from tests.knowledge.fakes import HashingEmbedder


class _Counting(Embeddings):
    """Counts letters; not of unit length."""

    def __init__(self, letters: str = "abc") -> None:
        self._letters = letters

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[text.count(letter) + 1.0 for letter in self._letters] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class TestFromLangChain(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> FromLangChain:
        return FromLangChain(_Counting(), name="counting", languages=frozenset({"de"}))


def test_vectors_of_langchain_are_brought_to_unit_length() -> None:
    embedder = FromLangChain(_Counting(), name="counting", languages=frozenset({"de"}))

    assert embedder.embed(["aa"])[0] == pytest.approx(np.array([3, 1, 1]) / 11**0.5)


def test_a_model_without_numbers_is_refused() -> None:
    with pytest.raises(EmbedderUnavailable, match="empty: gives empty vectors"):
        FromLangChain(_Counting(""), name="empty", languages=frozenset())


def test_langchain_gets_the_same_numbers() -> None:
    ours = HashingEmbedder()

    assert AsLangChain(ours).embed_query("Felge") == pytest.approx(ours.embed(["Felge"])[0].tolist())
    assert len(AsLangChain(ours).embed_documents(["a", "b"])) == 2
