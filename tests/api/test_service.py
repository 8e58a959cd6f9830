"""What holds for every request: problems that help, headers that protect, limits that hold."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.conftest import ANALYST, settings_in


def test_a_running_service_says_so(service: TestClient) -> None:
    assert service.get("/healthz").json() == {"status": "ok"}
    assert service.get("/readyz").json() == {"status": "ready", "records": True, "library": True}


def test_a_service_without_library_is_not_ready(tmp_path: Path) -> None:
    with TestClient(create_app(settings_in(tmp_path, library_dir=tmp_path / "nowhere"))) as client:
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["library"] is False


def test_a_missing_path_is_a_problem_that_names_it(service: TestClient) -> None:
    response = service.get("/v1/nothing")

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert set(response.json()) == {"type", "title", "status", "detail", "instance"}
    assert response.json()["instance"] == "/v1/nothing"


def test_a_body_that_is_no_json_is_malformed(service: TestClient) -> None:
    headers = {**ANALYST, "Content-Type": "application/json"}

    response = service.post("/v1/price-recommendations", content="{", headers=headers)

    assert response.status_code == 400
    assert "no JSON" in response.json()["detail"]


def test_a_body_of_another_kind_is_not_taken_for_json(service: TestClient) -> None:
    headers = {**ANALYST, "Content-Type": "text/plain"}

    response = service.post("/v1/price-recommendations", content='{"market": "DE"}', headers=headers)

    assert response.status_code == 415
    assert "application/json" in response.json()["detail"]


def test_everything_wrong_with_a_body_is_said_at_once(service: TestClient) -> None:
    response = service.post("/v1/price-recommendations", json={"as_of": "soon"}, headers=ANALYST)

    assert response.status_code == 422
    assert {finding["element"] for finding in response.json()["findings"]} == {"market", "product", "as_of"}


def test_a_body_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with TestClient(create_app(settings_in(tmp_path, max_body_bytes=2000))) as client:
        stated = client.post("/v1/processes", content=b"x" * 3000)
        unstated = client.post("/v1/processes", content=iter([b"x" * 1500, b"x" * 1500]))

    assert (stated.status_code, unstated.status_code) == (413, 413)


@pytest.mark.parametrize("path", ["/", "/healthz", "/v1/nothing", "/static/murmel.css", "/processes"])
def test_every_answer_carries_the_headers_that_protect_the_browser(service: TestClient, path: str) -> None:
    headers = service.get(path).headers

    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_another_site_cannot_write_in_the_name_of_a_demo_user(service: TestClient) -> None:
    headers = {**ANALYST, "Sec-Fetch-Site": "cross-site"}

    response = service.post("/v1/price-recommendations", json={"product": "pico-e", "market": "DE"}, headers=headers)

    assert response.status_code == 403


def test_a_foreign_name_for_this_machine_is_refused(service: TestClient) -> None:
    assert service.get("/v1/prices", headers={"Host": "evil.example.org"}).status_code == 403


def test_another_machine_cannot_use_demo_users(tmp_path: Path) -> None:
    with TestClient(create_app(settings_in(tmp_path)), client=("192.0.2.7", 50000)) as client:
        assert client.get("/v1/prices").status_code == 403


def test_demo_users_are_off_where_others_can_reach_the_service(tmp_path: Path) -> None:
    with TestClient(create_app(settings_in(tmp_path, host="0.0.0.0"))) as client:
        response = client.post("/v1/price-recommendations", json={"product": "x", "market": "DE"}, headers=ANALYST)

    assert response.status_code == 401
    assert "while the service is local" in response.json()["detail"]


def test_figures_for_operators_count_requests_by_route(service: TestClient) -> None:
    service.get("/v1/price-recommendations/pr-one")
    service.get("/v1/price-recommendations/pr-two")

    figures = service.get("/metrics").text

    assert 'route="/v1/price-recommendations/{id}",status="404"' in figures.replace(" ", "")
    assert "pr-one" not in figures


def test_the_description_of_the_api_uses_nothing_from_elsewhere(service: TestClient) -> None:
    page = service.get("/docs").text

    assert "/v1/price-recommendations/{id}/decision" in page
    assert "//cdn" not in page


def test_an_error_on_a_page_is_a_page(service: TestClient) -> None:
    response = service.get("/prices/pr-nowhere", headers={"Accept": "text/html", "Accept-Language": "de"})

    assert response.status_code == 404
    assert '<html lang="de">' in response.text
    assert "no recommendation" in response.text
