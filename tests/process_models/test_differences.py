"""What differs between two models, chains and variants, element by element and with its reason."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from enum import Enum
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from process_models.addresses import AttributeAddress, ElementId, ProcessId, RoleId, SystemId
from process_models.bpmn.ordering import ordered
from process_models.bpmn.reader import read
from process_models.catalogue import LIBRARY, load
from process_models.chain import Chain, close_chain
from process_models.collaboration import Collaboration, Lane
from process_models.difference_texts import in_words, property_words
from process_models.differences import (
    ElementChange,
    ModelDifference,
    PropertyChange,
    What,
    difference_of_chains,
    difference_of_files,
    difference_of_models,
    difference_of_variants,
)
from process_models.elements import FEEL_LANGUAGE, Annotation, DurationInterval, Expression, Loop, Write
from process_models.errors import InvalidElement
from process_models.markets.template import Insertion
from process_models.versions import semantic_hash
from tests.builders import process

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "bpmn-miwg-reference"
FILES = [*sorted(LIBRARY.glob("*/*.bpmn")), *sorted(REFERENCE.glob("*.bpmn"))]
GROUPS = ("nodes", "flows", "data", "pools", "message_flows", "data_associations", "associations", "processes")


def base() -> Collaboration:
    return process("start:go -> check -> xor:ok? -(yes)[x > 1]-> pay -> end:done", "xor:ok? -(no)[default]-> end:done")


def found(before: Collaboration, after: Collaboration) -> list[tuple[What, str]]:
    return [(change.what, change.id) for change in difference_of_models(before, after).changes]


def with_node(model: Collaboration, id: str, **said: Any) -> Collaboration:
    nodes = tuple(replace(node, **said) if node.id == id else node for node in model.nodes)
    return replace(model, nodes=nodes)


def with_flow(model: Collaboration, id: str, **said: Any) -> Collaboration:
    flows = tuple(replace(flow, **said) if flow.id == id else flow for flow in model.flows)
    return replace(model, flows=flows)


def only(difference: ModelDifference) -> ElementChange:
    (change,) = difference.changes
    return change


# -- what became of elements ------------------------------------------------------------------------------------------


def test_a_model_does_not_differ_from_itself() -> None:
    assert difference_of_models(base(), base()).changes == ()


def test_an_inserted_task_is_added_with_its_flow_and_the_flow_before_it_is_rerouted() -> None:
    before = process("start:go -(in)-> check -(out)-> end:done")
    after = process("start:go -(in)-> check -(out)-> pay -(new)-> end:done")

    assert sorted(found(before, after)) == [(What.ADDED, "new"), (What.ADDED, "pay"), (What.REROUTED, "out")]


def test_a_rerouted_flow_says_where_it_led_and_where_it_leads() -> None:
    before = process("start:go -(in)-> check -(out)-> end:done")
    after = process("start:go -(in)-> check -(out)-> end:other", "check -(rest)-> end:done")

    (flow,) = difference_of_models(before, after).having(What.REROUTED)

    assert flow.properties == (PropertyChange(name="target", before="done", after="other"),)


def test_a_changed_condition_is_told_before_and_after() -> None:
    after = with_flow(base(), "yes", condition=Expression(text="x > 2", language=FEEL_LANGUAGE))

    change = only(difference_of_models(base(), after))

    assert change.what is What.CHANGED
    assert change.properties == (PropertyChange(name="condition", before="x > 1", after="x > 2"),)


def test_a_task_of_another_kind_stays_the_same_element() -> None:
    after = process(
        "start:go -> user:check -> xor:ok? -(yes)[x > 1]-> pay -> end:done", "xor:ok? -(no)[default]-> end:done"
    )

    change = only(difference_of_models(base(), after))

    assert (change.what, change.properties) == (
        What.CHANGED,
        (PropertyChange(name="kind", before="task", after="userTask"),),
    )


def test_attributes_are_compared_as_sets() -> None:
    one = Annotation(reads=(AttributeAddress("a.b"), AttributeAddress("c.d")))
    other = Annotation(reads=(AttributeAddress("c.d"), AttributeAddress("a.b")))

    assert found(with_node(base(), "check", annotation=one), with_node(base(), "check", annotation=other)) == []


def test_a_name_that_is_the_english_label_is_told_once() -> None:
    before = with_node(base(), "check", name="Check", annotation=Annotation(labels={"en": "Check", "de": "Prüfen"}))
    after = with_node(base(), "check", name="Verify", annotation=Annotation(labels={"en": "Verify", "de": "Prüfen"}))

    assert only(difference_of_models(before, after)).properties == (
        PropertyChange(name="label.en", before="Check", after="Verify"),
    )


def test_a_node_that_moves_to_another_lane_is_changed_and_the_lanes_are_not() -> None:
    def lanes(first: str, second: str) -> Collaboration:
        model = base()
        pair = (
            Lane(id=ElementId("l1"), nodes=(ElementId(first),)),
            Lane(id=ElementId("l2"), nodes=(ElementId(second),)),
        )
        return replace(model, processes=(replace(model.processes[0], lanes=pair),))

    difference = difference_of_models(lanes("check", "pay"), lanes("pay", "check"))

    assert {change.id: [(p.name, p.before, p.after) for p in change.properties] for change in difference.changes} == {
        "check": [("lane", "l1", "l2")],
        "pay": [("lane", "l2", "l1")],
    }


def test_the_order_in_which_a_gateway_tries_its_conditions_is_told() -> None:
    model = process("start:go -> xor:which -(a)[x > 1]-> end:one", "xor:which -(b)[x > 2]-> end:two")
    swapped = replace(model, flows=(model.flows[0], *reversed(model.flows[1:])))

    assert only(difference_of_models(model, swapped)).properties == (
        PropertyChange(name="order", before=("a", "b"), after=("b", "a")),
    )


def test_what_a_model_says_of_itself_is_compared_but_not_its_number() -> None:
    after = replace(base(), version="2.0.0", owner=RoleId("process_owner_sales"))

    change = only(difference_of_models(base(), after))

    assert (change.type, [each.name for each in change.properties]) == ("definitions", ["owner"])


def mutated(value: Any, chance: Random) -> Any:
    """Another value of the same kind; what cannot be changed comes back as it is."""
    match value:
        case bool():
            return not value
        case Enum():
            return chance.choice([member for member in type(value) if member is not value])
        case str():
            return value + "x"
        case timedelta():
            return value + timedelta(days=400)
        case DurationInterval():
            return replace(value, maximum=mutated(value.maximum, chance))
        case dict() if value:
            language = chance.choice(sorted(value))
            return {**value, language: value[language] + "x"}
        case tuple() if value:
            place = chance.randrange(len(value))
            return (*value[:place], mutated(value[place], chance), *value[place + 1 :])
    if is_dataclass(value) and not isinstance(value, type):
        name = chance.choice([f.name for f in fields(value) if f.compare and f.name not in {"id", "nodes", "lanes"}])
        return replace(value, **{name: mutated(getattr(value, name), chance)})
    return value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@settings(max_examples=25)
@given(seed=st.integers())
def test_every_field_of_every_element_is_compared(path: Path, seed: int) -> None:
    chance = Random(seed)
    model = read(path).collaboration
    group = chance.choice([name for name in GROUPS if getattr(model, name)])
    elements = getattr(model, group)
    place = chance.randrange(len(elements))
    try:
        other = mutated(elements[place], chance)
    except InvalidElement:
        assume(False)
    # Empty collections have no other value.
    assume(other != elements[place])

    changed: dict[str, Any] = {group: (*elements[:place], other, *elements[place + 1 :])}

    difference = difference_of_models(model, replace(model, **changed))

    assert elements[place].id in {change.id for change in difference.changes}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@settings(max_examples=10)
@given(seed=st.integers())
def test_what_one_way_adds_the_other_way_removes(path: Path, seed: int) -> None:
    model = read(path).collaboration
    kept = {node.id for node in model.nodes if Random(f"{seed}{node.id}").random() < 0.8}
    fewer = replace(model, nodes=tuple(node for node in model.nodes if node.id in kept))

    there, back = difference_of_models(model, fewer), difference_of_models(fewer, model)

    assert {change.id for change in there.having(What.REMOVED)} >= {node.id for node in model.nodes} - kept
    assert [c.address for c in there.having(What.REMOVED)] == [c.address for c in back.having(What.ADDED)]
    assert [c.address for c in there.having(What.CHANGED)] == [c.address for c in back.having(What.CHANGED)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@settings(max_examples=5)
@given(seed=st.integers())
def test_files_of_one_hash_do_not_differ(path: Path, seed: int) -> None:
    root = etree.fromstring(path.read_bytes())
    for scope in root.iter("{*}process", "{*}laneSet", "{*}lane", "{*}collaboration"):
        if all(child.get("id") or etree.QName(scope).localname in {"lane"} for child in scope):
            flows = scope.findall("{*}sequenceFlow")
            others = [child for child in scope if child not in flows]
            Random(seed).shuffle(others)
            scope[:] = [*others, *flows]
    shuffled = read(etree.tostring(root))

    assert semantic_hash(shuffled.document) == semantic_hash(path)
    assert difference_of_files(read(path), shuffled).changes == ()


# -- files, chains, variants ------------------------------------------------------------------------------------------


def test_files_that_differ_only_in_what_is_not_read_say_so() -> None:
    text = (LIBRARY / "sales" / "change_order.bpmn").read_bytes()
    noted = text.replace(b"</bpmn:process>", b'<bpmn:textAnnotation id="note"/></bpmn:process>')

    difference = difference_of_files(read(text), read(noted))

    assert difference.only_what_is_not_read
    assert "has no bearing on runs" in in_words(difference, "en")
    assert not difference_of_files(read(text), read(text)).only_what_is_not_read


def test_processes_of_a_chain_are_compared_each_with_itself() -> None:
    models = load().models
    root = ProcessId("order_to_handover")
    changed = {**models, ProcessId("financing"): replace(models[ProcessId("financing")], name="Money")}

    difference = difference_of_chains(close_chain(root, models), close_chain(root, changed))

    assert [(change.address, change.type) for change in difference.changes] == [("financing", "definitions")]


def test_a_process_that_joins_the_chain_is_added_with_all_its_elements() -> None:
    one, two = process("start:go -> end:done", name="one"), process("start:go -> end:done", name="two")
    before = Chain(id="c", roots=(ProcessId("one"),), models={ProcessId("one"): one})
    after = replace(before, models={ProcessId("one"): one, ProcessId("two"): two})

    difference = difference_of_chains(before, after)

    assert {change.what for change in difference.changes} == {What.ADDED}
    assert {"two", "two#go", "two#done"} <= {change.address for change in difference.changes}


def markets() -> list[tuple[str | None, str | None]]:
    names = (None, *load().markets)
    return [(one, other) for one in names for other in names if one != other]


@pytest.mark.parametrize(("one", "other"), markets())
def test_every_difference_of_two_markets_is_explained_by_a_template_entry(one: str | None, other: str | None) -> None:
    library = load()

    difference = difference_of_variants(library.variant(one), library.variant(other))

    assert difference.changes
    assert [change.address for change in difference.changes if not change.origins] == []
    assert {origin.template.id for change in difference.changes for origin in change.origins} <= {one, other}


def test_austria_registers_with_an_insurer_and_says_why() -> None:
    library = load()

    difference = difference_of_variants(library.variant("DE"), library.variant("AT"))

    (registration,) = (
        change
        for change in difference.having(What.CHANGED)
        if PropertyChange(name="system", before="ikfz_de", after="insurer_registration_at") in change.properties
    )
    assert [origin.address for origin in registration.origins] == ["markets/DE#DE-REG-04", "markets/AT#AT-REG-02"]


def test_what_an_overlay_adds_is_what_the_template_inserts() -> None:
    library = load()

    difference = difference_of_variants(library.variant(None), library.variant("AT"))

    inserted = {
        str(entry.change.node.id) for entry in library.templates["AT"].entries if isinstance(entry.change, Insertion)
    }
    assert {change.id for change in difference.having(What.ADDED) if change.type != "sequenceFlow"} == inserted


# -- in words and as data ---------------------------------------------------------------------------------------------


def change_of_system() -> ModelDifference:
    said = Annotation(labels={"de": "Prüfen", "en": "Check"}, reads=(AttributeAddress("a.b"), AttributeAddress("c.d")))
    more = replace(said, system=SystemId("oms"), reads=(AttributeAddress("c.d"), AttributeAddress("e.f")))
    before = replace(with_node(base(), "check", annotation=said), version="1.0.0")
    return difference_of_models(before, replace(with_node(base(), "check", annotation=more), version="1.1.0"))


def test_a_difference_reads_in_german_and_english() -> None:
    difference = change_of_system()
    name = base().name or base().id

    assert in_words(difference, "de").splitlines() == [
        f"{name} 1.0.0 → {name} 1.1.0: 1 geändert",
        f"~ {base().processes[0].id}#check  Aufgabe „Prüfen“",
        "    System: leer → oms",
        "    liest: + e.f; - a.b",
    ]
    assert in_words(difference, "en").splitlines() == [
        f"{name} 1.0.0 → {name} 1.1.0: 1 changed",
        f"~ {base().processes[0].id}#check  Task “Check”",
        "    system: empty → oms",
        "    reads: + e.f; - a.b",
    ]


def test_nothing_different_is_said_in_one_line() -> None:
    assert in_words(difference_of_models(base(), base()), "de").endswith(": Kein Unterschied.")


def test_a_template_entry_is_named_with_kind_and_reason() -> None:
    library = load()
    entry = next(entry for entry in library.templates["AT"].entries if entry.id == "AT-REG-02")

    text = in_words(difference_of_variants(library.variant("DE"), library.variant("AT")), "de")

    assert f"    markets/AT#AT-REG-02 (regulatorisch): {entry.reason['de']}" in text.splitlines()


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_property_of_every_model_has_a_word(language: str) -> None:
    nothing = Collaboration(id="nothing")
    names = {
        each.name
        for path in FILES
        for change in difference_of_models(nothing, read(path).collaboration).changes
        for each in change.properties
    }
    names |= {"loop", "message", "activation", "activation.language"}

    assert all(property_words(name, language) for name in names)
    assert all(in_words(difference_of_models(nothing, read(path).collaboration), language) for path in FILES)


def test_loops_writes_and_activation_read_as_text() -> None:
    loop = Loop(multi_instance=True, sequential=False, cardinality=Expression(text="3"))
    writes = Annotation(writes=(Write(attribute=AttributeAddress("a.b"), value=Expression(text="1", language="L")),))

    before, after = with_node(base(), "check", annotation=Annotation()), with_node(base(), "check", annotation=writes)

    change = only(difference_of_models(before, with_node(after, "check", loop=loop)))

    assert [(each.name, each.after) for each in change.properties] == [
        ("writes", ("a.b = 1 (L)",)),
        ("loop", "multi-instance, parallel, cardinality 3 (?)"),
    ]


def test_the_data_of_a_difference_are_plain_and_by_kind() -> None:
    data = json.loads(json.dumps(change_of_system().to_json()))

    assert data["changed"] == [
        {
            "id": "check",
            "address": f"{base().processes[0].id}#check",
            "type": "task",
            "labels": {"de": "Prüfen", "en": "Check"},
            "properties": [
                {"name": "system", "before": None, "after": "oms"},
                {"name": "reads", "before": ["a.b", "c.d"], "after": ["c.d", "e.f"]},
            ],
            "origins": [],
        }
    ]
    assert (data["added"], data["removed"], data["rerouted"]) == ([], [], [])
    assert (data["from"]["version"], data["to"]["version"]) == ("1.0.0", "1.1.0")


def test_the_order_of_a_difference_does_not_depend_on_the_order_in_the_file() -> None:
    nothing = Collaboration(id="nothing")
    model = base()
    turned = ordered(replace(model, nodes=tuple(reversed(model.nodes)), flows=tuple(reversed(model.flows))))

    assert difference_of_models(nothing, model).changes == difference_of_models(nothing, turned).changes
