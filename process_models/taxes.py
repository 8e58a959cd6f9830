"""What registering and buying a car is taxed with, step by step, from dated parameters.

Pure functions: the same car, day and parameters give the same amounts. Every step names the rows
it used, so that an answer can show them. Registration taxes do not enter the base of value added
tax here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from process_models.errors import ProcessModelError
from process_models.finance import CurrencyMismatch, InvalidAmount, Money, TaxedPrice, minor_digits, with_tax
from process_models.parameters import Parameter, Parameters


class UnknownTaxScheme(ProcessModelError, ValueError):
    """A market's registration tax follows a scheme that nobody has written down as a calculation."""


class Powertrain(StrEnum):
    """What drives the car; taxes and duties distinguish these four."""

    BEV = "bev"
    PHEV = "phev"
    PETROL = "petrol"
    DIESEL = "diesel"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxFacts:
    """What a registration tax looks at.

    `net_price` is the price before all taxes including options; `co2` the WLTP value in g/km,
    weighted for plug-in hybrids.
    """

    net_price: Money
    co2: int
    powertrain: Powertrain

    def __post_init__(self) -> None:
        if self.co2 < 0 or self.net_price.minor < 0:
            raise InvalidAmount(f"{self.co2} g/km and {self.net_price} are not both zero or more; correct the facts.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxStep:
    """One line of a calculation: what it is, what it comes to, and the rows it rests on."""

    what: str
    value: Money | Decimal | str
    parameters: tuple[Parameter, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """Addresses of the rows."""
        return tuple(row.address for row in self.parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxResult:
    """The amount due and how it came about."""

    amount: Money
    basis_date: date
    steps: tuple[TaxStep, ...]

    @property
    def certain(self) -> bool:
        """Whether every row used is certain; an uncertain one must be said."""
        return not any(row.uncertain for step in self.steps for row in step.parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The parameters as they stand for one market and day."""

    parameters: Parameters
    market: str
    day: date
    as_of: date | None

    def at(self, id: str, **keys: str) -> Parameter:
        return self.parameters.at(id, country=self.market, basis_date=self.day, as_of=self.as_of, **keys)

    def bands(self, id: str, **keys: str) -> tuple[Parameter, ...]:
        return self.parameters.bands(id, country=self.market, basis_date=self.day, as_of=self.as_of, **keys)

    def on(self, day: date) -> _Table:
        return _Table(parameters=self.parameters, market=self.market, day=day, as_of=self.as_of)


def vat(
    market: str, net: Money, day: date, parameters: Parameters, *, as_of: date | None = None
) -> tuple[TaxedPrice, Parameter]:
    """Net, value added tax and gross on an invoice day, and the row the rate stands in."""
    row = parameters.at("vat_rate", country=market, basis_date=day, as_of=as_of)
    return with_tax(net, row.share), row


def registration_tax(
    market: str,
    facts: TaxFacts,
    day: date,
    parameters: Parameters,
    *,
    contract_date: date | None = None,
    as_of: date | None = None,
) -> TaxResult:
    """The registration tax of a market for a car registered on a day.

    `contract_date` matters where a contract keeps an older rate (Austria); None claims nothing.

    Raises:
        UnknownParameter: a rate is not known for that market and day.
        UnknownTaxScheme: the market's scheme has no calculation.
        CurrencyMismatch: the price is not in the currency of the market's amounts.
    """
    table = _Table(parameters=parameters, market=market, day=day, as_of=as_of)
    scheme = table.at("registration_tax_scheme")
    try:
        calculate = _SCHEMES[str(scheme.value)]
    except KeyError:
        raise UnknownTaxScheme(
            f"{scheme.address} names the scheme '{scheme.value}'; choose one of: {', '.join(sorted(_SCHEMES))}"
        ) from None
    return calculate(facts, table, scheme, contract_date)


def _no_tax(facts: TaxFacts, table: _Table, scheme: Parameter, contract_date: date | None) -> TaxResult:
    nothing = Money(0, facts.net_price.currency)
    step = TaxStep(what="no registration tax", value=nothing, parameters=(scheme,))
    return TaxResult(amount=nothing, basis_date=table.day, steps=(step,))


def _nova(facts: TaxFacts, table: _Table, scheme: Parameter, contract_date: date | None) -> TaxResult:
    """Austria: whole percent by CO2 of the net price, plus malus, minus deduction, never below nothing."""
    base, nothing = facts.net_price, Money(0, facts.net_price.currency)
    deduction, per_gram = table.at("at_nova_deduction"), table.at("at_nova_malus_per_gram")
    _same_currency(base, deduction)
    if facts.co2 == 0:
        free = TaxStep(what="zero-emission car, exempt", value=nothing, parameters=(scheme,))
        return TaxResult(amount=nothing, basis_date=table.day, steps=(free,))
    rates, steps = _nova_year(table, contract_date)
    percent, rate_step = _nova_percent(facts, rates)
    limit = rates.at("at_nova_malus_limit")
    malus = per_gram.money.times(max(Decimal(0), facts.co2 - limit.number))
    tax = base.times(Fraction(percent) / 100)
    due = max(tax + malus - deduction.money, nothing)
    return TaxResult(
        amount=due,
        basis_date=table.day,
        steps=(
            *steps,
            rate_step,
            TaxStep(what="rate times net price including options", value=tax),
            TaxStep(what="malus for grams above the limit", value=malus, parameters=(limit, per_gram)),
            TaxStep(what="deduction", value=-deduction.money, parameters=(deduction,)),
            TaxStep(what="tax due", value=due),
        ),
    )


def _nova_percent(facts: TaxFacts, rates: _Table) -> tuple[Decimal, TaxStep]:
    offset, divisor, cap = rates.at("at_nova_co2_offset"), rates.at("at_nova_divisor"), rates.at("at_nova_rate_cap")
    exact_percent = max(Decimal(0), facts.co2 - offset.number) / divisor.number
    percent = min(exact_percent.quantize(Decimal(1), rounding=ROUND_HALF_UP), cap.number)
    return percent, TaxStep(what="rate in whole percent from CO2", value=percent, parameters=(offset, divisor, cap))


def _nova_year(table: _Table, contract_date: date | None) -> tuple[_Table, tuple[TaxStep, ...]]:
    """The rows of the year before, where a contract made in time keeps them."""
    if contract_date is None or contract_date.year >= table.day.year:
        return table, ()
    contract = table.at("at_nova_transition_contract_before")
    delivery = table.at("at_nova_transition_delivery_before")
    in_time = contract_date < _month_day(contract, table.day.year - 1)
    if not in_time or table.day >= _month_day(delivery, table.day.year):
        return table, ()
    kept = date(table.day.year - 1, 12, 31)
    step = TaxStep(
        what="contract keeps the rates of the year before", value=str(kept.year), parameters=(contract, delivery)
    )
    return table.on(kept), (step,)


def _danish(facts: TaxFacts, table: _Table, scheme: Parameter, contract_date: date | None) -> TaxResult:
    """Denmark: a scale on the value with VAT, CO2 supplement, basic deduction, phase-in, special deduction."""
    priced, vat_row = vat(table.market, facts.net_price, table.day, table.parameters, as_of=table.as_of)
    basic, limit = table.at("dk_basic_deduction"), table.at("dk_low_emission_limit")
    _same_currency(facts.net_price, basic)
    currency = facts.net_price.currency
    nothing = Money(0, currency)
    scale, supplements = table.bands("dk_value_tax"), table.bands("dk_co2_supplement")
    unit = 10 ** minor_digits(currency)
    on_value = Money.rounded(_by_bands(scale, Fraction(priced.gross.minor, unit)) / 100 * unit, currency)
    on_co2 = Money.rounded(_by_bands(supplements, Fraction(facts.co2)) * unit, currency)
    full = max(on_value + on_co2 - basic.money, nothing)
    emission = "zero" if facts.co2 == 0 else "low" if facts.co2 < limit.number else "full"
    share, special = table.at("dk_phase_in", emission=emission), table.at("dk_special_deduction", emission=emission)
    phased = full.times(share.share)
    due = max(phased - special.money, nothing)
    return TaxResult(
        amount=due,
        basis_date=table.day,
        steps=(
            TaxStep(what="value including VAT", value=priced.gross, parameters=(vat_row,)),
            TaxStep(what="tax on the value by bands", value=on_value, parameters=scale),
            TaxStep(what="CO2 supplement by bands", value=on_co2, parameters=supplements),
            TaxStep(what="basic deduction", value=-basic.money, parameters=(basic,)),
            TaxStep(what=f"share due for {emission} emission", value=phased, parameters=(limit, share)),
            TaxStep(what="special deduction", value=-special.money, parameters=(special,)),
            TaxStep(what="tax due", value=due),
        ),
    )


def _by_bands(scale: tuple[Parameter, ...], amount: Fraction) -> Fraction:
    """Each part of the amount times the value of the band it lies in."""
    result = Fraction(0)
    for band in scale:
        lower = Fraction(band.lower or 0)
        upper = amount if band.upper is None else min(amount, Fraction(band.upper))
        result += max(Fraction(0), upper - lower) * Fraction(band.number)
    return result


def _same_currency(price: Money, row: Parameter) -> None:
    if price.currency != row.money.currency:
        raise CurrencyMismatch(f"cannot tax {price} by {row.address} in {row.money.currency}; convert the price first")


def _month_day(row: Parameter, year: int) -> date:
    return date.fromisoformat(f"{year}-{row.value}")


_Calculation = Callable[[TaxFacts, _Table, Parameter, date | None], TaxResult]
_SCHEMES: Mapping[str, _Calculation] = MappingProxyType(
    {"none": _no_tax, "nova": _nova, "registreringsafgift": _danish}
)
