"""Loads an embedding model while everything else already works."""

from collections.abc import Callable, Sequence
from threading import Event, Thread

import structlog

from knowledge.errors import EmbedderUnavailable
from knowledge.ports import Embedder, Vectors

_log = structlog.get_logger(__name__)


class BackgroundEmbedder:
    """An embedder that is made in a thread of its own, because importing and loading a model takes seconds.

    `make` returns the real one or raises `EmbedderUnavailable`; then this one never becomes ready and
    `failure` says why. `name`, `dimension` and `languages` are known once it is ready.
    """

    def __init__(self, make: Callable[[], Embedder]) -> None:
        self._embedder: Embedder | None = None
        self._failure: EmbedderUnavailable | None = None
        self._finished = Event()
        Thread(target=self._load, args=(make,), name="load-embedder", daemon=True).start()

    @property
    def name(self) -> str:
        """Model and weights."""
        return self._loaded().name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._loaded().dimension

    @property
    def languages(self) -> frozenset[str]:
        """What the model was trained on."""
        return self._loaded().languages

    @property
    def ready(self) -> bool:
        """Whether the model has been loaded."""
        return self._embedder is not None

    @property
    def failure(self) -> str | None:
        """Why the model will never be ready, if so."""
        return str(self._failure) if self._failure else None

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Wait until the model is loaded or has failed to."""
        self._finished.wait(timeout)
        return self.ready

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text.

        Raises:
            EmbedderUnavailable: the model is still loading, or cannot be loaded.
        """
        return self._loaded().embed(texts)

    def _loaded(self) -> Embedder:
        if self._embedder is None:
            raise self._failure or EmbedderUnavailable(
                "the embedding model is still loading; ask again in some seconds, or wait until it is ready."
            )
        return self._embedder

    def _load(self, make: Callable[[], Embedder]) -> None:
        try:
            self._embedder = make()
        except EmbedderUnavailable as error:
            self._failure = error
            _log.warning("embedder.unavailable", reason=str(error))
        else:
            _log.info("embedder.ready", model=self._embedder.name)
        finally:
            self._finished.set()
