"""Reads any table of vehicle prices: the columns are named by a description, the cells may be dirty."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import numpy as np

from agents.pricing.errors import UnreadableTable
from agents.pricing.number_cells import numbers_of
from agents.pricing.vehicle_table import Floats, VehicleTable

_NO_WORD = frozenset({"", "-", "?", "n/a", "na", "nan", "none", "null", "unknown", "unbekannt"})
_DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y%m%d", "%Y-%m", "%m/%Y")
_YEARS = re.compile(r"(?:18|19|20|21)\d\d(?:\.0)?")
_DAYS_A_YEAR = 365.25
_AGE = "age"


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column means what. `age_from` names a column with a year or day of first registration.

    The age is counted to the date of sale, or, in an undated table, to the newest year in it. Rows
    below the price `drop_below` or sold before `min_date` are dropped.
    """

    price: str
    numeric: Sequence[str]
    categorical: Sequence[str]
    monotone: Mapping[str, int] = field(default_factory=dict)
    sold_on: str | None = None
    age_from: str | None = None
    drop_below: float = 0.0
    min_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleFile:
    """The usable rows; `same` carries the same number for identical rows; `dropped` counts by reason."""

    table: VehicleTable
    same: np.ndarray[tuple[int], np.dtype[np.int64]]
    days: Floats | None
    dropped: Mapping[str, int]


def read_vehicles(path: Path, columns: Columns) -> VehicleFile:
    """Read a file with a header line, separated by comma, semicolon or tab, UTF-8 or Latin-1.

    Raises:
        UnreadableTable: no such file, a named column is missing, or no row is left.
    """
    cells = _Cells.read(path)
    price = numbers_of(cells.column(columns.price))
    days = None if columns.sold_on is None else np.array([_day(cell) for cell in cells.column(columns.sold_on)])
    why = _reasons_to_drop(price, days, columns)
    kept = np.flatnonzero([reason == "" for reason in why])
    if not len(kept):
        raise UnreadableTable(f"{path.name}: no row has a usable price in '{columns.price}'; check the column.")
    numeric = {name: numbers_of(cells.column(name)) for name in columns.numeric if not _is_age(name, columns, cells)}
    if _wants_age(columns, cells):
        source = _age_column(columns, cells)
        numeric.pop(source, None)
        numeric[_AGE] = _ages(cells.column(source), days)
    table = VehicleTable(
        price=np.where(price > 0, price, 1.0),
        numeric=numeric,
        categorical={name: [_word(cell) for cell in cells.column(name)] for name in columns.categorical},
        time=days,
    ).take(kept)
    named = [columns.price, *columns.numeric, *columns.categorical, *([columns.sold_on] if columns.sold_on else [])]
    return VehicleFile(
        table=table,
        same=cells.identical([name for name in named if cells.has(name)])[kept],
        days=None if days is None else days[kept],
        dropped={reason: why.count(reason) for reason in sorted(set(why) - {""})},
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a file as stripped text."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, path: Path) -> _Cells:
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise UnreadableTable(f"cannot read '{path}': {error.strerror}.") from error
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
        first = text.split("\n", 1)[0]
        lines = csv.reader(text.splitlines(), delimiter=max(",;\t|", key=first.count))
        header = tuple(cell.strip() for cell in next(lines, []))
        rows = (tuple(cell.strip() for cell in row) for row in lines if any(cell.strip() for cell in row))
        return cls(path.name, header, tuple((*row, *[""] * (len(header) - len(row))) for row in rows))

    def has(self, name: str) -> bool:
        return name.strip().casefold() in [column.casefold() for column in self.header]

    def column(self, name: str) -> list[str]:
        folded = [column.casefold() for column in self.header]
        if not self.has(name):
            near = get_close_matches(name.casefold(), folded, n=1)
            hint = f" Nearest: '{self.header[folded.index(near[0])]}'." if near else ""
            raise UnreadableTable(f"{self.name} has no column '{name}'; it has: {', '.join(self.header)}.{hint}")
        at = folded.index(name.strip().casefold())
        return [row[at] for row in self.rows]

    def identical(self, names: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        numbers: dict[tuple[str, ...], int] = {}
        keys = zip(*(self.column(name) for name in names), strict=True)
        return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _reasons_to_drop(price: Floats, days: Floats | None, columns: Columns) -> list[str]:
    earliest = -np.inf if columns.min_date is None else float(columns.min_date.toordinal())
    why = []
    for at, amount in enumerate(price.tolist()):
        if not amount > 0:
            why.append("no price")
        elif amount < columns.drop_below:
            why.append("price below drop_below")
        elif days is not None and np.isnan(days[at]):
            why.append("no date")
        elif days is not None and days[at] < earliest:
            why.append("sold before min_date")
        else:
            why.append("")
    return why


def _is_age(name: str, columns: Columns, cells: _Cells) -> bool:
    return name == _AGE and _wants_age(columns, cells)


def _wants_age(columns: Columns, cells: _Cells) -> bool:
    named = _AGE in columns.monotone or _AGE in columns.numeric
    return columns.age_from is not None or (named and not cells.has(_AGE))


def _age_column(columns: Columns, cells: _Cells) -> str:
    """The column named by `age_from`, or the one that can only be meant."""
    if columns.age_from is not None:
        return columns.age_from
    meant = [name for name in cells.header if "year" in name.casefold() or "registration" in name.casefold()]
    if not meant:
        raise UnreadableTable(f"{cells.name} has no column 'age'; name the year or registration day as age_from.")
    return meant[0]


def _ages(cells: Sequence[str], days: Floats | None) -> Floats:
    """Years from first use to sale; a bare year counts from its middle once sales are dated."""
    starts = np.array([_first_use(cell) for cell in cells])
    if days is not None:
        return np.asarray((days - starts) / _DAYS_A_YEAR)
    years = starts / _DAYS_A_YEAR
    newest = np.nanmax(years) if not np.all(np.isnan(years)) else 0.0
    return np.asarray(np.round(newest - years, 2))


def _first_use(cell: str) -> float:
    if _YEARS.fullmatch(cell):
        return float(date(int(cell[:4]), 7, 1).toordinal())
    return _day(cell)


@lru_cache(maxsize=50_000)
def _day(cell: str) -> float:
    """The day as a number, or NaN."""
    text = cell.split("T")[0].split(" ")[0]
    if _YEARS.fullmatch(text):
        return float(date(int(text[:4]), 7, 1).toordinal())
    for form in _DAY_FORMATS:
        try:
            return float(datetime.strptime(text, form).date().toordinal())  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return float("nan")


def _word(cell: str) -> str:
    word = " ".join(cell.split()).casefold()
    return "" if word in _NO_WORD else word
