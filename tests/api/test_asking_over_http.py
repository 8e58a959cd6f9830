"""Answers over HTTP: cited, kept, streamed; what cannot be asked is refused with the reason."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from agents.assistant.answer import Evidence, EvidenceKind
from agents.assistant.errors import UnknownEvidence
from api.persistence.answers import SqlEvidence
from api.persistence.database import Database
from tests.api.conftest import ANALYST, SALES

WHEELS = "What happens when the customer changes the wheels?"
ASKED = {"question": WHEELS, "market": "AT", "position": "SlotConfirmed"}


@pytest.fixture(scope="module")
def answer(service: TestClient) -> dict[str, Any]:
    response = service.post("/v1/assistant/answers", json=ASKED, headers=SALES)
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    return document


def test_an_answer_is_in_the_shape_others_rely_on(answer: dict[str, Any]) -> None:
    assert answer["kind"] == "change-impact"
    assert answer["understood"]["market"] == "AT"
    assert answer["understood"]["position"] == "SlotConfirmed"
    assert answer["permission"] == "re-quote"
    assert set(answer["delay_days"]) == {"min", "typical", "max"}
    assert set(answer["affected"]) == {"activities", "systems", "roles", "events", "documents", "streams"}


def test_every_claim_rests_on_evidence_that_can_be_read_again(service: TestClient, answer: dict[str, Any]) -> None:
    assert answer["claims"]
    for claim in answer["claims"]:
        assert claim["evidence"]
        for id in claim["evidence"]:
            assert service.get(f"/v1/evidence/{id}").json() == {"id": id, **answer["evidence"][id]}


def test_evidence_that_was_never_given_is_not_found(service: TestClient) -> None:
    response = service.get("/v1/evidence/ev:000000000000")

    assert response.status_code == 404
    assert "ask the question again" in response.json()["detail"]


def test_a_streamed_answer_has_its_claims_one_by_one_and_ends_whole(
    service: TestClient, answer: dict[str, Any]
) -> None:
    response = service.post("/v1/assistant/answers", json=ASKED, headers={"Accept": "text/event-stream"})
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in response.text.strip().split("\n\n")]

    assert response.headers["content-type"].startswith("text/event-stream")
    assert [block["event"] for block in blocks] == ["claim"] * len(answer["claims"]) + ["answer"]
    assert [json.loads(block["data"])["text"] for block in blocks[:-1]] == [each["text"] for each in answer["claims"]]
    assert json.loads(blocks[-1]["data"]) == answer


def test_a_conversation_keeps_its_questions_and_belongs_to_its_asker(service: TestClient) -> None:
    started = service.post("/v1/assistant/conversations", headers=SALES).json()
    service.post("/v1/assistant/answers", json={**ASKED, "conversation": started["id"]}, headers=SALES)

    own = service.get(f"/v1/assistant/conversations/{started['id']}", headers=SALES)
    others = service.get(f"/v1/assistant/conversations/{started['id']}", headers=ANALYST)

    assert [turn["question"]["text"] for turn in own.json()["turns"]] == [WHEELS]
    assert others.status_code == 404
    assert started["id"] in [
        each["id"] for each in service.get("/v1/assistant/conversations", headers=SALES).json()["items"]
    ]


def test_feedback_names_an_answer_and_a_claim_of_it(service: TestClient, answer: dict[str, Any]) -> None:
    said = {"answer": answer["id"], "claim": 0, "verdict": "wrong", "comment": "Not in Austria."}

    assert service.post("/v1/assistant/feedback", json=said).status_code == 201
    assert service.post("/v1/assistant/feedback", json={**said, "claim": 999}).status_code == 422
    assert service.post("/v1/assistant/feedback", json={**said, "answer": "an:nowhere"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param({"question": ""}, "the question is empty", id="empty"),
        pytest.param({"question": "why " * 12_500}, "at most 4000", id="50,000 characters"),
        pytest.param({**ASKED, "market": "XX"}, "there are: AT, DE, DK", id="unknown market"),
        pytest.param({**ASKED, "position": "Frozzen"}, "'Frozen'", id="unknown state"),
        pytest.param({**ASKED, "facts": {"vehicle.colour": "gold"}}, "polar-white", id="unknown value"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(service: TestClient, body: dict[str, Any], said: str) -> None:
    response = service.post("/v1/assistant/answers", json=body)

    assert response.status_code == 422
    assert said in response.json()["detail"]


def test_the_weather_is_not_answered(service: TestClient) -> None:
    found = service.post("/v1/assistant/answers", json={"question": "How is the weather in Vienna today?"}).json()

    assert (found["refused"], found["kind"]) == (True, "out-of-scope")


def test_a_third_language_is_recognised_and_answered_in_one_of_ours(service: TestClient) -> None:
    question = "Che cosa succede se il cliente cambia i cerchi dopo la conferma dell'ordine?"

    found = service.post("/v1/assistant/answers", json={"question": question, "market": "DK"}).json()

    assert found["language"] == "en"


def test_the_page_asks_back_with_links_that_say_more(service: TestClient) -> None:
    page = service.get("/ask", params={"q": WHEELS, "market": "DE"}, headers={"Accept-Language": "en"}).text
    [link] = re.findall(r'href="(/ask\?[^"]*position=SlotConfirmed[^"]*)"', page)

    answered = service.get(html.unescape(link), headers={"Accept-Language": "en"}).text

    assert "To be repeated" in answered


def test_a_hostile_question_is_shown_and_not_run(service: TestClient) -> None:
    page = service.get("/ask", params={"q": "<script>alert(1)</script> wheels?"}).text

    assert "<script>alert" not in page


@pytest.fixture
def evidence(tmp_path: Path) -> Iterator[SqlEvidence]:
    database = Database(f"sqlite:///{tmp_path / 'records.sqlite3'}")
    yield SqlEvidence(database)
    database.close()


def _sentence(quote: str) -> Evidence:
    return Evidence(kind=EvidenceKind.SENTENCE, ref="d@de#1", quote=quote, source="Handbuch", version="1")


def test_kept_evidence_is_read_back_as_it_was_and_kept_once(evidence: SqlEvidence) -> None:
    first, second = _sentence("Räder zählen."), _sentence("Farben nicht.")
    evidence.put([first, second])
    evidence.put([first])

    assert (evidence.get(first.id), evidence.get(second.id)) == (first, second)


def test_unknown_evidence_is_named(evidence: SqlEvidence) -> None:
    with pytest.raises(UnknownEvidence, match="no evidence 'ev:nowhere'"):
        evidence.get("ev:nowhere")
