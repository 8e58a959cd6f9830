"""Everything that can go wrong, as people and programs are told: RFC 9457 problem documents."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api.errors import KINDS, Findings, Refused, kind_of, message_of

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What was wrong, where, and what to do about it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    findings: list[dict[str, Any]] | None = None


_TITLES = {
    "already-decided": "Already decided",
    "below-floor": "Below the floor",
    "broken-record": "The record of decisions is broken",
    "changed-meanwhile": "Somebody was faster",
    "expired": "Expired",
    "failed": "Something went wrong here",
    "invalid-request": "The request cannot be answered",
    "malformed": "The body cannot be read",
    "not-allowed": "Not allowed",
    "not-found": "Not found",
    "not-identified": "Nobody is named",
    "records-unavailable": "The records cannot be reached",
    "too-large": "Too large",
    "unreadable-model": "No readable model",
    "unsupported-media-type": "Unexpected kind of content",
    "key-used-otherwise": "The key was used for another request",
}


def title_of(kind: str) -> str:
    """What a kind of problem is called."""
    return _TITLES.get(kind, kind.replace("-", " ").capitalize())


def problem(
    status: int,
    kind: str,
    detail: str,
    instance: str,
    *,
    findings: Findings = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document as the answer to a request."""
    document: dict[str, Any] = {
        "type": f"urn:murmel:problem:{kind}",
        "title": title_of(kind),
        "status": status,
        "detail": detail,
        "instance": instance,
    }
    if findings:
        document["findings"] = list(findings)
    return Response(
        json.dumps(document, ensure_ascii=False), status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {})
    )


Page = Callable[[Request, int, str, str], Response]


def install(app: FastAPI, *, page: Page | None = None) -> None:
    """Answer every error with a problem document, or with a page where a browser shows the pages."""

    def answer(
        request: Request,
        status: int,
        kind: str,
        detail: str,
        *,
        findings: Findings = (),
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        path = request.url.path
        if page is not None and not path.startswith("/v1/") and "text/html" in request.headers.get("accept", ""):
            return page(request, status, title_of(kind), detail)
        return problem(status, kind, detail, path, findings=findings, headers=headers)

    async def known(request: Request, error: Exception) -> Response:
        status, kind = kind_of(error) or (500, "failed")
        if isinstance(error, Refused):
            return answer(request, status, kind, error.detail, findings=error.findings, headers=error.headers)
        return answer(request, status, kind, message_of(error))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [_fault(each) for each in error.errors()]
        if any(each["type"] == "json_invalid" for each in error.errors()):
            detail = f"the body is no JSON: {faults[0]['message']}. Send one JSON object."
            return answer(request, 400, "malformed", detail)
        detail = "; ".join(f"{fault['element']}: {fault['message']}" for fault in faults)
        return answer(request, 422, "invalid-request", detail, findings=faults)

    async def plain(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        kind = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "refused")
        missing = f"there is no {request.url.path}; /docs lists what there is."
        detail = missing if error.status_code == 404 else str(error.detail)
        return answer(request, error.status_code, kind, detail, headers=error.headers)

    async def failed(request: Request, error: Exception) -> Response:
        detail = "an unexpected error; it is in the log of the service under this path and time."
        return answer(request, 500, "failed", detail)

    for entry in KINDS:
        app.add_exception_handler(entry.error, known)
    app.add_exception_handler(Refused, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(Exception, failed)


def _fault(fault: Any) -> dict[str, Any]:
    place = ".".join(str(part) for part in fault["loc"] if part != "body") or "body"
    message = str(fault.get("ctx", {}).get("error") or fault["msg"])
    return {"rule": str(fault["type"]), "severity": "error", "element": place, "message": message}


_DESCRIPTIONS = {
    400: "the body cannot be read",
    401: "nobody is named, or nobody known",
    403: "this person may not",
    404: "there is none",
    409: "it has moved on meanwhile",
    412: "it has another version than named in If-Match",
    413: "too large",
    415: "not the expected kind of content",
    422: "understood, but it cannot be done as asked",
}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems a route may answer with, for its description."""
    return {
        status: {
            "model": Problem,
            "description": _DESCRIPTIONS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }
