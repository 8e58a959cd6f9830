"""Adapters without a database: for tests, the command line and the reference data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Protocol, TypeVar

from agents.pricing.errors import ConcurrentChange, MissingMarketData, UnknownRecommendation
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


class _OfMarket(Protocol):
    @property
    def market(self) -> str: ...


class _OfProduct(_OfMarket, Protocol):
    @property
    def product(self) -> str: ...


Row = TypeVar("Row", bound=_OfMarket)
ProductRow = TypeVar("ProductRow", bound=_OfProduct)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketTables:
    """Market data as tables in memory, each ordered by date."""

    product_rows: tuple[Product, ...]
    prices: tuple[ListPrice, ...]
    costs: tuple[CostPosition, ...]
    sales: tuple[UsedSale, ...]
    terms: tuple[FinanceTerms, ...]
    offers: tuple[CompetitorOffer, ...]
    stocks: tuple[StockPosition, ...]
    months: tuple[Registrations, ...]
    portfolios: tuple[Portfolio, ...]
    taxes: tuple[TaxRate, ...]
    policies: tuple[PricingPolicy, ...]

    def products(self) -> Sequence[Product]:
        return sorted(self.product_rows, key=lambda product: product.id)

    def markets(self) -> Sequence[str]:
        return sorted({row.market for row in self.prices})

    def product(self, product: str) -> Product:
        for row in self.product_rows:
            if row.id == product:
                return row
        known = ", ".join(row.id for row in self.products())
        raise MissingMarketData(f"no product '{product}'; choose one of: {known}")

    def list_prices(self, product: str, market: str, as_of: date) -> Sequence[ListPrice]:
        rows = (row for row in _about(self.prices, product, market) if row.valid_from <= as_of)
        return sorted(rows, key=lambda row: row.valid_from)

    def cost(self, product: str, market: str, as_of: date) -> CostPosition:
        rows = [row for row in _about(self.costs, product, market) if row.valid_from <= as_of]
        return _newest(rows, [row.valid_from for row in rows], f"cost of '{product}' in {market}", as_of)

    def used_sales(self, market: str, as_of: date) -> Sequence[UsedSale]:
        return [row for row in _within(self.sales, market) if row.sold_on <= as_of]

    def finance_terms(self, market: str, as_of: date) -> FinanceTerms:
        rows = [row for row in _within(self.terms, market) if row.valid_from <= as_of]
        return _newest(rows, [row.valid_from for row in rows], f"finance terms of {market}", as_of)

    def competitor_offers(self, product: str, market: str, as_of: date) -> Sequence[CompetitorOffer]:
        rows = (row for row in _about(self.offers, product, market) if row.observed_on <= as_of)
        return sorted(rows, key=lambda row: (row.observed_on, row.id))

    def stock(self, product: str, market: str, as_of: date) -> StockPosition:
        rows = [row for row in _about(self.stocks, product, market) if row.counted_on <= as_of]
        return _newest(rows, [row.counted_on for row in rows], f"stock of '{product}' in {market}", as_of)

    def registrations(self, product: str, market: str, as_of: date) -> Sequence[Registrations]:
        this_month = as_of.replace(day=1)
        rows = (row for row in _about(self.months, product, market) if row.month < this_month)
        return sorted(rows, key=lambda row: row.month)

    def portfolio(self, product: str, market: str, as_of: date) -> Portfolio:
        rows = [row for row in _about(self.portfolios, product, market) if row.counted_on <= as_of]
        return _newest(rows, [row.counted_on for row in rows], f"lease portfolio of '{product}' in {market}", as_of)

    def tax_rate(self, market: str, as_of: date) -> TaxRate:
        rows = [row for row in _within(self.taxes, market) if row.valid_from <= as_of]
        return _newest(rows, [row.valid_from for row in rows], f"value added tax of {market}", as_of)

    def policy(self, market: str, as_of: date) -> PricingPolicy:
        rows = [row for row in _within(self.policies, market) if row.valid_from <= as_of]
        return _newest(rows, [row.valid_from for row in rows], f"pricing policy of {market}", as_of)


@dataclass(slots=True)
class InMemoryRecommendations:
    """A `RecommendationRepository` that forgets at the end of the process."""

    _stored: dict[str, PriceRecommendation] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def add(self, recommendation: PriceRecommendation) -> None:
        with self._lock:
            known = self._stored.setdefault(recommendation.id, recommendation)
        if known != recommendation:
            raise ConcurrentChange(f"another recommendation is stored as '{recommendation.id}'; read it with `get`.")

    def get(self, recommendation_id: str) -> PriceRecommendation:
        try:
            return self._stored[recommendation_id]
        except KeyError:
            raise UnknownRecommendation(
                f"no recommendation '{recommendation_id}'; `find` lists the ids that exist."
            ) from None

    def find(
        self,
        *,
        status: Status | None = None,
        market: str | None = None,
        product: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Sequence[PriceRecommendation]:
        wanted = (
            stored
            for _, stored in sorted(self._stored.items())
            if status in (None, stored.status)
            and market in (None, stored.market)
            and product in (None, stored.product)
            and (after is None or stored.id > after)
        )
        return list(wanted)[:limit]

    def replace(self, recommendation: PriceRecommendation, *, expected_version: int) -> None:
        with self._lock:
            stored = self.get(recommendation.id)
            if stored.version != expected_version:
                raise ConcurrentChange(
                    f"recommendation '{recommendation.id}' is at version {stored.version}, not {expected_version};"
                    " read it again before deciding."
                )
            self._stored[recommendation.id] = recommendation


@dataclass(slots=True)
class InMemoryDecisionLog:
    """A `DecisionLog` that forgets at the end of the process."""

    _chain: list[AuditRecord] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def append(self, record: AuditRecord) -> None:
        with self._lock:
            last = self.last()
            follows = (last.sequence + 1, last.hash) if last else (1, "")
            if (record.sequence, record.previous_hash) != follows:
                raise ConcurrentChange(
                    f"record {record.sequence} does not follow record {follows[0] - 1} of the log;"
                    " read the log again and repeat the decision."
                )
            self._chain.append(record)

    def last(self) -> AuditRecord | None:
        return self._chain[-1] if self._chain else None

    def records(self, recommendation_id: str | None = None) -> Sequence[AuditRecord]:
        return [record for record in self._chain if recommendation_id in (None, record.recommendation_id)]


def _within(rows: Iterable[Row], market: str) -> Iterable[Row]:
    return (row for row in rows if row.market == market)


def _about(rows: Iterable[ProductRow], product: str, market: str) -> Iterable[ProductRow]:
    return (row for row in rows if row.market == market and row.product == product)


def _newest(rows: Sequence[Row], dates: Sequence[date], what: str, as_of: date) -> Row:
    if not rows:
        raise MissingMarketData(f"no {what} on {as_of}; add a row that holds from that day or earlier.")
    return max(zip(dates, rows, strict=True), key=lambda pair: pair[0])[1]
