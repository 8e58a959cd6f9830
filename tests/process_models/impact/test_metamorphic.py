"""What must become of an impact when the library, the question or its form is changed a little."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from random import Random

import networkx as nx
import pytest

from process_models.addresses import Address, AttributeAddress, ProcessId
from process_models.bpmn.reader import read
from process_models.bpmn.writer import write
from process_models.catalogue import Library
from process_models.chain import close_chain
from process_models.collaboration import Collaboration
from process_models.dependencies import Dependencies
from process_models.diagram.layout import lay_out
from process_models.dictionary import DataDictionary
from process_models.exploration import ORDER_STATE
from process_models.impact import Consequence, Effect, Impact, Intervention, assess
from process_models.variants import Variant
from tests.process_models.impact.relations import Relation, influence, relations, without

FACTS = {AttributeAddress("finance.kind"): "cash"}
STATES = ("ContractConfirmed", "SlotConfirmed", "AtCompound")
ASKED = ("vehicle.wheels", "vehicle.colour", "vehicle.plant", "registration.country", "delivery.date")


@pytest.fixture(scope="session")
def variant(variant_of: Callable[[str], Variant]) -> Variant:
    return variant_of("DE")


def asked_about(relation: Relation, dependencies: Dependencies, chance: Random) -> AttributeAddress:
    """An attribute a party may change from which the relation can be reached, or the relation's own."""
    graph = influence(dependencies)
    above = nx.ancestors(graph, relation.attribute) | {relation.attribute}
    changeable = sorted(
        n for n, known in dependencies.dictionary.attributes.items() if known.change_kind and n in above
    )
    return chance.choice(changeable) if changeable else relation.attribute


def impact_with(dependencies: Dependencies, variant: Variant, state: str, changed: AttributeAddress) -> Impact:
    """The impact with other dependencies; position and runs do not depend on who reads what."""
    intervention = Intervention(kind="set", target=changed)
    return assess(
        dependencies, variant.position(state, FACTS), [intervention], usual=variant.usual_run(FACTS), handled=None
    )


def reached(dependencies: Dependencies, changed: AttributeAddress) -> frozenset[str]:
    graph = influence(dependencies)
    return frozenset({changed} | (nx.descendants(graph, changed) if changed in graph else set()))


def sampled(dependencies: Dependencies) -> Sequence[tuple[Relation, AttributeAddress]]:
    chance = Random(20260901)
    # Changes and withdrawals are handled beside the usual order; nothing of theirs is a consequence.
    beside = ("change_order#", "withdrawal#")
    usual = [relation for relation in relations(dependencies) if not relation.holder.startswith(beside)]
    return [(relation, asked_about(relation, dependencies, chance)) for relation in chance.sample(usual, 40)]


@pytest.mark.parametrize("state", STATES)
def test_without_a_relation_what_hung_on_it_alone_goes_and_nothing_else_changes(variant: Variant, state: str) -> None:
    full = variant.dependencies
    vanished = 0
    for relation, changed in sampled(full):
        reduced = without(full, relation)
        lost = reached(full, changed) - reached(reduced, changed)
        before, after = (impact_with(each, variant, state, changed) for each in (full, reduced))
        first, second = ({c.at: c for c in each.consequences} for each in (before, after))
        spoiled = {at for at in first if at in lost or lost.intersection(written_by(variant, at))}

        assert set(before.changed) - set(after.changed) == lost.intersection(before.changed), str(relation)
        assert second.keys() <= first.keys(), str(relation)
        assert not second.keys() & lost, str(relation)
        assert first.keys() - second.keys() <= spoiled, str(relation)
        graph = influence(reduced)
        for at in first.keys() - spoiled:
            assert first[at] == second[at] if stands(first[at], graph) else same_but_path(first[at], second[at])
        gone = first.keys() - second.keys()
        assert set(after.unaffected) == set(before.unaffected) | {at for at in gone if at in variant.chain.nodes}
        vanished += len(gone)
    assert vanished > 20  # the sample is worth something


def written_by(variant: Variant, at: Address) -> frozenset[AttributeAddress]:
    node = variant.chain.nodes.get(at)
    return frozenset(write.attribute for write in node.annotation.writes) if node is not None else frozenset()


def stands(consequence: Consequence, graph: "nx.DiGraph[str]") -> bool:
    """Whether every step of the evidence is there; a flow node between two attributes is only where it happens."""
    path = consequence.path if consequence.handler is None else consequence.path[:-1]
    attributes = [name for name in path[:-1] if "#" not in name]
    return all(graph.has_edge(one, other) for one, other in pairwise((*attributes, path[-1])))


def same_but_path(one: Consequence, other: Consequence) -> bool:
    return replace(one, path=()) == replace(other, path=()) and len(one.path) <= len(other.path)


def test_a_relation_stated_twice_can_lose_one_of_its_statements(variant: Variant) -> None:
    """A node that reads an attribute by annotation and by data association depends on it once."""
    full = variant.dependencies
    twice = [
        relation
        for relation in relations(full)
        if relation.kind != "derived_from" and without(full, relation).reads == full.reads
    ]
    state, changed = "SlotConfirmed", AttributeAddress("vehicle.wheels")
    before = impact_with(full, variant, state, changed)

    assert len(twice) >= 5
    for relation in twice[:5]:
        after = impact_with(without(full, relation), variant, state, changed)
        assert (after.consequences, after.unaffected) == (before.consequences, before.unaffected)


def again(variant: Variant, models: Mapping[ProcessId, Collaboration], dictionary: DataDictionary) -> Variant:
    """The same variant of other models, with nothing explored yet."""
    return Variant(
        chain=close_chain(variant.chain.roots[0], models),
        dictionary=dictionary,
        decisions=variant.decisions,
        market=variant.market,
    )


def answers(variant: Variant) -> list[tuple[object, ...]]:
    """What is said about some changes in some states, and about a withdrawal."""
    questions = [Intervention(kind="set", target=name) for name in ASKED]
    questions.append(Intervention(kind="event", target="contract.withdrawn"))
    impacts = [variant.impact(state, (question,), FACTS) for state in STATES for question in questions]
    return [
        (i.position, i.changed, i.consequences, i.unaffected, [step.at for step in i.added], i.delay) for i in impacts
    ]


def renamed(model: Collaboration) -> Collaboration:
    return replace(
        model,
        name="Ein Ablauf",
        nodes=tuple(replace(node, name=f"Knoten {number}") for number, node in enumerate(model.nodes)),
        flows=tuple(replace(flow, name=f"Fluss {number}") for number, flow in enumerate(model.flows)),
        data=tuple(replace(data, name=f"Ding {number}") for number, data in enumerate(model.data)),
        pools=tuple(replace(pool, name=f"Becken {number}") for number, pool in enumerate(model.pools)),
    )


def test_renaming_everything_changes_nothing(variant: Variant) -> None:
    attributes = {
        name: replace(known, labels={"de": f"Merkmal {number}", "en": f"Property {number}"})
        for number, (name, known) in enumerate(variant.dictionary.attributes.items())
    }
    models = {process: renamed(model) for process, model in variant.models.items()}
    other = again(variant, models, replace(variant.dictionary, attributes=attributes))

    assert answers(other) == answers(variant)


def test_laying_out_anew_changes_nothing(variant: Variant) -> None:
    models = {process: read(write(model, lay_out(model))).collaboration for process, model in variant.models.items()}

    assert answers(again(variant, models, variant.dictionary)) == answers(variant)


FREEDOM = ("not-allowed", "needs-approval", "re-quote", "allowed-with-fee", "allowed")
"""How free a factory change to the same car is once the contract stands, least first; retrofit, swap and
diverting are no factory fitting of the same car, and a new order is another one."""
FITTED = ("option-no-co2", "option-co2", "colour", "powertrain-model")


@pytest.mark.parametrize("kind", FITTED)
def test_later_is_never_freer_for_fitting_the_same_car_at_the_factory(library: Library, kind: str) -> None:
    states = library.dictionary.attributes[ORDER_STATE].values
    contracted = states[states.index("ContractConfirmed") :]
    for market, model, vin in product(library.markets, ("agency", "dealer"), ("body-shop", "after-paint")):
        known: dict[AttributeAddress, object] = {
            AttributeAddress("change.kind"): kind,
            AttributeAddress("order.sales_model"): model,
            AttributeAddress("production.vin_assignment"): vin,
        }
        asked = [library.variant(market).decide("change_matrix", {**known, ORDER_STATE: s}) for s in contracted]
        said = [str(answer.outputs["permission"]) for answer in asked if answer is not None]
        freedoms = [FREEDOM.index(permission) for permission in said if permission in FREEDOM]

        assert len(said) == len(contracted)
        assert freedoms == sorted(freedoms, reverse=True), (market, model, vin, said)


ANEW = (Effect.REPEATED, Effect.COMPENSATED, Effect.INTERRUPTED)
MORE_FACTS: tuple[Mapping[str, object], ...] = (
    {"price.exception": "none"},
    {"order.sales_model": "dealer"},
    {"order.channel": "distance", "customer.kind": "private"},
    {"registration.country": "AT", "customer.kind": "company"},
)


@pytest.mark.parametrize("facts", MORE_FACTS, ids=str)
@pytest.mark.parametrize("state", STATES)
def test_a_further_fact_adds_no_consequence(variant: Variant, state: str, facts: Mapping[str, object]) -> None:
    more = FACTS | {AttributeAddress(name): value for name, value in facts.items()}
    for name in ASKED:
        change = (Intervention(kind="set", target=name),)
        before, after = (variant.impact(state, change, known) for known in (FACTS, more))
        first, second = ({c.at: c for c in each.consequences} for each in (before, after))

        assert after.position.reachable
        assert after.position.situations <= before.position.situations
        assert second.keys() <= first.keys()
        assert all(second[at].certain for at in second if first[at].certain and first[at].effect == second[at].effect)
        newly_anew = [at for at in second if second[at].effect in ANEW and first[at].effect not in ANEW]
        assert newly_anew == []
