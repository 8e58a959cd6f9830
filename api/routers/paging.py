"""Lists in pages: `limit` entries, and a `cursor` for the next."""

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request, Response

from api.errors import Refused

Limit = Annotated[int, Query(ge=1, le=200, description="how many entries at most")]
Cursor = Annotated[str | None, Query(max_length=600, description="`next_cursor` of the page before")]


def position(cursor: str | None) -> str | None:
    """The id behind which a page begins.

    Raises:
        Refused: the cursor is none of ours.
    """
    if cursor is None:
        return None
    try:
        return base64.urlsafe_b64decode(cursor.encode("ascii")).decode()
    except (binascii.Error, UnicodeError) as error:
        detail = "the cursor is not one this service gave; start without it."
        raise Refused(422, "invalid-request", detail) from error


def page(
    request: Request, response: Response, entries: Sequence[Any], ids: Sequence[str], limit: int
) -> dict[str, Any]:
    """A page of a list: pass one entry more than `limit`, so that it is known whether more follow."""
    more = len(entries) > limit
    cursor = base64.urlsafe_b64encode(ids[limit - 1].encode()).decode() if more else None
    if cursor:
        response.headers["Link"] = f'<{request.url.include_query_params(cursor=cursor, limit=limit)}>; rel="next"'
    return {"items": list(entries[:limit]), "next_cursor": cursor}
