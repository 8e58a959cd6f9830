"""A route: the legs a car takes, with days, cost, CO2, duty and papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from process_models.finance import Money
from process_models.logistics.customs import Duty
from process_models.logistics.values import CustomsEvent, Days, DocumentRule, Leg, Place, Plant, Vehicle
from process_models.parameters import Parameter


class Criterion(StrEnum):
    """What the best route is best in."""

    TIME = "time"
    COST = "cost"
    CO2 = "co2"


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteLeg:
    """One leg of a route, with its papers and what happens at a customs border on it."""

    leg: Leg
    co2_kg: Decimal
    co2_parameter: Parameter
    documents: tuple[DocumentRule, ...]
    customs: tuple[CustomsEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A whole way: `days` counts carriage, standing times and customs; money is for one car.

    `cannot_build` says what of the vehicle the plant cannot build; such a route is still told, so
    that the answer can say both.
    """

    plant: Plant
    market: str
    vehicle: Vehicle
    on: date
    by: Criterion
    legs: tuple[RouteLeg, ...]
    stops: tuple[Place, ...]
    days: Days
    cost: Money
    co2_kg: Decimal
    duty: Duty
    documents: tuple[DocumentRule, ...]
    cannot_build: tuple[str, ...]

    @property
    def arrival(self) -> tuple[date, date, date]:
        """When the car is at the customer's: at the earliest, usually, at the latest; it leaves on `on`."""
        days = (self.days.minimum, self.days.typical, self.days.maximum)
        earliest, usual, latest = (self.on + timedelta(days=count) for count in days)
        return earliest, usual, latest

    @property
    def customs(self) -> tuple[CustomsEvent, ...]:
        """Customs events in the order they happen."""
        return tuple(event for leg in self.legs for event in leg.customs)

    @property
    def evidence(self) -> tuple[str, ...]:
        """Addresses of everything the route rests on: plant, legs, customs, documents, parameters."""
        addresses = [
            self.plant.address,
            *(leg.leg.address for leg in self.legs),
            *(stop.address for stop in self.stops),
            *(event.address for event in self.customs),
            *(document.address for document in self.documents),
            *(leg.co2_parameter.address for leg in self.legs),
            *(row.address for row in self.duty.parameters),
        ]
        return tuple(dict.fromkeys(addresses))
