"""Reference market data of a fictional maker, so that pricing runs without anybody's figures.

Synthetic throughout: composed by `agents.pricing.reference_composing`; the tables lie in the folder of
the same name, with a README. A column is a field, an amount is `minor units CURRENCY`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar, get_type_hints

from agents.pricing.canonical import decode, encode
from agents.pricing.errors import InvalidMarketData
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
from agents.pricing.memory import MarketTables
from process_models.finance import Money

Row = TypeVar("Row")

AS_OF = date(2026, 11, 1)
"""The day on which the reference data are fresh."""

ROW_KINDS: dict[str, type[Any]] = {
    "products": Product,
    "list_prices": ListPrice,
    "costs": CostPosition,
    "used_sales": UsedSale,
    "finance_terms": FinanceTerms,
    "competitor_offers": CompetitorOffer,
    "stock": StockPosition,
    "registrations": Registrations,
    "portfolio": Portfolio,
    "tax_rates": TaxRate,
    "policies": PricingPolicy,
}


@cache
def load() -> MarketTables:
    """The reference market data, a `MarketData`; read once."""
    return MarketTables(
        product_rows=_read("products", Product),
        prices=_read("list_prices", ListPrice),
        costs=_read("costs", CostPosition),
        sales=_read("used_sales", UsedSale),
        terms=_read("finance_terms", FinanceTerms),
        offers=_read("competitor_offers", CompetitorOffer),
        stocks=_read("stock", StockPosition),
        months=_read("registrations", Registrations),
        portfolios=_read("portfolio", Portfolio),
        taxes=_read("tax_rates", TaxRate),
        policies=_read("policies", PricingPolicy),
    )


def rows_from_csv(text: str, kind: type[Row], *, name: str) -> tuple[Row, ...]:
    """The rows of one table; `name` is used in messages."""
    hints = get_type_hints(kind)
    rows = []
    for line, cells in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        try:
            rows.append(decode(kind, {field: _cell(hints[field], text) for field, text in cells.items()}))
        except (KeyError, ValueError, ArithmeticError) as error:
            raise InvalidMarketData(f"{name}:{line}: {error}; columns are: {', '.join(hints)}") from error
    return tuple(rows)


def rows_to_csv(rows: Sequence[Any], kind: type[Any]) -> str:
    """One table as text, columns in the order of the fields."""
    names = [field.name for field in fields(kind)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(_written(getattr(row, name) for name in names) for row in rows)
    return out.getvalue()


def _read(table: str, kind: type[Row]) -> tuple[Row, ...]:
    file = files("agents.pricing").joinpath("reference", f"{table}.csv")
    return rows_from_csv(file.read_text(encoding="utf-8"), kind, name=file.name)


def _cell(kind: Any, text: str) -> Any:
    if kind is Money:
        minor, currency = text.split()
        return {"minor": int(minor), "currency": currency}
    return int(text) if kind is int else text


def _written(values: Iterable[Any]) -> list[Any]:
    return [f"{value.minor} {value.currency}" if isinstance(value, Money) else encode(value) for value in values]
