"""The outbox, readable by others until they are sent elsewhere."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from api.persistence.outbox import events_after
from api.problems import responses

router = APIRouter(tags=["events"])


@router.get("/events", responses=responses(422))
def events(
    request: Request,
    after: Annotated[int, Query(ge=0, lt=2**62, description="the number of the last event already read")] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Events in the order they happened, behind a number."""
    with request.app.state.services.database.reading() as session:
        found = events_after(session, after, limit)
    return {"items": found, "last": found[-1]["number"] if found else after}
