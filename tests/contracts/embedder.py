"""What every embedder promises.

Inherit from the class and give the fixture `embedder`: one that is ready.
"""

import numpy as np
import pytest

from knowledge.ports import Embedder


class EmbedderContract:
    """Give a fixture `embedder` that is ready."""

    def test_every_text_gets_a_row_of_unit_length(self, embedder: Embedder) -> None:
        vectors = embedder.embed(["one text", "another", "a third one"])

        assert vectors.shape == (3, embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)

    def test_no_texts_give_no_rows(self, embedder: Embedder) -> None:
        assert embedder.embed([]).shape == (0, embedder.dimension)

    def test_a_text_is_embedded_alike_alone_and_among_others(self, embedder: Embedder) -> None:
        alone = embedder.embed(["the wheels"])[0]
        among = embedder.embed(["a much longer text about something else altogether", "the wheels"])[1]

        assert among == pytest.approx(alone, abs=1e-4)

    def test_it_is_ready_without_waiting(self, embedder: Embedder) -> None:
        assert embedder.ready
        assert embedder.wait_until_ready(0)
