"""`logistics.yaml` -> network values."""

from __future__ import annotations

from pathlib import Path

from process_models.addresses import AttributeAddress, RoleId, SystemId
from process_models.finance import Money
from process_models.logistics.network import Network
from process_models.logistics.values import (
    Aspect,
    Build,
    ConsequenceRule,
    CustomsEvent,
    Days,
    DocumentId,
    DocumentRule,
    DocumentScope,
    Leg,
    LegId,
    Mode,
    Place,
    PlaceId,
    PlaceKind,
    Plant,
    Vehicle,
    VinAssignment,
)
from process_models.records import InvalidContent, Record, as_record, choice, nearest, read_yaml

_SECTIONS = ("valid_from", "markets", "plants", "places", "legs", "documents", "customs", "consequences", "vehicles")


def read_network(path: Path) -> Network:
    """The network a file describes.

    Raises:
        InvalidContent: a field is missing, unknown or of the wrong kind, or an id leads nowhere.
    """
    file = as_record(read_yaml(path), path.name).only(*_SECTIONS)
    plants = tuple(_plant(record) for record in file.records("plants"))
    markets = file.record("markets")
    return Network(
        valid_from=file.day("valid_from"),
        plants=plants,
        places=(
            *(_place_of(plant) for plant in plants),
            *(_place(record) for record in file.records("places")),
        ),
        legs=tuple(_leg(record) for record in file.records("legs")),
        documents=tuple(_document(record) for record in file.records("documents")),
        customs=tuple(_customs(record) for record in file.records("customs")),
        consequences=tuple(_consequence(record) for record in file.records("consequences")),
        vehicles=tuple(_vehicle(record) for record in file.records("vehicles")),
        markets={market: PlaceId(markets.text(market)) for market in sorted(markets.fields)},
    )


def _plant(record: Record) -> Plant:
    record.only(
        "id", "country", "builds", "features", "vin_assignment", "vin_range", "capacity_bucket", "preferential_origin",
        "system", "source", "de", "en",
    )  # fmt: skip
    origin = record.record("preferential_origin") if record.has("preferential_origin") else None
    return Plant(
        id=PlaceId(record.text("id")),
        country=record.text("country"),
        builds=tuple(
            Build(model=build.text("model"), powertrains=build.texts("powertrains"))
            for build in record.records("builds")
        ),
        features=record.texts("features"),
        vin_assignment=choice(record, "vin_assignment", VinAssignment),
        vin_range=record.text("vin_range"),
        capacity_bucket=record.text("capacity_bucket"),
        preferential_origin={rule: origin.texts(rule) for rule in origin.fields} if origin else {},
        system=_system(record),
        labels=record.own_labels(),
        source=record.text("source"),
    )


def _place_of(plant: Plant) -> Place:
    return Place(
        id=plant.id,
        kind=PlaceKind.PLANT,
        country=plant.country,
        system=plant.system,
        labels=plant.labels,
        source=plant.source,
    )


def _place(record: Record) -> Place:
    record.only("id", "kind", "country", "dwell", "system", "role", "source", "de", "en")
    return Place(
        id=PlaceId(record.text("id")),
        kind=choice(record, "kind", PlaceKind),
        country=record.text("country"),
        dwell=_days(record, "dwell") if record.has("dwell") else Days(),
        system=_system(record),
        role=_role(record, "role"),
        labels=record.own_labels(),
        source=record.text("source"),
    )


def _leg(record: Record) -> Leg:
    record.only("id", "from", "to", "mode", "days", "cost", "km", "system", "role", "source")
    return Leg(
        id=LegId(record.text("id")),
        source=PlaceId(record.text("from")),
        target=PlaceId(record.text("to")),
        mode=choice(record, "mode", Mode),
        days=_days(record, "days"),
        cost=Money(record.whole("cost"), "EUR"),
        distance_km=record.whole("km"),
        system=_system(record),
        role=_role(record, "role"),
        provenance=record.text("source"),
    )


def _document(record: Record) -> DocumentRule:
    record.only("id", "scope", "modes", "from", "to", "proof", "issued_by", "source", "de", "en")
    return DocumentRule(
        id=DocumentId(record.text("id")),
        scope=choice(record, "scope", DocumentScope),
        modes=_modes(record),
        origins=record.texts("from"),
        destinations=record.texts("to"),
        proof=record.optional_text("proof"),
        issued_by=_role(record, "issued_by"),
        labels=record.own_labels(),
        source=record.text("source"),
    )


def _customs(record: Record) -> CustomsEvent:
    record.only("id", "when", "territories", "days", "system", "role", "source", "de", "en")
    when = record.text("when")
    if when not in ("leaving", "entering"):
        raise InvalidContent(f"{record.where}: when is '{when}'; write leaving or entering.")
    return CustomsEvent(
        id=record.text("id"),
        leaving=when == "leaving",
        territories=record.texts("territories"),
        days=_days(record, "days"),
        system=_system(record),
        role=_role(record, "role"),
        labels=record.own_labels(),
        source=record.text("source"),
    )


def _consequence(record: Record) -> ConsequenceRule:
    record.only("id", "on", "attribute", "source", "de", "en")
    return ConsequenceRule(
        id=record.text("id"),
        on=choice(record, "on", Aspect),
        attribute=AttributeAddress(record.text("attribute")),
        labels=record.own_labels(),
        source=record.text("source"),
    )


def _vehicle(record: Record) -> Vehicle:
    record.only("id", "model", "powertrain", "features", "customs_value", "de", "en")
    return Vehicle(
        id=record.text("id"),
        model=record.text("model"),
        powertrain=record.text("powertrain"),
        features=record.texts("features"),
        customs_value=Money(record.whole("customs_value"), "EUR") if record.has("customs_value") else None,
        labels=record.own_labels(),
    )


def _days(record: Record, field: str) -> Days:
    figures = record.fields.get(field)
    if not isinstance(figures, list) or len(figures) != 3 or not all(isinstance(figure, int) for figure in figures):
        raise InvalidContent(
            f"{record.where}: field '{field}' is {figures!r}; write [minimum, typical, maximum] in days."
        )
    return Days(minimum=figures[0], typical=figures[1], maximum=figures[2])


def _system(record: Record) -> SystemId | None:
    return SystemId(record.text("system")) if record.has("system") else None


def _role(record: Record, field: str) -> RoleId | None:
    return RoleId(record.text(field)) if record.has(field) else None


def _modes(record: Record) -> tuple[Mode, ...]:
    for mode in record.texts("modes"):
        if mode not in list(Mode):
            raise InvalidContent(f"{record.where}: mode '{mode}' is none of {', '.join(Mode)}.{nearest(mode, Mode)}")
    return tuple(map(Mode, record.texts("modes")))
