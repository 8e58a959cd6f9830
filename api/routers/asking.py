"""The assistant: answers, conversations, feedback, evidence."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.responses import StreamingResponse

from api.problems import responses
from api.routers.paging import Cursor, Limit, page, position
from api.routers.route import CarefulRoute
from api.schemas.asking import AskBody, FeedbackBody
from api.schemas.common import Page
from api.security.identity import Asker
from api.services.asking import Asked, Asking

router = APIRouter(tags=["assistant"], route_class=CarefulRoute)

_STREAM = "text/event-stream"


def _asking(request: Request) -> Asking:
    asking: Asking = request.app.state.services.asking
    return asking


@router.post(
    "/assistant/answers",
    response_model=None,
    responses={
        200: {"content": {"application/json": {"schema": {"type": "object"}}, _STREAM: {}}},
        **responses(400, 401, 404, 409, 413, 415, 422),
    },
)
def answer(
    body: AskBody, request: Request, person: Asker, accept: Annotated[str, Header(max_length=1000)] = ""
) -> dict[str, Any] | Response:
    """An answer with its claims and evidence; as server-sent events, claim by claim, where that is accepted."""
    asked = Asked(
        text=body.question,
        market=body.market,
        language=body.language,
        position=body.position,
        facts=body.facts,
        as_of=body.as_of,
        brand=body.brand,
        conversation=body.conversation,
    )
    document = _asking(request).ask(asked, person.name)
    if _STREAM not in accept:
        return document
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(document), media_type=_STREAM, headers=headers)


def _events(document: dict[str, Any]) -> Iterator[str]:
    """Each claim with its evidence, then the whole answer; nothing leaves before all of it is verified."""
    for number, claim in enumerate(document["claims"]):
        evidence = {id: document["evidence"][id] for id in claim["evidence"]}
        yield _event("claim", number, {**claim, "number": number, "evidence_texts": evidence})
    yield _event("answer", len(document["claims"]), document)


def _event(name: str, number: int, data: dict[str, Any]) -> str:
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


@router.post("/assistant/conversations", status_code=201, responses=responses(401, 409, 422))
def start_conversation(request: Request, response: Response, person: Asker) -> dict[str, Any]:
    """Begin a conversation; later questions in it need not repeat what was said."""
    started = _asking(request).start_conversation(person.name)
    response.headers["Location"] = f"/v1/assistant/conversations/{started['id']}"
    return started


@router.get("/assistant/conversations", response_model=Page, responses=responses(401, 422))
def list_conversations(
    request: Request, response: Response, person: Asker, limit: Limit = 50, cursor: Cursor = None
) -> dict[str, Any]:
    """The asker's own conversations."""
    found = _asking(request).conversations(person.name, after=position(cursor), limit=limit + 1)
    return page(request, response, found, [entry["id"] for entry in found], limit)


@router.get("/assistant/conversations/{id}", responses=responses(401, 404, 422))
def get_conversation(id: Annotated[str, Path(max_length=40)], request: Request, person: Asker) -> dict[str, Any]:
    """One of the asker's own conversations with its questions and answers."""
    return _asking(request).conversation(id, person.name)


@router.post("/assistant/feedback", status_code=201, responses=responses(400, 401, 404, 409, 413, 415, 422))
def feedback(body: FeedbackBody, request: Request, person: Asker) -> dict[str, Any]:
    """Say that an answer, or one claim of it, is right, wrong or unclear."""
    id = _asking(request).feedback(**body.model_dump(), user=person.name)
    return {"id": id, **body.model_dump()}


@router.get("/evidence/{id}", responses=responses(404, 422))
def evidence(id: Annotated[str, Path(max_length=80)], request: Request) -> dict[str, Any]:
    """What a claim rests on: where it stands, what stands there, in which version."""
    return _asking(request).evidence(id)
