"""Documents people bring, and the knowledge the assistant searches: theirs and the articles that come along."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from api.persistence.database import Database
from api.persistence.documents import SqlDocuments
from knowledge.ingest import ingest
from knowledge.sources.options import ReadOptions


def ingest_paths(
    database: Database,
    paths: Sequence[Path],
    *,
    market: str | None,
    audience: str | None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Take files and folders in; what became of each, as plain data.

    Raises:
        UnreadableSource: a path does not exist.
    """
    options = ReadOptions(
        markets=(market,) if market else (),
        audiences=(audience,) if audience else (),
    )
    told = (lambda done, total, _path: progress(done, total)) if progress else None
    report = ingest(paths, SqlDocuments(database), options=options, progress=told)
    return {
        "added": list(report.added),
        "changed": list(report.changed),
        "unchanged": list(report.unchanged),
        "removed": list(report.removed),
        "refused": [{"location": each.location, "reason": each.reason} for each in report.refused],
    }
