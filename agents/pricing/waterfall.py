"""From the list price down to what a car contributes."""

from __future__ import annotations

from fractions import Fraction

from agents.pricing.inputs import PricingInputs
from agents.pricing.values import WaterfallStep
from process_models.finance import Money, exact, without_tax


def waterfall(inputs: PricingInputs, price: Money) -> tuple[WaterfallStep, ...]:
    """The steps of one car sold at `price`: list, net, pocket, contribution, and what lies between.

    Deductions are negative, so that each subtotal is the subtotal before plus the deductions between.
    """
    cost = inputs.cost
    taxed = without_tax(price, inputs.tax.rate)
    fee = taxed.net.times(cost.agent_fee)
    pocket = taxed.net - fee - cost.subvention - cost.transfer_cost
    return (
        WaterfallStep(name="list-price", kind="subtotal", amount=price),
        WaterfallStep(name="value-added-tax", kind="deduction", amount=-taxed.tax),
        WaterfallStep(name="net-list-price", kind="subtotal", amount=taxed.net),
        WaterfallStep(name="agent-fee", kind="deduction", amount=-fee),
        WaterfallStep(name="subvention", kind="deduction", amount=-cost.subvention),
        WaterfallStep(name="transfer-cost", kind="deduction", amount=-cost.transfer_cost),
        WaterfallStep(name="pocket-price", kind="subtotal", amount=pocket),
        WaterfallStep(name="cost", kind="deduction", amount=-cost.cost),
        WaterfallStep(name="contribution", kind="subtotal", amount=pocket - cost.cost),
    )


def contribution(inputs: PricingInputs, price: Money) -> Money:
    """What one car sold at `price` contributes."""
    return waterfall(inputs, price)[-1].amount


def margin_share(inputs: PricingInputs, price: Money) -> Fraction:
    """The contribution as a share of the net list price."""
    return contribution(inputs, price).share_of(without_tax(price, inputs.tax.rate).net)


def price_at_margin(inputs: PricingInputs, margin: Fraction) -> Fraction:
    """The gross list price, in minor units and unrounded, at which the contribution share is `margin`."""
    cost = inputs.cost
    outlay = (cost.cost + cost.transfer_cost + cost.subvention).minor
    return outlay / (1 - exact(cost.agent_fee) - margin) * (1 + exact(inputs.tax.rate))
