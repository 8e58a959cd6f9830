"""Composes the reference data from their assumptions, always the same bytes.

`python -m agents.pricing.reference_composing FOLDER` writes the tables again.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from agents.pricing.market import (
    Access,
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
from agents.pricing.reference import AS_OF, ROW_KINDS, rows_to_csv
from agents.pricing.reference_assumptions import (
    FIRST_MONTH,
    LAST_MONTH,
    MARKETS,
    MODELS,
    RIVALS,
    SEED,
    MarketAssumption,
    ModelAssumption,
)
from process_models.finance import Money

_MONTHS = (LAST_MONTH.year - FIRST_MONTH.year) * 12 + LAST_MONTH.month - FIRST_MONTH.month + 1
_LONG_AGO = date(2015, 1, 1)
_HUNDREDTHS = 100


def compose() -> dict[str, str]:
    """Every table as CSV text, by name."""
    rows: dict[str, list[Any]] = {
        "products": [_product(model) for model in MODELS],
        "tax_rates": [_tax(market) for market in MARKETS],
        "finance_terms": [_terms(market) for market in MARKETS],
        "policies": [_policy(market) for market in MARKETS],
    }
    for market in MARKETS:
        for model in MODELS:
            # One stream per model and market: a change to one does not redraw the others.
            draw = random.Random(f"{SEED} {market.id} {model.id}")
            for table, row in _about(model, market, draw):
                rows.setdefault(table, []).append(row)
    return {table: rows_to_csv(rows[table], kind) for table, kind in ROW_KINDS.items()}


def _about(model: ModelAssumption, market: MarketAssumption, draw: random.Random) -> Iterator[tuple[str, Any]]:
    prices = _prices(model, market)
    current = prices[-1].price
    for price in prices:
        yield "list_prices", price
    yield "costs", _cost(model, market, prices[0].price)
    for sale in _sales(model, market, draw):
        yield "used_sales", sale
    for month in _registrations(model, market, prices, draw):
        yield "registrations", month
    for offer in _offers(model, market, current, draw):
        yield "competitor_offers", offer
    yield "stock", _stock(model, market)
    contracts = round(model.monthly_units * market.size * 14)
    yield "portfolio", Portfolio(product=model.id, market=market.id, contracts=contracts, counted_on=AS_OF)


def _product(model: ModelAssumption) -> Product:
    return Product(
        id=model.id,
        brand=model.brand,
        name=model.name,
        segment=model.segment,
        powertrain=model.powertrain,
        power_kw=model.power_kw,
        ladder=model.ladder,
        rung=model.rung,
    )


def _tax(market: MarketAssumption) -> TaxRate:
    return TaxRate(market=market.id, rate=Decimal(market.tax_rate), valid_from=_LONG_AGO, source=market.tax_source)


def _terms(market: MarketAssumption) -> FinanceTerms:
    return FinanceTerms(
        market=market.id, months=36, annual_rate=Decimal(market.annual_rate), km_a_year=15_000, valid_from=FIRST_MONTH
    )


def _policy(market: MarketAssumption) -> PricingPolicy:
    return PricingPolicy(
        market=market.id,
        valid_from=FIRST_MONTH,
        margin_floor=Decimal("0.08"),
        max_step=Decimal("0.03"),
        second_decider_step=Decimal("0.02"),
        min_days_between_moves=60,
        competitor_low=Decimal("0.92"),
        competitor_high=Decimal("1.08"),
        competitor_max_age_days=60,
        price_step=Money(market.price_step * _HUNDREDTHS, market.currency),
        expires_after_days=14,
        min_price_moves=3,
        residual_pass_through=Decimal("0.6"),
        horizon_months=12,
    )


def _money(euro: float | Decimal, market: MarketAssumption) -> Money:
    """Whole tens of the market's currency."""
    tens = round(float(euro) * float(market.per_euro) / 10)
    return Money(tens * 10 * _HUNDREDTHS, market.currency)


def _prices(model: ModelAssumption, market: MarketAssumption) -> list[ListPrice]:
    step = market.price_step
    level = float(model.price) * float(market.per_euro)
    moves = [(0, "0"), *((min(month + market.shift, _MONTHS - 2), share) for month, share in model.moves)]
    rows = []
    for month, share in moves:
        level *= 1 + float(share)
        price = Money(round(level / step) * step * _HUNDREDTHS, market.currency)
        rows.append(ListPrice(product=model.id, market=market.id, price=price, valid_from=_month(month)))
    return rows


def _cost(model: ModelAssumption, market: MarketAssumption, first_price: Money) -> CostPosition:
    net = Decimal(first_price.minor) / (1 + Decimal(market.tax_rate))
    return CostPosition(
        product=model.id,
        market=market.id,
        cost=Money(int(net * Decimal(model.cost_share)) // 1000 * 1000, market.currency),
        transfer_cost=_money(690, market),
        subvention=_money(model.price * 0.02, market),
        agent_fee=Decimal("0.07"),
        valid_from=FIRST_MONTH,
    )


def _sales(model: ModelAssumption, market: MarketAssumption, draw: random.Random) -> list[UsedSale]:
    rows = []
    for _ in range(market.sales_per_model):
        age = draw.randint(6, 84)
        mileage = round(max(1_000.0, age * 1_250 * math.exp(draw.gauss(0, 0.35))) / 100) * 100
        sold_on = AS_OF - timedelta(days=draw.randint(1, 700))
        options = model.price * draw.choice((0.0, 0.04, 0.08, 0.12, 0.18))
        new = model.price * (1 - 0.02 * age / 12) + options
        rows.append(
            UsedSale(
                product=model.id,
                market=market.id,
                sold_on=sold_on,
                age_months=age,
                mileage_km=mileage,
                list_price_new=_money(new, market),
                options=_money(options, market),
                price=_money(new * _kept_share(model, market, age, mileage, options / new, sold_on, draw), market),
            )
        )
    return sorted(rows, key=lambda row: (row.sold_on, row.age_months, row.mileage_km, row.price.minor))


def _kept_share(
    model: ModelAssumption,
    market: MarketAssumption,
    age: int,
    mileage: int,
    options: float,
    sold_on: date,
    draw: random.Random,
) -> float:
    """Exponential loss by age and mileage, options lose faster, a slow market drift, and luck."""
    loss = model.yearly_loss * age / 12 + model.loss_per_10k_km * mileage / 10_000 + 0.25 * options
    drift = (0.03 if model.powertrain == "electric" else 0.01) * (AS_OF - sold_on).days / 365
    luck = draw.gauss(0, 0.05 + 0.03 * age / 84)
    return 0.90 * math.exp(-loss + drift + market.used_level + luck)


def _registrations(
    model: ModelAssumption, market: MarketAssumption, prices: list[ListPrice], draw: random.Random
) -> list[Registrations]:
    first = prices[0].price.minor
    rows = []
    for at in range(_MONTHS):
        month = _month(at)
        price = [row.price for row in prices if row.valid_from <= month][-1]
        season = 1 + 0.12 * math.sin(2 * math.pi * (month.month - 1) / 12)
        segment = model.monthly_units * market.size * 12 * season * math.exp(draw.gauss(0, 0.03))
        share = (price.minor / first) ** model.elasticity * math.exp(0.002 * at + draw.gauss(0, 0.045)) / 12
        rows.append(
            Registrations(
                product=model.id,
                market=market.id,
                month=month,
                units=round(segment * share),
                segment_units=round(segment),
                price=price,
            )
        )
    return rows


def _offers(
    model: ModelAssumption, market: MarketAssumption, current: Money, draw: random.Random
) -> Iterator[CompetitorOffer]:
    for number, (rival, against, equipment) in enumerate(RIVALS[model.segment], start=1):
        maker, _, name = rival.partition(" ")
        step = market.price_step * _HUNDREDTHS
        minor = round(current.minor * against * math.exp(draw.gauss(0, 0.01)) / step) * step
        paid = number == 2
        yield CompetitorOffer(
            id=f"{market.id.lower()}-{model.id}-{number}",
            product=model.id,
            market=market.id,
            maker=maker,
            model=name,
            price=Money(minor, market.currency),
            equipment=Money(round(current.minor * equipment / step) * step, market.currency),
            source="price panel (subscription)" if paid else "public configurator",
            access=Access.PAID if paid else Access.PUBLIC,
            observed_on=AS_OF - timedelta(days=draw.randint(3, 40)),
        )
    # Somebody heard something: it must be refused, and be seen to be.
    if model.id == "pico-e":
        yield CompetitorOffer(
            id=f"{market.id.lower()}-{model.id}-9",
            product=model.id,
            market=market.id,
            maker="Veldt",
            model="Mini",
            price=Money(current.minor * 9 // 10, market.currency),
            equipment=Money(0, market.currency),
            source="rival's internal plan, passed on by a supplier",
            access=Access.NON_PUBLIC,
            observed_on=AS_OF - timedelta(days=5),
        )


def _stock(model: ModelAssumption, market: MarketAssumption) -> StockPosition:
    return StockPosition(
        product=model.id,
        market=market.id,
        counted_on=AS_OF,
        units=round(model.monthly_units * market.size * model.days_on_offer / 30),
        days_on_offer=model.days_on_offer + market.shift,
        target_days=model.target_days,
    )


def _month(count: int) -> date:
    months = FIRST_MONTH.month - 1 + count
    return date(FIRST_MONTH.year + months // 12, months % 12 + 1, 1)


if __name__ == "__main__":
    for table, text in compose().items():
        Path(sys.argv[1], f"{table}.csv").write_text(text, encoding="utf-8")
