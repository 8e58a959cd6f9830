"""Whether cars stand too long or leave too fast."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from agents.pricing.market import Registrations, StockPosition

_RECENT_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPressure:
    """`pressure` is the days on offer against plan: 1/4 is a quarter too long, below zero too short.

    `months_of_supply` is the stock over the mean registrations of the last three months, or nothing
    where none were registered.
    """

    pressure: Fraction
    months_of_supply: Fraction | None


def stock_pressure(stock: StockPosition, registrations: tuple[Registrations, ...]) -> StockPressure:
    """How far the days on offer are from plan, and how long the stock lasts."""
    recent = registrations[-_RECENT_MONTHS:]
    sold = sum(month.units for month in recent)
    return StockPressure(
        pressure=Fraction(stock.days_on_offer, max(stock.target_days, 1)) - 1,
        months_of_supply=Fraction(stock.units * len(recent), sold) if sold else None,
    )
