from datetime import date

import pytest

from agents.pricing.errors import MissingMarketData
from agents.pricing.memory import InMemoryDecisionLog, InMemoryRecommendations
from agents.pricing.ports import DecisionLog, MarketData, RecommendationRepository
from agents.pricing.reference import load
from tests.contracts.pricing_repository import DecisionLogContract, RecommendationRepositoryContract


class TestInMemoryRecommendations(RecommendationRepositoryContract):
    @pytest.fixture
    def recommendations(self) -> RecommendationRepository:
        return InMemoryRecommendations()


class TestInMemoryDecisionLog(DecisionLogContract):
    @pytest.fixture
    def log(self) -> DecisionLog:
        return InMemoryDecisionLog()


def test_market_data_never_look_into_their_future() -> None:
    data: MarketData = load()
    long_ago = date(2024, 3, 15)

    assert max(row.valid_from for row in data.list_prices("pico-e", "DE", long_ago)) <= long_ago
    assert max(row.month for row in data.registrations("pico-e", "DE", long_ago)) == date(2024, 2, 1)
    assert data.competitor_offers("pico-e", "DE", long_ago) == []
    assert list(data.used_sales("DE", long_ago)) == []


def test_a_missing_figure_is_named_with_its_day() -> None:
    with pytest.raises(MissingMarketData, match="no pricing policy of DE on 2020-01-01"):
        load().policy("DE", date(2020, 1, 1))


def test_an_unknown_product_is_answered_with_the_known_ones() -> None:
    with pytest.raises(MissingMarketData, match="no product 'pico'; choose one of: aurion-h7, .*pico-e"):
        load().product("pico")
