"""Plants, places, legs and paper rules as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from process_models.addresses import AttributeAddress, RoleId, SystemId
from process_models.elements import Labels
from process_models.finance import Money
from process_models.records import InvalidContent

PlaceId = NewType("PlaceId", str)
LegId = NewType("LegId", str)
DocumentId = NewType("DocumentId", str)
FILE = "logistics"


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
