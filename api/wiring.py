"""Puts adapters behind ports: everything the service and the command line work with, made from the settings."""

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cached_property
from multiprocessing import get_context

from agents.pricing import reference
from api.persistence.database import Database
from api.services.models import Models
from api.services.pricing import Pricing
from api.services.suites import Suites
from api.settings import Settings


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
