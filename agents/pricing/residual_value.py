"""What a used vehicle fetches: a point that falls with age and mileage, and a range that holds.

Gradient boosting on the logarithm of the price (or of the share of a reference such as the new
price). The range is conformal, by groups of predicted price. Everything is deterministic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np

from agents.pricing.conformal import ConformalRange
from agents.pricing.vehicle_table import Floats, Indices, Matrix, VehicleEncoder, VehicleTable

_CONFIDENCE = 0.90
_SMALLEST_SPREAD = 1e-3
# Beyond this error (in log price, about 8 %) a wrong price pulls no harder: sold prices hold mistakes.
_HUBER_BOUND = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """How long and how finely the model learns.

    `members` models with different seeds are averaged. `price_weight` 0 counts a relative error on
    every car alike, 1 counts a Euro alike on every car.
    """

    members: int = 3
    most_rounds: int = 1200
    learning_rate: float = 0.03
    leaves: int = 63
    calibration_folds: int = 3
    price_weight: float = 0.5
    seed: int = 0
    threads: int = 1


QUICK = ModelSettings(members=1, most_rounds=250, learning_rate=0.06, leaves=15, threads=1)


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
        return _Learner.of(table, VehicleEncoder.learn(table, monotone), settings).points(rounds)

    def predict(self, table: VehicleTable) -> Floats:
        """The expected price of each vehicle."""
        return np.exp(self.log_price(self.encoder.matrix(table)))

    def log_price(self, design: Matrix) -> Floats:
        return np.asarray(np.mean([_predict(booster, design) for booster in self.boosters], axis=0))


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
        learner = _Learner.of(table, VehicleEncoder.learn(table, monotone), settings or ModelSettings())
        unseen, rounds = learner.left_out()
        misses = learner.target - unseen
        spread = learner.fit_spread(unseen, np.abs(misses))
        scores = misses / _spread_of(spread, learner.design, unseen)
        ranges = ConformalRange.calibrate(unseen, scores, confidence=_CONFIDENCE)
        low, high = ranges.ends(unseen)
        return cls(
            points=learner.points(rounds),
            spread=spread,
            ranges=ranges,
            coverage=float(np.mean((scores >= low) & (scores <= high))),
            rounds=rounds,
        )

    def predict_range(self, table: VehicleTable) -> PriceRange:
        """The expected price of each vehicle and the range that holds nine in ten."""
        design = self.points.encoder.matrix(table)
        middle = self.points.log_price(design)
        low, high = self.ranges.ends(middle)
        spread = _spread_of(self.spread, design, middle)
        return PriceRange(
            low=np.exp(middle + np.minimum(low, 0) * spread),
            middle=np.exp(middle),
            high=np.exp(middle + np.maximum(high, 0) * spread),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learner:
    """Training data and settings; fits boosters on parts of them."""

    encoder: VehicleEncoder
    settings: ModelSettings
    design: Matrix
    target: Floats
    weight: Floats

    @classmethod
    def of(cls, table: VehicleTable, encoder: VehicleEncoder, settings: ModelSettings) -> _Learner:
        weight = table.price**settings.price_weight
        return cls(
            encoder=encoder,
            settings=settings,
            design=encoder.matrix(table),
            target=np.log(table.price),
            weight=np.asarray(weight / np.mean(weight)),
        )

    def points(self, rounds: int) -> PointModel:
        """The averaged model on all rows."""
        everything = np.arange(len(self.target))
        members = range(self.settings.members)
        return PointModel(encoder=self.encoder, boosters=tuple(self.fit(everything, rounds, seed) for seed in members))

    def left_out(self) -> tuple[Floats, int]:
        """For each row the prediction of a model that did not see it, and the best number of rounds."""
        count = self.settings.calibration_folds
        order = np.random.default_rng(self.settings.seed).permutation(len(self.target))
        parts = [np.sort(order[at::count]) for at in range(count)]
        rests = [np.setdiff1d(order, part) for part in parts]
        fitted = [self.fit(rest, self.settings.most_rounds, seed=0) for rest in rests]
        rounds = self._best_rounds(fitted, parts)
        unseen = np.empty(len(self.target))
        for booster, part in zip(fitted, parts, strict=True):
            unseen[part] = _predict(booster, self.design[part], rounds)
        return unseen, rounds

    def fit(self, rows: Indices, rounds: int, seed: int) -> lgb.Booster:
        """One booster on some of the rows."""
        data = lgb.Dataset(
            self.design[rows],
            self.target[rows],
            weight=self.weight[rows],
            categorical_feature=self.encoder.category_columns,
            params={"verbose": -1},
        )
        return lgb.train(self._parameters(seed), data, rounds)

    def fit_spread(self, unseen: Floats, misses: Floats) -> lgb.Booster:
        """How far off the price is, expected from what the car is; few rounds, or it learns noise."""
        data = lgb.Dataset(
            np.column_stack([self.design, unseen]),
            np.log(misses + _SMALLEST_SPREAD),
            categorical_feature=self.encoder.category_columns,
            params={"verbose": -1},
        )
        parameters = {**self._common(seed=0), "num_leaves": 8, "learning_rate": 0.05, "min_data_in_leaf": 50}
        return lgb.train(parameters, data, 100)

    def _best_rounds(self, fitted: list[lgb.Booster], parts: list[Indices]) -> int:
        step = max(1, self.settings.most_rounds // 12)
        tried = range(step, self.settings.most_rounds + 1, step)

        def error(rounds: int) -> float:
            return sum(
                float(
                    np.sum(self.weight[part] * np.abs(_predict(booster, self.design[part], rounds) - self.target[part]))
                )
                for booster, part in zip(fitted, parts, strict=True)
            )

        return min(tried, key=lambda rounds: (error(rounds), rounds))

    def _parameters(self, seed: int) -> dict[str, Any]:
        return {
            **self._common(seed),
            "objective": "huber",
            "alpha": _HUBER_BOUND,
            "num_leaves": self.settings.leaves,
            "learning_rate": self.settings.learning_rate,
            # Variants are rare, so small leaves and small categories count; the rounds keep noise out.
            "min_data_in_leaf": 3,
            "min_data_per_group": 10,
            "max_cat_threshold": 64,
            "cat_smooth": 3,
            "cat_l2": 3,
            "feature_fraction": 0.5,
            "bagging_fraction": 0.8,
            "bagging_freq": 1,
            "monotone_constraints": self.encoder.constraints,
            "monotone_constraints_method": "advanced",
        }

    def _common(self, seed: int) -> dict[str, Any]:
        return {
            "seed": self.settings.seed * 1000 + seed,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": self.settings.threads,
            "verbose": -1,
        }


def _spread_of(spread: lgb.Booster, design: Matrix, predicted: Floats) -> Floats:
    return np.exp(_predict(spread, np.column_stack([design, predicted])))


def _predict(booster: lgb.Booster, design: Matrix, rounds: int | None = None) -> Floats:
    return np.asarray(booster.predict(design, num_iteration=rounds), dtype=float)
