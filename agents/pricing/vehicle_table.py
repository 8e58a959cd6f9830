"""Vehicles as columns of numbers and words, and how a model sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np

from agents.pricing.errors import InvalidMarketData

Floats: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"
Matrix: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.float64]]"
Indices: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int64]]"

Value = TypeVar("Value", str, float)

# A number with few different values (engine size, consumption) often names a variant: 4.4 l is not
# "more" than 3.0 l, it is another car. Such columns are shown to the model as words, too.
_MOST_DISTINCT = 500
_PERIODS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleTable:
    """One entry per vehicle in every column; a missing number is NaN, a missing word is empty.

    `price` is above zero. `time` grows with the date of sale, in any unit, and is absent for
    undated tables.
    """

    price: Floats
    numeric: Mapping[str, Floats]
    categorical: Mapping[str, Sequence[str]]
    time: Floats | None = None

    def __post_init__(self) -> None:
        if not np.all(self.price > 0):
            raise InvalidMarketData("a vehicle without a price above zero cannot be learned from; drop such rows.")

    def __len__(self) -> int:
        return len(self.price)

    def take(self, rows: Indices) -> VehicleTable:
        """The rows with these positions, in this order."""
        return VehicleTable(
            price=self.price[rows],
            numeric={name: values[rows] for name, values in self.numeric.items()},
            categorical={name: [values[row] for row in rows.tolist()] for name, values in self.categorical.items()},
            time=None if self.time is None else self.time[rows],
        )

    def with_numbers(self, name: str, values: Floats) -> VehicleTable:
        """The same vehicles with one numeric column replaced."""
        return VehicleTable(
            price=self.price,
            numeric={**self.numeric, name: values},
            categorical=self.categorical,
            time=self.time,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleEncoder:
    """Learned once from training rows; words and values unseen then become missing."""

    numeric: tuple[str, ...]
    words: Mapping[str, Mapping[str, int]]
    number_words: Mapping[str, Mapping[float, int]]
    monotone: Mapping[str, int]
    time_edges: Floats | None

    @classmethod
    def learn(cls, table: VehicleTable, monotone: Mapping[str, int]) -> VehicleEncoder:
        unknown = sorted(set(monotone) - set(table.numeric))
        if unknown:
            known = ", ".join(sorted(table.numeric))
            raise InvalidMarketData(f"monotone column '{unknown[0]}' is not numeric here; numeric are: {known}")
        return cls(
            numeric=tuple(table.numeric),
            words={name: _numbered(sorted(set(values) - {""})) for name, values in table.categorical.items()},
            number_words={
                name: _numbered(distinct)
                for name, values in table.numeric.items()
                if name not in monotone
                and len(distinct := sorted(set(values[~np.isnan(values)].tolist()))) <= _most_distinct(len(table))
            },
            monotone=dict(monotone),
            time_edges=None if table.time is None else _edges(table.time),
        )

    @property
    def category_columns(self) -> list[int]:
        """Positions of the columns that hold categories."""
        first = len(self.numeric)
        return list(range(first, first + len(self.words) + len(self.number_words)))

    @property
    def constraints(self) -> list[int]:
        """+1, -1 or 0 for each column."""
        numbers = [self.monotone.get(name, 0) for name in self.numeric]
        return numbers + [0] * (len(self.words) + len(self.number_words) + (self.time_edges is not None))

    def matrix(self, table: VehicleTable) -> Matrix:
        """One row per vehicle; numbers first, then categories, then the period of sale."""
        columns = [table.numeric[name] for name in self.numeric]
        for name, codes in self.words.items():
            columns.append(np.array([codes.get(word, np.nan) for word in table.categorical[name]], dtype=float))
        for name, numbers in self.number_words.items():
            columns.append(np.array([numbers.get(number, np.nan) for number in table.numeric[name].tolist()]))
        if self.time_edges is not None and table.time is not None:
            columns.append(np.searchsorted(self.time_edges, table.time).astype(float))
        return np.column_stack(columns)


def _edges(time: Floats) -> Floats:
    """Bounds of equally filled periods; what is sold later than all training rows falls into the last."""
    return np.unique(np.quantile(time, np.linspace(0, 1, _PERIODS + 1)[1:-1]))


def _numbered(values: Sequence[Value]) -> dict[Value, int]:
    return {value: number for number, value in enumerate(values)}


def _most_distinct(rows: int) -> int:
    return min(_MOST_DISTINCT, rows // 10)
