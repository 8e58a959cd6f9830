"""The pages in both languages, also without scripts."""

import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api.ui.rendering import show_money
from api.ui.wording import TEXTS
from tests.api.conftest import ANALYST

PAGES = ("/", "/tests", "/prices", "/prices/decided", "/prices/in-effect", "/prices/record", "/processes", "/docs")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_written_in_the_language_of_its_reader(service: TestClient, path: str, language: str) -> None:
    page = service.get(path, headers={"Accept-Language": language}).text

    assert f'<html lang="{language}">' in page
    assert TEXTS["skip"][0 if language == "de" else 1] in page


@pytest.mark.parametrize("path", [*PAGES, "/processes/change_order"])
def test_a_page_has_no_script_of_its_own_and_nothing_from_elsewhere(service: TestClient, path: str) -> None:
    page = service.get(path).text

    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\son\w+=", page) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr,en;q=0.5,de;q=0.7", "de"),
        ("fr", "en"),
        ("", "en"),
        ("de;q=often", "en"),
    ],
)
def test_the_language_is_what_the_browser_prefers(service: TestClient, header: str, language: str) -> None:
    assert service.get("/", headers={"Accept-Language": header}).headers["Content-Language"] == language


def test_a_chosen_language_is_remembered(service: TestClient) -> None:
    service.get("/?lang=de")
    remembered = service.get("/").headers["Content-Language"]
    service.cookies.clear()

    assert remembered == "de"


def test_texts_name_the_same_values_in_both_languages() -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    assert [key for key, (german, english) in TEXTS.items() if places(german) != places(english)] == []


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "shown"),
    [
        (4537400, "EUR", "de_DE", "45.374\N{NO-BREAK SPACE}€"),
        (4537400, "EUR", "en_GB", "€45,374"),
        (415385, "DKK", "de_DE", "4.153,85\N{NO-BREAK SPACE}DKK"),
        (-150, "EUR", "en_GB", "-€1.50"),
    ],
)
def test_amounts_are_written_as_the_language_writes_them(minor: int, currency: str, locale: str, shown: str) -> None:
    assert show_money(minor, currency, locale=locale) == shown


def test_a_decision_on_the_page_needs_a_person(service: TestClient) -> None:
    made = service.post("/v1/price-recommendations", json={"product": "pico-e", "market": "DE"}, headers=ANALYST).json()
    form = {"verdict": "approve", "reason_code": "timing", "reason": "It is time for it."}

    response = service.post(f"/prices/{made['id']}/decision", data=form)

    assert response.status_code == 401
    assert 'role="alert"' in response.text


def test_what_was_typed_stays_after_a_refusal(service: TestClient) -> None:
    made = service.post("/v1/price-recommendations", json={"product": "pico-e", "market": "DE"}, headers=ANALYST).json()
    form = {"verdict": "change", "price": "1.000,50", "reason_code": "timing", "reason": "Der Zeitpunkt ist günstig."}
    headers = {**ANALYST, "Accept-Language": "de"}

    response = service.post(f"/prices/{made['id']}/decision", data=form, headers=headers)

    assert response.status_code == 422
    assert "1,000.50 EUR" in response.text
    assert 'value="1.000,50"' in response.text
    assert "Der Zeitpunkt ist günstig." in response.text


def test_a_decision_form_sent_twice_is_one_decision(service: TestClient) -> None:
    made = service.post("/v1/price-recommendations", json={"product": "pico-e", "market": "DE"}, headers=ANALYST).json()
    form = {"verdict": "reject", "reason_code": "timing", "reason": "Not this month.", "version": "1", "key": "form-1"}

    answers = [
        service.post(f"/prices/{made['id']}/decision", data=form, headers=ANALYST, follow_redirects=False)
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(service.get(f"/v1/price-recommendations/{made['id']}/audit").json()["records"]) == 2


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/\\example.org"])
def test_choosing_a_person_never_leads_to_another_site(service: TestClient, back: str) -> None:
    response = service.post("/user", data={"user": "petra", "back": back}, follow_redirects=False)
    service.cookies.clear()

    assert response.headers["Location"] == "/"


def test_a_hostile_name_is_shown_and_not_run(service: TestClient) -> None:
    page = service.get("/processes/" + quote("<script>alert(1)</script>"), headers={"Accept": "text/html"})

    assert page.status_code == 404
    assert "<script>alert" not in page.text


def test_a_language_that_is_none_of_ours_is_not_taken_from_the_address(service: TestClient) -> None:
    assert service.get("/?lang=xx", headers={"Accept-Language": "de"}).headers["Content-Language"] == "de"
