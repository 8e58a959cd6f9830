"""Plants, places, legs and paper rules as values, cross-checked once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NewType

from process_models.addresses import AttributeAddress, RoleId, SystemId
from process_models.elements import Labels
from process_models.errors import ProcessModelError
from process_models.finance import Money
from process_models.parameters import TERRITORY, Parameters
from process_models.records import InvalidContent, nearest

PlaceId = NewType("PlaceId", str)
LegId = NewType("LegId", str)
DocumentId = NewType("DocumentId", str)
FILE = "logistics"


class UnknownPlace(ProcessModelError, KeyError):
    """No plant, place, market or vehicle carries that id."""

    def __str__(self) -> str:
        # KeyError shows the repr of its argument; a sentence should read as a sentence.
        return str(self.args[0]) if self.args else ""


class Mode(StrEnum):
    """How a leg carries the car."""

    TRUCK = "truck"
    RAIL = "rail"
    SHORT_SEA = "short-sea-roro"
    DEEP_SEA = "deep-sea-roro"


class PlaceKind(StrEnum):
    """What a place is for."""

    PLANT = "plant"
    COMPOUND = "compound"
    PORT = "port"
    HUB = "hub"
    HANDOVER = "handover"


class VinAssignment(StrEnum):
    """When the vehicle identification number is given to a body."""

    BODY_SHOP = "body-shop"
    AFTER_PAINT = "after-paint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Calendar days: at least, usually, at most."""

    minimum: int = 0
    typical: int = 0
    maximum: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.minimum <= self.typical <= self.maximum:
            raise InvalidContent(
                f"days {self.minimum} / {self.typical} / {self.maximum} are not in the order minimum, typical,"
                " maximum; order the three figures."
            )

    def __add__(self, other: Days) -> Days:
        return Days(
            minimum=self.minimum + other.minimum,
            typical=self.typical + other.typical,
            maximum=self.maximum + other.maximum,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place where the car stands; `dwell` is how long before it moves on, inspection included."""

    id: PlaceId
    kind: PlaceKind
    country: str
    dwell: Days = Days()
    system: SystemId | None = None
    role: RoleId | None = None
    labels: Labels = field(default_factory=dict)
    source: str = "assumption"

    @property
    def address(self) -> str:
        """Where an answer points at."""
        return f"{FILE}#place:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A model a plant builds, with its powertrains."""

    model: str
    powertrains: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """What a plant builds and how; it is a place of the network too, with the same id.

    `features` are options that not every plant can fit. `preferential_origin` says, by the rule in
    force, which powertrains built there meet the origin rule of the agreement with the market.
    `capacity_bucket` names the capacity an order is booked against.
    """

    id: PlaceId
    country: str
    builds: tuple[Build, ...]
    features: tuple[str, ...] = ()
    vin_assignment: VinAssignment = VinAssignment.BODY_SHOP
    vin_range: str = ""
    capacity_bucket: str = ""
    preferential_origin: Mapping[str, tuple[str, ...]]
    system: SystemId | None = None
    labels: Labels = field(default_factory=dict)
    source: str = "assumption"

    @property
    def address(self) -> str:
        """Where an answer points at."""
        return f"{FILE}#plant:{self.id}"

    def cannot_build(self, vehicle: Vehicle) -> tuple[str, ...]:
        """What of a vehicle this plant cannot build; empty where it can build all of it."""
        powertrains = {build.model: build.powertrains for build in self.builds}
        if vehicle.model not in powertrains:
            return (f"model {vehicle.model}",)
        if vehicle.powertrain not in powertrains[vehicle.model]:
            return (f"powertrain {vehicle.powertrain}",)
        return tuple(f"feature {feature}" for feature in sorted(set(vehicle.features) - set(self.features)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One carriage from place to place; `cost` is for one car."""

    id: LegId
    source: PlaceId
    target: PlaceId
    mode: Mode
    days: Days
    cost: Money
    distance_km: int
    system: SystemId | None = None
    role: RoleId | None = None
    provenance: str = "assumption"

    @property
    def address(self) -> str:
        """Where an answer points at."""
        return f"{FILE}#leg:{self.id}"


class Aspect(StrEnum):
    """In what two routes can differ."""

    PLANT = "plant"
    VIN_ASSIGNMENT = "vin-assignment"
    FEASIBILITY = "feasibility"
    LEGS = "legs"
    MODES = "modes"
    CUSTOMS_BORDER = "customs-border"
    ORIGIN_PROOF = "origin-proof"
    DUTY = "duty"
    COST = "cost"
    DAYS = "days"
    ARRIVAL_YEAR = "arrival-year"


class DocumentScope(StrEnum):
    """What a document accompanies: each leg of some modes, a border crossing, or the whole route."""

    LEG = "leg"
    CROSSING = "crossing"
    ROUTE = "route"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRule:
    """When a document is needed; empty conditions hold always.

    `origins` and `destinations` are customs territories of the crossing (for a route: of plant and
    market). `proof` names the origin proof the document is, where it lowers the duty.
    """

    id: DocumentId
    scope: DocumentScope
    modes: tuple[Mode, ...] = ()
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    proof: str | None = None
    issued_by: RoleId | None = None
    labels: Labels = field(default_factory=dict)
    source: str = "assumption"

    @property
    def address(self) -> str:
        """Where an answer points at."""
        return f"{FILE}#document:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsEvent:
    """What happens at a customs border: leaving one territory or entering another."""

    id: str
    leaving: bool
    territories: tuple[str, ...]
    days: Days
    system: SystemId | None = None
    role: RoleId | None = None
    labels: Labels = field(default_factory=dict)
    source: str = "assumption"

    @property
    def address(self) -> str:
        """Where an answer points at."""
        return f"{FILE}#customs:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceRule:
    """Which attribute changes for a process when routes differ in an aspect (`on`), and why."""

    id: str
    on: Aspect
    attribute: AttributeAddress
    labels: Labels
    source: str = "assumption"

    @property
    def address(self) -> str:
        """Where an answer points at."""
        return f"{FILE}#consequence:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """The car a route is asked for; `customs_value` is its value at the border, where known."""

    id: str
    model: str
    powertrain: str
    features: tuple[str, ...] = ()
    customs_value: Money | None = None
    labels: Labels = field(default_factory=dict)


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
