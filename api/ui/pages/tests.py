"""The pages of testing: choosing a suite, watching it being derived, reading it."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from api.security.identity import person_of
from api.services.suites import SuiteRequest, Suites, suite_to_json
from api.ui.pictures import picture
from api.ui.rendering import go_to, language_of, render
from process_models.diagram.paint import Paint

router = APIRouter(include_in_schema=False, prefix="/tests")

_CRITERIA = ("all-flows", "all-activities")


def _suites(request: Request) -> Suites:
    suites: Suites = request.app.state.services.suites
    return suites


@router.get("")
def choose(request: Request) -> Response:
    """Choose process, market and criterion; the suites made last."""
    models = request.app.state.services.models
    values = {
        "models": list(models.listed()),
        "markets": models.library.markets,
        "criteria": _CRITERIA,
        "suites": _suites(request).newest(),
    }
    return render(request, "tests.html", values)


@router.post("")
def start(
    request: Request,
    process: Annotated[str, Form()] = "",
    market: Annotated[str, Form()] = "",
    criterion: Annotated[str, Form()] = "all-flows",
    language: Annotated[str, Form()] = "en",
) -> Response:
    """Start to derive a suite."""
    wanted = SuiteRequest(
        process=process or None,
        market=market or None,
        criterion=criterion,
        language=language if language in ("de", "en") else "en",
    )
    return go_to(f"/tests/jobs/{_suites(request).start(wanted, person_of(request).name)}")


@router.get("/jobs/{id}")
def watch(id: str, request: Request) -> Response:
    """Watch a suite being derived."""
    return render(request, "job.html", {"job": _suites(request).job(id)})


@router.get("/jobs/{id}/progress")
def progress(id: str, request: Request) -> Response:
    """The moving part of that page; leads to the suite once it is there."""
    job = _suites(request).job(id)
    response = render(request, "job_progress.html", {"job": job})
    if job["result"]:
        response.headers["HX-Redirect"] = f"/tests/{job['result']}"
    return response


@router.post("/jobs/{id}/cancel")
def cancel(id: str, request: Request) -> Response:
    """Stop deriving."""
    _suites(request).cancel(id)
    return go_to(f"/tests/jobs/{id}")


@router.get("/{id}")
def suite(id: str, request: Request, shown: str | None = None) -> Response:
    """A suite: certificate, exports, diagram with its coverage, cases."""
    suites = _suites(request)
    document = suite_to_json(id, suites.get(id))
    passed = _passed(document)
    processes = sorted(passed) or [document["suite"]["process"]]
    chosen = shown if shown in processes else _first(processes, document["suite"]["process"])
    values: dict[str, Any] = {
        "s": document,
        "c": document["certificate"],
        "formats": suites.formats(),
        "processes": processes,
        "shown": chosen,
        "picture": _picture(request, document, chosen, passed.get(chosen, set())),
    }
    return render(request, "suite.html", values)


def _first(processes: list[str], preferred: str) -> str:
    return preferred if preferred in processes else processes[0]


def _passed(document: dict[str, Any]) -> dict[str, set[str]]:
    """The elements that cases pass, by process."""
    own = document["suite"]["process"]
    found: dict[str, set[str]] = {}
    for case in document["test_cases"]:
        for place in case["path"]:
            process, mark, element = place.partition("#")
            found.setdefault(process if mark else own, set()).add(element if mark else place)
    return found


def _picture(request: Request, document: dict[str, Any], process: str, passed: set[str]) -> str:
    market = next(iter(document["suite"]["markets"]), None)
    model, diagram = request.app.state.services.models.diagram(process, market)
    infeasible = {each["item"].rpartition("#")[2] for each in document["certificate"]["infeasible"]}
    elements = [*(node.id for node in model.nodes), *(flow.id for flow in model.flows)]
    styles = {
        str(element): "covered" if element in passed else "infeasible" if element in infeasible else "not-covered"
        for element in elements
    }
    return picture(model, diagram, language=language_of(request), paint=Paint(styles=styles))
