"""Test suites: derived in the background, kept, exported."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from sqlalchemy import select

from api.errors import Refused, kind_of, message_of
from api.persistence import jobs
from api.persistence.database import Database
from api.persistence.outbox import emit
from api.persistence.tables import SuiteRow
from api.services.models import Models
from process_models.variants import Variant

if TYPE_CHECKING:
    from generators.cases import TestSuite

# Solvers take seconds to import, so what needs them is imported where it is used.

_KIND = "test-suite"
# Often enough for a bar that moves, seldom enough not to fill the records with it.
_SECONDS_BETWEEN_NOTES = 0.4

EXTENSIONS = {
    "suite": ("json", "application/json"),
    "xray": ("json", "application/json"),
    "xray-csv": ("csv", "text/csv; charset=utf-8"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "markdown": ("md", "text/markdown; charset=utf-8"),
    "gherkin": ("feature", "text/plain; charset=utf-8"),
    "pytest": ("py", "text/x-python; charset=utf-8"),
    "camunda": ("java", "text/plain; charset=utf-8"),
}


@cache
def _adapter() -> "TypeAdapter[TestSuite]":
    from generators.cases import TestSuite

    return TypeAdapter(TestSuite)


class Stopped(Exception):
    """The job was cancelled."""


@dataclass(frozen=True, kw_only=True)
class SuiteRequest:
    """What a suite is asked for."""

    process: str | None = None
    market: str | None = None
    criterion: str = "all-flows"
    language: str = "en"
    loops: int = 1


def generate(variant: Variant, request: SuiteRequest, progress: Callable[[int, int], None]) -> "TestSuite":
    """The suite of one variant."""
    from generators.cases import write_cases
    from generators.suites import derive

    runs = derive(variant, request.criterion, loops=request.loops, progress=progress)
    return write_cases(variant, runs, language=request.language)


@dataclass(frozen=True, kw_only=True)
class Suites:
    """The suites that were made, and the jobs that make them."""

    database: Database
    models: Models
    executor: Callable[[], Executor]

    def start(self, request: SuiteRequest, user: str) -> str:
        """Derive a suite in the background; the id of the job.

        Raises:
            UnknownProcess: there is no such process.
            UnknownMarket: there is no such market.
            UnknownCriterion: there is no such criterion.
        """
        from generators.coverage import coverage

        variant = self.models.variant_of(request.process, request.market)
        coverage(request.criterion, variant.chain, variant.net)
        market = self.models.market(request.market)
        checked = replace(request, process=request.process or variant.chain.id, market=market)
        id = jobs.create(self.database, _KIND, checked.__dict__, user)
        work = (self.database.address, str(self.models.library_dir), id, checked)
        self.executor().submit(run_job, *work).add_done_callback(lambda done: self._closed(id, done.exception()))
        return id

    def _closed(self, id: str, error: BaseException | None) -> None:
        """A process that died could not say so itself."""
        if error is not None:
            jobs.change(self.database, id, state="failed", problem="the work ended unexpectedly; start it again.")

    def job(self, id: str) -> dict[str, Any]:
        """A job with its progress."""
        found = jobs.find(self.database, id)
        if found is None:
            raise Refused(404, "unknown-job", f"no job '{id}'.")
        return found

    def cancel(self, id: str) -> dict[str, Any]:
        """Ask a job to stop."""
        found = jobs.cancel(self.database, id)
        if found is None:
            raise Refused(404, "unknown-job", f"no job '{id}'.")
        return found

    def get(self, id: str) -> "TestSuite":
        """A suite that was made.

        Raises:
            Refused: there is none of that id.
        """
        with self.database.reading() as session:
            row = session.get(SuiteRow, id)
            if row is None:
                raise Refused(404, "unknown-suite", f"no test suite '{id}'.")
            return _adapter().validate_python(row.body)

    def find(self, *, after: str | None = None, limit: int = 50) -> Sequence[dict[str, Any]]:
        """What suites there are, by id."""
        with self.database.reading() as session:
            query = select(SuiteRow).order_by(SuiteRow.id).limit(limit)
            rows = session.scalars(query.where(SuiteRow.id > after) if after else query)
            return [_entry(row) for row in rows]

    def newest(self, limit: int = 10) -> Sequence[dict[str, Any]]:
        """The suites made last, newest first."""
        with self.database.reading() as session:
            return [
                _entry(row) for row in session.scalars(select(SuiteRow).order_by(SuiteRow.made_at.desc()).limit(limit))
            ]

    def export(self, id: str, format: str) -> tuple[bytes, str, str]:
        """A suite in a format: the bytes, the kind of content, a file name.

        Raises:
            UnknownFormat: there is no such format.
        """
        from generators.exporters.registry import export

        suite = self.get(id)
        content = export(suite, format)
        extension, media_type = EXTENSIONS.get(format, ("txt", "application/octet-stream"))
        return content, media_type, f"{suite.process}-{'-'.join(suite.markets) or 'base'}-{format}.{extension}"

    def formats(self) -> tuple[str, ...]:
        """The formats a suite can be exported to."""
        from generators.exporters.registry import formats

        return formats()


def suite_to_json(id: str, suite: "TestSuite") -> dict[str, Any]:
    """The suite's own document with the id under which it is kept."""
    from generators.suite_json import to_json

    return {"id": id, **to_json(suite)}


def keep(database: Database, suite: "TestSuite") -> str:
    """Store a suite under a hash of what it says; the same suite is stored once."""
    from generators.suite_json import to_json

    document = to_json(suite)
    # JSON knows no exact decimals: the data of a case are kept as they are shown.
    plain = replace(
        suite,
        cases=tuple(
            replace(case, data=shown["data"]) for case, shown in zip(suite.cases, document["test_cases"], strict=True)
        ),
    )
    id = "ts-" + sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:16]
    row = SuiteRow(
        id=id,
        process=suite.process,
        market=suite.markets[0] if suite.markets else None,
        criterion=suite.criterion,
        made_at=datetime.now(UTC).replace(microsecond=0),
        body=_adapter().dump_python(plain, mode="json"),
    )
    with database.writing() as session:
        session.merge(row)
        emit(session, "test-suite.generated", id, {"process": suite.process, "tests": len(suite.cases)})
    return id


def run_job(address: str, library_dir: str, id: str, request: SuiteRequest) -> None:
    """Derive a suite for a job; also runs in a process of its own."""
    database = Database(address)
    try:
        if jobs.change(database, id, state="running"):
            raise Stopped
        models = Models(library_dir=Path(library_dir), database=database)
        suite = generate(models.variant_of(request.process, request.market), request, _Notes(database, id))
        jobs.change(database, id, state="done", result=keep(database, suite))
    except Stopped:
        jobs.change(database, id, state="cancelled")
    except Exception as error:
        # What nobody can act on is said as what it is; the job must not look as if it went on.
        known = message_of(error) if kind_of(error) else f"the suite could not be derived ({type(error).__name__})."
        jobs.change(database, id, state="failed", problem=known)
    finally:
        database.close()


class _Notes:
    """Writes progress now and then, and raises `Stopped` when somebody cancelled."""

    def __init__(self, database: Database, id: str) -> None:
        self._database, self._id, self._next = database, id, 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next and done != total:
            return
        self._next = now + _SECONDS_BETWEEN_NOTES
        if jobs.change(self._database, self._id, done=done, total=total):
            raise Stopped


def _entry(row: SuiteRow) -> dict[str, Any]:
    certificate: Mapping[str, Any] = row.body["certificate"]
    return {
        "id": row.id,
        "process": row.process,
        "market": row.market,
        "criterion": row.criterion,
        "tests": certificate["tests"],
        "items": certificate["items"],
        "covered": certificate["covered"],
        "made_at": row.made_at.isoformat(),
    }
