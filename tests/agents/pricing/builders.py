"""Recommendations and deciders for tests, on the reference data."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from agents.pricing.approval import decide, propose
from agents.pricing.freezing import freeze
from agents.pricing.inputs import PricingInputs
from agents.pricing.market import ListPrice
from agents.pricing.memory import InMemoryDecisionLog, InMemoryRecommendations
from agents.pricing.recommendation import propose_from
from agents.pricing.reference import AS_OF, load
from agents.pricing.values import Decider, DecisionRequest, PriceRecommendation, Verdict
from process_models.finance import Money

MORNING = datetime(2026, 11, 1, 9, tzinfo=UTC)
ADA = Decider(user="ada", roles=frozenset({"pricing-analyst"}), markets=frozenset({"DE", "AT"}))
BEN = Decider(user="ben", roles=frozenset({"pricing-analyst"}), markets=frozenset({"DE"}))
HEDY = Decider(user="hedy", roles=frozenset({"head-of-pricing"}), markets=frozenset({"*"}))


def euro(amount: int) -> Money:
    return Money.of(amount, "EUR")


def frozen_inputs(**changes: Any) -> PricingInputs:
    """Inputs of the Pico E in Germany, a moment after midnight of the reference day."""
    return replace(_pico_e_in_germany(), **changes)


@cache
def _pico_e_in_germany() -> PricingInputs:
    return freeze(load(), "pico-e", "DE", AS_OF)


def with_current(inputs: PricingInputs, price: Money, since: date = date(2026, 1, 1)) -> PricingInputs:
    """The same inputs with another list price in effect."""
    row = ListPrice(product=inputs.product.id, market=inputs.market, price=price, valid_from=since)
    return replace(inputs, prices=(row,))


@dataclass
class Desk:
    """A queue with one recommendation, a log, and a clock that can be moved."""

    recommendation: PriceRecommendation = field(
        default_factory=lambda: propose_from(frozen_inputs(), created_at=MORNING, author="schedule")
    )
    now: datetime = MORNING + timedelta(hours=1)
    recommendations: InMemoryRecommendations = field(default_factory=InMemoryRecommendations)
    log: InMemoryDecisionLog = field(default_factory=InMemoryDecisionLog)

    def __post_init__(self) -> None:
        propose(self.recommendation, recommendations=self.recommendations, log=self.log)

    def decide(self, verdict: Verdict, by: Decider, **more: Any) -> PriceRecommendation:
        request = DecisionRequest(
            recommendation_id=self.recommendation.id,
            verdict=verdict,
            **{"reason_code": "market-knowledge", "reason": "Agrees with what dealers say.", **more},
        )
        return decide(request, by, recommendations=self.recommendations, log=self.log, clock=lambda: self.now)

    def approve(self, by: Decider, **more: Any) -> PriceRecommendation:
        return self.decide(Verdict.APPROVE, by, **more)

    def change(self, by: Decider, price: Money, **more: Any) -> PriceRecommendation:
        return self.decide(Verdict.CHANGE, by, price=price, **more)
