"""Gradient boosting on log prices: how boosters are fitted, and what they say of rows left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np

from agents.pricing.vehicle_table import Floats, Indices, Matrix, VehicleEncoder, VehicleTable

_SMALLEST_SPREAD = 1e-3
# Beyond this share of the spread of log prices a wrong price pulls no harder: prices hold mistakes. Each
# round then moves by `learning_rate` times that at most, so rounds times rate must stay well above 1 / share.
_HUBER_SHARE = 0.16
MANY_ROWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """How long and how finely the model learns.

    `members` models with different seeds are averaged. `price_weight` 0 counts a relative error on
    every car alike, 1 counts a Euro alike on every car. `threads` 0 takes every core.
    """

    members: int = 3
    most_rounds: int = 1200
    learning_rate: float = 0.03
    leaves: int = 63
    calibration_folds: int = 3
    price_weight: float = 0.5
    seed: int = 0
    threads: int = 1


QUICK = ModelSettings(members=1, most_rounds=320, learning_rate=0.1, leaves=15)
# For tables so large that the finest setting costs minutes a fold and gains little.
LARGE = ModelSettings(members=1, most_rounds=700, learning_rate=0.06, leaves=127, threads=0)


def settings_for(rows: int) -> ModelSettings:
    """The settings that suit a table of this size."""
    return ModelSettings() if rows <= MANY_ROWS else LARGE


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Per row, from models that had not seen it: log price and expected size of the error.

    `parts` are the rows left out together; `rounds` is the number of rounds that did best on them.
    """

    parts: tuple[Indices, ...]
    predicted: Floats
    spread: Floats
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Training data and settings; fits boosters on parts of them."""

    encoder: VehicleEncoder
    settings: ModelSettings
    design: Matrix
    target: Floats
    weight: Floats

    @classmethod
    def of(cls, table: VehicleTable, encoder: VehicleEncoder, settings: ModelSettings) -> Learner:
        weight = table.price**settings.price_weight
        return cls(
            encoder=encoder,
            settings=settings,
            design=encoder.matrix(table),
            target=np.log(table.price),
            weight=np.asarray(weight / np.mean(weight)),
        )

    @property
    def every_row(self) -> Indices:
        return np.arange(len(self.target))

    def members(self, rounds: int) -> tuple[lgb.Booster, ...]:
        """Boosters on all rows, one for each seed."""
        return tuple(self.fit(self.every_row, rounds, seed) for seed in range(self.settings.members))

    def left_out(self) -> LeftOut:
        """Predict each row, and how far off that will be, with models that did not see it."""
        count = self.settings.calibration_folds
        same = _same_rows(self.design, self.target)
        order = np.random.default_rng(self.settings.seed).permutation(int(same.max()) + 1)
        parts = [np.flatnonzero(np.isin(same, order[at::count])) for at in range(count)]
        rests = [np.setdiff1d(np.arange(len(same)), part) for part in parts]
        fitted = [self.fit(rest, self.settings.most_rounds, seed=0) for rest in rests]
        rounds = self._best_rounds(fitted, parts)
        unseen, spread = np.empty(len(same)), np.empty(len(same))
        for booster, part in zip(fitted, parts, strict=True):
            unseen[part] = predict(booster, self.design[part], rounds)
        for rest, part in zip(rests, parts, strict=True):
            # A spread fitted on the very errors it is held against would be too small.
            spread[part] = spread_of(self.fit_spread(rest, unseen), self.design[part], unseen[part])
        return LeftOut(parts=tuple(parts), predicted=unseen, spread=spread, rounds=rounds)

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

    def fit_spread(self, rows: Indices, unseen: Floats) -> lgb.Booster:
        """How far off the price is, expected from what the car is; few rounds, or it learns noise."""
        misses = np.abs(self.target - unseen)[rows]
        data = lgb.Dataset(
            np.column_stack([self.design, unseen])[rows],
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
                    np.sum(self.weight[part] * np.abs(predict(booster, self.design[part], rounds) - self.target[part]))
                )
                for booster, part in zip(fitted, parts, strict=True)
            )

        return min(tried, key=lambda rounds: (error(rounds), rounds))

    def _parameters(self, seed: int) -> dict[str, Any]:
        return {
            **self._common(seed),
            "objective": "huber",
            "alpha": max(_HUBER_SHARE * float(np.std(self.target)), _SMALLEST_SPREAD),
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
            # The advanced method bounds leaves least tightly, and costs most time.
            "monotone_constraints_method": "advanced" if len(self.target) <= MANY_ROWS else "intermediate",
            # Splits on age and mileage near the root would bind everything below them.
            "monotone_penalty": 1.5,
        }

    def _common(self, seed: int) -> dict[str, Any]:
        return {
            "seed": self.settings.seed * 1000 + seed,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": self.settings.threads,
            "verbose": -1,
        }


def spread_of(spread: lgb.Booster, design: Matrix, predicted: Floats) -> Floats:
    """The expected size of the error in log price, above zero."""
    return np.exp(predict(spread, np.column_stack([design, predicted])))


def _same_rows(design: Matrix, target: Floats) -> Indices:
    """The same number for identical rows; a twin in training would make the left-out look easy."""
    rows = np.nan_to_num(np.column_stack([design, target]), nan=-1e300)
    return np.asarray(np.unique(rows, axis=0, return_inverse=True)[1]).reshape(-1)


def predict(booster: lgb.Booster, design: Matrix, rounds: int | None = None) -> Floats:
    """What a booster says, after all its rounds or the first few."""
    return np.asarray(booster.predict(design, num_iteration=rounds), dtype=float)
