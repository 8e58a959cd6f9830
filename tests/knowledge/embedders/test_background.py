from threading import Event

import pytest

from knowledge.embedders.background import BackgroundEmbedder
from knowledge.errors import EmbedderUnavailable
from knowledge.ports import Embedder
from tests.contracts.embedder import EmbedderContract
from tests.knowledge.fakes import HashingEmbedder


class TestBackgroundEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> BackgroundEmbedder:
        loaded = BackgroundEmbedder(HashingEmbedder)
        assert loaded.wait_until_ready(30)
        return loaded


def test_while_the_model_loads_it_says_so() -> None:
    may_load = Event()

    def slowly() -> Embedder:
        may_load.wait(30)
        return HashingEmbedder()

    embedder = BackgroundEmbedder(slowly)

    assert not embedder.ready
    assert not embedder.wait_until_ready(0)
    with pytest.raises(EmbedderUnavailable, match="still loading"):
        embedder.embed(["x"])
    may_load.set()
    assert embedder.wait_until_ready(30)
    assert embedder.name == "hashing:1"


def test_a_model_that_cannot_be_loaded_is_told_and_waits_for_nobody() -> None:
    def never() -> Embedder:
        raise EmbedderUnavailable("no weights of X: pip install x")

    embedder = BackgroundEmbedder(never)

    assert not embedder.wait_until_ready(30)
    assert embedder.failure == "no weights of X: pip install x"
    with pytest.raises(EmbedderUnavailable, match="no weights of X"):
        embedder.embed(["x"])
