import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.pricing.conformal import ConformalRange
from agents.pricing.vehicle_table import Floats


def scores_with_growing_spread(rows: int, seed: int) -> tuple[Floats, Floats]:
    """Skewed errors whose spread triples from the cheapest to the dearest prediction."""
    draw = np.random.default_rng(seed)
    predicted = draw.uniform(0, 1, rows)
    return predicted, (draw.gamma(2.0, 1.0, rows) - 2.0) * (1 + 2 * predicted)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25)
def test_new_rows_lie_in_the_range_nine_times_in_ten_whatever_the_errors_look_like(seed: int) -> None:
    predicted, scores = scores_with_growing_spread(4_000, seed)
    fresh, fresh_scores = scores_with_growing_spread(4_000, seed + 1_000_000)

    low, high = ConformalRange.calibrate(predicted, scores, confidence=0.9).ends(fresh)
    held = (fresh_scores >= low) & (fresh_scores <= high)

    # Calibration and test each add about half a point of standard deviation.
    assert 0.87 <= held.mean() <= 0.93


def test_every_group_keeps_the_promise_not_only_all_together() -> None:
    predicted, scores = scores_with_growing_spread(20_000, seed=1)
    fresh, fresh_scores = scores_with_growing_spread(20_000, seed=2)
    low, high = ConformalRange.calibrate(predicted, scores, confidence=0.9).ends(fresh)
    held = (fresh_scores >= low) & (fresh_scores <= high)

    by_fifth = [held[np.argsort(fresh)][at * 4_000 : (at + 1) * 4_000].mean() for at in range(5)]

    assert min(by_fifth) >= 0.875
    assert max(by_fifth) <= 0.925


def test_nineteen_scores_give_their_extremes_as_ends() -> None:
    # With n = 19 and 5 % on each side the rank is ceil(0.95 * 20) = 19: the largest and the smallest score.
    scores = np.arange(19, dtype=float) - 9

    low, high = ConformalRange.calibrate(np.ones(19), scores, confidence=0.9).ends(np.ones(1))

    assert (low[0], high[0]) == (-9.0, 9.0)


@pytest.mark.parametrize("rows", [1, 5, 59, 119])
def test_few_rows_share_one_group(rows: int) -> None:
    calibrated = ConformalRange.calibrate(np.arange(rows, dtype=float), np.zeros(rows), confidence=0.9)

    assert len(calibrated.low) == 1
