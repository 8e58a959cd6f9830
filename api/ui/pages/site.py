"""The start page, the processes, the choice of person, the files pages load."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Form, Request, Response
from fastapi.staticfiles import StaticFiles

from agents.pricing.values import Status
from api.security.identity import COOKIE
from api.services.models import model_to_json
from api.ui.pictures import picture
from api.ui.rendering import go_to, language_of, render
from process_models.elements import RequirementKind

router = APIRouter(include_in_schema=False)

_UI = Path(__file__).parent.parent
_MOST_SHOWN = 200


class FrontEndMissing(RuntimeError):
    """The libraries the pages load were not put in place when Murmel was installed."""


def mount_files(app: FastAPI) -> None:
    """Serve the pages' own files and the libraries they load.

    Raises:
        FrontEndMissing: the libraries are not there.
    """
    vendor = _UI / "vendor"
    if not (vendor / "htmx.min.js").is_file():
        raise FrontEndMissing("the browser libraries are missing; run ./dev run, or install Murmel again.")
    app.mount("/static", StaticFiles(directory=_UI / "static"), name="static")
    app.mount("/vendor", StaticFiles(directory=vendor), name="vendor")


@router.get("/")
def home(request: Request) -> Response:
    """The three things people come for."""
    found = request.app.state.services.pricing.find(status=Status.PROPOSED, limit=_MOST_SHOWN)
    return render(request, "home.html", {"waiting": len(found)})


@router.post("/user")
def choose_user(request: Request, user: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/") -> Response:
    """Act as another demo user."""
    # Only a path of this site: an address could lead away from it.
    path = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    response = go_to(path)
    if user in request.app.state.services.settings.users:
        response.set_cookie(COOKIE, user, httponly=True, samesite="lax")
    else:
        response.delete_cookie(COOKIE)
    return response


@router.get("/processes")
def processes(request: Request, market: str = "") -> Response:
    """Every process, and what the markets add."""
    models = request.app.state.services.models
    values = {
        "models": list(models.listed(market or None)),
        "markets": models.markets(),
        "market": market,
        "kinds": [kind.value for kind in RequirementKind],
    }
    return render(request, "processes.html", values)


@router.get("/processes/{id}")
def process(id: str, request: Request, market: str = "") -> Response:
    """One process with its diagram."""
    models = request.app.state.services.models
    model, diagram = models.diagram(id, market or None)
    shown = model_to_json(id, model)
    language = language_of(request)
    values: dict[str, Any] = {
        "name": shown["labels"].get(language) or shown["name"],
        "market": market,
        "markets": models.library.markets,
        "bpmn": f"/v1/processes/{id}/bpmn" + (f"?market={market}" if market else ""),
        "picture": picture(model, diagram, language=language),
        "nodes": shown["nodes"],
    }
    return render(request, "process.html", values)


@router.get("/docs")
def docs(request: Request) -> Response:
    """What the API offers."""
    paths: dict[str, Any] = request.app.openapi()["paths"]
    operations = [
        (method.upper(), path, operation.get("description", ""))
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]
    return render(request, "docs.html", {"operations": operations})
