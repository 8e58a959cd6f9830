from dataclasses import replace
from datetime import date, timedelta

import pytest

from agents.pricing.effect import advance, decided_prices, prices_in_effect
from agents.pricing.errors import BrokenChain, ConcurrentChange
from agents.pricing.freezing import freeze
from agents.pricing.memory import InMemoryRecommendations
from agents.pricing.recommendation import propose_from
from agents.pricing.reference import load
from agents.pricing.values import EffectivePrice, PriceRecommendation, Status, Verdict
from process_models.finance import Money
from tests.agents.pricing.builders import ADA, BEN, HEDY, MORNING, Desk, euro, frozen_inputs

SECOND, THIRD = date(2026, 11, 2), date(2026, 11, 3)


def holding(desk: Desk, on: date) -> list[tuple[str, Money]]:
    return [(price.product, price.price) for price in prices_in_effect(desk.log.records(), on)]


def second_recommendation(desk: Desk) -> PriceRecommendation:
    """Another recommendation for the same car in the same queue; the desk turns to it."""
    later = propose_from(frozen_inputs(), created_at=MORNING + timedelta(minutes=5), author="schedule")
    desk.recommendation = later
    desk.__post_init__()
    return later


def test_a_proposal_alone_changes_no_price() -> None:
    assert holding(Desk(), date(2099, 1, 1)) == []


@pytest.mark.parametrize("verdict", [Verdict.REJECT, Verdict.DEFER])
def test_a_refusal_changes_no_price(verdict: Verdict) -> None:
    desk = Desk()
    desk.decide(verdict, ADA)

    assert holding(desk, date(2099, 1, 1)) == []


def test_an_approved_price_holds_from_its_day_on() -> None:
    desk = Desk()
    desk.change(ADA, euro(29_900))

    assert holding(desk, date(2026, 11, 1)) == []
    assert holding(desk, SECOND) == [("pico-e", euro(29_900))]


def test_half_a_decision_changes_no_price() -> None:
    desk = Desk()
    desk.change(ADA, euro(30_300))

    assert holding(desk, date(2099, 1, 1)) == []


def test_the_price_in_effect_names_who_decided_it() -> None:
    desk = Desk()
    desk.change(ADA, euro(30_300))
    desk.approve(HEDY)

    (price,) = prices_in_effect(desk.log.records(), SECOND)

    assert price == EffectivePrice(
        market="DE",
        product="pico-e",
        lever="list-price",
        price=euro(30_300),
        effective_from=SECOND,
        recommendation_id=desk.recommendation.id,
        decided_by="hedy",
    )


def test_the_later_of_two_prices_holds() -> None:
    desk = Desk()
    desk.change(ADA, euro(29_900))
    second_recommendation(desk)
    desk.change(BEN, euro(29_800), effective_from=THIRD)

    assert holding(desk, SECOND) == [("pico-e", euro(29_900))]
    assert holding(desk, THIRD) == [("pico-e", euro(29_800))]


def test_stopping_brings_back_the_decided_price_before() -> None:
    desk = Desk()
    desk.change(ADA, euro(29_900))
    second_recommendation(desk)
    desk.change(BEN, euro(29_800), effective_from=THIRD)

    desk.decide(Verdict.STOP, HEDY, reason_code="emergency")

    assert holding(desk, THIRD) == [("pico-e", euro(29_900))]


def test_from_a_broken_log_no_price_is_taken() -> None:
    desk = Desk()
    desk.change(ADA, euro(29_900))
    records = list(desk.log.records())
    records[1] = replace(records[1], body=records[1].body.replace("2990000", "1990000"))

    with pytest.raises(BrokenChain, match="No price takes effect from a broken log"):
        prices_in_effect(records, SECOND)


def moved(desk: Desk) -> dict[str, Status]:
    return {
        found.id: found.status
        for found in advance(recommendations=desk.recommendations, log=desk.log, clock=lambda: desk.now)
    }


def test_time_expires_what_nobody_decided() -> None:
    desk = Desk()
    assert moved(desk) == {}

    desk.now = desk.recommendation.expires_at

    assert moved(desk) == {desk.recommendation.id: Status.EXPIRED}
    assert moved(desk) == {}


def test_time_brings_a_decision_into_effect_and_supersedes_the_one_before() -> None:
    desk = Desk()
    first = desk.recommendation.id
    desk.change(ADA, euro(29_900))
    second = second_recommendation(desk).id
    desk.change(BEN, euro(29_800), effective_from=THIRD)

    desk.now = MORNING + timedelta(days=1)
    assert moved(desk) == {first: Status.IN_EFFECT}

    desk.now = MORNING + timedelta(days=2)
    assert moved(desk) == {first: Status.SUPERSEDED, second: Status.IN_EFFECT}


def test_steps_of_time_are_on_record() -> None:
    desk = Desk()
    desk.now = desk.recommendation.expires_at
    moved(desk)

    last = desk.log.records()[-1]

    assert (last.kind, last.actor) == ("status", "clock")


def test_the_next_recommendation_starts_from_the_decided_price() -> None:
    desk = Desk()
    desk.change(ADA, euro(29_900))
    decided = decided_prices(desk.log.records())

    before = freeze(load(), "pico-e", "DE", date(2026, 11, 1), decided)
    after = freeze(load(), "pico-e", "DE", SECOND, decided)
    neighbour = freeze(load(), "pico-e-range", "DE", SECOND, decided)
    abroad = freeze(load(), "pico-e", "AT", SECOND, decided)

    assert (before.current, after.current) == (euro(29_500), euro(29_900))
    assert [rung.price for rung in neighbour.ladder] == [euro(29_900)]
    assert abroad.current != euro(29_900)


class StaleRecommendations(InMemoryRecommendations):
    """Shows the state from before a colleague decided, as a read just before the write does."""

    def get(self, recommendation_id: str) -> PriceRecommendation:
        stored = super().get(recommendation_id)
        return replace(stored, status=Status.PROPOSED, decision=None, version=1)

    def replace(self, recommendation: PriceRecommendation, *, expected_version: int) -> None:
        raise ConcurrentChange("a colleague decided meanwhile")


def test_of_two_people_deciding_at_once_the_first_counts() -> None:
    desk = Desk()
    stale = StaleRecommendations()
    stale.add(desk.recommendation)
    desk.change(ADA, euro(29_900))
    desk.recommendations = stale

    with pytest.raises(ConcurrentChange):
        desk.change(BEN, euro(29_700))

    assert holding(desk, SECOND) == [("pico-e", euro(29_900))]
