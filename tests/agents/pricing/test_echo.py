from dataclasses import replace
from decimal import Decimal

from agents.pricing.echo import residual_echo
from agents.pricing.inputs import PricingInputs
from tests.agents.pricing.builders import euro, frozen_inputs, with_current


def leased_at_five_per_cent(*, follows: str) -> PricingInputs:
    """50,000 EUR, half of it left after 36 months; `follows` is how much used prices follow."""
    inputs = with_current(frozen_inputs(), euro(50_000))
    return replace(
        inputs,
        residual=replace(inputs.residual, middle=Decimal("0.5")),
        finance=replace(inputs.finance, months=36, annual_rate=Decimal("0.05")),
        policy=replace(inputs.policy, residual_pass_through=Decimal(follows)),
        portfolio=replace(inputs.portfolio, contracts=1_000),
    )


def test_a_cut_of_three_per_cent_loses_almost_half_its_effect_on_the_rate() -> None:
    echo = residual_echo(leased_at_five_per_cent(follows="1"), euro(48_500))

    rates = (echo.rate_now, echo.rate_if_residual_holds, echo.rate_if_residual_follows)
    assert [rate.minor for rate in rates] == [85_344, 80_848, 82_784]


def test_running_contracts_lose_what_their_residual_values_lose() -> None:
    # Three per cent of 25,000 EUR are 750 EUR a contract; at sixty per cent pass-through 450 EUR.
    whole = residual_echo(leased_at_five_per_cent(follows="1"), euro(48_500))
    partly = residual_echo(leased_at_five_per_cent(follows="0.6"), euro(48_500))

    assert (whole.portfolio_loss, partly.portfolio_loss) == (euro(750_000), euro(450_000))


def test_an_unmoved_price_has_no_echo() -> None:
    echo = residual_echo(leased_at_five_per_cent(follows="1"), euro(50_000))

    assert echo.rate_now == echo.rate_if_residual_holds == echo.rate_if_residual_follows
    assert echo.portfolio_loss == euro(0)
