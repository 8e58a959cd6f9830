"""The catalogue: processes, their diagrams, markets, imports."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api.errors import Refused
from api.problems import responses
from api.routers.paging import Cursor, Limit, page, position
from api.routers.route import CarefulRoute
from api.schemas.common import Page
from api.security.identity import Asker
from api.services.models import Models, finding_to_json, model_to_json

router = APIRouter(tags=["processes"], route_class=CarefulRoute)

Id = Annotated[str, Path(max_length=200)]
Market = Annotated[str | None, Query(max_length=20)]
_XML = ("application/xml", "text/xml", "application/octet-stream", "application/bpmn+xml", "")


def _models(request: Request) -> Models:
    models: Models = request.app.state.services.models
    return models


@router.get("/processes", response_model=Page, responses=responses(422))
def list_processes(
    request: Request, response: Response, market: Market = None, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, Any]:
    """Every process, those of the library first."""
    found = list(_models(request).listed(market))
    after = position(cursor)
    ids = [entry["id"] for entry in found]
    start = ids.index(after) + 1 if after in ids else 0
    return page(request, response, found[start : start + limit + 1], ids[start : start + limit + 1], limit)


@router.get("/processes/{id}", responses=responses(404, 409, 422))
def get_process(
    id: Id, request: Request, market: Market = None, version: Annotated[str | None, Query(max_length=40)] = None
) -> dict[str, Any]:
    """One process with its elements, as a market runs it."""
    models = _models(request)
    model = models.model(id, market)
    if version is not None and version != model.version:
        raise Refused(404, "unknown-version", f"'{id}' is kept in version {model.version or '(none)'} only.")
    return {"market": models.market(market), **model_to_json(id, model)}


@router.get(
    "/processes/{id}/bpmn",
    response_class=Response,
    responses={200: {"content": {"application/xml": {}}}, **responses(404, 422)},
)
def get_bpmn(id: Id, request: Request, market: Market = None) -> Response:
    """One process as a BPMN file with its diagram."""
    headers = {"Content-Disposition": f'inline; filename="{_file_name(id)}.bpmn"'}
    return Response(_models(request).bpmn(id, market), media_type="application/xml", headers=headers)


def _file_name(id: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in id)


@router.post(
    "/processes",
    status_code=201,
    responses=responses(401, 409, 413, 415, 422),
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/xml": {"schema": {"type": "string"}}}},
    },
)
async def import_process(
    request: Request,
    response: Response,
    person: Asker,
    name: Annotated[str, Query(max_length=200, description="what messages call the file")] = "model.bpmn",
) -> dict[str, Any]:
    """Bring a BPMN file; kept under the id of its first process."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in _XML:
        raise Refused(415, "unsupported-media-type", f"send the BPMN file as application/xml, not as '{kind}'.")
    document = await request.body()
    id, reading = _models(request).import_model(document, name, person.name)
    response.headers["Location"] = f"/v1/processes/{id}"
    return {**model_to_json(id, reading.collaboration), "findings": [finding_to_json(f) for f in reading.findings]}


@router.get("/markets")
def list_markets(request: Request) -> dict[str, Any]:
    """Every market with what it adds to the base, by kind of requirement."""
    return {"markets": _models(request).markets()}
