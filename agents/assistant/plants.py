"""What another plant means: the difference of two routes, and the way through the process from there."""

from collections.abc import Iterable

from agents.assistant.answer import ClaimKind, OpenQuestion, Option
from agents.assistant.changes import answer_change
from agents.assistant.context import Context, Draft
from agents.assistant.statements import (
    CannotBuild,
    Part,
    PlantOption,
    RouteDuty,
    RouteFigures,
    RouteLegs,
    RouteMeans,
    RoutePapers,
    RouteSummary,
    Saying,
    Statement,
)
from agents.assistant.understanding import PLANT
from process_models.addresses import AttributeAddress
from process_models.impact import Intervention
from process_models.logistics.as_json import comparison_to_json
from process_models.logistics.difference import RouteDifference
from process_models.logistics.network import Network
from process_models.logistics.route import Route
from process_models.logistics.routing import NoRoute
from process_models.logistics.values import Plant, Vehicle

_MODEL, _POWERTRAIN = AttributeAddress("vehicle.model"), AttributeAddress("vehicle.powertrain")


def answer_plant(context: Context, draft: Draft, intervention: Intervention) -> None:
    """Fill the draft for a car that comes from another plant."""
    before = str(intervention.before) if intervention.before else _known_plant(context)
    after = str(intervention.after) if intervention.after else None
    if context.market is None:
        _ask(context, draft, "market", context.library.markets)
    elif before and after and before != after:
        _compare(context, draft, before, after)
        answer_change(context, draft, _slice(intervention, before, after))
    else:
        _tell_options(context, draft, before, after)
        slot = "from_plant" if after and not before else "to_plant"
        known = {before, after}
        plants = [str(plant.id) for plant in context.library.logistics.network.plants if str(plant.id) not in known]
        _ask(context, draft, slot, plants)
    if draft.permission is None and context.position is not None and not (before and after):
        answer_change(context, draft, (intervention,))


def _known_plant(context: Context) -> str | None:
    known = context.facts.get(PLANT)
    return str(known) if known else None


def _slice(intervention: Intervention, before: str, after: str) -> tuple[Intervention, ...]:
    return (
        Intervention(
            kind="plant", target=intervention.target, before=before, after=after, change_kind=intervention.change_kind
        ),
    )


def _ask(context: Context, draft: Draft, slot: str, values: Iterable[str]) -> None:
    names = context.names
    label = names.market if slot == "market" else names.place
    draft.open_questions.append(
        OpenQuestion(
            slot=slot,
            question=names.words.ask(slot),
            options=tuple(
                Option(value=value, label=label(value), then=_then(context, slot, value)) for value in values
            ),
        )
    )
    draft.certain = False


def _then(context: Context, slot: str, value: str) -> str:
    """How long the way from that plant takes, as a foretaste of the answer."""
    if slot == "market" or context.market is None:
        return ""
    route = _route(context, value, None)
    return "" if route is None else context.names.words.sentence(_option(route), context.names)


def vehicle_for(context: Context, plants: Iterable[str]) -> Vehicle | None:
    """The reference car that fits the facts and that most of the plants can build; the first of equals."""
    network = context.library.logistics.network
    fitting = [vehicle for vehicle in network.vehicles if _fits(context, vehicle)]
    asked = [network.plant(plant) for plant in plants]

    def misses(vehicle: Vehicle) -> int:
        return sum(bool(plant.cannot_build(vehicle)) for plant in asked)

    return min(fitting, key=misses, default=None) or _own_vehicle(context, network)


def _fits(context: Context, vehicle: Vehicle) -> bool:
    told = {_MODEL: vehicle.model, _POWERTRAIN: vehicle.powertrain}
    if any(context.facts.get(name, value) != value for name, value in told.items()):
        return False
    options = context.facts.get(AttributeAddress("vehicle.options"), "none")
    return options == "none" or options in vehicle.features


def _own_vehicle(context: Context, network: Network) -> Vehicle | None:
    """A car nobody listed, made of the facts; its customs value is not known."""
    model, powertrain = context.facts.get(_MODEL), context.facts.get(_POWERTRAIN)
    if model is None or powertrain is None:
        return next(iter(network.vehicles), None)
    return Vehicle(id=f"{model}_{powertrain}", model=str(model), powertrain=str(powertrain))


def _route(context: Context, plant: str, vehicle: Vehicle | None) -> Route | None:
    car = vehicle or vehicle_for(context, [plant])
    if car is None or context.market is None:
        return None
    try:
        return context.library.logistics.routes(plant, context.market, car, on=context.day)
    except NoRoute:
        return None


def _tell_options(context: Context, draft: Draft, before: str | None, after: str | None) -> None:
    """The way from every plant that may be meant, where one of the two is not known."""
    network = context.library.logistics.network
    first = after or before
    plants: list[Plant] = sorted(network.plants, key=lambda plant: plant.id != first)
    for plant in plants:
        route = _route(context, str(plant.id), None)
        if route is not None:
            draft.statements.append(
                Statement(
                    says=_option(route),
                    part=Part.SHORT,
                    kind=ClaimKind.COMPUTED,
                    evidence=context.proofs.logistics(route.evidence),
                )
            )


def _option(route: Route) -> PlantOption:
    return PlantOption(
        plant=str(route.plant.id),
        market=route.market,
        days=route.days,
        duty_percent=route.duty.percent,
        customs=bool(route.customs),
    )


def _compare(context: Context, draft: Draft, before: str, after: str) -> None:
    car = vehicle_for(context, [before, after])
    old, new = _route(context, before, car), _route(context, after, car)
    if car is None or old is None or new is None:
        return
    difference = context.library.logistics.compare(old, new)
    draft.routes = comparison_to_json(difference)
    for part, says, evidence in _told(difference):
        draft.statements.append(
            Statement(
                says=says,
                part=part,
                kind=ClaimKind.COMPUTED,
                evidence=context.proofs.logistics(evidence),
                brief=not isinstance(says, RouteMeans),
            )
        )


def _told(difference: RouteDifference) -> Iterable[tuple[Part, Saying, tuple[str, ...]]]:
    """Everything two routes differ in, with what it rests on, in the order in which it is told."""
    old, new = difference.before, difference.after
    legs = tuple(leg.leg.address for route in (old, new) for leg in route.legs)
    stops = tuple(stop.address for route in (old, new) for stop in route.stops)
    duty = tuple(row.address for route in (old, new) for row in route.duty.parameters)
    yield (
        Part.SHORT,
        RouteSummary(
            before=str(old.plant.id),
            after=str(new.plant.id),
            market=new.market,
            days=difference.days,
            vehicle=new.vehicle.id,
            duty_percent=difference.duty_percent,
            customs=bool(new.customs),
        ),
        (*legs, *stops),
    )
    if difference.cannot_build:
        yield (
            Part.REASON,
            CannotBuild(plant=str(new.plant.id), items=difference.cannot_build),
            (new.plant.address,),
        )
    for route, is_new in ((old, False), (new, True)):
        yield Part.HANDLING, _legs(route, is_new), tuple(leg.leg.address for leg in route.legs)
    yield (
        Part.HANDLING,
        RouteFigures(cost_before=old.cost, cost_after=new.cost, co2_before=old.co2_kg, co2_after=new.co2_kg),
        (*legs, *(leg.co2_parameter.address for route in (old, new) for leg in route.legs)),
    )
    yield (
        Part.HANDLING,
        RouteDuty(
            before=old.duty.percent,
            after=new.duty.percent,
            amount=new.duty.amount,
            proofs=new.duty.proofs,
            certain=old.duty.certain and new.duty.certain,
            on=new.on,
        ),
        duty,
    )
    changed = [str(each.address) for each in (*difference.documents_added, *difference.documents_dropped)]
    changed += [each.address for each in (*difference.customs_added, *difference.customs_dropped)]
    yield (
        Part.HANDLING,
        RoutePapers(
            added=tuple(str(each.id) for each in difference.documents_added),
            dropped=tuple(str(each.id) for each in difference.documents_dropped),
            customs_added=tuple(each.id for each in difference.customs_added),
            customs_dropped=tuple(each.id for each in difference.customs_dropped),
        ),
        tuple(changed) or legs,
    )
    for consequence in difference.consequences:
        yield Part.AGAIN, RouteMeans(label=consequence.labels, attribute=consequence.attribute), consequence.evidence


def _legs(route: Route, is_new: bool) -> RouteLegs:
    return RouteLegs(
        plant=str(route.plant.id),
        stops=tuple(str(leg.leg.target) for leg in route.legs),
        modes=tuple(str(leg.leg.mode) for leg in route.legs),
        days=route.days,
        new=is_new,
    )
