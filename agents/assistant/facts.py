"""What is known of an order: told, or following from what was told; and what stays open."""

from collections.abc import Mapping
from datetime import date

from agents.assistant.rulings import SALES_MODEL, VIN_ASSIGNMENT
from agents.assistant.understanding import PLANT
from process_models.addresses import AttributeAddress
from process_models.catalogue import Library
from process_models.logistics.values import PlaceId
from process_models.markets.sales_models import NoSalesModel, sales_model_of_order
from process_models.variants import BRAND

_PLACED_ON = AttributeAddress("order.placed_on")


def facts_of(
    library: Library,
    told: Mapping[AttributeAddress, object],
    *,
    market: str | None,
    brand: str | None,
    day: date,
) -> tuple[dict[AttributeAddress, object], dict[AttributeAddress, tuple[object, ...]]]:
    """Facts with what follows from them, and the possible values of those the tables ask for that nobody told."""
    facts: dict[AttributeAddress, object] = dict(told)
    if brand is not None:
        facts.setdefault(BRAND, brand)
    unknown: dict[AttributeAddress, tuple[object, ...]] = {}
    for name, possible in (
        (SALES_MODEL, _sales_models(library, facts, market, day)),
        (VIN_ASSIGNMENT, _vin_assignments(library, facts)),
    ):
        if name in facts:
            continue
        if len(possible) == 1:
            facts[name] = possible[0]
        elif possible:
            unknown[name] = possible
    return dict(sorted(facts.items())), unknown


def _sales_models(
    library: Library, facts: Mapping[AttributeAddress, object], market: str | None, day: date
) -> tuple[object, ...]:
    """The sales models the order may follow: by its brand and day of order where they are known."""
    domain = library.dictionary.attributes.get(SALES_MODEL)
    every: tuple[object, ...] = domain.values if domain is not None else ()
    if market is None:
        return every
    periods = library.templates[market].sales_models
    placed = facts.get(_PLACED_ON)
    placed_on = placed if isinstance(placed, date) else day
    brands = [str(facts[BRAND])] if BRAND in facts else sorted(periods)
    found = set()
    for brand in brands:
        try:
            found.add(str(sales_model_of_order(periods, brand=brand, market=market, placed_on=placed_on)))
        except NoSalesModel:
            continue
    return tuple(sorted(found)) or every


def _vin_assignments(library: Library, facts: Mapping[AttributeAddress, object]) -> tuple[object, ...]:
    """Where the VIN may be assigned: by the plant where it is known."""
    plants = library.logistics.network.plant_by_id
    plant = plants.get(PlaceId(str(facts.get(PLANT))))
    if plant is not None:
        return (str(plant.vin_assignment),)
    return tuple(sorted({str(each.vin_assignment) for each in plants.values()}))
