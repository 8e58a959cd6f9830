"""Routes from plants to markets, duty, papers, and the difference of two routes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from process_models.dictionary import DataDictionary, read_dictionary
from process_models.finance import Money
from process_models.logistics.as_json import comparison_to_json
from process_models.logistics.customs import duty_on
from process_models.logistics.difference import IncomparableRoutes
from process_models.logistics.network import Network, UnknownPlace
from process_models.logistics.reader import read_network
from process_models.logistics.route import Criterion, Route
from process_models.logistics.routing import Logistics, NoRoute
from process_models.logistics.values import (
    Days,
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
from process_models.parameters import Parameters
from process_models.records import InvalidContent

LIBRARY = Path(__file__).parents[2] / "process_models" / "library"
PARAMETERS = Parameters.load(LIBRARY / "parameters")
REFERENCE = Logistics.load(LIBRARY / "logistics.yaml", PARAMETERS)
DAY = date(2026, 11, 2)
MARKETS = ("AT", "DE", "DK")
PLANTS = ("ashby", "haiyan", "rheinau", "valdoro")


def route(plant: str, market: str = "AT", vehicle: str = "bino_bev", *, on: date = DAY, by: str = "time") -> Route:
    return REFERENCE.routes(plant, market, REFERENCE.network.vehicle(vehicle), on=on, by=by)


def drawn(*legs: tuple[str, str, str, int, int]) -> Logistics:
    """A network of German places from `plant` to `goal`: (id, from, to, days, cost)."""
    names = sorted({name for _, source, target, _, _ in legs for name in (source, target)})
    plant = Plant(
        id=PlaceId("plant"),
        country="DE",
        builds=(),
        vin_assignment=VinAssignment.BODY_SHOP,
        preferential_origin={},
    )
    network = Network(
        valid_from=date(2024, 1, 1),
        plants=(plant,),
        places=tuple(Place(id=PlaceId(name), kind=PlaceKind.HUB, country="DE") for name in names),
        legs=tuple(
            Leg(
                id=LegId(id),
                source=PlaceId(source),
                target=PlaceId(target),
                mode=Mode.TRUCK,
                days=Days(minimum=days, typical=days, maximum=days),
                cost=Money(cost, "EUR"),
                distance_km=100,
            )
            for id, source, target, days, cost in legs
        ),
        markets={"DE": PlaceId("goal")},
    )
    return Logistics(network=network, parameters=PARAMETERS)


def taken(logistics: Logistics, by: str) -> list[str]:
    vehicle = Vehicle(id="car", model="bino", powertrain="bev")
    return [leg.leg.id for leg in logistics.routes("plant", "DE", vehicle, on=DAY, by=by).legs]


def test_the_best_route_is_best_by_what_is_asked_for() -> None:
    logistics = drawn(
        ("fast", "plant", "goal", 2, 900), ("cheap", "plant", "hub", 3, 100), ("on", "hub", "goal", 3, 100)
    )

    assert taken(logistics, "time") == ["fast"]
    assert taken(logistics, "cost") == ["cheap", "on"]


def test_equal_time_is_decided_by_cost() -> None:
    logistics = drawn(("dear", "plant", "goal", 4, 900), ("cheap", "plant", "goal", 4, 800))

    assert taken(logistics, "time") == ["cheap"]


def test_full_ties_are_decided_by_leg_ids() -> None:
    one_way = (("b1", "plant", "north", 2, 5), ("b2", "north", "goal", 2, 5))
    other_way = (("a1", "plant", "south", 2, 5), ("a2", "south", "goal", 2, 5))

    assert taken(drawn(*one_way, *other_way), "time") == ["a1", "a2"]
    assert taken(drawn(*other_way, *one_way), "cost") == ["a1", "a2"]


def test_standing_times_count_when_the_fastest_way_is_sought() -> None:
    logistics = drawn(("slow", "plant", "goal", 6, 9), ("to_hub", "plant", "hub", 2, 9), ("on", "hub", "goal", 2, 9))
    places = tuple(
        replace(place, dwell=Days(minimum=3, typical=3, maximum=3)) if place.id == "hub" else place
        for place in logistics.network.places
    )

    assert taken(logistics, "time") == ["to_hub", "on"]
    assert taken(replace(logistics, network=replace(logistics.network, places=places)), "time") == ["slow"]


def test_a_market_that_nothing_leads_to_is_refused() -> None:
    with pytest.raises(NoRoute, match="no route from plant 'plant' to 'goal'; add the missing legs"):
        taken(drawn(("back", "goal", "plant", 1, 1)), "time")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["plant", "p", "q", "r"]),
            st.sampled_from(["p", "q", "r", "goal"]),
            st.integers(min_value=0, max_value=9),
            st.integers(min_value=0, max_value=9),
        ),
        max_size=9,
    ),
    st.sampled_from(["time", "cost"]),
)
def test_no_simple_way_beats_the_route_found(drawing: list[tuple[str, str, int, int]], by: str) -> None:
    legs = [
        (f"leg{number}", source, target, days, cost)
        for number, (source, target, days, cost) in enumerate(drawing)
        if source != target
    ]
    logistics = drawn(("direct", "plant", "goal", 20, 20), *legs)
    figures = {leg.id: (leg.days.typical, leg.cost.minor) for leg in logistics.network.legs}
    figure = 0 if by == "time" else 1

    found = sum(figures[LegId(leg)][figure] for leg in taken(logistics, by))

    ways = [sum(figures[leg.id][figure] for leg in way) for way in _ways(logistics.network, PlaceId("plant"), ())]
    assert found == min(ways)


def _ways(network: Network, at: PlaceId, been: tuple[PlaceId, ...]) -> Iterator[tuple[Leg, ...]]:
    """Every way to the goal that comes to no place twice, by brute force."""
    if at == "goal":
        yield ()
    for leg in network.legs:
        if leg.source == at and leg.target not in (*been, at):
            for rest in _ways(network, leg.target, (*been, at)):
                yield (leg, *rest)


@pytest.mark.parametrize(("plant", "market"), list(product(PLANTS, MARKETS)))
def test_every_market_is_reached_from_every_plant_by_an_unbroken_chain(plant: str, market: str) -> None:
    for by in Criterion:
        found = route(plant, market, by=by)
        stops = [found.plant.id, *(leg.leg.target for leg in found.legs)]

        assert [leg.leg.source for leg in found.legs] == stops[:-1]
        assert stops[-1] == f"handover_{market.lower()}"


@pytest.mark.parametrize(("plant", "market"), list(product(PLANTS, MARKETS)))
def test_the_best_route_by_a_criterion_is_never_beaten_by_the_others(plant: str, market: str) -> None:
    found = {by: route(plant, market, by=by) for by in Criterion}

    assert found[Criterion.TIME].days.typical == min(other.days.typical for other in found.values())
    assert found[Criterion.COST].cost == min(other.cost for other in found.values())
    assert found[Criterion.CO2].co2_kg == min(other.co2_kg for other in found.values())


def test_days_are_those_of_legs_stops_and_customs_together() -> None:
    # truck 3/4/7 + Immingham 1/3/7 + export 0/1/3 and import 1/2/5 + sea 7/9/14 + Esbjerg 1/2/5
    # + truck 3/4/7 + Vejle with inspection 1/2/3 + last mile 3/4/7
    assert route("ashby", "DK").days == Days(minimum=20, typical=31, maximum=58)


def test_cost_and_co2_are_summed_over_the_legs() -> None:
    found = route("valdoro", "AT", by="co2")

    assert [leg.leg.id for leg in found.legs] == ["valdoro_enns_rail", "at_last_mile"]
    assert found.cost == Money(11500 + 13500, "EUR")
    assert found.co2_kg == Decimal("0.035") * 460 + Decimal("0.115") * 190


@pytest.mark.parametrize(
    ("plant", "vehicle", "on", "percent"),
    [
        ("rheinau", "sirona_petrol", DAY, "0"),
        ("valdoro", "bino_bev", DAY, "0"),
        ("ashby", "bino_petrol", DAY, "0"),  # statement on origin
        ("ashby", "bino_bev", date(2026, 12, 31), "0"),  # relaxed battery rule, last day
        ("ashby", "bino_bev", date(2027, 1, 1), "10"),  # strict battery rule
        ("ashby", "bino_petrol", date(2027, 1, 1), "0"),
        ("haiyan", "caelis_phev", DAY, "10"),
        ("haiyan", "bino_bev", DAY, "30.7"),  # 10 + 20.7
        ("haiyan", "bino_bev", date(2024, 10, 29), "10"),  # before the countervailing duty
    ],
)
def test_duty_depends_on_plant_powertrain_and_date(plant: str, vehicle: str, on: date, percent: str) -> None:
    assert route(plant, vehicle=vehicle, on=on).duty.percent == Decimal(percent)


def test_the_amount_of_duty_is_the_percentage_of_the_customs_value() -> None:
    # 20 800 EUR at 30.7 %
    assert route("haiyan").duty.amount == Money(638_560, "EUR")


def test_without_a_customs_value_the_rate_is_told_and_no_amount() -> None:
    vehicle = Vehicle(id="car", model="bino", powertrain="bev")
    duty = REFERENCE.routes("haiyan", "DE", vehicle, on=DAY).duty

    assert (duty.percent, duty.amount) == (Decimal("30.7"), None)


def test_duty_that_rests_on_an_uncertain_row_says_so() -> None:
    assert not route("haiyan").duty.certain
    assert route("ashby").duty.certain


def test_a_turkish_plant_needs_its_movement_certificate_to_enter_free_of_duty() -> None:
    network = REFERENCE.network
    plant = replace(network.plant("ashby"), country="TR", preferential_origin={})
    vehicle = network.vehicle("bino_petrol")
    without = replace(network, documents=tuple(rule for rule in network.documents if rule.id != "a_tr"))

    free = duty_on(network, vehicle, plant, "DE", on=DAY, parameters=PARAMETERS)
    assert (free.percent, free.proofs) == (Decimal(0), ("a-tr",))
    assert duty_on(without, vehicle, plant, "DE", on=DAY, parameters=PARAMETERS).percent == 10


def test_a_car_from_britain_carries_a_statement_on_origin_only_where_it_can_be_given() -> None:
    allowed = {document.id for document in route("ashby", on=date(2026, 12, 31)).documents}
    strict = {document.id for document in route("ashby", on=date(2027, 1, 1)).documents}

    assert allowed - strict == {"statement_on_origin"}


def test_inside_the_customs_union_no_customs_paper_is_needed() -> None:
    documents = [document.id for document in route("rheinau", "AT", "sirona_petrol").documents]

    assert documents == ["cmr_waybill", "certificate_of_conformity"]


def test_papers_of_a_leg_follow_its_mode_and_its_border() -> None:
    legs = {leg.leg.id: [document.id for document in leg.documents] for leg in route("ashby", "DK").legs}

    assert legs[LegId("ashby_immingham_truck")] == ["cmr_waybill"]
    assert legs[LegId("immingham_esbjerg")] == [
        "sea_waybill",
        "export_declaration",
        "statement_on_origin",
        "import_declaration",
    ]


def test_a_plant_says_what_of_a_car_it_cannot_build() -> None:
    assert route("haiyan", vehicle="bino_bev_tow_bar").cannot_build == ("feature tow-bar",)
    assert route("haiyan", vehicle="bino_petrol").cannot_build == ("powertrain petrol",)
    assert route("rheinau", vehicle="bino_bev").cannot_build == ("model bino",)
    assert route("ashby", vehicle="bino_bev_tow_bar").cannot_build == ()


def test_moving_a_car_from_an_eu_plant_to_britain_adds_a_border_its_papers_and_days() -> None:
    difference = REFERENCE.compare(route("valdoro", "AT"), route("ashby", "AT"))

    assert [event.id for event in difference.customs_added] == ["export_clearance", "import_clearance"]
    assert {document.id for document in difference.documents_added} >= {"statement_on_origin", "import_declaration"}
    assert difference.documents_dropped == ()
    assert difference.days.typical == 35 - 10
    assert (difference.duty_percent, difference.duty_amount) == (Decimal(0), Money(0, "EUR"))


def test_moving_a_car_from_china_to_an_eu_plant_drops_the_duty() -> None:
    difference = REFERENCE.compare(route("haiyan", "DE"), route("valdoro", "DE"))

    assert difference.duty_percent == Decimal("-30.7")
    assert difference.duty_amount == Money(-638_560, "EUR")
    assert difference.co2_kg == Decimal("149.5") - Decimal("1231")
    assert {document.id for document in difference.documents_dropped} >= {"export_declaration", "import_declaration"}


def test_a_plant_switch_names_the_attributes_a_process_slice_starts_from() -> None:
    difference = REFERENCE.compare(*(route(plant, on=date(2026, 6, 1)) for plant in ("valdoro", "ashby")))

    assert set(difference.changed_attributes) == {
        "vehicle.plant",
        "production.slot",
        "vehicle.vin",
        "vehicle.type_approval",
        "vehicle.coc",
        "transport.route",
        "transport.mode",
        "delivery.pdi_scope",
        "transport.customs_border",
        "transport.cost",
        "delivery.date",
    }


def test_a_longer_way_over_the_turn_of_the_year_changes_the_tax_year() -> None:
    # leaving on 1 December: at the latest on 18 December from Valdoro, 64 days later from Ashby
    day = date(2026, 12, 1)
    before, after = route("valdoro", on=day), route("ashby", on=day)

    assert [when.isoformat() for when in before.arrival] == ["2026-12-08", "2026-12-11", "2026-12-18"]
    assert after.arrival[2] == date(2027, 2, 3)
    assert "registration.date" in REFERENCE.compare(before, after).changed_attributes
    in_summer = [route(plant, on=date(2026, 6, 1)) for plant in ("valdoro", "ashby")]
    assert "registration.date" not in REFERENCE.compare(*in_summer).changed_attributes


def test_an_option_the_new_plant_cannot_fit_makes_the_order_infeasible() -> None:
    before, after = (route(plant, vehicle="bino_bev_tow_bar") for plant in ("valdoro", "haiyan"))
    difference = REFERENCE.compare(before, after)
    feasible = next(item for item in difference.consequences if item.attribute == "production.feasible")

    assert difference.cannot_build == ("feature tow-bar",)
    assert (feasible.before, feasible.after) == ("true", "false")
    assert feasible.evidence == (
        "logistics#consequence:plant_feasibility",
        "logistics#plant:valdoro",
        "logistics#plant:haiyan",
    )


def test_the_strict_battery_rule_alone_changes_proof_and_duty_and_nothing_of_the_way() -> None:
    before, after = (route("ashby", on=day) for day in (date(2026, 12, 31), date(2027, 1, 1)))
    difference = REFERENCE.compare(before, after)

    assert difference.changed_attributes == ("customs.origin_proof", "customs.duty")
    assert (difference.legs_added, difference.legs_dropped) == ((), ())


@pytest.mark.parametrize(("plant", "market"), list(product(PLANTS, MARKETS)))
def test_a_route_compared_with_itself_has_no_difference(plant: str, market: str) -> None:
    found = route(plant, market)
    difference = REFERENCE.compare(found, found)

    assert difference.consequences == ()
    assert (difference.cost.minor, difference.co2_kg, difference.days.typical) == (0, Decimal(0), 0)


@pytest.mark.parametrize(("one", "other"), [("valdoro", "haiyan"), ("ashby", "valdoro"), ("rheinau", "ashby")])
def test_the_difference_the_other_way_round_is_the_opposite(one: str, other: str) -> None:
    forth = REFERENCE.compare(route(one), route(other))
    back = REFERENCE.compare(route(other), route(one))

    assert (forth.legs_added, forth.documents_added) == (back.legs_dropped, back.documents_dropped)
    assert (forth.cost, forth.co2_kg, forth.duty_percent) == (-back.cost, -back.co2_kg, -back.duty_percent)


def test_different_cars_are_not_compared() -> None:
    with pytest.raises(IncomparableRoutes, match="take the same car and market for both"):
        REFERENCE.compare(route("valdoro"), route("valdoro", vehicle="bino_petrol"))


def test_an_unknown_plant_market_or_car_is_answered_with_what_there_is() -> None:
    with pytest.raises(UnknownPlace, match=r"no plant 'valdora'. Nearest id: 'valdoro'."):
        route("valdora")
    with pytest.raises(UnknownPlace, match="no market 'FR'; choose one of: AT, DE, DK"):
        route("valdoro", "FR")
    with pytest.raises(UnknownPlace, match=r"Nearest id: 'bino_bev'"):
        route("valdoro", vehicle="bino_bvv")


def test_the_json_has_the_public_keys_and_plain_values() -> None:
    document = comparison_to_json(REFERENCE.compare(route("valdoro"), route("ashby")))
    loaded = json.loads(json.dumps(document))

    assert set(loaded) == {"from", "to", "difference"}
    assert set(loaded["from"]) >= {"plant", "legs", "days", "cost", "co2_kg", "duty", "documents"}
    assert set(loaded["to"]["legs"][0]) >= {"from", "to", "mode", "days", "cost", "co2_kg", "documents"}
    assert loaded["from"]["days"] == {"min": 7, "typical": 10, "max": 17}
    assert loaded["from"]["cost"] == {"amount_minor": 30000, "currency": "EUR"}


def test_every_piece_of_evidence_of_a_route_leads_to_the_file_or_a_parameter_row() -> None:
    network = REFERENCE.network
    there = {row.address for row in PARAMETERS.rows} | {plant.address for plant in network.plants}
    there |= {place.address for place in network.places} | {leg.address for leg in network.legs}
    there |= {rule.address for rule in network.documents} | {event.address for event in network.customs}

    assert not [address for plant in PLANTS for address in route(plant).evidence if address not in there]


@pytest.fixture(scope="module")
def dictionary() -> DataDictionary:
    return read_dictionary(LIBRARY / "dictionary.yaml")


def test_plants_models_powertrains_and_features_are_values_of_the_data_dictionary(dictionary: DataDictionary) -> None:
    plants = REFERENCE.network.plants
    optional = {*dictionary.attribute("vehicle.options").values, *dictionary.attribute("vehicle.colour").values}

    assert {str(plant.id) for plant in plants} == set(dictionary.attribute("vehicle.plant").values)
    assert {build.model for plant in plants for build in plant.builds} == set(
        dictionary.attribute("vehicle.model").values
    )
    assert {powertrain for plant in plants for build in plant.builds for powertrain in build.powertrains} == set(
        dictionary.attribute("vehicle.powertrain").values
    )
    assert {feature for plant in plants for feature in plant.features} <= optional
    assert {str(plant.vin_assignment) for plant in plants} <= set(
        dictionary.attribute("production.vin_assignment").values
    )


def test_consequences_name_attributes_and_values_of_the_data_dictionary(dictionary: DataDictionary) -> None:
    for rule in REFERENCE.network.consequences:
        assert dictionary.attribute(rule.attribute).address == rule.attribute
    for before, after in product(PLANTS, PLANTS):
        for item in REFERENCE.compare(route(before), route(after)).consequences:
            values = dictionary.attribute(item.attribute).values
            assert not values or {item.before, item.after} - {None} <= set(values)


def test_modes_are_those_of_the_data_dictionary(dictionary: DataDictionary) -> None:
    assert set(Mode) == set(dictionary.attribute("transport.mode").values)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("to: compound_at, mode: rail", "to: compound_ta, mode: rail", "Nearest id: 'compound_at'"),
        ("mode: deep-sea-roro", "mode: deepsea-roro", "Nearest id: 'deep-sea-roro'"),
        ("days: [30, 40, 50]", "days: [40, 30, 50]", "are not in the order minimum, typical"),
        ("id: at_last_mile", "id: de_last_mile", "leg 'de_last_mile' stands twice"),
        ("on: vin-assignment", "on: vin-asignment", "Nearest id: 'vin-assignment'"),
    ],
)
def test_a_network_that_contradicts_itself_is_refused_naming_what_and_where(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = (LIBRARY / "logistics.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "logistics.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(InvalidContent, match=message):
        read_network(path)
