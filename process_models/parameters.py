"""Dated tables: what a rate, fee or period is, where, from when to when, and who says so.

Two dates count. The *basis date* is the day that decides which row applies (registration for a
registration tax, invoice for value added tax); it comes from the run. *As of* is the day of
knowledge: a row with `known_from` does not exist for somebody who asks before that day, and
replaces an older row of the same period for somebody who asks after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Final

from process_models.errors import ProcessModelError
from process_models.finance import Money
from process_models.parameter_rules import refuse_gaps_and_overlaps
from process_models.records import Record, as_records, choice, nearest, read_yaml

EVERYWHERE: Final = "*"
TERRITORY: Final = "customs_territory"
"""The parameter that says which territory a country belongs to; its rows serve as second best."""


class UnknownParameter(ProcessModelError, KeyError):
    """No row carries that id, or none applies there and then."""

    def __str__(self) -> str:
        # KeyError shows the repr of its argument; a sentence should read as a sentence.
        return str(self.args[0]) if self.args else ""


class UnfitParameter(ProcessModelError, TypeError):
    """A row is asked for something it does not hold, such as a text for a number."""


class Basis(StrEnum):
    """Which day of an order decides which row applies."""

    ORDER = "order"
    CONTRACT = "contract"
    DELIVERY = "delivery"
    REGISTRATION = "registration"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One dated row; `valid_to` is its last day, None while no end is known.

    `keys` narrow it (origin, powertrain, plant ...). `lower` and `upper` make it one band of a
    scale: amounts from `lower` up to, not including, `upper`. `uncertain` marks what is conflicting
    or likely outdated and must not be presented as fact.
    """

    id: str
    value: Decimal | str
    unit: str
    country: str
    valid_from: date
    valid_to: date | None = None
    basis: Basis
    source: str
    note: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    lower: Decimal | None = None
    upper: Decimal | None = None
    uncertain: bool = False
    known_from: date | None = None

    @property
    def address(self) -> str:
        """`parameter:<id>/<country>/<valid_from>`, with what else tells it from its neighbours.

        >>> vat = Parameter(id="vat_rate", value=Decimal(19), unit="percent", country="DE",
        ...                 valid_from=date(2021, 1, 1), basis=Basis.INVOICE, source="UStG § 12")
        >>> vat.address
        'parameter:vat_rate/DE/2021-01-01'
        """
        marks = [f"{key}={value}" for key, value in sorted(self.keys.items())]
        marks += [f"from={self.lower}"] if self.lower is not None else []
        marks += [f"known={self.known_from}"] if self.known_from is not None else []
        return f"parameter:{self.id}/{self.country}/{self.valid_from}" + "".join(f";{mark}" for mark in marks)

    @property
    def assumed(self) -> bool:
        """Whether nobody was read: an authoring default."""
        return self.source == "assumption"

    @property
    def number(self) -> Decimal:
        """The value of a row that holds a number."""
        if isinstance(self.value, str):
            raise UnfitParameter(f"{self.address} holds the text '{self.value}', not a number; read `value`.")
        return self.value

    @property
    def share(self) -> Fraction:
        """The value of a percent row as an exact share of one."""
        if self.unit != "percent":
            raise UnfitParameter(f"{self.address} is in {self.unit}, not in percent; read `number`.")
        return Fraction(self.number) / 100

    @property
    def money(self) -> Money:
        """The value of a row whose unit is a currency (or begins with one, as in `EUR/g`)."""
        return Money.of(self.number, self.unit.partition("/")[0])

    def applies_on(self, day: date) -> bool:
        """Whether the row holds on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Parameters:
    """All rows, in the order of their addresses."""

    rows: tuple[Parameter, ...]

    @classmethod
    def of(cls, rows: Iterable[Parameter]) -> Parameters:
        """The rows, after refusing gaps and overlaps.

        Raises:
            InvalidContent: two rows hold at once, or days between two rows are without one.
        """
        ordered = sorted(rows, key=lambda row: row.address)
        refuse_gaps_and_overlaps(ordered)
        return cls(tuple(ordered))

    @classmethod
    def load(cls, directory: Path) -> Parameters:
        """The rows of every YAML file of a directory."""
        return cls.of(
            _row(record)
            for path in sorted(directory.glob("*.yaml"))
            for record in as_records(read_yaml(path) or [], path.name)
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids there are, sorted."""
        return tuple(self._by_id)

    @cached_property
    def _by_id(self) -> Mapping[str, tuple[Parameter, ...]]:
        ordered = sorted(self.rows, key=lambda row: row.id)
        return {id: tuple(rows) for id, rows in groupby(ordered, key=lambda row: row.id)}

    @cached_property
    def _by_address(self) -> Mapping[str, Parameter]:
        return {row.address: row for row in self.rows}

    def row(self, address: str) -> Parameter:
        """The row with that address.

        Raises:
            UnknownParameter: there is none.
        """
        if address not in self._by_address:
            raise UnknownParameter(f"no row '{address}'.{nearest(address, self._by_address)}")
        return self._by_address[address]

    def at(self, id: str, *, country: str, basis_date: date, as_of: date | None = None, **keys: str) -> Parameter:
        """The row that holds for a country on a day, as known on another day (by default: now known).

        A row of the country goes before one of its customs territory, that before one that holds
        everywhere; among these, the row with more matching keys goes first. A row that names a
        key which is not asked for does not match.

        Raises:
            UnknownParameter: no such id (the nearest is named), or no row then and there.
        """
        found = self.bands(id, country=country, basis_date=basis_date, as_of=as_of, **keys)
        if len(found) > 1:
            raise UnfitParameter(f"'{id}' for {country} is a scale of {len(found)} bands; ask for `bands` or `band`.")
        return found[0]

    def bands(
        self, id: str, *, country: str, basis_date: date, as_of: date | None = None, **keys: str
    ) -> tuple[Parameter, ...]:
        """All bands of a scale, lowest first; a row without bounds is a scale of one band."""
        named = self._by_id.get(id, ())
        if not named:
            raise UnknownParameter(f"no parameter '{id}'.{nearest(id, self.ids)}")
        holding = [
            row
            for row in named
            if row.applies_on(basis_date)
            and (as_of is None or row.known_from is None or row.known_from <= as_of)
            and all(keys.get(key) == value for key, value in row.keys.items())
        ]
        for place in self._places(id, country, basis_date):
            here = [row for row in holding if row.country == place]
            if here:
                best = max(here, key=lambda row: (len(row.keys), row.known_from or date.min, sorted(row.keys.items())))
                scale = [row for row in here if row.keys == best.keys and row.known_from == best.known_from]
                return tuple(sorted(scale, key=lambda row: row.lower or Decimal(0)))
        raise UnknownParameter(_nothing_holds(id, named, country, basis_date, keys))

    def band(
        self,
        id: str,
        amount: Decimal | int,
        *,
        country: str,
        basis_date: date,
        as_of: date | None = None,
        **keys: str,
    ) -> Parameter:
        """The band of a scale in which an amount lies."""
        scale = self.bands(id, country=country, basis_date=basis_date, as_of=as_of, **keys)
        for row in scale:
            if (row.lower is None or row.lower <= amount) and (row.upper is None or amount < row.upper):
                return row
        raise UnknownParameter(
            f"{amount} lies in no band of '{id}' for {country}; the scale begins at {scale[0].lower}."
        )

    def _places(self, id: str, country: str, day: date) -> tuple[str, ...]:
        """Where to look, nearest first."""
        if id == TERRITORY:
            return (country,)
        return (country, *self.territories(country, day), EVERYWHERE)

    def territories(self, country: str, day: date) -> tuple[str, ...]:
        """The customs territory of a country on a day, where a row says so and it is not the country itself."""
        found = (
            str(row.value)
            for row in self._by_id.get(TERRITORY, ())
            if row.country == country and row.applies_on(day) and row.value != country
        )
        return tuple(sorted(found))


_FIELDS = (
    "id",
    "value",
    "unit",
    "country",
    "valid_from",
    "valid_to",
    "basis",
    "source",
    "note",
    "keys",
    "from",
    "to",
    "uncertain",
    "known_from",
)


def _row(record: Record) -> Parameter:
    record.only(*_FIELDS)
    value = record.fields.get("value")
    keys = record.record("keys") if record.has("keys") else None
    return Parameter(
        id=record.text("id"),
        value=value if isinstance(value, str) else record.number("value"),
        unit=record.text("unit"),
        country=record.text("country"),
        valid_from=record.day("valid_from"),
        valid_to=record.optional_day("valid_to"),
        basis=choice(record, "basis", Basis),
        source=record.text("source"),
        note=record.optional_text("note") or "",
        keys={key: keys.text(key) for key in sorted(keys.fields)} if keys else {},
        lower=record.optional_number("from"),
        upper=record.optional_number("to"),
        uncertain=record.flag("uncertain"),
        known_from=record.optional_day("known_from"),
    )


def _nothing_holds(id: str, named: Sequence[Parameter], country: str, day: date, keys: Mapping[str, str]) -> str:
    asked = ", ".join(f"{key}={value}" for key, value in sorted(keys.items()))
    there = "; ".join(sorted({f"{row.country} from {row.valid_from} to {row.valid_to or 'today'}" for row in named}))
    return f"no row of '{id}' holds for {country}{f' ({asked})' if asked else ''} on {day}; there are rows for {there}."
