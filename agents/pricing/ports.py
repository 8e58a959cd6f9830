"""What pricing needs from outside: market data, a store of recommendations, a log of decisions.

Adapters need no base class. `agents.pricing.memory` holds the ones without a database;
`tests.contracts.pricing_repository` holds what each adapter promises.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Protocol

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
    UsedSale,
)
from agents.pricing.values import AuditRecord, PriceRecommendation, Status

Clock = Callable[[], datetime]
"""Says what time it is, with a time zone."""


def utc_now() -> datetime:
    """The clock of the machine, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


class MarketData(Protocol):
    """Everything known about markets. Nothing dated after `as_of` is ever returned.

    Single figures raise `MissingMarketData` where there is none; lists are empty instead. Lists are
    ordered by date, then id, oldest first.
    """

    def products(self) -> Sequence[Product]:
        """All products by id."""
        ...

    def markets(self) -> Sequence[str]:
        """The ids of all markets, sorted."""
        ...

    def product(self, product: str) -> Product: ...

    def list_prices(self, product: str, market: str, as_of: date) -> Sequence[ListPrice]:
        """The whole price history up to the day, the price in effect last."""
        ...

    def cost(self, product: str, market: str, as_of: date) -> CostPosition: ...

    def used_sales(self, market: str, as_of: date) -> Sequence[UsedSale]:
        """The used-car sales of all products of a market."""
        ...

    def finance_terms(self, market: str, as_of: date) -> FinanceTerms: ...

    def competitor_offers(self, product: str, market: str, as_of: date) -> Sequence[CompetitorOffer]: ...

    def stock(self, product: str, market: str, as_of: date) -> StockPosition: ...

    def registrations(self, product: str, market: str, as_of: date) -> Sequence[Registrations]:
        """Whole months before the day, oldest first."""
        ...

    def portfolio(self, product: str, market: str, as_of: date) -> Portfolio: ...

    def tax_rate(self, market: str, as_of: date) -> TaxRate: ...

    def policy(self, market: str, as_of: date) -> PricingPolicy: ...


class RecommendationRepository(Protocol):
    """Keeps recommendations. The proposal never changes; `status`, `decision`, `version` do."""

    def add(self, recommendation: PriceRecommendation) -> None:
        """Store a new one. The identical one again is no change; another under its id is `ConcurrentChange`."""
        ...

    def get(self, recommendation_id: str) -> PriceRecommendation:
        """The recommendation as last stored; `UnknownRecommendation` if there is none."""
        ...

    def find(
        self,
        *,
        status: Status | None = None,
        market: str | None = None,
        product: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Sequence[PriceRecommendation]:
        """Those that match, ordered by id, at most `limit`, beginning behind the id `after`."""
        ...

    def replace(self, recommendation: PriceRecommendation, *, expected_version: int) -> None:
        """Store a newer state. `ConcurrentChange` unless the stored version is `expected_version`."""
        ...


class DecisionLog(Protocol):
    """An append-only chain of records. It has no way to change or remove one.

    `append` here and `replace` in the repository belong in one transaction: both or neither.
    """

    def append(self, record: AuditRecord) -> None:
        """Add the next record; `ConcurrentChange` unless it follows the last one (sequence and hash)."""
        ...

    def last(self) -> AuditRecord | None:
        """The newest record, or nothing in an empty log."""
        ...

    def records(self, recommendation_id: str | None = None) -> Sequence[AuditRecord]:
        """All records in sequence, or those about one recommendation."""
        ...
