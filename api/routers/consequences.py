"""Consequences and routes, computed without language."""

from typing import Any

from fastapi import APIRouter, Request

from api.problems import responses
from api.routers.route import CarefulRoute
from api.schemas.consequences import Change, ImpactBody, RoutesBody
from api.services.consequences import ImpactRequest, impact_to_json, routes_to_json

router = APIRouter(tags=["consequences"], route_class=CarefulRoute)


@router.post("/impact", responses=responses(400, 401, 404, 409, 413, 415, 422))
def impact(body: ImpactBody, request: Request) -> dict[str, Any]:
    """What interventions do to an order in a position."""
    variant = request.app.state.services.models.variant_of(body.process, body.market)
    asked = ImpactRequest(
        position=body.position,
        changes=[_text(change) for change in body.changes],
        event=body.event,
        delay=body.delay,
        to_plant=body.to_plant,
        facts=body.facts,
    )
    return impact_to_json(variant, asked)


@router.post("/routes/compare", responses=responses(400, 401, 409, 413, 415, 422))
def compare_routes(body: RoutesBody, request: Request) -> dict[str, Any]:
    """Two ways of a car to a market, and what differs."""
    models = request.app.state.services.models
    market = models.market(body.market)
    return routes_to_json(
        models.variant(market),
        vehicle=body.vehicle,
        from_plant=body.from_plant,
        to_plant=body.to_plant,
        market=market,
        on=body.on,
    )


def _text(change: Change) -> str:
    if change.to is None:
        return change.attribute
    return f"{change.attribute}={str(change.to).lower() if isinstance(change.to, bool) else change.to}"
