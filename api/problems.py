"""Everything that can go wrong, as people and programs are told: RFC 9457 problem documents."""

import json
from collections.abc import Mapping
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
        "title": _TITLES.get(kind, kind.replace("-", " ").capitalize()),
        "status": status,
        "detail": detail,
        "instance": instance,
    }
    if findings:
        document["findings"] = list(findings)
    return Response(
        json.dumps(document, ensure_ascii=False), status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def install(app: FastAPI) -> None:
    """Answer every error with a problem document."""

    async def known(request: Request, error: Exception) -> Response:
        status, kind = kind_of(error) or (500, "failed")
        findings = getattr(error, "findings", ())
        headers = getattr(error, "headers", None)
        return problem(
            status,
            kind,
            message_of(error),
            request.url.path,
            findings=findings if isinstance(error, Refused) else (),
            headers=headers if isinstance(error, Refused) else None,
        )

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [_fault(each) for each in error.errors()]
        if any(each["type"] == "json_invalid" for each in error.errors()):
            detail = f"the body is no JSON: {faults[0]['message']}. Send one JSON object."
            return problem(400, "malformed", detail, request.url.path)
        detail = "; ".join(f"{fault['element']}: {fault['message']}" for fault in faults)
        return problem(422, "invalid-request", detail, request.url.path, findings=faults)

    async def plain(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        kind = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "refused")
        detail = (
            f"there is no {request.url.path}; /docs lists what there is." if error.status_code == 404 else error.detail
        )
        return problem(error.status_code, kind, str(detail), request.url.path, headers=error.headers)

    async def failed(request: Request, error: Exception) -> Response:
        detail = "an unexpected error; it is in the log of the service under this path and time."
        return problem(500, "failed", detail, request.url.path)

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
