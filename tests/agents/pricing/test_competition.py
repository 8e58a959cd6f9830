from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from agents.pricing.competition import admissible, position
from agents.pricing.errors import InvalidMarketData
from agents.pricing.market import Access, CompetitorOffer
from tests.agents.pricing.builders import euro, frozen_inputs

TODAY = date(2026, 11, 1)


def offer(
    number: int, price: int, equipment: int = 0, *, days: int = 5, access: Access = Access.PUBLIC
) -> CompetitorOffer:
    return CompetitorOffer(
        id=f"offer-{number}",
        product="pico-e",
        market="DE",
        maker="Veldt",
        model="Mini",
        price=euro(price),
        equipment=euro(equipment),
        source="public configurator",
        access=access,
        observed_on=TODAY - timedelta(days=days),
    )


def test_offers_are_compared_after_they_were_equipped_alike() -> None:
    # Equipped alike the offers cost 28,000, 30,000 and 31,000; 30,300 is one per cent above the middle one.
    stands = position([offer(1, 27_000, 1_000), offer(2, 31_000, -1_000), offer(3, 31_000)], euro(30_300))

    assert stands is not None
    assert (stands.median, stands.index, stands.offers) == (euro(30_000), Decimal("1.0100"), 3)


def test_of_an_even_number_of_offers_the_middle_two_are_averaged() -> None:
    stands = position([offer(1, 28_000), offer(2, 31_000)], euro(29_500))

    assert stands is not None
    assert stands.median == euro(29_500)


def test_without_offers_there_is_no_position() -> None:
    assert position([], euro(30_000)) is None


def test_only_what_customers_could_see_too_and_is_fresh_is_used() -> None:
    offers = [
        offer(1, 28_000),
        offer(2, 28_000, access=Access.PAID),
        offer(3, 20_000, access=Access.NON_PUBLIC),
        offer(4, 20_000, days=61),
        offer(5, 28_000, days=60),
    ]

    used, refused = admissible(offers, frozen_inputs().policy, TODAY)

    assert [found.id for found in used] == ["offer-1", "offer-2", "offer-5"]
    assert refused == (
        "offer 'offer-3' is not used: its source 'public configurator' is not public.",
        "offer 'offer-4' is not used: 61 days old, at most 60.",
    )


def test_an_offer_without_a_source_is_refused() -> None:
    with pytest.raises(InvalidMarketData, match="competitor offer 'offer-1' names no source"):
        replace(offer(1, 28_000), source=" ")
