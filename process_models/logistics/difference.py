"""What changes when a car takes another route, most often because it comes from another plant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from process_models.addresses import AttributeAddress
from process_models.elements import Labels
from process_models.errors import ProcessModelError
from process_models.finance import Money
from process_models.logistics.route import Route, RouteLeg
from process_models.logistics.values import Aspect, ConsequenceRule, CustomsEvent, Days, DocumentRule, Place

Thing = TypeVar("Thing")


# Attributes whose value an aspect of the route is; of the others only that they change is known.
_SHOWN = frozenset(
    {
        "vehicle.plant",
        "production.feasible",
        "production.vin_assignment",
        "transport.route",
        "transport.mode",
        "transport.customs_border",
        "transport.cost",
        "customs.origin_proof",
        "customs.duty",
        "delivery.date",
    }
)


class IncomparableRoutes(ProcessModelError, ValueError):
    """Two routes that do not lead to the same market, or carry different cars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysDelta:
    """Days more (or, below zero, fewer): each figure of one route against the same figure of the other."""

    minimum: int
    typical: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """An attribute of the process that changes, from what to what, and why; None is not known yet."""

    attribute: AttributeAddress
    before: str | None
    after: str | None
    labels: Labels
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDifference:
    """Two routes side by side; figures are the second minus the first.

    Added and dropped things stand in the order in which a car meets them. `cannot_build` is what
    the new plant cannot build although the old one can. `consequences` name the attributes from
    which a slice of the process starts.
    """

    before: Route
    after: Route
    legs_added: tuple[RouteLeg, ...]
    legs_dropped: tuple[RouteLeg, ...]
    stops_added: tuple[Place, ...]
    stops_dropped: tuple[Place, ...]
    customs_added: tuple[CustomsEvent, ...]
    customs_dropped: tuple[CustomsEvent, ...]
    documents_added: tuple[DocumentRule, ...]
    documents_dropped: tuple[DocumentRule, ...]
    days: DaysDelta
    cost: Money
    co2_kg: Decimal
    duty_percent: Decimal
    duty_amount: Money | None
    cannot_build: tuple[str, ...]
    consequences: tuple[Consequence, ...]

    @property
    def changed_attributes(self) -> tuple[AttributeAddress, ...]:
        """The attributes that change, each once."""
        return tuple(dict.fromkeys(consequence.attribute for consequence in self.consequences))


def compare(before: Route, after: Route, rules: Iterable[ConsequenceRule]) -> RouteDifference:
    """The difference of two routes of the same car to the same market.

    Raises:
        IncomparableRoutes: the markets or the cars differ.
    """
    if (before.market, before.vehicle.id) != (after.market, after.vehicle.id):
        raise IncomparableRoutes(
            f"cannot compare {before.vehicle.id} to {before.market} with {after.vehicle.id} to {after.market};"
            " take the same car and market for both."
        )
    legs = _changes(before.legs, after.legs, lambda leg: leg.leg.id)
    stops = _changes(before.stops, after.stops, lambda stop: stop.id)
    customs = _changes(before.customs, after.customs, lambda event: event.id)
    documents = _changes(before.documents, after.documents, lambda document: document.id)
    return RouteDifference(
        before=before,
        after=after,
        legs_added=legs[0],
        legs_dropped=legs[1],
        stops_added=stops[0],
        stops_dropped=stops[1],
        customs_added=customs[0],
        customs_dropped=customs[1],
        documents_added=documents[0],
        documents_dropped=documents[1],
        days=_days_delta(before.days, after.days),
        cost=after.cost - before.cost,
        co2_kg=after.co2_kg - before.co2_kg,
        duty_percent=after.duty.percent - before.duty.percent,
        duty_amount=_amount_delta(before.duty.amount, after.duty.amount),
        cannot_build=tuple(item for item in after.cannot_build if item not in before.cannot_build),
        consequences=tuple(_consequences(before, after, rules)),
    )


def _changes(
    before: Sequence[Thing], after: Sequence[Thing], key: Callable[[Thing], str]
) -> tuple[tuple[Thing, ...], tuple[Thing, ...]]:
    """What is only in the second, and what is only in the first."""
    had, has = {key(thing) for thing in before}, {key(thing) for thing in after}
    added = tuple(thing for thing in after if key(thing) not in had)
    return added, tuple(thing for thing in before if key(thing) not in has)


def _days_delta(before: Days, after: Days) -> DaysDelta:
    return DaysDelta(
        minimum=after.minimum - before.minimum,
        typical=after.typical - before.typical,
        maximum=after.maximum - before.maximum,
    )


def _amount_delta(before: Money | None, after: Money | None) -> Money | None:
    return after - before if before is not None and after is not None else None


def _consequences(before: Route, after: Route, rules: Iterable[ConsequenceRule]) -> Iterable[Consequence]:
    """What the rules say of every aspect in which the routes differ, in the order of the rules."""
    was, now = _aspects(before), _aspects(after)
    for rule in rules:
        if was[rule.on] == now[rule.on]:
            continue
        shown = rule.attribute in _SHOWN
        evidence = dict.fromkeys((rule.address, *_evidence(rule.on, before), *_evidence(rule.on, after)))
        yield Consequence(
            attribute=rule.attribute,
            before=was[rule.on] if shown else None,
            after=now[rule.on] if shown else None,
            labels=rule.labels,
            evidence=tuple(evidence),
        )


def _evidence(aspect: Aspect, route: Route) -> tuple[str, ...]:
    """What a statement about one aspect of a route rests on."""
    match aspect:
        case Aspect.PLANT | Aspect.VIN_ASSIGNMENT | Aspect.FEASIBILITY:
            return (route.plant.address,)
        case Aspect.CUSTOMS_BORDER:
            return tuple(event.address for event in route.customs)
        case Aspect.ORIGIN_PROOF:
            papers = tuple(document.address for document in route.documents if document.proof)
            return (*papers, *(row.address for row in route.duty.parameters))
        case Aspect.DUTY:
            return tuple(row.address for row in route.duty.parameters)
        case Aspect.LEGS | Aspect.MODES | Aspect.COST | Aspect.DAYS | Aspect.ARRIVAL_YEAR:
            return tuple(leg.leg.address for leg in route.legs)


def _aspects(route: Route) -> Mapping[Aspect, str]:
    """How a route stands in every aspect, in the values the data dictionary knows."""
    longest = max(route.legs, key=lambda leg: leg.leg.distance_km)
    needs_proof = bool(route.customs) and not route.duty.proofs
    return {
        Aspect.PLANT: route.plant.id,
        Aspect.VIN_ASSIGNMENT: route.plant.vin_assignment,
        Aspect.FEASIBILITY: "false" if route.cannot_build else "true",
        Aspect.LEGS: " > ".join(leg.leg.id for leg in route.legs),
        Aspect.MODES: longest.leg.mode,
        Aspect.CUSTOMS_BORDER: "true" if route.customs else "false",
        Aspect.ORIGIN_PROOF: "not-proved" if needs_proof else "proved",
        Aspect.DUTY: f"{route.duty.percent} %" if route.duty.amount is None else str(route.duty.amount.minor),
        Aspect.COST: str(route.cost.minor),
        Aspect.DAYS: f"{route.days.minimum}/{route.days.typical}/{route.days.maximum} days",
        Aspect.ARRIVAL_YEAR: "/".join(str(day.year) for day in route.arrival),
    }
