"""Puts adapters behind ports: everything the service and the command line work with, made from the settings."""

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

import knowledge
from agents.pricing import reference
from api.persistence.database import Database
from api.services.asking import Asking
from api.services.models import Models
from api.services.pricing import Pricing
from api.services.suites import Suites
from api.settings import Settings
from knowledge.embedders.background import BackgroundEmbedder
from knowledge.ports import Embedder


class Services:
    """What the service does, each part made on first use, so that a command pays only for what it needs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.database)
        self._executor: Executor | None = None

    @cached_property
    def models(self) -> Models:
        """The catalogue."""
        return Models(library_dir=self.settings.library_dir, database=self.database)

    @cached_property
    def pricing(self) -> Pricing:
        """Pricing on the reference market data."""
        return Pricing(database=self.database, market_data=reference.load(), fresh_on=reference.AS_OF)

    @cached_property
    def suites(self) -> Suites:
        """Test suites."""
        return Suites(database=self.database, models=self.models, executor=self.executor)

    @cached_property
    def asking(self) -> Asking:
        """The assistant."""
        content = self.settings.content_dir or Path(knowledge.__file__).parent / "content"
        return Asking(database=self.database, models=self.models, content=content, embedder=self._embedder())

    def _embedder(self) -> Embedder | None:
        """Vectors from the weights that come along, loaded in the background; until then words alone count."""
        if self.settings.embedder == "none":
            return None

        def make() -> Embedder:
            from knowledge.embedders.sentence_transformer import SentenceTransformerEmbedder

            return SentenceTransformerEmbedder()

        return BackgroundEmbedder(make)

    def executor(self) -> Executor:
        """Where long work runs."""
        if self._executor is None:
            if self.settings.jobs == "threads":
                self._executor = ThreadPoolExecutor(self.settings.job_workers, thread_name_prefix="job")
            else:
                # A forked copy of a process with threads may hang on their locks.
                self._executor = ProcessPoolExecutor(self.settings.job_workers, mp_context=get_context("spawn"))
        return self._executor

    def close(self) -> None:
        """Stop what runs and give everything back."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self.database.close()
