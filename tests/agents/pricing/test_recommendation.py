import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.pricing.corridor import corridor
from agents.pricing.errors import MissingMarketData
from agents.pricing.market import Access
from agents.pricing.recommendation import propose_from, recommend, replay
from agents.pricing.reference import AS_OF, load
from agents.pricing.schema import dump, proposal_json, to_json
from agents.pricing.schema import load as read_back
from agents.pricing.values import PriceRecommendation
from process_models.finance import Money
from tests.agents.pricing.builders import ADA, MORNING, Desk, euro, frozen_inputs, with_current

CARS = [(product.id, market) for market in load().markets() for product in load().products()]
every_car = pytest.mark.parametrize(("product", "market"), CARS)


def recommended(product: str = "pico-e", market: str = "DK") -> PriceRecommendation:
    return recommend(load(), product, market, AS_OF, clock=lambda: MORNING)


@every_car
def test_the_point_lies_in_the_range_and_the_range_in_the_corridor(product: str, market: str) -> None:
    found = recommended(product, market)
    bounds = corridor(found.snapshot)

    assert bounds.floor <= found.low <= found.point <= found.high <= bounds.ceiling
    assert all(rail.holds for rail in found.guardrails)


@every_car
def test_there_are_reasons_for_and_the_two_strongest_against(product: str, market: str) -> None:
    found = recommended(product, market)
    against = [reason.weight for reason in found.reasons_against]

    assert found.reasons
    assert len(against) == 2
    assert against == sorted(against, reverse=True)
    assert not {reason.code for reason in found.reasons} & {reason.code for reason in found.reasons_against}


@every_car
def test_a_replay_gives_the_same_bytes(product: str, market: str) -> None:
    stored = read_back(dump(recommended(product, market)))

    again = replay(stored)

    assert again.equal
    assert again.differences == ()
    assert proposal_json(again.again) == proposal_json(stored)


def test_a_replay_after_the_decision_still_gives_the_same_proposal() -> None:
    assert replay(Desk().approve(ADA)).equal


def test_a_replay_names_what_was_changed_afterwards() -> None:
    found = recommended()
    tampered = replace(found, point=found.point + Money(100, "DKK"))

    again = replay(tampered)

    assert not again.equal
    assert again.differences == ("point",)


def test_the_same_question_at_the_same_time_has_the_same_answer() -> None:
    assert dump(recommended()) == dump(recommended())


@given(
    cents=st.integers(-100_000, 100_000).filter(bool),
    where=st.sampled_from(["cost", "stock", "portfolio"]),
)
@settings(max_examples=20)
def test_any_other_input_gives_another_hash(cents: int, where: str) -> None:
    inputs = frozen_inputs()
    changed = {
        "cost": replace(inputs, cost=replace(inputs.cost, cost=inputs.cost.cost + Money(cents, "EUR"))),
        "stock": replace(inputs, stock=replace(inputs.stock, units=inputs.stock.units + cents)),
        "portfolio": replace(inputs, portfolio=replace(inputs.portfolio, contracts=cents)),
    }[where]

    hashes = {propose_from(one, created_at=MORNING, author="schedule").inputs_hash for one in (inputs, changed)}

    assert len(hashes) == 2


def test_the_waterfall_adds_up_from_list_price_to_contribution() -> None:
    steps = recommended().waterfall
    running = 0
    for step in steps:
        running = running + step.amount.minor if step.kind == "deduction" else step.amount.minor
        assert running == step.amount.minor or step.kind == "deduction"
    by_name = {step.name: step.amount.minor for step in steps}

    assert [step.name for step in steps if step.kind == "subtotal"] == [
        "list-price",
        "net-list-price",
        "pocket-price",
        "contribution",
    ]
    assert (
        sum(step.amount.minor for step in steps if step.kind == "deduction") + by_name["list-price"]
        == (by_name["contribution"])
    )


def test_the_json_carries_the_promised_keys() -> None:
    promised = (
        "id status market product lever current range point currency reasons reasons_against guardrails waterfall"
        " inputs_hash model_version expires_at decision"
    )
    document = json.loads(json.dumps(to_json(recommended())))

    assert set(promised.split()) <= set(document)
    assert document["status"] == "proposed"
    assert document["decision"] is None


def test_a_recommendation_dies_after_the_days_of_its_policy() -> None:
    found = recommended()

    assert found.expires_at - found.created_at == timedelta(days=14)


def test_a_non_public_price_is_refused_said_and_never_used() -> None:
    found = recommended()
    rumour = [offer for offer in load().competitor_offers("pico-e", "DK", AS_OF) if offer.access is Access.NON_PUBLIC]

    assert rumour
    assert [offer.access for offer in found.snapshot.offers] == [Access.PUBLIC, Access.PAID, Access.PUBLIC]
    assert "not public" in found.snapshot.offers_refused[0]
    assert rumour[0].id not in {offer.id for offer in found.snapshot.offers}


def test_where_the_price_hardly_ever_moved_demand_is_not_identified() -> None:
    found = recommended("aurion-h7", "DE")

    assert (found.demand_grade, found.elasticity) == ("D", None)
    assert "not identified: the list price moved 1x" in " ".join(
        reason.text for reason in (*found.reasons, *found.reasons_against)
    )


def test_without_an_elasticity_the_price_moves_half_a_step_at_most() -> None:
    found = recommended("aurion-h7", "DE")

    assert abs((found.point - found.current).minor) <= found.current.minor * Decimal("0.015")


def test_a_price_below_the_margin_floor_is_led_back_to_it() -> None:
    inputs = with_current(frozen_inputs(), euro(22_000))

    found = propose_from(inputs, created_at=MORNING, author="schedule")

    assert found.point == corridor(inputs).hard_floor
    assert found.needs_second_decider
    assert "corridor" in [reason.code for reason in found.reasons]


def test_half_of_a_cut_in_the_lease_rate_returns_when_the_residual_value_follows() -> None:
    echo = recommended("pico-cross", "DE").residual_echo
    held, followed = echo.rate_if_residual_holds - echo.rate_now, echo.rate_if_residual_follows - echo.rate_now

    assert abs(followed.minor) <= abs(held.minor)
    assert held.minor * followed.minor >= 0


@pytest.mark.parametrize(
    ("product", "market", "as_of", "message"),
    [
        ("pico-x", "DE", AS_OF, "no product 'pico-x'; choose one of: aurion-h7"),
        ("pico-e", "FR", AS_OF, "no market 'FR'; choose one of: AT, DE, DK"),
        ("pico-e", "DE", date(2020, 1, 1), "no list price of 'pico-e' in DE on 2020-01-01"),
        ("pico-e", "DE", date(2024, 6, 1), "no lease portfolio of 'pico-e' in DE on 2024-06-01"),
    ],
)
def test_what_is_missing_is_named(product: str, market: str, as_of: date, message: str) -> None:
    with pytest.raises(MissingMarketData, match=message):
        recommend(load(), product, market, as_of, clock=lambda: MORNING)


def test_fifty_used_car_sales_are_too_few_for_a_residual_value() -> None:
    german = [sale for sale in load().sales if sale.market == "DE"]
    scarce = replace(load(), sales=tuple(german[:50]))

    with pytest.raises(MissingMarketData, match="50 used-car sales in DE; at least 200 are needed"):
        recommend(scarce, "pico-e", "DE", AS_OF, clock=lambda: MORNING)
