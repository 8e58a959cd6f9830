"""The frozen inputs of one recommendation: copies of every figure that it may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agents.pricing.market import (
    CompetitorOffer,
    CostPosition,
    FinanceTerms,
    ListPrice,
    Portfolio,
    PricingPolicy,
    Product,
    Registrations,
    StockPosition,
    TaxRate,
)
from process_models.finance import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualEvidence:
    """What used cars of this product kept of their new price at the end of the lease.

    Shares of the new price at `months` and `mileage_km`: the middle, and the range that holds nine
    in ten sales. `coverage` is how often that range held on sales the model had not seen.
    """

    months: int
    mileage_km: int
    low: Decimal
    middle: Decimal
    high: Decimal
    coverage: Decimal
    sales: int
    sales_digest: str
    model_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A neighbour on the ladder of products and its list price."""

    product: str
    rung: int
    price: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PricingInputs:
    """Everything a recommendation is computed from; nothing else enters."""

    product: Product
    market: str
    as_of: date
    prices: tuple[ListPrice, ...]
    cost: CostPosition
    tax: TaxRate
    policy: PricingPolicy
    finance: FinanceTerms
    portfolio: Portfolio
    stock: StockPosition
    registrations: tuple[Registrations, ...]
    offers: tuple[CompetitorOffer, ...]
    offers_refused: tuple[str, ...]
    ladder: tuple[Rung, ...]
    residual: ResidualEvidence

    @property
    def current(self) -> Money:
        return self.prices[-1].price
