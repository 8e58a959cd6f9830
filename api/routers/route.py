"""What every route under `/v1` does before its own work: the kind of content, and the `Idempotency-Key`."""

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from api.errors import Refused
from api.persistence import requests
from api.security.identity import person_of

IDEMPOTENCY_KEY = "Idempotency-Key"
_MAX_KEY = 255
_REPLAYED = ("content-type", "location", "etag", "retry-after")


class CarefulRoute(APIRoute):
    """Refuses bodies of the wrong kind; answers a repeated write with what was answered before."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def careful(request: Request) -> Response:
            if self.body_field is not None:
                await _require_json(request)
            key = request.headers.get(IDEMPOTENCY_KEY)
            if key is None or request.method == "GET":
                return await handle(request)
            return await _once(request, key, handle)

        return careful


async def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        said = f"not as '{kind}'" if kind else "and say so in Content-Type"
        raise Refused(415, "unsupported-media-type", f"send the body as application/json, {said}.")


async def _once(request: Request, key: str, handle: Callable[[Request], Coroutine[Any, Any, Response]]) -> Response:
    if not 0 < len(key) <= _MAX_KEY:
        raise Refused(422, "invalid-request", f"the {IDEMPOTENCY_KEY} has 1 to {_MAX_KEY} characters.")
    database = request.app.state.services.database
    claim = (database, key, person_of(request).name, f"{request.method} {request.url.path}"[:300])
    digest = hashlib.sha256(await request.body()).hexdigest()
    kept = await run_in_threadpool(requests.begin, *claim, digest)
    if kept is not None:
        return _again(kept, digest)
    try:
        response = await handle(request)
    except BaseException:
        await run_in_threadpool(requests.forget, *claim)
        raise
    body = getattr(response, "body", None)
    if body is None or response.status_code >= 300:
        await run_in_threadpool(requests.forget, *claim)
        return response
    headers = {name: response.headers[name] for name in _REPLAYED if name in response.headers}
    await run_in_threadpool(requests.finish, *claim, status=response.status_code, headers=headers, body=bytes(body))
    return response


def _again(kept: requests.Kept, digest: str) -> Response:
    if kept.digest != digest:
        detail = f"this {IDEMPOTENCY_KEY} was used for another request; use a new one for a new request."
        raise Refused(422, "key-used-otherwise", detail)
    if kept.status is None:
        raise Refused(409, "in-progress", "the same request is being worked on; ask again in a moment.")
    return Response(kept.body, status_code=kept.status, headers={**kept.headers, "Idempotency-Replayed": "true"})
