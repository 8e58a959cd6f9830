"""Stand-ins for what needs weights."""

import hashlib
from collections.abc import Sequence

import numpy as np

from knowledge.analysis_text import stem, words
from knowledge.ports import Vectors


class HashingEmbedder:
    """Embeds a text as the sum of one random direction per stem: like words make like vectors."""

    name = "hashing:1"
    dimension = 64
    languages = frozenset({"de", "en"})
    ready = True

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Nothing to wait for."""
        return True

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length per text."""
        self.embedded += texts
        rows = [sum((_direction(word) for word in stem(words(text), "de")), np.zeros(64)) for text in texts]
        lengths = [float(np.linalg.norm(row)) or 1.0 for row in rows]
        return np.array([row / length for row, length in zip(rows, lengths, strict=True)], dtype=np.float32).reshape(
            -1, 64
        )


def _direction(word: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).normal(size=64)
