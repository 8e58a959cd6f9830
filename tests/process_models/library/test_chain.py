"""The reference chain as a game: every order state is reached, every way ends, every flow can be taken."""

from collections import deque

import pytest

from process_models.addresses import AttributeAddress, ProcessId
from process_models.catalogue import load
from process_models.chain import close_chain
from process_models.elements import Activity, DurationInterval
from process_models.exploration import Exploration
from process_models.semantics.game import is_finished
from process_models.variants import Variant

STATE = AttributeAddress("order.state")
PARTS = (
    "offer_to_order",
    "financing",
    "allocation_and_production",
    "outbound_logistics",
    "invoicing",
    "registration_and_handover",
    "change_order",
    "withdrawal",
)


def alone(process: str) -> Variant:
    library = load()
    chain = close_chain(ProcessId(process), library.models)
    return Variant(chain=chain, dictionary=library.dictionary, decisions=library.decisions)


def ends(variant: Variant, explored: Exploration) -> set[int]:
    """The situations in which the whole chain has ended."""
    return {
        number
        for number, situation in enumerate(explored.situations)
        if not explored.moves_from[number] and is_finished(variant.net, situation.marking)
    }


def can_finish(variant: Variant, explored: Exploration) -> set[int]:
    """The situations from which some way leads to an end."""
    before: dict[int, list[int]] = {}
    for move in explored.moves:
        before.setdefault(move.target, []).append(move.source)
    found = ends(variant, explored)
    waiting = deque(found)
    while waiting:
        new = set(before.get(waiting.popleft(), ())) - found
        found |= new
        waiting.extend(new)
    return found


@pytest.mark.parametrize("process", PARTS)
def test_from_everywhere_in_a_part_a_way_leads_to_an_end(process: str) -> None:
    variant = alone(process)
    explored = variant.explorer.explore({}, exceptions=True)

    assert explored.complete
    assert can_finish(variant, explored) == set(range(len(explored.situations)))


@pytest.mark.parametrize("process", PARTS)
def test_every_flow_of_a_part_can_be_taken(process: str) -> None:
    variant = alone(process)
    explored = variant.explorer.explore({}, exceptions=True)
    fired = {element for move in explored.moves for element in move.step.fires}

    assert [flow for flow in variant.chain.flows if flow not in fired] == []


def test_from_everywhere_in_the_whole_chain_a_way_leads_to_an_end() -> None:
    variant = load().variant("DE")
    facts = {AttributeAddress("order.sales_model"): "agency"}
    explored = variant.explorer.explore(facts)

    assert explored.complete
    assert can_finish(variant, explored) == set(range(len(explored.situations)))


def test_an_order_passes_its_states_in_their_order_when_nothing_unusual_happens() -> None:
    library = load()
    run = library.variant("DE").usual_run()
    passed = [step.written[STATE] for step in run.steps if STATE in step.written]

    assert run.finished
    assert passed == list(library.dictionary.attributes[STATE].values[:19])


def test_every_order_state_is_written_somewhere() -> None:
    library = load()
    written = {
        (write.value.text if write.value else "")
        for model in library.models.values()
        for node in model.nodes
        for write in node.annotation.writes
        if write.attribute == STATE
    }

    assert {f'"{state}"' for state in library.dictionary.attributes[STATE].values} <= written


@pytest.mark.parametrize(
    ("event", "state", "end"),
    [
        ("order_to_handover#Boundary_Withdrawal", "SlotConfirmed", "Withdrawn"),
        ("order_to_handover#Boundary_Withdrawal", "HandedOver", "Withdrawn"),
        ("order_to_handover#Boundary_ChangeRequested", "SlotConfirmed", "HandedOver"),
        ("outbound_logistics#Boundary_HailDamage", "AtCompound", "HandedOver"),
        ("outbound_logistics#Boundary_TransportDelayed", "Dispatched", "HandedOver"),
    ],
)
def test_what_happens_on_the_way_ends_as_it_should(event: str, state: str, end: str) -> None:
    variant = load().variant("DE")
    facts = {AttributeAddress("order.channel"): "distance"}
    run = variant.run_with(next(at for at in variant.chain.nodes if at == event), state, facts)

    assert run.finished
    assert event in run.path()
    assert run.end[STATE] == end


def test_every_activity_says_in_both_languages_what_is_done_and_what_a_tester_sees() -> None:
    silent = [
        at
        for at, node in load().variant("DE").chain.nodes.items()
        if isinstance(node, Activity) and node.called_element is None and node.scope != node.id
        if node.kind != "subProcess"
        if not (set(node.annotation.documentation) >= {"de", "en"} and set(node.annotation.expected) >= {"de", "en"})
    ]

    assert silent == []


def test_every_activity_names_system_duration_and_requirement() -> None:
    incomplete = [
        f"{process}#{node.id}"
        for process, model in load().models.items()
        for node in model.activities()
        if node.called_element is None and node.kind != "subProcess"
        if not (node.annotation.system and node.annotation.requirements)
        or not isinstance(node.annotation.duration, DurationInterval)
    ]

    assert incomplete == []


def test_no_two_activities_claim_the_same_requirement() -> None:
    claimed = [
        requirement.id
        for model in load().models.values()
        for node in model.activities()
        for requirement in node.annotation.requirements
    ]

    assert len(claimed) == len(set(claimed))
