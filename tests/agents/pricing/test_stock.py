from dataclasses import replace
from fractions import Fraction

from agents.pricing.stock import stock_pressure
from tests.agents.pricing.builders import frozen_inputs


def test_sixty_days_against_forty_eight_planned_are_a_quarter_too_long() -> None:
    inputs = frozen_inputs()
    stock = replace(inputs.stock, days_on_offer=60, target_days=48)

    assert stock_pressure(stock, inputs.registrations).pressure == Fraction(1, 4)


def test_the_supply_lasts_stock_over_the_mean_of_three_months() -> None:
    inputs = frozen_inputs()
    months = tuple(
        replace(month, units=units) for month, units in zip(inputs.registrations[-4:], (999, 10, 20, 30), strict=True)
    )

    assert stock_pressure(replace(inputs.stock, units=50), months).months_of_supply == Fraction(5, 2)


def test_without_registrations_nobody_knows_how_long_the_stock_lasts() -> None:
    assert stock_pressure(frozen_inputs().stock, ()).months_of_supply is None
