"""Writes that carry an `Idempotency-Key`: done once, answered the same every time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from api.persistence.database import Database
from api.persistence.tables import RequestRow

_KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of a key: the digest of its request, and the answer once there is one."""

    digest: str
    status: int | None
    headers: dict[str, str]
    body: bytes


def begin(database: Database, key: str, user: str, route: str, digest: str) -> Kept | None:
    """Claim a key; None when it was free, else what was done under it before."""
    now = datetime.now(UTC)
    try:
        with database.writing() as session:
            session.execute(delete(RequestRow).where(RequestRow.at < now - _KEPT))
            row = session.get(RequestRow, (key, user, route))
            if row is not None:
                headers = {name: str(value) for name, value in (row.headers or {}).items()}
                return Kept(digest=row.digest, status=row.status, headers=headers, body=row.body or b"")
            session.add(RequestRow(key=key, user=user, route=route, digest=digest, at=now))
    except IntegrityError:
        # Claimed by somebody else in the same moment.
        return Kept(digest=digest, status=None, headers={}, body=b"")
    return None


def finish(
    database: Database, key: str, user: str, route: str, *, status: int, headers: dict[str, str], body: bytes
) -> None:
    """Keep the answer for the next time."""
    with database.writing() as session:
        row = session.get(RequestRow, (key, user, route))
        if row is not None:
            row.status, row.headers, row.body = status, headers, body


def forget(database: Database, key: str, user: str, route: str) -> None:
    """Give a key free whose request came to nothing."""
    with database.writing() as session:
        session.execute(
            delete(RequestRow).where(RequestRow.key == key, RequestRow.user == user, RequestRow.route == route)
        )
