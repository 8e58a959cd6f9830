"""A suite is derived in the background, watched, kept and exported."""

import json
import time
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from api.app import create_app
from api.persistence import jobs
from api.persistence.database import Database
from tests.api.conftest import settings_in
from tests.api.test_processes_over_http import MODEL


def ended(service: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    """The job once it has ended."""
    for _ in range(600):
        found: dict[str, Any] = service.get(f"/v1/jobs/{job['id']}").json()
        if found["state"] not in ("queued", "running"):
            return found
        time.sleep(0.1)
    raise AssertionError(f"still {found['state']} after a minute: {found}")


def car_wash(service: TestClient) -> None:
    content = MODEL.format(id="car_wash", target="End")
    assert service.post("/v1/processes", content=content, headers={"Content-Type": "application/xml"}).is_success


def test_a_suite_of_an_imported_model_covers_it_with_one_case(service: TestClient) -> None:
    car_wash(service)

    started = service.post("/v1/test-suites", json={"process": "car_wash"})
    job = ended(service, started.json())

    assert (started.status_code, started.headers["Location"]) == (202, f"/v1/jobs/{job['id']}")
    assert (job["state"], job["done"], job["total"]) == ("done", 2, 2)
    suite = service.get(job["result_url"]).json()
    assert [case["path"] for case in suite["test_cases"]] == [["Start", "f1", "Task_Wash", "f2", "End"]]
    assert suite["certificate"]["optimal"] is True


def test_a_kept_suite_is_exported_with_the_same_content(service: TestClient) -> None:
    car_wash(service)
    job = ended(service, service.post("/v1/test-suites", json={"process": "car_wash"}).json())

    response = service.get(job["result_url"] + "/export", params={"format": "suite"})
    shown = service.get(job["result_url"]).json()

    assert "attachment" in response.headers["Content-Disposition"]
    assert json.loads(response.content) == {key: value for key, value in shown.items() if key != "id"}


def test_an_unknown_format_is_answered_with_the_known_ones(service: TestClient) -> None:
    car_wash(service)
    job = ended(service, service.post("/v1/test-suites", json={"process": "car_wash"}).json())

    response = service.get(job["result_url"] + "/export", params={"format": "papyrus"})

    assert response.status_code == 422
    assert "xray" in response.json()["detail"]


def test_an_unknown_criterion_is_refused_before_a_job_begins(service: TestClient) -> None:
    response = service.post("/v1/test-suites", json={"process": "change_order", "criterion": "all-colours"})

    assert response.status_code == 422


def test_an_unknown_suite_and_an_unknown_job_are_not_found(service: TestClient) -> None:
    assert service.get("/v1/test-suites/ts-nowhere").status_code == 404
    assert service.get("/v1/jobs/nowhere").status_code == 404
    assert service.delete("/v1/jobs/nowhere").status_code == 404


def test_a_waiting_job_is_cancelled_at_once(service: TestClient) -> None:
    database: Database = service.app.state.services.database  # type: ignore[attr-defined]  # the client says ASGI app
    id = jobs.create(database, "test-suite", {}, "guest")

    assert service.delete(f"/v1/jobs/{id}").json()["state"] == "cancelled"


def test_a_running_job_hears_that_it_is_to_stop(service: TestClient) -> None:
    database: Database = service.app.state.services.database  # type: ignore[attr-defined]  # the client says ASGI app
    id = jobs.create(database, "test-suite", {}, "guest")

    assert jobs.change(database, id, state="running", done=1, total=5) is False
    service.delete(f"/v1/jobs/{id}")
    assert jobs.change(database, id, done=2) is True


def test_a_job_left_by_a_service_that_ended_is_closed(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    database = Database(settings.database)
    id = jobs.create(database, "test-suite", {}, "guest")
    jobs.change(database, id, state="running")

    with TestClient(create_app(settings)) as client:
        found = client.get(f"/v1/jobs/{id}").json()

    assert found["state"] == "failed"
    assert "start it again" in found["problem"]


def test_a_suite_is_derived_in_a_process_of_its_own(tmp_path: Path) -> None:
    settings = settings_in(tmp_path).model_copy(update={"jobs": "processes"})

    with TestClient(create_app(settings)) as client:
        car_wash(client)
        job = ended(client, client.post("/v1/test-suites", json={"process": "car_wash"}).json())

    assert job["state"] == "done"
