"""What a new list price does to the lease rate, once used prices follow it."""

from __future__ import annotations

from agents.pricing.inputs import PricingInputs
from agents.pricing.values import ResidualEcho
from process_models.finance import Money, exact, lease_rate, percent_change


def residual_echo(inputs: PricingInputs, price: Money) -> ResidualEcho:
    """The monthly rate now, at `price` with today's residual value, and at `price` once that follows."""
    held, followed = _residual_values(inputs, price)

    def rate(of_price: Money, residual: Money) -> Money:
        terms = inputs.finance
        return lease_rate(price=of_price, residual=residual, months=terms.months, annual_rate=terms.annual_rate)

    return ResidualEcho(
        months=inputs.finance.months,
        residual_share=inputs.residual.middle,
        rate_now=rate(inputs.current, held),
        rate_if_residual_holds=rate(price, held),
        rate_if_residual_follows=rate(price, followed),
        portfolio_contracts=inputs.portfolio.contracts,
        portfolio_loss=portfolio_loss(inputs, price),
    )


def portfolio_loss(inputs: PricingInputs, price: Money) -> Money:
    """What the running contracts lose in residual value once used prices follow; negative is a gain."""
    held, followed = _residual_values(inputs, price)
    return (held - followed).times(inputs.portfolio.contracts)


def _residual_values(inputs: PricingInputs, price: Money) -> tuple[Money, Money]:
    """The residual value at today's price, and once it followed by the policy's pass-through."""
    held = inputs.current.times(exact(inputs.residual.middle))
    moved = percent_change(inputs.current, price) * exact(inputs.policy.residual_pass_through)
    return held, held.times(1 + moved)
