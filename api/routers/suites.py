"""Test suites and the jobs that make them."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api.problems import responses
from api.routers.paging import Cursor, Limit, page, position
from api.routers.route import CarefulRoute
from api.schemas.common import Page
from api.schemas.testing import SuiteBody
from api.security.identity import Asker
from api.services.suites import SuiteRequest, Suites, suite_to_json

router = APIRouter(tags=["tests"], route_class=CarefulRoute)

Id = Annotated[str, Path(max_length=80)]


def _suites(request: Request) -> Suites:
    suites: Suites = request.app.state.services.suites
    return suites


@router.post("/test-suites", status_code=202, responses=responses(400, 401, 404, 409, 413, 415, 422))
def start(body: SuiteBody, request: Request, response: Response, person: Asker) -> dict[str, Any]:
    """Derive a suite in the background; the answer is the job, which tells where the suite is."""
    wanted = SuiteRequest(**body.model_dump())
    job = _suites(request).start(wanted, person.name)
    response.headers["Location"] = f"/v1/jobs/{job}"
    response.headers["Retry-After"] = "1"
    return _job(_suites(request).job(job))


@router.get("/test-suites", response_model=Page, responses=responses(422))
def list_suites(request: Request, response: Response, limit: Limit = 50, cursor: Cursor = None) -> dict[str, Any]:
    """What suites there are."""
    found = _suites(request).find(after=position(cursor), limit=limit + 1)
    return page(request, response, found, [entry["id"] for entry in found], limit)


@router.get("/test-suites/{id}", responses=responses(404, 422))
def get_suite(id: Id, request: Request) -> dict[str, Any]:
    """A suite with its cases and certificate."""
    return suite_to_json(id, _suites(request).get(id))


@router.get(
    "/test-suites/{id}/export",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}, **responses(404, 422)},
)
def export(id: Id, request: Request, format: Annotated[str, Query(max_length=40)] = "suite") -> Response:
    """A suite in a format, as a file."""
    content, media_type, name = _suites(request).export(id, format)
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/jobs/{id}", responses=responses(404, 422))
def get_job(id: Id, request: Request) -> dict[str, Any]:
    """A job with its progress and, once done, where its result is."""
    return _job(_suites(request).job(id))


@router.delete("/jobs/{id}", responses=responses(401, 404, 422))
def cancel_job(id: Id, request: Request, person: Asker) -> dict[str, Any]:
    """Ask a job to stop; what is done already stays."""
    return _job(_suites(request).cancel(id))


def _job(job: dict[str, Any]) -> dict[str, Any]:
    made = f"/v1/test-suites/{job['result']}" if job["result"] else None
    return {**job, "result_url": made}
