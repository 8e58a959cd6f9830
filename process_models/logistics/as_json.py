"""Routes and their difference as JSON values."""

from __future__ import annotations

from typing import TypeAlias

from process_models.finance import Money
from process_models.logistics.customs import Duty
from process_models.logistics.difference import DaysDelta, RouteDifference
from process_models.logistics.route import Route, RouteLeg
from process_models.logistics.values import Days

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"


def comparison_to_json(difference: RouteDifference) -> dict[str, Json]:
    """Both routes and what differs: the keys `from`, `to`, `difference`."""
    return {
        "from": route_to_json(difference.before),
        "to": route_to_json(difference.after),
        "difference": difference_to_json(difference),
    }


def route_to_json(route: Route) -> dict[str, Json]:
    """One route; amounts are whole minor units with their currency, CO2 is for one car."""
    return {
        "plant": route.plant.id,
        "market": route.market,
        "vehicle": route.vehicle.id,
        "on": route.on.isoformat(),
        "by": str(route.by),
        "legs": [_leg(leg) for leg in route.legs],
        "stops": [{"place": stop.id, "kind": str(stop.kind), "days": _days(stop.dwell)} for stop in route.stops],
        "customs": [event.id for event in route.customs],
        "days": _days(route.days),
        "arrival": dict(zip(("min", "typical", "max"), (day.isoformat() for day in route.arrival), strict=True)),
        "cost": _money(route.cost),
        "co2_kg": float(round(route.co2_kg, 1)),
        "duty": _duty(route.duty),
        "documents": [document.id for document in route.documents],
        "cannot_build": list(route.cannot_build),
        "evidence": list(route.evidence),
    }


def difference_to_json(difference: RouteDifference) -> dict[str, Json]:
    """What differs: figures are the second route minus the first."""
    amount = difference.duty_amount
    return {
        "legs": _both([leg.leg.id for leg in difference.legs_added], [leg.leg.id for leg in difference.legs_dropped]),
        "stops": _both([stop.id for stop in difference.stops_added], [stop.id for stop in difference.stops_dropped]),
        "customs": _both(
            [event.id for event in difference.customs_added], [event.id for event in difference.customs_dropped]
        ),
        "documents": _both(
            [document.id for document in difference.documents_added],
            [document.id for document in difference.documents_dropped],
        ),
        "days": _days(difference.days),
        "cost": _money(difference.cost),
        "co2_kg": float(round(difference.co2_kg, 1)),
        "duty": {"percent": float(difference.duty_percent), "amount": _money(amount) if amount else None},
        "cannot_build": list(difference.cannot_build),
        "consequences": [
            {
                "attribute": consequence.attribute,
                "before": consequence.before,
                "after": consequence.after,
                "text": dict(consequence.labels),
                "evidence": list(consequence.evidence),
            }
            for consequence in difference.consequences
        ],
    }


def _leg(leg: RouteLeg) -> Json:
    return {
        "id": leg.leg.id,
        "from": leg.leg.source,
        "to": leg.leg.target,
        "mode": str(leg.leg.mode),
        "days": _days(leg.leg.days),
        "cost": _money(leg.leg.cost),
        "co2_kg": float(round(leg.co2_kg, 1)),
        "documents": [document.id for document in leg.documents],
        "customs": [event.id for event in leg.customs],
        "system": leg.leg.system,
        "role": leg.leg.role,
    }


def _days(days: Days | DaysDelta) -> dict[str, Json]:
    return {"min": days.minimum, "typical": days.typical, "max": days.maximum}


def _money(money: Money) -> dict[str, Json]:
    return {"amount_minor": money.minor, "currency": money.currency}


def _duty(duty: Duty) -> Json:
    return {
        "percent": float(duty.percent),
        "amount": _money(duty.amount) if duty.amount else None,
        "certain": duty.certain,
        "evidence": [row.address for row in duty.parameters],
    }


def _both(added: list[str], dropped: list[str]) -> dict[str, Json]:
    return {"added": [*added], "dropped": [*dropped]}
