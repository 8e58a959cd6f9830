"""The whole network of plants, places, legs and rules, cross-checked once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from process_models.errors import ProcessModelError
from process_models.logistics.values import (
    FILE,
    ConsequenceRule,
    CustomsEvent,
    DocumentRule,
    Leg,
    LegId,
    Place,
    PlaceId,
    Plant,
    Vehicle,
)
from process_models.parameters import TERRITORY, Parameters
from process_models.records import InvalidContent, nearest


class UnknownPlace(ProcessModelError, KeyError):
    """No plant, place, market or vehicle carries that id."""

    def __str__(self) -> str:
        # KeyError shows the repr of its argument; a sentence should read as a sentence.
        return str(self.args[0]) if self.args else ""


@dataclass(frozen=True, kw_only=True)
class Network:
    """Everything `logistics.yaml` says; ids are unique and every reference leads somewhere."""

    valid_from: date
    plants: tuple[Plant, ...]
    places: tuple[Place, ...]
    legs: tuple[Leg, ...]
    documents: tuple[DocumentRule, ...] = ()
    customs: tuple[CustomsEvent, ...] = ()
    consequences: tuple[ConsequenceRule, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    markets: Mapping[str, PlaceId]

    def __post_init__(self) -> None:
        named: dict[str, list[str]] = {
            "place": [place.id for place in self.places],
            "leg": [leg.id for leg in self.legs],
            "document": [document.id for document in self.documents],
            "vehicle": [vehicle.id for vehicle in self.vehicles],
        }
        for kind, ids in named.items():
            twice = sorted(id for id, count in Counter(ids).items() if count > 1)
            if twice:
                raise InvalidContent(f"{FILE}: {kind} '{twice[0]}' stands twice; rename one of them.")
        known = self.place_by_id
        for leg in self.legs:
            for end in (leg.source, leg.target):
                if end not in known:
                    raise InvalidContent(f"{leg.address}: no place '{end}'.{nearest(end, known)}")
        for market, place in self.markets.items():
            if place not in known:
                raise InvalidContent(f"{FILE}, market {market}: no place '{place}'.{nearest(place, known)}")

    @cached_property
    def place_by_id(self) -> Mapping[PlaceId, Place]:
        """Places, plants among them, by id."""
        return {place.id: place for place in self.places}

    @cached_property
    def plant_by_id(self) -> Mapping[PlaceId, Plant]:
        """Plants by id."""
        return {plant.id: plant for plant in self.plants}

    @cached_property
    def leg_by_id(self) -> Mapping[LegId, Leg]:
        """Legs by id."""
        return {leg.id: leg for leg in self.legs}

    def plant(self, id: str) -> Plant:
        """The plant with that id.

        Raises:
            UnknownPlace: there is none; the nearest is named.
        """
        try:
            return self.plant_by_id[PlaceId(id)]
        except KeyError:
            raise UnknownPlace(f"no plant '{id}'.{nearest(id, self.plant_by_id)}") from None

    def handover(self, market: str) -> Place:
        """Where cars of a market are handed over.

        Raises:
            UnknownPlace: the network does not serve that market.
        """
        try:
            return self.place_by_id[self.markets[market]]
        except KeyError:
            raise UnknownPlace(f"no market '{market}'; choose one of: {', '.join(sorted(self.markets))}") from None

    def vehicle(self, id: str) -> Vehicle:
        """The reference vehicle with that id.

        Raises:
            UnknownPlace: there is none; the nearest is named.
        """
        for vehicle in self.vehicles:
            if vehicle.id == id:
                return vehicle
        raise UnknownPlace(f"no vehicle '{id}'.{nearest(id, (vehicle.id for vehicle in self.vehicles))}")


def territory_of(country: str, day: date, parameters: Parameters) -> str:
    """The customs territory of a country on a day."""
    return str(parameters.at(TERRITORY, country=country, basis_date=day).value)
