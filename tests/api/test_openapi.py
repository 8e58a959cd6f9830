"""The service answers as it describes itself, whatever is sent."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from tests.api.conftest import settings_in

_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

_EXAMPLES = 12


class Idle(Executor):
    """Takes work and does none of it: suites are derived elsewhere."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(None)
        return done


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The service by its own description."""
    app = create_app(settings_in(tmp_path_factory.mktemp("openapi")))
    app.state.services.executor = Idle
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def test_every_answer_is_one_that_is_described(described: Any) -> None:
    faults = [fault for found in described.get_all_operations() for fault in _faults_of(found.ok())]

    assert faults == []


def _faults_of(operation: Any) -> list[str]:
    """What was answered otherwise than described, once for each kind of fault."""
    found: list[str] = []

    @settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        try:
            case.call_and_validate(headers={"X-Murmel-User": "petra"}, checks=_CHECKS)
        except schemathesis.errors.FailureGroup as failure:
            found.append(f"{operation.label}: {failure}")

    ask()
    return found[:1]


def test_the_description_names_every_route_of_the_contract(tmp_path: Path) -> None:
    paths = create_app(settings_in(tmp_path)).openapi()["paths"]

    assert {
        "/v1/assistant/answers",
        "/v1/assistant/conversations",
        "/v1/assistant/feedback",
        "/v1/evidence/{id}",
        "/v1/impact",
        "/v1/routes/compare",
        "/v1/processes",
        "/v1/processes/{id}",
        "/v1/processes/{id}/bpmn",
        "/v1/markets",
        "/v1/test-suites",
        "/v1/test-suites/{id}",
        "/v1/test-suites/{id}/export",
        "/v1/price-recommendations",
        "/v1/price-recommendations/{id}",
        "/v1/price-recommendations/{id}/decision",
        "/v1/price-recommendations/{id}/audit",
        "/v1/prices",
        "/v1/jobs/{id}",
        "/v1/events",
    } <= set(paths)
