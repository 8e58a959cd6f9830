"""What is known about a market on a day: prices, cost, used-car sales, offers, stock, registrations.

List prices are gross final prices as the customer sees them: with value added tax and the obligatory
transfer cost, without registration tax. Every row carries the day from which it holds or on which it
was seen, so that a question "as of" a day never looks into its future.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from agents.pricing.errors import InvalidMarketData
from process_models.finance import Money


class Access(StrEnum):
    """How a competitor's figure was obtained; the same cost for customers and competitors is public."""

    PUBLIC = "public"
    PAID = "paid"
    NON_PUBLIC = "non-public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A model that is sold; within a `ladder` a higher `rung` must cost more."""

    id: str
    brand: str
    name: str
    segment: str
    powertrain: str
    power_kw: int
    ladder: str
    rung: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPrice:
    """The list price of a product in a market from a day on, until the next one."""

    product: str
    market: str
    price: Money
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CostPosition:
    """What a car costs the seller: cost and transfer net of tax, agent fee as a share of the net price."""

    product: str
    market: str
    cost: Money
    transfer_cost: Money
    subvention: Money
    agent_fee: Decimal
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedSale:
    """A used car that was sold: what it cost new (with options) and what was paid for it."""

    product: str
    market: str
    sold_on: date
    age_months: int
    mileage_km: int
    list_price_new: Money
    options: Money
    price: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class FinanceTerms:
    """The lease offer of a market: term, nominal yearly rate, yearly mileage."""

    market: str
    months: int
    annual_rate: Decimal
    km_a_year: int
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitorOffer:
    """A competitor's price for a car comparable to `product`.

    `equipment` is what the competitor lacks against ours (positive: added to its price) or has more.
    """

    id: str
    product: str
    market: str
    maker: str
    model: str
    price: Money
    equipment: Money
    source: str
    access: Access
    observed_on: date

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise InvalidMarketData(f"competitor offer '{self.id}' names no source; a figure without one is not used.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPosition:
    """Cars on offer and the median of the days they have been; `target_days` is the plan."""

    product: str
    market: str
    counted_on: date
    units: int
    days_on_offer: int
    target_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrations:
    """New registrations of a product in a month, its average list price, and its whole segment."""

    product: str
    market: str
    month: date
    units: int
    segment_units: int
    price: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """Running lease contracts whose residual value the seller carries."""

    product: str
    market: str
    contracts: int
    counted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate:
    """Value added tax of a market from a day on."""

    market: str
    rate: Decimal
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PricingPolicy:
    """The dated bounds within which a market's prices move; shares of one, days, minor units."""

    market: str
    valid_from: date
    margin_floor: Decimal
    max_step: Decimal
    second_decider_step: Decimal
    min_days_between_moves: int
    competitor_low: Decimal
    competitor_high: Decimal
    competitor_max_age_days: int
    price_step: Money
    expires_after_days: int
    min_price_moves: int
    residual_pass_through: Decimal
    horizon_months: int
