"""The catalogue over HTTP, and what happens to files nobody should import."""

import pytest
from starlette.testclient import TestClient

from process_models.bpmn.reader import read

MODEL = """<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test">
<process id="{id}" name="Wash"><startEvent id="Start"/><task id="Task_Wash" name="Wash the car"/>
<endEvent id="End"/><sequenceFlow id="f1" sourceRef="Start" targetRef="Task_Wash"/>
<sequenceFlow id="f2" sourceRef="Task_Wash" targetRef="{target}"/></process></definitions>"""

BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="&b;"/></definitions>"""


def test_the_catalogue_lists_every_process_of_the_library(service: TestClient) -> None:
    ids = [entry["id"] for entry in service.get("/v1/processes").json()["items"]]

    assert {"order_to_handover", "change_order", "financing"} <= set(ids)


def test_pages_of_the_catalogue_follow_each_other(service: TestClient) -> None:
    whole = [entry["id"] for entry in service.get("/v1/processes").json()["items"]]
    first = service.get("/v1/processes", params={"limit": 3}).json()
    rest = service.get("/v1/processes", params={"cursor": first["next_cursor"]}).json()

    assert [entry["id"] for entry in (*first["items"], *rest["items"])] == whole


def test_a_market_sees_what_its_template_adds(service: TestClient) -> None:
    def elements(market: str) -> set[str]:
        return {
            node["id"]
            for node in service.get("/v1/processes/allocation_and_production", params={"market": market}).json()[
                "nodes"
            ]
        }

    assert "Activity_AT_CheckNovaTransition" in elements("AT") - elements("DE")


def test_the_bpmn_file_of_a_market_can_be_read_again(service: TestClient) -> None:
    response = service.get("/v1/processes/allocation_and_production/bpmn", params={"market": "AT"})
    reading = read(response.content)

    assert response.headers["content-type"].startswith("application/xml")
    assert "Activity_AT_CheckNovaTransition" in reading.collaboration.node_by_id
    assert reading.diagram is not None


def test_an_unknown_process_and_an_unknown_market_are_answered_with_the_nearest(service: TestClient) -> None:
    process = service.get("/v1/processes/change_ordr")
    market = service.get("/v1/processes/change_order", params={"market": "XX"})

    assert (process.status_code, market.status_code) == (404, 422)
    assert "'change_order'" in process.json()["detail"]
    assert "there are: AT, DE, DK" in market.json()["detail"]


def test_an_imported_model_is_kept_and_can_be_looked_at(service: TestClient) -> None:
    response = service.post(
        "/v1/processes", content=MODEL.format(id="car_wash", target="End"), headers={"Content-Type": "application/xml"}
    )

    assert response.status_code == 201
    assert response.headers["Location"] == "/v1/processes/car_wash"
    assert service.get("/v1/processes/car_wash").json()["activities"] == 1
    assert service.get("/processes/car_wash").status_code == 200


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("a model, surely", "no well-formed XML", id="no XML"),
        pytest.param("<html/>", "BPMN 2.0 file starts with 'definitions'", id="no BPMN"),
        pytest.param(MODEL.format(id="p", target="Nowhere"), "Nowhere", id="dangling reference"),
        pytest.param(BOMB, "", id="entity bomb"),
        pytest.param("", "", id="empty"),
        pytest.param('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "no process", id="nothing"),
    ],
)
def test_a_file_that_is_no_process_is_refused_with_the_reason(service: TestClient, content: str, said: str) -> None:
    response = service.post("/v1/processes", content=content, headers={"Content-Type": "application/xml"})

    assert response.status_code == 422, response.text
    assert said in response.json()["detail"]


def test_a_dangling_reference_is_located(service: TestClient) -> None:
    content = MODEL.format(id="p", target="Nowhere")

    response = service.post("/v1/processes", content=content, headers={"Content-Type": "application/xml"})

    assert response.json()["findings"][0]["element"] == "f2"
    assert response.json()["findings"][0]["line"] == 5


def test_an_import_cannot_take_the_place_of_a_library_process(service: TestClient) -> None:
    content = MODEL.format(id="change_order", target="End")

    response = service.post("/v1/processes", content=content, headers={"Content-Type": "application/xml"})

    assert response.status_code == 409


def test_a_model_sent_as_json_is_refused(service: TestClient) -> None:
    assert service.post("/v1/processes", json={"id": "p"}).status_code == 415


def test_the_markets_say_how_much_of_them_is_standard(service: TestClient) -> None:
    markets = {entry["market"]: entry for entry in service.get("/v1/markets").json()["markets"]}

    assert set(markets) >= {"AT", "DE", "DK"}
    assert all(0 < entry["standard_share"] <= 1 for entry in markets.values())
    assert sum(markets["DE"]["by_kind"].values()) == markets["DE"]["entries"]


def test_another_plant_changes_way_days_and_duty(service: TestClient) -> None:
    body = {"vehicle": "bino_bev", "from_plant": "haiyan", "to_plant": "valdoro", "market": "DK"}

    found = service.post("/v1/routes/compare", json=body).json()

    assert found["from"]["legs"][0]["from"] == "haiyan"
    assert found["difference"]["days"]["typical"] == found["to"]["days"]["typical"] - found["from"]["days"]["typical"]
    assert found["from"]["duty"]["percent"] > 10
    assert found["to"]["duty"]["percent"] == 0


def test_other_wheels_after_the_slot_touch_price_and_papers_but_not_the_customer(service: TestClient) -> None:
    body = {"position": "SlotConfirmed", "market": "AT", "changes": [{"attribute": "vehicle.wheels"}]}

    found = service.post("/v1/impact", json=body).json()
    effects = {entry["id"]: entry["effect"] for entry in found["affected"]["activities"]}

    assert effects["offer_to_order#Activity_CalculatePrice"] == "repeated"
    assert effects["allocation_and_production#Activity_IssueCoc"] == "sees-new-value"
    assert "offer_to_order#Activity_IdentifyCustomer" in found["unaffected"]
    assert found["permission"] == "re-quote"
    assert all(entry["path"][0] == "vehicle.wheels" for entry in found["affected"]["activities"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"position": "Slot"}, "SlotConfirmed", id="unknown state"),
        pytest.param({"market": "XX"}, "there are: AT, DE, DK", id="unknown market"),
        pytest.param({"changes": [{"attribute": "vehicle.wheel"}]}, "vehicle.wheels", id="unknown attribute"),
        pytest.param({"changes": [{"attribute": "vehicle.wheels", "to": "gold"}]}, "alloy-18", id="unknown value"),
        pytest.param({"changes": []}, "nothing is supposed", id="nothing supposed"),
        pytest.param({"event": "meteor.strike"}, "meteor.strike", id="unknown event"),
    ],
)
def test_an_impact_that_cannot_be_computed_says_why(service: TestClient, change: dict[str, object], said: str) -> None:
    body = {"position": "SlotConfirmed", "market": "AT", "changes": [{"attribute": "vehicle.wheels"}], **change}

    response = service.post("/v1/impact", json=body)

    assert response.status_code == 422
    assert said in response.json()["detail"]
