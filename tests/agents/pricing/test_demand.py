import math
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agents.pricing.demand import estimate_elasticity
from agents.pricing.market import Registrations
from agents.pricing.reference import AS_OF, load
from agents.pricing.reference_assumptions import MARKETS, MODELS
from process_models.finance import Money


def months(elasticity: float, levels: list[int], *, noise: float = 0.0, seed: int = 1) -> list[Registrations]:
    """Four months at each price level in EUR, sold with a constant elasticity."""
    draw = random.Random(seed)
    rows = []
    for at in range(4 * len(levels)):
        price = levels[at // 4]
        share = 0.1 * (price / levels[0]) ** elasticity * math.exp(draw.gauss(0, noise))
        rows.append(
            Registrations(
                product="p",
                market="DE",
                month=date(2023 + at // 12, at % 12 + 1, 1),
                units=round(10**7 * share),
                segment_units=10**7,
                price=Money(price * 100, "EUR"),
            )
        )
    return rows


LEVELS = [30_000, 30_900, 29_500, 30_200, 29_000, 30_500]


def test_without_noise_the_elasticity_is_found_exactly() -> None:
    found = estimate_elasticity(months(-4.0, LEVELS), min_price_moves=3)

    assert found.identified
    assert found.middle == Decimal("-4.00")
    assert found.price_moves == 5


def test_the_interval_holds_the_true_value_about_nine_times_in_ten() -> None:
    held = 0
    for seed in range(200):
        found = estimate_elasticity(months(-4.0, LEVELS, noise=0.03, seed=seed), min_price_moves=3)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= Decimal("-4.0") <= found.high

    # 180 expected; four standard deviations of a binomial are 17.
    assert 163 <= held <= 197


def test_a_price_that_did_not_move_tells_nothing() -> None:
    found = estimate_elasticity(months(-4.0, [30_000] * 6), min_price_moves=3)

    assert (found.grade, found.middle, found.identified) == ("D", None, False)
    assert found.why == "not identified: the list price moved 0x, 3 moves are needed"


def test_a_move_of_a_fraction_of_a_per_cent_is_no_price_move() -> None:
    found = estimate_elasticity(months(-4.0, [30_000, 30_010, 30_020, 30_030, 30_040]), min_price_moves=3)

    assert found.price_moves == 0


def test_a_few_months_tell_nothing() -> None:
    found = estimate_elasticity(months(-4.0, LEVELS)[:11], min_price_moves=2)

    assert found.why == "not identified: 11 months of sales, 12 are needed"


def test_sales_that_rise_with_the_price_give_no_elasticity() -> None:
    found = estimate_elasticity(months(+2.0, LEVELS), min_price_moves=3)

    assert not found.identified
    assert "did not clearly fall" in found.why


def test_months_without_a_sale_are_left_out() -> None:
    rows = months(-4.0, LEVELS)
    rows[5] = replace(rows[5], units=0)

    assert estimate_elasticity(rows, min_price_moves=3).months == 23


@pytest.mark.parametrize("market", [market.id for market in MARKETS])
def test_the_reference_data_give_their_true_elasticities_back(market: str) -> None:
    moved = [model for model in MODELS if len(model.moves) >= 3]
    found = [estimate_elasticity(load().registrations(model.id, market, AS_OF), min_price_moves=3) for model in moved]

    # Five 90 % intervals per market: more than one miss would be a bad sign.
    held = [
        one.low is not None and one.high is not None and float(one.low) <= model.elasticity <= float(one.high)
        for one, model in zip(found, moved, strict=True)
    ]
    assert sum(held) >= len(held) - 1
