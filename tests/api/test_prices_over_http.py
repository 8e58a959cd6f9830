"""A price takes effect by a person's decision and by nothing else; whoever may not decide is told why."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import ANALYST, GERMAN_ANALYST, HEAD, SALES

WHY = {"reason_code": "market-knowledge", "reason": "Agrees with what the dealers say."}


def recommended(service: TestClient, product: str = "pico-e", market: str = "DE", **headers: str) -> dict[str, Any]:
    body = {"product": product, "market": market}
    response = service.post("/v1/price-recommendations", json=body, headers={**ANALYST, **headers})
    assert response.status_code == 201, response.text
    document: dict[str, Any] = response.json()
    return document


def decide(service: TestClient, id: str, body: dict[str, Any], headers: dict[str, str]) -> Any:
    return service.post(f"/v1/price-recommendations/{id}/decision", json={**WHY, **body}, headers=headers)


def test_a_recommendation_waits_with_range_reasons_and_counter_reasons(service: TestClient) -> None:
    found = recommended(service)

    assert found["status"] == "proposed"
    assert found["range"]["low"] <= found["point"] <= found["range"]["high"]
    assert found["reasons"]
    assert found["guardrails"]
    assert service.get("/v1/prices").json()["prices"] == []


def test_who_sells_may_not_decide_a_price(service: TestClient) -> None:
    id = recommended(service)["id"]

    response = decide(service, id, {"verdict": "approve"}, SALES)

    assert response.status_code == 403
    assert response.headers["content-type"] == "application/problem+json"
    assert "role head-of-pricing or pricing-analyst" in response.json()["detail"]
    assert service.get(f"/v1/price-recommendations/{id}").json()["status"] == "proposed"


def test_an_analyst_decides_in_their_own_markets_only(service: TestClient) -> None:
    id = recommended(service, market="DK")["id"]

    response = decide(service, id, {"verdict": "approve"}, GERMAN_ANALYST)

    assert response.status_code == 403
    assert "not for DK" in response.json()["detail"]


def test_nobody_decides_without_a_name(service: TestClient) -> None:
    id = recommended(service)["id"]

    response = decide(service, id, {"verdict": "approve"}, {})

    assert response.status_code == 401
    assert "X-Murmel-User" in response.json()["detail"]


def test_an_unknown_name_is_answered_with_the_known_ones(service: TestClient) -> None:
    response = decide(service, "any", {"verdict": "approve"}, {"X-Murmel-User": "nobody"})

    assert response.status_code == 401
    assert "petra (pricing-analyst)" in response.json()["detail"]


def test_a_price_below_the_floor_is_refused_whoever_asks(service: TestClient) -> None:
    id = recommended(service)["id"]

    response = decide(service, id, {"verdict": "change", "price": 100}, HEAD)

    assert response.status_code == 422
    assert response.json()["type"] == "urn:murmel:problem:below-floor"
    assert "margin-floor" in response.json()["detail"]


def test_a_decision_is_made_once(service: TestClient) -> None:
    id = recommended(service)["id"]

    assert decide(service, id, {"verdict": "reject"}, HEAD).json()["status"] == "rejected"
    again = decide(service, id, {"verdict": "approve"}, HEAD)

    assert again.status_code == 409
    assert "already rejected" in again.json()["detail"]


def test_the_same_decision_sent_twice_under_one_key_is_one_decision(service: TestClient) -> None:
    id = recommended(service)["id"]
    headers = {**HEAD, "Idempotency-Key": "decide-once"}

    first = decide(service, id, {"verdict": "reject"}, headers)
    second = decide(service, id, {"verdict": "reject"}, headers)

    assert second.json() == first.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    records = service.get(f"/v1/price-recommendations/{id}/audit").json()["records"]
    assert [record["kind"] for record in records] == ["proposed", "decided"]


def test_a_key_of_another_request_is_refused(service: TestClient) -> None:
    body = {"product": "pico-e", "market": "DE"}
    headers = {**ANALYST, "Idempotency-Key": "recommend-once"}
    service.post("/v1/price-recommendations", json=body, headers=headers)

    other = service.post("/v1/price-recommendations", json={**body, "market": "DK"}, headers=headers)

    assert other.status_code == 422
    assert other.json()["type"] == "urn:murmel:problem:key-used-otherwise"


def test_a_key_is_free_again_after_a_refusal(service: TestClient) -> None:
    headers = {**ANALYST, "Idempotency-Key": "after-refusal"}
    refused = service.post("/v1/price-recommendations", json={"product": "pico-x", "market": "DE"}, headers=headers)
    made = service.post("/v1/price-recommendations", json={"product": "pico-e", "market": "DE"}, headers=headers)

    assert (refused.status_code, made.status_code) == (422, 201)


def test_two_people_cannot_decide_the_same_version(service: TestClient) -> None:
    made = recommended(service)
    seen = service.get(f"/v1/price-recommendations/{made['id']}").headers["ETag"]
    decide(service, made["id"], {"verdict": "defer"}, {**HEAD, "If-Match": seen})

    late = decide(service, made["id"], {"verdict": "approve"}, {**ANALYST, "If-Match": seen})

    assert late.status_code == 412
    assert "read it again" in late.json()["detail"]


def test_a_decision_is_on_record_and_told_to_others(service: TestClient) -> None:
    id = recommended(service)["id"]
    before = service.get("/v1/events", params={"limit": 500}).json()["last"]

    decide(service, id, {"verdict": "reject"}, HEAD)

    audit = service.get(f"/v1/price-recommendations/{id}/audit").json()
    assert audit["whole"] is True
    assert audit["records"][-1]["actor"] == "heidi"
    told = service.get("/v1/events", params={"after": before}).json()["items"]
    assert [(event["type"], event["subject"]) for event in told] == [("price-recommendation.decided", id)]


def test_an_approved_price_is_not_in_effect_before_its_day(service: TestClient) -> None:
    made = recommended(service, product="aurion-s3", market="AT")
    price = made["current"]
    decided = decide(service, made["id"], {"verdict": "change", "price": price}, HEAD).json()
    day = decided["decision"]["effective_from"]

    assert service.get("/v1/prices", params={"market": "AT"}).json()["prices"] == []
    later = service.get("/v1/prices", params={"market": "AT", "on": day}).json()["prices"]
    assert [(each["product"], each["price"], each["decided_by"]) for each in later] == [("aurion-s3", price, "heidi")]


def test_pages_of_the_queue_follow_each_other(service: TestClient) -> None:
    for product in ("pico-e", "pico-cross", "aurion-h7"):
        recommended(service, product=product)

    whole = service.get("/v1/price-recommendations", params={"limit": 200}).json()["items"]
    first = service.get("/v1/price-recommendations", params={"limit": 2})
    second = service.get(
        "/v1/price-recommendations", params={"limit": 198, "cursor": first.json()["next_cursor"]}
    ).json()

    assert [e["id"] for e in (*first.json()["items"], *second["items"])] == [e["id"] for e in whole]
    assert 'rel="next"' in first.headers["Link"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param({"verdict": "change"}, "price", id="change without a price"),
        pytest.param({"verdict": "approve", "reason": "ok"}, "too short", id="reason too short"),
        pytest.param({"verdict": "approve", "reason_code": "mood"}, "choose one of", id="unknown reason code"),
        pytest.param({"verdict": "perhaps"}, "verdict", id="unknown verdict"),
        pytest.param({"verdict": "approve", "colour": "red"}, "colour", id="unknown field"),
    ],
)
def test_an_incomplete_decision_says_what_is_missing(service: TestClient, body: dict[str, Any], said: str) -> None:
    id = recommended(service)["id"]

    response = decide(service, id, body, HEAD)

    assert response.status_code == 422
    assert said in response.json()["detail"]


def test_sales_may_not_ask_for_prices(service: TestClient) -> None:
    response = service.post("/v1/price-recommendations", json={"product": "pico-e", "market": "DE"}, headers=SALES)

    assert response.status_code == 403


def test_an_unknown_recommendation_is_not_found(service: TestClient) -> None:
    assert service.get("/v1/price-recommendations/pr-nowhere").status_code == 404
