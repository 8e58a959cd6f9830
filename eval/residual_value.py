"""How well used-vehicle prices are predicted, and how often the 90 % range holds, on any table.

Errors are on the price scale over every row the configuration did not drop; identical rows share a
fold, so nothing is predicted that was seen. With a date of sale the forward split is measured too: past
random folds, only it says what the model is worth tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from agents.pricing.boosting import ModelSettings, settings_for
from agents.pricing.errors import UnreadableTable
from agents.pricing.residual_value import PointModel, PriceRange, ResidualValueModel
from agents.pricing.vehicle_csv import Columns, VehicleFile, read_vehicles
from agents.pricing.vehicle_table import Floats, Indices, VehicleTable

Progress = Callable[[int, int], None]
"""Called with steps done and steps in all."""

_QUINTILES = 5
_SEED = 0
_LAST_SHARE = 0.2
_RANDOM, _FORWARD = "random", "forward"
# Steps by which a column is raised to see whether the price moves the wrong way, as shares of its spread.
_NUDGES = (0.02, 0.2, 1.0)
_KEYS = "price, currency, date, numeric, categorical, monotone, split, drop_below, min_date, age_from"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What a configuration file says about a table and how to split it."""

    columns: Columns
    currency: str
    kind: str
    folds: int
    test_from: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quintile:
    """The fifth of the rows whose predicted price lies from `low` to `high`."""

    low: float
    high: float
    coverage_90: float
    mae: float

    def to_json(self) -> dict[str, Any]:
        return {
            "from": round(self.low, 2),
            "to": round(self.high, 2),
            "coverage_90": round(self.coverage_90, 4),
            "mae": round(self.mae, 2),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Errors in units of the price; `mdape`, `mape`, coverage and width as shares of one."""

    rows: int
    mae: float
    mae_unconstrained: float
    mdape: float
    mape: float
    r2: float
    bias: float
    coverage_90: float
    width_90: float
    quintiles: tuple[Quintile, ...]
    monotone_violations: int

    def to_json(self) -> dict[str, Any]:
        money = {name: round(getattr(self, name), 2) for name in ("mae", "mae_unconstrained", "bias")}
        shares = {name: round(getattr(self, name), 4) for name in ("mdape", "mape", "r2", "coverage_90", "width_90")}
        return {
            "rows": self.rows,
            **money,
            **shares,
            "quintiles": [quintile.to_json() for quintile in self.quintiles],
            "monotone_violations": self.monotone_violations,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The scores of the configured split first, of the other one beside it where the table is dated."""

    currency: str
    kind: str
    by_split: Mapping[str, Scores]
    dropped: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """The document that `--json` prints."""
        return {
            **self.by_split[self.kind].to_json(),
            "split": self.kind,
            "currency": self.currency,
            "dropped": dict(self.dropped),
            "splits": {kind: scores.to_json() for kind, scores in self.by_split.items()},
        }

    def to_text(self) -> str:
        """The same for people."""
        parts = [_as_text(kind, scores, self.currency) for kind, scores in self.by_split.items()]
        dropped = ", ".join(f"{count} {reason}" for reason, count in self.dropped.items())
        return "\n\n".join([*parts, f"dropped rows: {dropped or 'none'}"])


def run(csv: Path, config: Path, progress: Progress | None = None, *, settings: ModelSettings | None = None) -> Report:
    """Measure on a file as a configuration describes it; the same file gives the same report.

    Raises:
        UnreadableTable: the file or its configuration cannot be used; the message says where.
    """
    configuration = read_configuration(config)
    vehicles = read_vehicles(csv, configuration.columns)
    chosen = settings or settings_for(len(vehicles.table))
    splits = dict(_splits(vehicles, configuration))
    total = sum(len(parts) for parts in splits.values())
    done = 0
    by_split = {}
    for kind, parts in splits.items():
        seen = []
        for train, test in parts:
            seen.append(_predicted(vehicles.table, train, test, configuration.columns.monotone, chosen))
            done += 1
            if progress is not None:
                progress(done, total)
        by_split[kind] = _scores(seen)
    return Report(currency=configuration.currency, kind=configuration.kind, by_split=by_split, dropped=vehicles.dropped)


def read_configuration(path: Path) -> Configuration:
    """The configuration in a YAML file; every fault is named with its key."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableTable(f"cannot read '{path}': {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise UnreadableTable(f"{path.name} is not YAML: {error}") from error
    if not isinstance(loaded, dict) or not loaded.get("price"):
        raise UnreadableTable(f"{path.name} names no 'price' column; its keys may be: {_KEYS}")
    return _configuration(path.name, loaded)


def _configuration(name: str, loaded: Mapping[str, Any]) -> Configuration:
    split = loaded.get("split") or {}
    kind = split.get("kind", _RANDOM)
    if kind not in (_RANDOM, _FORWARD):
        raise UnreadableTable(f"{name}: split.kind '{kind}' is unknown; choose one of: {_RANDOM}, {_FORWARD}")
    if kind == _FORWARD and not loaded.get("date"):
        raise UnreadableTable(f"{name}: split.kind '{_FORWARD}' needs 'date', the column with the day of sale.")
    monotone = {str(column): int(sign) for column, sign in (loaded.get("monotone") or {}).items()}
    numeric = [str(column) for column in loaded.get("numeric") or []]
    age_from = loaded.get("age_from")
    if isinstance(age_from, Mapping):
        age_from = age_from.get("column")
    return Configuration(
        columns=Columns(
            price=str(loaded["price"]),
            # A monotone column is a number, whether it was listed or not.
            numeric=[*numeric, *(column for column in monotone if column not in numeric)],
            categorical=[str(column) for column in loaded.get("categorical") or []],
            monotone=monotone,
            sold_on=str(loaded["date"]) if loaded.get("date") else None,
            age_from=age_from if isinstance(age_from, str) else None,
            drop_below=float(loaded.get("drop_below") or 0),
            min_date=_date(name, "min_date", loaded.get("min_date")),
        ),
        currency=str(loaded.get("currency") or ""),
        kind=kind,
        folds=max(2, int(split.get("folds") or 5)),
        test_from=_date(name, "split.test_from", split.get("test_from")),
    )


def _date(name: str, key: str, value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise UnreadableTable(f"{name}: {key} '{value}' is not a day like 2024-12-31.") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Predicted:
    """What models that had not seen the rows said about them."""

    price: Floats
    range_90: PriceRange
    unconstrained: Floats
    violations: int


def _splits(vehicles: VehicleFile, configuration: Configuration) -> Iterator[tuple[str, list[tuple[Indices, Indices]]]]:
    """Rows to learn from and rows to test on: the configured kind first."""
    random = [_random_folds(vehicles, configuration.folds)]
    if vehicles.days is None:
        yield _RANDOM, random[0]
        return
    kinds = {_RANDOM: random[0], _FORWARD: [_forward(vehicles.days, configuration.test_from)]}
    yield configuration.kind, kinds.pop(configuration.kind)
    yield from kinds.items()


def _random_folds(vehicles: VehicleFile, folds: int) -> list[tuple[Indices, Indices]]:
    """Shuffled folds; identical rows share one."""
    distinct = int(vehicles.same.max()) + 1
    if distinct < folds:
        raise UnreadableTable(f"{distinct} different rows cannot be split into {folds} folds; give more rows.")
    fold_of = np.empty(distinct, dtype=np.int64)
    fold_of[np.random.default_rng(_SEED).permutation(distinct)] = np.arange(distinct) % folds
    fold = fold_of[vehicles.same]
    return [(np.flatnonzero(fold != at), np.flatnonzero(fold == at)) for at in range(folds)]


def _forward(days: Floats, test_from: date | None) -> tuple[Indices, Indices]:
    """Learn from what was sold before a day, test on what was sold from it on."""
    first = float(np.quantile(days, 1 - _LAST_SHARE)) if test_from is None else float(test_from.toordinal())
    before, after = np.flatnonzero(days < first), np.flatnonzero(days >= first)
    if not len(before) or not len(after):
        raise UnreadableTable(f"test_from {test_from} leaves {len(before)} rows before and {len(after)} after it.")
    return before, after


def _predicted(
    table: VehicleTable, train: Indices, test: Indices, monotone: Mapping[str, int], settings: ModelSettings
) -> _Predicted:
    learned, asked = table.take(train), table.take(test)
    model = ResidualValueModel.fit(learned, monotone=monotone, settings=settings)
    free = PointModel.fit(learned, monotone={}, rounds=model.rounds, settings=settings)
    return _Predicted(
        price=asked.price,
        range_90=model.predict_range(asked),
        unconstrained=free.predict(asked),
        violations=_violations(model.points, asked, monotone),
    )


def _violations(model: PointModel, table: VehicleTable, monotone: Mapping[str, int]) -> int:
    """Vehicles whose price moves the wrong way when one monotone column is raised and all else stays."""
    before = model.predict(table)
    wrong = np.zeros(len(table), dtype=bool)
    for column, sign in monotone.items():
        values = table.numeric[column]
        spread = float(np.nanquantile(values, 0.9) - np.nanquantile(values, 0.1))
        for nudge in _NUDGES:
            after = model.predict(table.with_numbers(column, values + nudge * spread))
            wrong |= sign * (after - before) < -1e-9 * before
    return int(wrong.sum())


def _scores(seen: list[_Predicted]) -> Scores:
    price = np.concatenate([part.price for part in seen])
    low, middle, high = (
        np.concatenate([getattr(part.range_90, end) for part in seen]) for end in ("low", "middle", "high")
    )
    miss = np.abs(middle - price)
    held = (price >= low) & (price <= high)
    spread = float(np.sum((price - price.mean()) ** 2))
    return Scores(
        rows=len(price),
        mae=float(miss.mean()),
        mae_unconstrained=float(np.abs(np.concatenate([part.unconstrained for part in seen]) - price).mean()),
        mdape=float(np.median(miss / price)),
        mape=float(np.mean(miss / price)),
        r2=1 - float(np.sum(miss**2)) / spread if spread else 0.0,
        bias=float(np.mean(middle - price)),
        coverage_90=float(held.mean()),
        width_90=float(np.median((high - low) / middle)),
        quintiles=tuple(_quintiles(middle, held, miss)),
        monotone_violations=sum(part.violations for part in seen),
    )


def _quintiles(middle: Floats, held: np.ndarray[tuple[int], np.dtype[np.bool_]], miss: Floats) -> Iterator[Quintile]:
    for rows in np.array_split(np.argsort(middle, kind="stable"), _QUINTILES):
        if len(rows):
            yield Quintile(
                low=float(middle[rows[0]]),
                high=float(middle[rows[-1]]),
                coverage_90=float(held[rows].mean()),
                mae=float(miss[rows].mean()),
            )


def _as_text(kind: str, scores: Scores, currency: str) -> str:
    split = "random folds" if kind == _RANDOM else "forward split"
    lines = [
        f"{split}, {scores.rows:,} rows",
        f"  MAE            {scores.mae:,.0f} {currency} (without monotonicity {scores.mae_unconstrained:,.0f})",
        f"  MdAPE / MAPE   {scores.mdape:.2%} / {scores.mape:.2%}",
        f"  R2             {scores.r2:.3f}",
        f"  bias           {scores.bias:+,.0f} {currency}",
        f"  90 % range     held {scores.coverage_90:.1%}, median width {scores.width_90:.1%} of the price",
    ]
    for quintile in scores.quintiles:
        held = f"held {quintile.coverage_90:.1%}, MAE {quintile.mae:,.0f}"
        lines.append(f"    predicted {quintile.low:>10,.0f} to {quintile.high:>10,.0f}   {held}")
    return "\n".join([*lines, f"  monotone violations  {scores.monotone_violations}"])
