"""How sales answer to the list price: an elasticity with its interval and the grade of its evidence.

Grades: A experiment, B natural experiment (the price moved here and not in the sister markets), C the
product's own price moves with a trend beside them (confounded with whatever moved at the same time),
D not identified. Where the list price did not move often enough, no number is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy import stats

from agents.pricing.market import Registrations

_CONFIDENCE = 0.90
# A smaller step is rounding or a model-year detail, not a price move.
_SMALLEST_MOVE = 0.005
_TREND_TERMS = 3
_MIN_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticityEstimate:
    """Per cent of units per per cent of price; `low` is the more elastic end of the 90 % interval.

    All three are absent where the data cannot tell; `why` says what was seen in a sentence.
    """

    grade: str
    price_moves: int
    months: int
    low: Decimal | None
    middle: Decimal | None
    high: Decimal | None
    why: str

    @property
    def identified(self) -> bool:
        return self.middle is not None


def estimate_elasticity(months: Sequence[Registrations], *, min_price_moves: int) -> ElasticityEstimate:
    """The elasticity of a product's share of its segment, from its own price moves.

    Least squares of log share on log price and a linear trend; the interval is Student's t.
    Months without a registration of the product carry no logarithm and are left out.
    """
    used = [month for month in months if month.units > 0 and month.segment_units > 0 and month.price.minor > 0]
    prices = np.array([month.price.minor for month in used], dtype=float)
    moves = int(np.sum(np.abs(np.diff(np.log(prices))) >= _SMALLEST_MOVE)) if len(used) > 1 else 0
    if len(used) < _MIN_MONTHS:
        return _not_identified(used, moves, f"not identified: {len(used)} months of sales, {_MIN_MONTHS} are needed")
    if moves < min_price_moves:
        return _not_identified(
            used, moves, f"not identified: the list price moved {moves}x, {min_price_moves} moves are needed"
        )
    shares = np.array([month.units / month.segment_units for month in used], dtype=float)
    trend = np.linspace(-1.0, 1.0, len(used))
    design = np.column_stack([np.ones(len(used)), trend, np.log(prices)])
    slope, error = _last_coefficient(design, np.log(shares))
    reach = float(stats.t.ppf((1 + _CONFIDENCE) / 2, len(used) - _TREND_TERMS)) * error
    if slope + reach >= 0:
        return _not_identified(
            used, moves, f"not identified: {moves} price moves, but sales did not clearly fall when the price rose"
        )
    return ElasticityEstimate(
        grade="C",
        price_moves=moves,
        months=len(used),
        low=_two_digits(slope - reach),
        middle=_two_digits(slope),
        high=_two_digits(slope + reach),
        why=f"{moves} own price moves in {len(used)} months beside a trend; nothing else held fixed",
    )


def _last_coefficient(
    design: np.ndarray[tuple[int, int], np.dtype[np.float64]], outcome: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> tuple[float, float]:
    """Least-squares coefficient of the last column and its standard error."""
    inverse = np.linalg.pinv(design.T @ design)
    coefficients = inverse @ design.T @ outcome
    residuals = outcome - design @ coefficients
    variance = float(residuals @ residuals) / (len(outcome) - design.shape[1])
    return float(coefficients[-1]), float(np.sqrt(variance * inverse[-1, -1]))


def _not_identified(used: Sequence[Registrations], moves: int, why: str) -> ElasticityEstimate:
    return ElasticityEstimate(grade="D", price_moves=moves, months=len(used), low=None, middle=None, high=None, why=why)


def _two_digits(number: float) -> Decimal:
    return Decimal(round(number * 100)).scaleb(-2)
