"""The price worth most inside the corridor, given how unsure the demand is."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from agents.pricing.competition import position
from agents.pricing.corridor import Corridor, corridor
from agents.pricing.demand import ElasticityEstimate
from agents.pricing.echo import portfolio_loss
from agents.pricing.figures import ceil_to_step, floor_to_step
from agents.pricing.inputs import PricingInputs
from agents.pricing.stock import stock_pressure
from agents.pricing.waterfall import contribution
from process_models.finance import Money, exact

_RECENT_MONTHS = 3
# Days on offer within a fifth of plan say nothing about the price.
_STOCK_TOLERANCE = Fraction(1, 5)
# Contribution is flat around its best; less than this share of it is no difference.
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class BestPrice:
    """The point, and the range of prices within a hundredth of the best for some demand the data allow.

    `gain` is the expected change of the year's contribution against leaving the price, at the middle
    elasticity and after the loss on running contracts; absent where demand is not identified.
    """

    low: Money
    point: Money
    high: Money
    gain: Money | None


def best_price(inputs: PricingInputs, demand: ElasticityEstimate) -> BestPrice:
    """The price of smallest regret over the elasticity interval, or a careful one without an elasticity."""
    bounds = corridor(inputs)
    if not bounds.is_open:
        only = max(bounds.hard_floor, _held_within(inputs.current, bounds))
        return BestPrice(low=only, point=only, high=only, gain=None)
    if demand.low is None or demand.middle is None or demand.high is None:
        return _careful(inputs, bounds)
    prices = _candidates(inputs, bounds)
    market = _Market.of(inputs, {*prices, inputs.current})
    elasticities = [float(elasticity) for elasticity in (demand.low, demand.middle, demand.high)]
    worth = {price: [market.year_value(price, elasticity) for elasticity in elasticities] for price in prices}
    ideals = [max(values) for values in zip(*worth.values(), strict=True)]

    def regret(price: Money) -> tuple[int, int]:
        worst = max(ideal - value for ideal, value in zip(ideals, worth[price], strict=True))
        return round(worst), abs(price.minor - inputs.current.minor)

    point = min(prices, key=regret)
    near = [
        price
        for price in prices
        if any(value >= ideal * (1 - _TOLERANCE) for value, ideal in zip(worth[price], ideals, strict=True))
    ]
    unmoved = market.year_value(inputs.current, elasticities[1])
    gain = Money(round(worth[point][1] - unmoved), point.currency)
    return BestPrice(low=min(*near, point), point=point, high=max(*near, point), gain=gain)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Market:
    """What each price earns per car and costs the running contracts, worked out once."""

    current: int
    units: float
    contribution: Mapping[Money, int]
    loss: Mapping[Money, int]

    @classmethod
    def of(cls, inputs: PricingInputs, prices: Collection[Money]) -> _Market:
        recent = inputs.registrations[-_RECENT_MONTHS:]
        monthly = sum(month.units for month in recent) / max(len(recent), 1)
        return cls(
            current=inputs.current.minor,
            units=monthly * inputs.policy.horizon_months,
            contribution={price: contribution(inputs, price).minor for price in prices},
            # A gain on running contracts is not counted: used prices fall faster than they rise.
            loss={price: max(portfolio_loss(inputs, price).minor, 0) for price in prices},
        )

    def year_value(self, price: Money, elasticity: float) -> float:
        """Contribution over the policy's horizon less what running contracts lose, in minor units."""
        units = self.units * math.pow(price.minor / self.current, elasticity)
        return self.contribution[price] * units - self.loss[price]


def _careful(inputs: PricingInputs, bounds: Corridor) -> BestPrice:
    """Without an elasticity: move half the largest step, and only where stock and competition agree."""
    half = exact(inputs.policy.max_step) / 2 * inputs.current.minor
    step = inputs.policy.price_step
    low = max(bounds.floor, ceil_to_step(inputs.current.minor - half, step))
    high = min(bounds.ceiling, floor_to_step(inputs.current.minor + half, step))
    pressure = stock_pressure(inputs.stock, inputs.registrations).pressure
    stands = position(inputs.offers, inputs.current)
    wanted = inputs.current
    if stands is not None and pressure > _STOCK_TOLERANCE and stands.index > 1:
        wanted = low
    elif stands is not None and pressure < -_STOCK_TOLERANCE and stands.index < 1:
        wanted = high
    low, high = min(low, high), max(low, high)
    return BestPrice(low=low, point=min(max(wanted, low), high), high=high, gain=None)


def _candidates(inputs: PricingInputs, bounds: Corridor) -> list[Money]:
    """Every price step of the corridor, and the current price where it lies inside."""
    step = inputs.policy.price_step
    prices = [Money(minor, step.currency) for minor in range(bounds.floor.minor, bounds.ceiling.minor + 1, step.minor)]
    if bounds.floor <= inputs.current <= bounds.ceiling and inputs.current not in prices:
        prices.append(inputs.current)
    return sorted(prices)


def _held_within(price: Money, bounds: Corridor) -> Money:
    return price if bounds.hard_ceiling is None else min(price, bounds.hard_ceiling)
