"""Systems, roles and topics: reading them, and finding references that lead nowhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from process_models.addresses import AttributeAddress, ElementId, RoleId, SystemId, Topic
from process_models.authoring.compact import read_compact
from process_models.collaboration import Lane, Pool
from process_models.dictionary import read_dictionary
from process_models.elements import Emission, Event, EventDefinition, EventKind, EventPosition
from process_models.landscape import Landscape, UnknownReference, topics_of
from process_models.logistics.reader import read_network
from process_models.records import InvalidContent
from tests.builders import process

LIBRARY = Path(__file__).parents[2] / "process_models" / "library"
TEXT = """
systems:
  - {id: oms, de: Auftragsverwaltung, en: Order management, owner: sales_it, stream: customer, central: true}
roles:
  - {id: sales_it, de: Vertriebs-IT, en: Sales IT, organisation: nsc, contact: sales-it channel}
  - {id: agent, de: Agent, en: Agent, organisation: agent, contact: agent desk}
topics:
  - {id: order.confirmed, key: order.id, owner: oms, stream: customer, payload: [order.id, order.state], version: 2}
"""


def landscape(tmp_path: Path, text: str = TEXT) -> Landscape:
    path = tmp_path / "landscape.yaml"
    path.write_text(text, encoding="utf-8")
    return Landscape.load(path)


def test_systems_roles_and_topics_are_found_by_id(tmp_path: Path) -> None:
    found = landscape(tmp_path)

    assert found.system("oms").labels["en"] == "Order management"
    assert found.role("agent").organisation == "agent"
    assert (found.topic("order.confirmed").version, found.topic("order.confirmed").key) == (2, "order.id")


def test_an_unknown_id_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownReference) as refused:
        landscape(tmp_path).role("agnet")

    assert str(refused.value) == "no role 'agnet'. Nearest id: 'agent'."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("owner: sales_it", "owner: sales_itt", r"system oms: owner 'sales_itt' is no role. Nearest id: 'sales_it'"),
        ("owner: oms", "owner: omms", r"topic order.confirmed: owner 'omms' is no system. Nearest id: 'oms'"),
        ("id: agent,", "id: sales_it,", "role 'sales_it' stands twice"),
        ("stream: customer, central", "stream: customers, central", "Nearest id: 'customer'"),
        ("organisation: nsc", "organisation: ncs", "Nearest id: 'nsc'"),
        ("contact: agent desk", "contakt: agent desk", "Nearest id: 'contact'"),
        ("central: true}", "central: true, market: AT}", "central, and for market AT alone; keep one of the two"),
    ],
)
def test_a_landscape_that_contradicts_itself_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(InvalidContent, match=message):
        landscape(tmp_path, TEXT.replace(old, new, 1))


def test_what_a_model_names_and_the_landscape_lacks_is_found_with_the_nearest_id(tmp_path: Path) -> None:
    model = process("start:go {message order} -> check -> end:over")
    check = model.node(ElementId("check"))
    said = replace(
        check.annotation,
        system=SystemId("omms"),
        emits=(Emission(topic=Topic("order.confirmd"), key=AttributeAddress("order.id")),),
    )
    lane = Lane(id=ElementId("Lane"), nodes=(check.id,), role=RoleId("agnt"))
    model = replace(
        model,
        nodes=tuple(replace(node, annotation=said) if node.id == "check" else node for node in model.nodes),
        pools=(Pool(id=ElementId("Pool"), role=RoleId("agent")),),
        processes=(replace(model.processes[0], lanes=(lane,)),),
    )

    assert [str(item) for item in landscape(tmp_path).dangling_in(model)] == [
        "Definitions_p#Lane: no role 'agnt'. Nearest id: 'agent'.",
        "p#check: no system 'omms'. Nearest id: 'oms'.",
        "p#check: no topic 'order.confirmd'. Nearest id: 'order.confirmed'.",
    ]


def test_a_model_that_names_only_what_there_is_has_no_dangling_reference(tmp_path: Path) -> None:
    assert landscape(tmp_path).dangling_in(process("start:go -> check -> end:over")) == ()


def test_a_system_of_one_market_is_not_used_in_another(tmp_path: Path) -> None:
    found = landscape(tmp_path, TEXT.replace("central: true}", "central: false, market: AT}"))
    model = process("start:go -> check -> end:over")
    nodes = (
        replace(node, annotation=replace(node.annotation, system=SystemId("oms"))) if node.id == "check" else node
        for node in model.nodes
    )
    model = replace(model, nodes=tuple(nodes))

    assert found.foreign_systems_in(model, "AT") == ()
    assert [item.where for item in found.foreign_systems_in(model, "DE")] == ["p#check"]
    assert [item.where for item in found.foreign_systems_in(model, None)] == ["p#check"]


def test_the_topics_of_an_event_are_those_it_waits_for() -> None:
    definition = EventDefinition(kind=EventKind.MESSAGE, reference="order", topic=Topic("order.placed"))
    start = Event(
        id=ElementId("go"), position=EventPosition.START, scope=ElementId("p"), definitions=(definition, definition)
    )

    assert topics_of(start) == ("order.placed",)


@pytest.fixture(scope="module")
def reference() -> Landscape:
    return Landscape.load(LIBRARY / "landscape.yaml")


def test_every_process_of_the_library_names_only_what_is_in_the_landscape(reference: Landscape) -> None:
    models = [read_compact(path) for path in sorted(LIBRARY.glob("*/*.process.yaml"))]

    assert models
    assert [str(item) for model in models for item in reference.dangling_in(model)] == []


def test_topics_of_the_library_carry_attributes_of_the_data_dictionary(reference: Landscape) -> None:
    dictionary = read_dictionary(LIBRARY / "dictionary.yaml")

    assert [str(item) for item in reference.dangling_attributes(dictionary)] == []


def test_every_role_of_the_library_says_how_to_reach_it(reference: Landscape) -> None:
    assert [role.id for role in reference.roles if not role.contact] == []


def test_the_logistics_network_names_only_systems_and_roles_of_the_landscape(reference: Landscape) -> None:
    network = read_network(LIBRARY / "logistics.yaml")
    runs_on = {place.system for place in network.places} | {plant.system for plant in network.plants}
    runs_on |= {leg.system for leg in network.legs} | {event.system for event in network.customs}
    done_by = {place.role for place in network.places} | {leg.role for leg in network.legs}
    done_by |= {event.role for event in network.customs}
    issued_by = {rule.issued_by for rule in network.documents}

    assert runs_on - {None} <= set(reference.system_by_id)
    assert (done_by | issued_by) - {None} <= set(reference.role_by_id)
