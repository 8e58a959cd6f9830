"""Events for others: written with what they tell of, read in order, never lost between the two."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.persistence.tables import EventRow


def emit(session: Session, type: str, subject: str, data: Mapping[str, Any]) -> None:
    """Put an event into the outbox, in the transaction of what it tells of."""
    now = datetime.now(UTC).replace(microsecond=0)
    session.add(EventRow(id=uuid4().hex, at=now, type=type, subject=subject, data=dict(data)))


def events_after(session: Session, number: int, limit: int) -> Sequence[dict[str, Any]]:
    """At most `limit` events behind a number, oldest first."""
    query = select(EventRow).where(EventRow.number > number).order_by(EventRow.number).limit(limit)
    return [
        {
            "number": row.number,
            "id": row.id,
            "time": row.at.isoformat(),
            "type": row.type,
            "subject": row.subject,
            "data": row.data,
        }
        for row in session.scalars(query)
    ]
