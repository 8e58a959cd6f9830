"""What a used vehicle fetches: a point that falls with age and mileage, and a range that holds.

Gradient boosting on the logarithm of the price (or of the share of a reference such as the new
price). The range is conformal, by groups of predicted price. Everything is deterministic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import lightgbm as lgb
import numpy as np

from agents.pricing.boosting import Learner, LeftOut, ModelSettings, predict, spread_of
from agents.pricing.conformal import ConformalRange
from agents.pricing.vehicle_table import Floats, Matrix, VehicleEncoder, VehicleTable

_CONFIDENCE = 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRange:
    """Per vehicle: the price expected, and the ends of the range that holds nine in ten."""

    low: Floats
    middle: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PointModel:
    """Expects one price per vehicle: the geometric mean of its members."""

    encoder: VehicleEncoder
    boosters: tuple[lgb.Booster, ...]

    @classmethod
    def fit(
        cls, table: VehicleTable, *, monotone: Mapping[str, int], rounds: int, settings: ModelSettings
    ) -> PointModel:
        """Train the members for a known number of rounds."""
        learner = Learner.of(table, VehicleEncoder.learn(table, monotone), settings)
        return cls(encoder=learner.encoder, boosters=learner.members(rounds))

    def predict(self, table: VehicleTable) -> Floats:
        """The expected price of each vehicle."""
        return np.exp(self.log_price(self.encoder.matrix(table)))

    def log_price(self, design: Matrix) -> Floats:
        return np.asarray(np.mean([predict(booster, design) for booster in self.boosters], axis=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualValueModel:
    """A trained model; `coverage` is how often its range held on rows left out of training."""

    points: PointModel
    spread: lgb.Booster
    ranges: ConformalRange
    coverage: float
    rounds: int

    @classmethod
    def fit(
        cls, table: VehicleTable, *, monotone: Mapping[str, int], settings: ModelSettings | None = None
    ) -> ResidualValueModel:
        """Train on a table. `monotone` names columns that may only lower (-1) or raise (+1) the price."""
        learner = Learner.of(table, VehicleEncoder.learn(table, monotone), settings or ModelSettings())
        unseen = learner.left_out()
        scores = (learner.target - unseen.predicted) / unseen.spread
        return cls(
            points=PointModel(encoder=learner.encoder, boosters=learner.members(unseen.rounds)),
            spread=learner.fit_spread(learner.every_row, unseen.predicted),
            ranges=ConformalRange.calibrate(unseen.predicted, scores, confidence=_CONFIDENCE),
            coverage=_coverage(unseen, scores),
            rounds=unseen.rounds,
        )

    def predict_range(self, table: VehicleTable) -> PriceRange:
        """The expected price of each vehicle and the range that holds nine in ten."""
        design = self.points.encoder.matrix(table)
        middle = self.points.log_price(design)
        low, high = self.ranges.ends(middle)
        spread = spread_of(self.spread, design, middle)
        return PriceRange(
            low=np.exp(middle + np.minimum(low, 0) * spread),
            middle=np.exp(middle),
            high=np.exp(middle + np.maximum(high, 0) * spread),
        )


def _coverage(unseen: LeftOut, scores: Floats) -> float:
    """How often a range calibrated on the other parts holds on each part."""
    held = 0
    for part in unseen.parts:
        others = np.setdiff1d(np.arange(len(scores)), part)
        ranges = ConformalRange.calibrate(unseen.predicted[others], scores[others], confidence=_CONFIDENCE)
        low, high = ranges.ends(unseen.predicted[part])
        held += int(np.sum((scores[part] >= low) & (scores[part] <= high)))
    return held / len(scores)
