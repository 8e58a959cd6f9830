"""Jobs in the database: every process sees the same progress and the same wish to stop."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import update

from api.persistence.database import Database
from api.persistence.tables import JobRow

RUNNING = ("queued", "running")


def create(database: Database, kind: str, request: Mapping[str, Any], user: str) -> str:
    """A new job that waits to be run; its id."""
    now = datetime.now(UTC).replace(microsecond=0)
    id = uuid4().hex
    with database.writing() as session:
        session.add(
            JobRow(
                id=id,
                kind=kind,
                state="queued",
                request=dict(request),
                user=user,
                done=0,
                total=0,
                cancel=False,
                started_at=now,
                changed_at=now,
            )
        )
    return id


def find(database: Database, id: str) -> dict[str, Any] | None:
    """A job as plain data, None where there is none of that id."""
    with database.reading() as session:
        row = session.get(JobRow, id)
        return _to_json(row) if row is not None else None


def change(database: Database, id: str, **values: Any) -> bool:
    """Note progress or an end; whether the job is to be stopped."""
    with database.writing() as session:
        now = datetime.now(UTC).replace(microsecond=0)
        session.execute(update(JobRow).where(JobRow.id == id).values(changed_at=now, **values))
        row = session.get(JobRow, id)
        return row is None or row.cancel


def cancel(database: Database, id: str) -> dict[str, Any] | None:
    """Ask a job to stop; one that only waits has stopped with that."""
    with database.writing() as session:
        row = session.get(JobRow, id)
        if row is None:
            return None
        if row.state in RUNNING:
            row.cancel = True
            row.state = "cancelled" if row.state == "queued" else row.state
        return _to_json(row)


def abandon(database: Database) -> int:
    """Close what a service that ended left running; how many jobs that were."""
    with database.writing() as session:
        now = datetime.now(UTC).replace(microsecond=0)
        left = update(JobRow).where(JobRow.state.in_(RUNNING))
        closed = session.execute(
            left.values(state="failed", problem="the service was stopped meanwhile; start it again.", changed_at=now)
        )
        return int(getattr(closed, "rowcount", 0))


def _to_json(row: JobRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "state": row.state,
        "done": row.done,
        "total": row.total,
        "request": row.request,
        "result": row.result,
        "problem": row.problem,
        "user": row.user,
        "started_at": row.started_at.isoformat(),
        "changed_at": row.changed_at.isoformat(),
    }
