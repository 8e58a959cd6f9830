"""Copies every figure a recommendation may use, as it was known on one day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agents.pricing.competition import admissible
from agents.pricing.errors import MissingMarketData
from agents.pricing.inputs import PricingInputs, Rung
from agents.pricing.market import ListPrice, Product
from agents.pricing.ports import MarketData
from agents.pricing.used_cars import residual_evidence
from agents.pricing.values import LIST_PRICE, EffectivePrice


def freeze(
    market_data: MarketData, product: str, market: str, as_of: date, decided: Sequence[EffectivePrice] = ()
) -> PricingInputs:
    """The inputs of a recommendation; later changes of the market data do not reach them.

    Prices in `decided` hold beside those of the market data, from their day on.

    Raises:
        MissingMarketData: a needed figure is not there; the message names it.
    """
    if market not in market_data.markets():
        raise MissingMarketData(f"no market '{market}'; choose one of: {', '.join(market_data.markets())}")
    about = market_data.product(product)
    prices = _prices(market_data, product, market, as_of, decided)
    if not prices:
        raise MissingMarketData(f"no list price of '{product}' in {market} on {as_of}; add one that holds by then.")
    policy = market_data.policy(market, as_of)
    terms = market_data.finance_terms(market, as_of)
    offers, refused = admissible(market_data.competitor_offers(product, market, as_of), policy, as_of)
    return PricingInputs(
        product=about,
        market=market,
        as_of=as_of,
        prices=prices,
        cost=market_data.cost(product, market, as_of),
        tax=market_data.tax_rate(market, as_of),
        policy=policy,
        finance=terms,
        portfolio=market_data.portfolio(product, market, as_of),
        stock=market_data.stock(product, market, as_of),
        registrations=tuple(market_data.registrations(product, market, as_of)),
        offers=offers,
        offers_refused=refused,
        ladder=_ladder(market_data, about, market, as_of, decided),
        residual=residual_evidence(market_data.used_sales(market, as_of), about, prices[-1].price, terms),
    )


def _prices(
    market_data: MarketData, product: str, market: str, as_of: date, decided: Sequence[EffectivePrice]
) -> tuple[ListPrice, ...]:
    """The price history with what was decided here; on the same day the decision holds."""
    ours = (
        ListPrice(product=product, market=market, price=price.price, valid_from=price.effective_from)
        for price in decided
        if (price.product, price.market, price.lever) == (product, market, LIST_PRICE) and price.effective_from <= as_of
    )
    by_day = {row.valid_from: row for row in (*market_data.list_prices(product, market, as_of), *ours)}
    return tuple(by_day[day] for day in sorted(by_day))


def _ladder(
    market_data: MarketData, about: Product, market: str, as_of: date, decided: Sequence[EffectivePrice]
) -> tuple[Rung, ...]:
    """The neighbours on the ladder that are sold in this market, lowest first."""
    rungs = []
    for other in market_data.products():
        if other.ladder == about.ladder and other.id != about.id:
            prices = _prices(market_data, other.id, market, as_of, decided)
            if prices:
                rungs.append(Rung(product=other.id, rung=other.rung, price=prices[-1].price))
    return tuple(sorted(rungs, key=lambda rung: (rung.rung, rung.product)))
