"""What a new list price does to the lease rate, once used prices follow it."""

from __future__ import annotations

from agents.pricing.inputs import PricingInputs
from agents.pricing.values import ResidualEcho
from process_models.finance import Money, exact, lease_rate, percent_change


def residual_echo(inputs: PricingInputs, price: Money) -> ResidualEcho:
    """The monthly rate now, at `price` with today's residual value, and at `price` once that follows.

    Used prices follow a new-price move by the policy's pass-through; the running portfolio then
    loses (or gains) the same share of its residual values.
    """
    share = exact(inputs.residual.middle)
    held = inputs.current.times(share)
    moved = percent_change(inputs.current, price) * exact(inputs.policy.residual_pass_through)
    followed = held.times(1 + moved)
    contracts = inputs.portfolio.contracts

    def rate(of_price: Money, residual: Money) -> Money:
        terms = inputs.finance
        return lease_rate(price=of_price, residual=residual, months=terms.months, annual_rate=terms.annual_rate)

    return ResidualEcho(
        months=inputs.finance.months,
        residual_share=inputs.residual.middle,
        rate_now=rate(inputs.current, held),
        rate_if_residual_holds=rate(price, held),
        rate_if_residual_follows=rate(price, followed),
        portfolio_contracts=contracts,
        portfolio_loss=(held - followed).times(contracts),
    )
