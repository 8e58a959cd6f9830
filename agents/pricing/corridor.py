"""The corridor in which a price may move: guardrails held against a price, floor and ceiling.

A hard guardrail cannot be decided away. A soft one may be crossed by two people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from agents.pricing.competition import position
from agents.pricing.figures import ceil_to_step, decimal_share, floor_to_step, per_cent
from agents.pricing.inputs import PricingInputs
from agents.pricing.market import ListPrice
from agents.pricing.values import Guardrail, Strictness
from agents.pricing.waterfall import margin_share, price_at_margin
from process_models.finance import Money, exact, percent_change

# Directive 98/6/EC, Art. 6a (2): the prior price is the lowest of at least the last 30 days.
_PRIOR_PRICE_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """The lowest and highest price inside every guardrail, and inside the hard ones alone.

    All four are multiples of the price step. Where guardrails contradict each other a floor may lie
    above its ceiling: then no price holds them all.
    """

    floor: Money
    ceiling: Money
    hard_floor: Money
    hard_ceiling: Money | None

    @property
    def is_open(self) -> bool:
        return self.floor <= self.ceiling


def guardrails_at(inputs: PricingInputs, price: Money) -> tuple[Guardrail, ...]:
    """Every guardrail held against `price`, hard ones first."""
    return (
        _margin_floor(inputs, price),
        *_ladder_order(inputs, price),
        _max_step(inputs, price),
        _days_between_moves(inputs, price),
        *_competitor_band(inputs, price),
        _prior_price(inputs, price),
    )


def corridor(inputs: PricingInputs) -> Corridor:
    """Where the price may lie, from margin floor, ladder, largest step and competitor band."""
    step, current = inputs.policy.price_step, inputs.current
    below, above = _neighbours(inputs)
    hard_floor = ceil_to_step(price_at_margin(inputs, exact(inputs.policy.margin_floor)), step)
    if below is not None:
        hard_floor = max(hard_floor, ceil_to_step(below.minor + 1, step))
    hard_ceiling = None if above is None else floor_to_step(above.minor - 1, step)
    reach = exact(inputs.policy.max_step) * current.minor
    floors = [hard_floor, ceil_to_step(current.minor - reach, step)]
    ceilings = [floor_to_step(current.minor + reach, step), *([] if hard_ceiling is None else [hard_ceiling])]
    stands = position(inputs.offers, current)
    if stands is not None:
        floors.append(ceil_to_step(exact(inputs.policy.competitor_low) * stands.median.minor, step))
        ceilings.append(floor_to_step(exact(inputs.policy.competitor_high) * stands.median.minor, step))
    return Corridor(floor=max(floors), ceiling=min(ceilings), hard_floor=hard_floor, hard_ceiling=hard_ceiling)


def second_decider_reasons(inputs: PricingInputs, price: Money) -> tuple[str, ...]:
    """Why a second person must agree to `price`; nothing where one person may decide."""
    broken = [f"{rail.name}: {rail.text}" for rail in guardrails_at(inputs, price) if not rail.holds]
    step = abs(percent_change(inputs.current, price))
    threshold = exact(inputs.policy.second_decider_step)
    if step > threshold:
        broken.append(f"step: {per_cent(step)} is more than the {per_cent(threshold)} one person may decide")
    return tuple(broken)


def lowest_prior_price(prices: tuple[ListPrice, ...], as_of: date) -> Money:
    """The lowest list price that held on any of the 30 days before `as_of`."""
    since = as_of - timedelta(days=_PRIOR_PRICE_DAYS)
    ends = [later.valid_from for later in prices[1:]] + [date.max]
    return min(
        row.price
        for row, end in zip(prices, ends, strict=True)
        if end > since and (row.valid_from < as_of or len(prices) == 1)
    )


def _margin_floor(inputs: PricingInputs, price: Money) -> Guardrail:
    margin, floor = margin_share(inputs, price), exact(inputs.policy.margin_floor)
    return Guardrail(
        name="margin-floor",
        strictness=Strictness.HARD,
        unit="share",
        value=decimal_share(margin),
        bound=decimal_share(floor),
        slack=_slack(margin - floor),
        text=f"contributes {per_cent(margin)} of the net price; at least {per_cent(floor)}",
    )


def _ladder_order(inputs: PricingInputs, price: Money) -> Iterator[Guardrail]:
    below, above = _neighbours(inputs)
    for bound, room, side in ((below, 1, "above the next lower"), (above, -1, "below the next higher")):
        if bound is not None:
            yield Guardrail(
                name="ladder-order",
                strictness=Strictness.HARD,
                unit=price.currency,
                value=Decimal(price.minor),
                bound=Decimal(bound.minor),
                slack=Decimal(room * (price - bound).minor - 1),
                text=f"must stay {side} model at {bound}",
            )


def _max_step(inputs: PricingInputs, price: Money) -> Guardrail:
    step, most = abs(percent_change(inputs.current, price)), exact(inputs.policy.max_step)
    return Guardrail(
        name="max-step",
        strictness=Strictness.SOFT,
        unit="share",
        value=decimal_share(step),
        bound=decimal_share(most),
        slack=_slack(most - step),
        text=f"moves by {per_cent(step)}; at most {per_cent(most)} at once",
    )


def _days_between_moves(inputs: PricingInputs, price: Money) -> Guardrail:
    days = (inputs.as_of - inputs.prices[-1].valid_from).days
    least = inputs.policy.min_days_between_moves
    moves = price != inputs.current
    return Guardrail(
        name="days-between-moves",
        strictness=Strictness.SOFT,
        unit="days",
        value=Decimal(days),
        bound=Decimal(least),
        slack=Decimal(days - least) if moves else Decimal(0),
        text=f"last moved {days} days ago; at least {least} between moves" if moves else "the price does not move",
    )


def _competitor_band(inputs: PricingInputs, price: Money) -> Iterator[Guardrail]:
    stands = position(inputs.offers, price)
    if stands is None:
        return
    index = price.share_of(stands.median)
    low, high = exact(inputs.policy.competitor_low), exact(inputs.policy.competitor_high)
    nearer = low if index - low < high - index else high
    yield Guardrail(
        name="competitor-band",
        strictness=Strictness.SOFT,
        unit="share",
        value=decimal_share(index),
        bound=decimal_share(nearer),
        slack=_slack(min(index - low, high - index)),
        text=f"at {per_cent(index)} of {stands.offers} like-for-like offers; {per_cent(low)} to {per_cent(high)}",
    )


def _prior_price(inputs: PricingInputs, price: Money) -> Guardrail:
    lowest = lowest_prior_price(inputs.prices, inputs.as_of)
    reduces = price < inputs.current
    # A reduction after a recent rise may be announced only against the lower price before the rise.
    slack = min(lowest - inputs.current, Money(0, price.currency)) if reduces else Money(0, price.currency)
    advertisable = max(Fraction(0), -percent_change(lowest, price))
    return Guardrail(
        name="lowest-30-day-price",
        strictness=Strictness.SOFT,
        unit=price.currency,
        value=Decimal(inputs.current.minor),
        bound=Decimal(lowest.minor),
        slack=Decimal(slack.minor),
        text=f"lowest price of the last 30 days {lowest}; a reduction of {per_cent(advertisable)} may be announced",
    )


def _neighbours(inputs: PricingInputs) -> tuple[Money | None, Money | None]:
    """The dearest model below on the ladder and the cheapest above."""
    own = inputs.product.rung
    below = [rung.price for rung in inputs.ladder if rung.rung < own]
    above = [rung.price for rung in inputs.ladder if rung.rung > own]
    return (max(below) if below else None, min(above) if above else None)


def _slack(exact_slack: Fraction) -> Decimal:
    """Rounded, but never from just outside to zero: a bound that is crossed must look crossed."""
    shown = decimal_share(exact_slack)
    return Decimal("-0.0001") if exact_slack < 0 and shown == 0 else shown
