from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from agents.pricing.corridor import corridor, guardrails_at, lowest_prior_price, second_decider_reasons
from agents.pricing.inputs import PricingInputs, Rung
from agents.pricing.market import ListPrice
from agents.pricing.values import Guardrail, Strictness
from process_models.finance import Money
from tests.agents.pricing.builders import euro, frozen_inputs, with_current

TODAY = date(2026, 11, 1)


def plain_inputs() -> PricingInputs:
    """30,000 EUR since January, 19 % tax, 7 % agent fee; nothing but cost and the largest step bound it."""
    inputs = with_current(frozen_inputs(offers=(), ladder=()), euro(30_000))
    cost = replace(inputs.cost, cost=euro(17_000), transfer_cost=euro(0), subvention=euro(0), agent_fee=Decimal("0.07"))
    return replace(inputs, cost=cost)


def rail(inputs: PricingInputs, price: Money, name: str) -> Guardrail:
    return next(found for found in guardrails_at(inputs, price) if found.name == name)


def test_the_margin_floor_by_hand() -> None:
    # 23,800 gross is 20,000 net; less 7 % fee 18,600; less cost 17,000 leaves 1,600, which is 8 % of 20,000.
    exactly = rail(plain_inputs(), euro(23_800), "margin-floor")
    a_euro_less = rail(plain_inputs(), euro(23_799), "margin-floor")

    assert (exactly.strictness, exactly.value, exactly.slack) == (Strictness.HARD, Decimal("0.0800"), Decimal(0))
    assert exactly.holds
    assert not a_euro_less.holds


def test_the_hard_floor_is_the_first_price_step_above_the_margin_floor() -> None:
    inputs = plain_inputs()
    dearer = replace(inputs, cost=replace(inputs.cost, cost=euro(17_001)))

    assert corridor(inputs).hard_floor == euro(23_800)
    assert corridor(dearer).hard_floor == euro(23_900)


def test_floor_and_ceiling_lie_within_the_largest_step() -> None:
    bounds = corridor(plain_inputs())

    assert (bounds.floor, bounds.ceiling) == (euro(29_100), euro(30_900))


@given(st.integers(15_000, 45_000))
def test_every_price_inside_the_corridor_holds_every_hard_guardrail_and_the_step(amount: int) -> None:
    inputs, price = plain_inputs(), euro(amount // 100 * 100)
    bounds = corridor(inputs)
    inside = bounds.floor <= price <= bounds.ceiling

    assert inside == all(found.holds for found in guardrails_at(inputs, price))


def test_a_model_stays_between_its_neighbours_on_the_ladder() -> None:
    below, above = Rung(product="base", rung=0, price=euro(29_500)), Rung(product="top", rung=9, price=euro(30_500))
    inputs = replace(plain_inputs(), ladder=(below, above))

    bounds = corridor(inputs)

    assert (bounds.hard_floor, bounds.hard_ceiling) == (euro(29_600), euro(30_400))


def test_the_same_price_as_the_next_model_breaks_the_ladder() -> None:
    inputs = replace(plain_inputs(), ladder=(Rung(product="top", rung=9, price=euro(30_500)),))

    assert not rail(inputs, euro(30_500), "ladder-order").holds
    assert rail(inputs, Money.of("30499.99", "EUR"), "ladder-order").holds


def test_too_soon_after_the_last_move_only_standing_still_is_inside() -> None:
    inputs = with_current(plain_inputs(), euro(30_000), since=TODAY - timedelta(days=59))

    assert not rail(inputs, euro(29_900), "days-between-moves").holds
    assert rail(inputs, euro(30_000), "days-between-moves").holds


def test_sixty_days_after_the_last_move_the_price_may_move() -> None:
    inputs = with_current(plain_inputs(), euro(30_000), since=TODAY - timedelta(days=60))

    assert rail(inputs, euro(29_900), "days-between-moves").holds


def test_the_competitor_band_is_held_against_like_for_like_offers() -> None:
    # The median of the three offers with their equipment is set to 30,000 EUR; the band is 92 to 108 %.
    offers = tuple(
        replace(offer, price=euro(price), equipment=euro(equipment))
        for offer, price, equipment in zip(
            frozen_inputs().offers, (27_000, 29_000, 33_000), (500, 1_000, 0), strict=True
        )
    )
    inputs = replace(plain_inputs(), offers=offers)

    assert rail(inputs, euro(32_400), "competitor-band").holds
    assert not rail(inputs, euro(32_500), "competitor-band").holds
    assert not rail(inputs, euro(27_500), "competitor-band").holds


def test_without_offers_there_is_no_competitor_band() -> None:
    assert "competitor-band" not in [found.name for found in guardrails_at(plain_inputs(), euro(30_000))]


def test_the_prior_price_is_the_lowest_that_held_in_thirty_days() -> None:
    def since(days: int, amount: int) -> ListPrice:
        return ListPrice(product="p", market="DE", price=euro(amount), valid_from=TODAY - timedelta(days=days))

    assert lowest_prior_price((since(200, 30_000),), TODAY) == euro(30_000)
    # Ended 31 days ago: no longer counts. Ended 29 days ago: counts.
    assert lowest_prior_price((since(200, 28_000), since(31, 30_000)), TODAY) == euro(30_000)
    assert lowest_prior_price((since(200, 28_000), since(29, 30_000)), TODAY) == euro(28_000)


def test_lowering_what_was_just_raised_is_flagged() -> None:
    low = ListPrice(product="pico-e", market="DE", price=euro(28_000), valid_from=date(2026, 1, 1))
    raised = replace(low, price=euro(30_000), valid_from=TODAY - timedelta(days=10))
    inputs = replace(plain_inputs(), prices=(low, raised))

    flagged = rail(inputs, euro(29_500), "lowest-30-day-price")

    assert not flagged.holds
    assert "a reduction of 0.0 % may be announced" in flagged.text


def test_the_reduction_that_may_be_announced_counts_from_the_prior_price() -> None:
    announced = rail(plain_inputs(), euro(28_500), "lowest-30-day-price")

    assert announced.holds
    assert "a reduction of 5.0 % may be announced" in announced.text


def test_one_person_decides_up_to_two_per_cent() -> None:
    assert second_decider_reasons(plain_inputs(), euro(30_600)) == ()
    assert second_decider_reasons(plain_inputs(), euro(30_700)) == (
        "step: 2.3 % is more than the 2.0 % one person may decide",
    )


def test_guardrails_that_contradict_each_other_leave_no_corridor() -> None:
    inputs = plain_inputs()
    ruinous = replace(inputs, cost=replace(inputs.cost, cost=euro(25_000)))

    assert not corridor(ruinous).is_open
