"""What a new car will be worth at the end of its lease, learned from a market's used-car sales."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import numpy as np

from agents.pricing.boosting import QUICK
from agents.pricing.canonical import digest
from agents.pricing.errors import MissingMarketData
from agents.pricing.inputs import ResidualEvidence
from agents.pricing.market import FinanceTerms, Product, UsedSale
from agents.pricing.residual_value import ResidualValueModel
from agents.pricing.vehicle_table import VehicleTable
from process_models.finance import Money

MODEL_VERSION = "residual-value-1"
_FEWEST_SALES = 200
_MONOTONE = {"age_months": -1, "mileage_km": -1}


def residual_evidence(
    sales: Sequence[UsedSale], product: Product, price: Money, terms: FinanceTerms
) -> ResidualEvidence:
    """The share of the new price that a car keeps over the lease, with the range that holds nine in ten.

    Raises:
        MissingMarketData: too few sales to learn from.
    """
    if len(sales) < _FEWEST_SALES:
        raise MissingMarketData(
            f"{len(sales)} used-car sales in {terms.market}; at least {_FEWEST_SALES} are needed for a residual value."
        )
    model, sales_digest = _trained(tuple(sales))
    mileage = terms.km_a_year * terms.months // 12
    asked = UsedSale(
        product=product.id,
        market=terms.market,
        sold_on=max(sale.sold_on for sale in sales),
        age_months=terms.months,
        mileage_km=mileage,
        list_price_new=price,
        options=Money(0, price.currency),
        price=price,
    )
    expected = model.predict_range(_table([asked]))
    return ResidualEvidence(
        months=terms.months,
        mileage_km=mileage,
        low=_share(expected.low[0]),
        middle=_share(expected.middle[0]),
        high=_share(expected.high[0]),
        coverage=_share(model.coverage),
        sales=len(sales),
        sales_digest=sales_digest,
        model_version=MODEL_VERSION,
    )


@lru_cache(maxsize=32)
def _trained(sales: tuple[UsedSale, ...]) -> tuple[ResidualValueModel, str]:
    """The model of one state of the sales; the same sales are not learned twice."""
    return ResidualValueModel.fit(_table(sales), monotone=_MONOTONE, settings=QUICK), digest(sales)


def _table(sales: Sequence[UsedSale]) -> VehicleTable:
    """Sales as shares of the new price, so that currencies and price levels do not matter."""
    new = np.array([sale.list_price_new.minor for sale in sales], dtype=float)
    return VehicleTable(
        price=np.array([sale.price.minor for sale in sales], dtype=float) / new,
        numeric={
            "age_months": np.array([sale.age_months for sale in sales], dtype=float),
            "mileage_km": np.array([sale.mileage_km for sale in sales], dtype=float),
            "options": np.array([sale.options.minor for sale in sales], dtype=float) / new,
        },
        categorical={"product": [sale.product for sale in sales]},
        time=np.array([sale.sold_on.toordinal() for sale in sales], dtype=float),
    )


def _share(number: float) -> Decimal:
    return Decimal(round(float(number) * 10_000)).scaleb(-4)
