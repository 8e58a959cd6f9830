"""Dealer or agency, by brand, market and day: who sells depends on when the order was placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from process_models.errors import ProcessModelError
from process_models.records import nearest


class NoSalesModel(ProcessModelError, ValueError):
    """A brand is not sold in a market on a day."""


class SalesModel(StrEnum):
    """Who is the customer's seller: the dealer, or the maker's sales company with an agent."""

    DEALER = "dealer"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesModelPeriod:
    """From that day on (until the next period) new orders follow this model."""

    start: date
    model: SalesModel


def sales_model_of_order(
    periods: Mapping[str, tuple[SalesModelPeriod, ...]], *, brand: str, market: str, placed_on: date
) -> SalesModel:
    """The model an order follows to its end: that of the day it was placed, whatever comes later.

    Raises:
        NoSalesModel: the brand is unknown in the market, or was not sold there yet.
    """
    if brand not in periods:
        raise NoSalesModel(f"brand '{brand}' is not sold in {market}.{nearest(brand, periods)}")
    begun = [period for period in periods[brand] if period.start <= placed_on]
    if not begun:
        raise NoSalesModel(
            f"brand '{brand}' is sold in {market} from {periods[brand][0].start} on, not yet on {placed_on}."
        )
    return begun[-1].model


def cut_overs(periods: tuple[SalesModelPeriod, ...]) -> tuple[date, ...]:
    """The days on which the model changes."""
    pairs = zip(periods, periods[1:], strict=False)
    return tuple(later.start for earlier, later in pairs if earlier.model is not later.model)
