"""The best way of a car from a plant to a market, with its days, cost, CO2, duty and papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import networkx as nx

from process_models.errors import ProcessModelError
from process_models.finance import total
from process_models.logistics.customs import duty_on
from process_models.logistics.difference import RouteDifference, compare
from process_models.logistics.network import Network, territory_of
from process_models.logistics.reader import read_network
from process_models.logistics.route import Criterion, Route, RouteLeg
from process_models.logistics.values import (
    CustomsEvent,
    Days,
    DocumentRule,
    DocumentScope,
    Leg,
    LegId,
    Mode,
    Place,
    PlaceId,
    Plant,
    Vehicle,
)
from process_models.parameters import Parameter, Parameters

NetworkGraph: TypeAlias = "nx.MultiDiGraph[PlaceId]"

# Typical figures of one leg stay far below this, so that a second criterion never outweighs a first.
_RANK = 10**9
# Ways that cost exactly the same in every criterion are rare; this many are compared by leg ids.
_MAX_TIES = 1000


class NoRoute(ProcessModelError, ValueError):
    """No chain of legs leads from the plant to the market."""


@dataclass(frozen=True, kw_only=True)
class Logistics:
    """The network with the parameters it is read with."""

    network: Network
    parameters: Parameters

    @classmethod
    def load(cls, path: Path, parameters: Parameters) -> Logistics:
        """The network of a file.

        Raises:
            InvalidContent: a field is missing, unknown or of the wrong kind, or an id leads nowhere.
        """
        return cls(network=read_network(path), parameters=parameters)

    def routes(
        self,
        plant: str,
        market: str,
        vehicle: Vehicle,
        *,
        on: date,
        by: Criterion | str = Criterion.TIME,
        as_of: date | None = None,
    ) -> Route:
        """The best route by a criterion on a day; ties go to the other criteria, then to leg ids.

        Raises:
            UnknownPlace: no such plant or market; the nearest is named.
            NoRoute: nothing leads there.
        """
        return routes(self, plant, market, vehicle, on=on, by=by, as_of=as_of)

    def compare(self, before: Route, after: Route) -> RouteDifference:
        """The difference of two routes of the same car to the same market.

        Raises:
            IncomparableRoutes: the markets or the cars differ.
        """
        return compare(before, after, self.network.consequences)


def routes(
    logistics: Logistics,
    plant: str,
    market: str,
    vehicle: Vehicle,
    *,
    on: date,
    by: Criterion | str = Criterion.TIME,
    as_of: date | None = None,
) -> Route:
    """The best route from a plant to a market; see `Logistics.routes`."""
    network, criterion = logistics.network, Criterion(by)
    start, goal = network.plant(plant), network.handover(market)
    carried = _Carriage(network=network, parameters=logistics.parameters, on=on, as_of=as_of, by=criterion)
    legs = _best_legs(carried, start.id, goal)
    crossings = tuple(_crossing(carried, leg) for leg in legs)
    on_legs = tuple(
        _route_leg(carried, leg, crossing, start, vehicle) for leg, crossing in zip(legs, crossings, strict=True)
    )
    stops = tuple(network.place_by_id[leg.target] for leg in legs)
    whole = _documents(
        carried, DocumentScope.ROUTE, None, carried.territory(start.country), carried.territory(goal.country)
    )
    days = sum((leg.days for leg in legs), Days())
    days = sum((stop.dwell for stop in stops), days)
    days = sum((event.days for leg in on_legs for event in leg.customs), days)
    return Route(
        plant=start,
        market=market,
        vehicle=vehicle,
        on=on,
        by=criterion,
        legs=on_legs,
        stops=stops,
        days=days,
        cost=total((leg.cost for leg in legs), "EUR"),
        co2_kg=sum((leg.co2_kg for leg in on_legs), Decimal(0)),
        duty=duty_on(network, vehicle, start, goal.country, on=on, parameters=logistics.parameters, as_of=as_of),
        documents=tuple(
            {rule.id: rule for rule in (*(rule for leg in on_legs for rule in leg.documents), *whole)}.values()
        ),
        cannot_build=start.cannot_build(vehicle),
    )


@dataclass(frozen=True, kw_only=True)
class _Carriage:
    """What a search needs to know beside its ends."""

    network: Network
    parameters: Parameters
    on: date
    as_of: date | None
    by: Criterion

    def territory(self, country: str) -> str:
        return territory_of(country, self.on, self.parameters)

    def co2_rate(self, mode: Mode) -> Parameter:
        return self.parameters.at("transport_co2", country="*", basis_date=self.on, as_of=self.as_of, mode=mode)

    def weight(self, leg: Leg) -> int:
        """The criterion first, then the other two, then the number of legs, as one whole number."""
        stop = self.network.place_by_id[leg.target]
        days = leg.days.typical + stop.dwell.typical + sum(event.days.typical for event in _crossing(self, leg))
        grams = round(Fraction(self.co2_rate(leg.mode).number) * leg.distance_km * 1000)
        figures = {Criterion.TIME: days, Criterion.COST: leg.cost.minor, Criterion.CO2: grams}
        ranked = [figures.pop(self.by), *figures.values(), 1]
        weight = 0
        for figure in ranked:
            weight = weight * _RANK + figure
        return weight


def _best_legs(carried: _Carriage, start: PlaceId, goal: Place) -> tuple[Leg, ...]:
    """The chain of legs of least weight; among equals the one whose leg ids come first."""
    graph = _graph(carried)
    try:
        ways = list(islice(nx.all_shortest_paths(graph, start, goal.id, weight="weight"), _MAX_TIES))
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        raise NoRoute(
            f"no route from plant '{start}' to '{goal.id}'; add the missing legs to logistics.yaml."
        ) from None
    chains = [
        tuple(_lightest(graph, source, target) for source, target in zip(way, way[1:], strict=False)) for way in ways
    ]
    return tuple(carried.network.leg_by_id[id] for id in min(chains))


def _graph(carried: _Carriage) -> NetworkGraph:
    graph: NetworkGraph = nx.MultiDiGraph()
    graph.add_nodes_from(sorted(carried.network.place_by_id))
    for leg in sorted(carried.network.legs, key=lambda leg: leg.id):
        graph.add_edge(leg.source, leg.target, key=leg.id, weight=carried.weight(leg))
    return graph


def _lightest(graph: NetworkGraph, source: PlaceId, target: PlaceId) -> LegId:
    parallel = graph[source][target]
    return LegId(min(parallel, key=lambda leg: (parallel[leg]["weight"], leg)))


def _crossing(carried: _Carriage, leg: Leg) -> tuple[CustomsEvent, ...]:
    """What happens on a leg that leaves a customs territory; nothing inside one."""
    places = carried.network.place_by_id
    left, entered = (carried.territory(places[end].country) for end in (leg.source, leg.target))
    if left == entered:
        return ()
    return tuple(
        event for event in carried.network.customs if (left if event.leaving else entered) in event.territories
    )


def _route_leg(
    carried: _Carriage, leg: Leg, customs: tuple[CustomsEvent, ...], plant: Plant, vehicle: Vehicle
) -> RouteLeg:
    places = carried.network.place_by_id
    left, entered = (carried.territory(places[end].country) for end in (leg.source, leg.target))
    documents = _documents(carried, DocumentScope.LEG, leg.mode, left, entered)
    if left != entered:
        country = places[leg.target].country
        proofs = duty_on(
            carried.network,
            vehicle,
            plant,
            country,
            on=carried.on,
            parameters=carried.parameters,
            as_of=carried.as_of,
        ).proofs
        crossing = _documents(carried, DocumentScope.CROSSING, leg.mode, left, entered)
        documents += tuple(document for document in crossing if document.proof is None or document.proof in proofs)
    rate = carried.co2_rate(leg.mode)
    return RouteLeg(
        leg=leg, co2_kg=rate.number * leg.distance_km, co2_parameter=rate, documents=documents, customs=customs
    )


def _documents(
    carried: _Carriage, scope: DocumentScope, mode: Mode | None, left: str, entered: str
) -> tuple[DocumentRule, ...]:
    return tuple(
        rule
        for rule in carried.network.documents
        if rule.scope is scope
        and (not rule.modes or mode in rule.modes)
        and (not rule.origins or left in rule.origins)
        and (not rule.destinations or entered in rule.destinations)
    )
