from importlib.resources import files

import pytest

from agents.pricing.errors import InvalidMarketData
from agents.pricing.market import Access, TaxRate
from agents.pricing.reference import AS_OF, ROW_KINDS, load, rows_from_csv
from agents.pricing.reference_composing import compose

COMPOSED = compose()


@pytest.mark.parametrize("table", ROW_KINDS)
def test_the_tables_are_what_their_assumptions_compose(table: str) -> None:
    stored = files("agents.pricing").joinpath("reference", f"{table}.csv").read_text(encoding="utf-8")

    assert stored == COMPOSED[table]


def test_the_tables_stay_small() -> None:
    assert sum(len(text.encode()) for text in COMPOSED.values()) < 600_000


def test_every_product_is_complete_in_every_market() -> None:
    data = load()
    for market in data.markets():
        assert data.tax_rate(market, AS_OF).source
        assert data.policy(market, AS_OF).market == market
        for product in data.products():
            currencies = {
                data.cost(product.id, market, AS_OF).cost.currency,
                *(price.price.currency for price in data.list_prices(product.id, market, AS_OF)),
                *(offer.price.currency for offer in data.competitor_offers(product.id, market, AS_OF)),
            }
            assert len(currencies) == 1
            assert data.stock(product.id, market, AS_OF).units > 0
            assert data.portfolio(product.id, market, AS_OF).contracts > 0
            assert len(data.registrations(product.id, market, AS_OF)) == 46


def test_a_non_public_offer_waits_in_every_market_to_be_refused() -> None:
    data = load()
    offers = [offer for market in data.markets() for offer in data.competitor_offers("pico-e", market, AS_OF)]

    assert sum(offer.access is Access.NON_PUBLIC for offer in offers) == len(data.markets())


def test_used_cars_keep_between_a_twentieth_and_nearly_all_of_their_price() -> None:
    shares = [sale.price.share_of(sale.list_price_new) for sale in load().used_sales("DE", AS_OF)]

    assert 0.05 < min(shares) < 0.3
    assert 0.7 < max(shares) < 1.1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("market,rate,valid_from,source\nDE,0.19,soon,law\n", "tax_rates.csv:2: .*soon"),
        ("market,rate,valid_from,source\nDE,0.19,2007-01-01,law\nAT,x,2016-01-01,law\n", "tax_rates.csv:3: "),
        ("market,percent\nDE,19\n", "tax_rates.csv:2: 'percent'; columns are: market, rate, valid_from, source"),
    ],
)
def test_a_faulty_row_is_named_with_file_and_line(text: str, message: str) -> None:
    with pytest.raises(InvalidMarketData, match=message):
        rows_from_csv(text, TaxRate, name="tax_rates.csv")
