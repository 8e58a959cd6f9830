"""From market data to a price proposal: freeze the inputs, then compute from the frozen inputs alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agents.pricing.arguments import arguments_for
from agents.pricing.canonical import digest
from agents.pricing.corridor import guardrails_at, second_decider_reasons
from agents.pricing.demand import estimate_elasticity
from agents.pricing.echo import residual_echo
from agents.pricing.freezing import freeze
from agents.pricing.inputs import PricingInputs
from agents.pricing.optimum import best_price
from agents.pricing.ports import Clock, MarketData, utc_now
from agents.pricing.schema import proposal_json
from agents.pricing.values import LIST_PRICE, EffectivePrice, PriceRecommendation
from agents.pricing.waterfall import waterfall

MODEL_VERSION = "list-price-1"
SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A past recommendation computed once more from its own snapshot."""

    equal: bool
    again: PriceRecommendation
    differences: tuple[str, ...]


def recommend(
    market_data: MarketData,
    product: str,
    market: str,
    as_of: date,
    *,
    clock: Clock = utc_now,
    author: str = SCHEDULE,
    decided: Sequence[EffectivePrice] = (),
) -> PriceRecommendation:
    """Recommend a list price for a product in a market on what was known on `as_of`.

    `author` is the user who asked for it; where two people must decide, it is neither of them.
    `decided` are the prices decided here before (`effect.decided_prices`); they count as list prices.
    Nothing is stored and nothing takes effect: hand it to `approval.propose`, then to people.

    Raises:
        MissingMarketData: product, market or a needed figure is not there.
    """
    return propose_from(freeze(market_data, product, market, as_of, decided), created_at=clock(), author=author)


def propose_from(inputs: PricingInputs, *, created_at: datetime, author: str) -> PriceRecommendation:
    """The proposal that follows from frozen inputs: a pure function, the same bytes every time."""
    demand = estimate_elasticity(inputs.registrations, min_price_moves=inputs.policy.min_price_moves)
    best = best_price(inputs, demand)
    echo = residual_echo(inputs, best.point)
    reasons, against = arguments_for(inputs, demand, best, echo)
    inputs_hash = digest(inputs)
    return PriceRecommendation(
        id=f"pr-{inputs.market.lower()}-{inputs.product.id}-{_short(inputs_hash, created_at, author)}",
        market=inputs.market,
        product=inputs.product.id,
        brand=inputs.product.brand,
        lever=LIST_PRICE,
        current=inputs.current,
        low=best.low,
        point=best.point,
        high=best.high,
        reasons=reasons,
        reasons_against=against,
        guardrails=guardrails_at(inputs, best.point),
        waterfall=waterfall(inputs, best.point),
        residual_echo=echo,
        demand_grade=demand.grade,
        elasticity_low=demand.low,
        elasticity=demand.middle,
        elasticity_high=demand.high,
        needs_second_decider=second_decider_reasons(inputs, best.point),
        snapshot=inputs,
        inputs_hash=inputs_hash,
        model_version=f"{MODEL_VERSION}+{inputs.residual.model_version}",
        author=author,
        created_at=created_at,
        expires_at=created_at + timedelta(days=inputs.policy.expires_after_days),
    )


def replay(recommendation: PriceRecommendation) -> Replay:
    """Compute a recommendation again from its snapshot and compare the bytes.

    `differences` names the fields that came out differently: after a change of the models, or
    because the stored proposal was changed.
    """
    again = propose_from(recommendation.snapshot, created_at=recommendation.created_at, author=recommendation.author)
    unmoved = ("status", "decision", "version")
    differences = tuple(
        name
        for name in PriceRecommendation.__slots__
        if name not in unmoved and getattr(again, name) != getattr(recommendation, name)
    )
    return Replay(equal=proposal_json(again) == proposal_json(recommendation), again=again, differences=differences)


def _short(inputs_hash: str, created_at: datetime, author: str) -> str:
    return digest({"inputs": inputs_hash, "created_at": created_at, "author": author})[:12]
