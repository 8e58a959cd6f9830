"""Impact: consequences worked out by hand on a small order, and what must hold of any."""

from dataclasses import replace

import pytest

from process_models.addresses import Address, AttributeAddress, ElementId
from process_models.collaboration import Association
from process_models.dependencies import forward_slice
from process_models.impact import Effect, Impact, Intervention
from process_models.variants import Variant
from tests.builders import process
from tests.variants import attribute, dictionary, variant

WHEELS = Intervention(kind="set", target="vehicle.wheels")

ATTRIBUTES = (
    attribute("order.state", "New", "Ordered", "Built", "Handed", initial='"New"'),
    attribute("vehicle.wheels", "small", "big", given=True),
    attribute("vehicle.co2", derived_from=("vehicle.wheels",)),
    attribute("price.tax", derived_from=("vehicle.co2",)),
    attribute("customer.papers"),
    attribute("tax.due", "no", "yes", derived_from=("price.tax",)),
)


def order(*changes: tuple[str, str]) -> Variant:
    """Price is calculated, the order placed, the car built, tax paid where due, the car handed over."""
    lines = [
        "start:go -> price {reads vehicle.co2} {writes price.tax} -> look {reads price.tax} {writes customer.papers}",
        'look -> place {writes order.state = "Ordered"} -> build {reads vehicle.wheels} {writes order.state = "Built"}',
        "build -> collect {writes tax.due} {reads price.tax} -> xor:due",
        'due -[tax.due = "yes"]-> pay {reads price.tax} -> xor:free',
        'due -[default]-> free -> paint -> hand {writes order.state = "Handed"} -> end:done',
    ]
    for old, new in changes:
        assert any(old in line for line in lines)
        lines = [line.replace(old, new) for line in lines]
    return variant(process(*lines), attributes=ATTRIBUTES)


def effects(impact: Impact) -> dict[str, str]:
    return {consequence.at.partition("#")[2]: consequence.effect.value for consequence in impact.consequences}


def test_what_is_done_and_became_wrong_is_repeated_what_is_ahead_sees_the_new_value() -> None:
    impact = order().impact("Ordered", (WHEELS,))

    assert effects(impact) == {
        "price": "repeated",
        "build": "interrupted",
        "collect": "sees-new-value",
        "pay": "sees-new-value",
        "due -> pay": "may-flip",
    }
    assert "p#paint" in impact.unaffected
    # `look` read the tax, but wrote nothing that depends on it.
    assert "p#look" in impact.unaffected


def test_every_consequence_has_a_shortest_path_of_evidence() -> None:
    impact = order().impact("Ordered", (WHEELS,))
    paths = {c.at: c.path for c in impact.consequences}

    assert paths[Address("p#price")] == ("vehicle.wheels", "vehicle.co2", "p#price")
    assert paths[Address("p#due -> pay")] == ("vehicle.wheels", "vehicle.co2", "price.tax", "tax.due", "p#due -> pay")


def test_what_may_not_happen_is_conditional_and_says_on_what() -> None:
    impact = order().impact("Ordered", (WHEELS,))
    pay = next(c for c in impact.consequences if c.at == "p#pay")
    collect = next(c for c in impact.consequences if c.at == "p#collect")

    assert not pay.certain
    assert pay.condition is not None
    assert pay.condition.text == 'tax.due = "yes"'
    assert collect.certain


def test_without_the_association_exactly_that_consequence_goes() -> None:
    before = effects(order().impact("Ordered", (WHEELS,)))
    after = effects(order(("-> pay {reads price.tax}", "-> pay")).impact("Ordered", (WHEELS,)))

    assert set(before) - set(after) == {"pay"}
    assert {name: before[name] for name in after} == after


def test_a_later_position_moves_work_from_ahead_to_done() -> None:
    early, late = (order().impact(state, (WHEELS,)) for state in ("Ordered", "Built"))

    assert effects(early)["build"] == "interrupted"
    assert "build" not in effects(late)  # the car is built; nothing written there depends on the wheels
    # The state stays the same while tax is collected: perhaps it is done, then it must be done again.
    assert effects(late)["collect"] == "repeated"
    assert not next(c for c in order().impact("Built", (WHEELS,)).consequences if c.at == "p#collect").certain


def test_renaming_everything_gives_the_same_impact() -> None:
    model = next(iter(order().models.values()))
    other = replace(model, nodes=tuple(replace(node, name=f"Schritt {i}") for i, node in enumerate(model.nodes)))

    assert effects(variant(other, attributes=ATTRIBUTES).impact("Ordered", (WHEELS,))) == effects(
        order().impact("Ordered", (WHEELS,))
    )


def test_a_handler_turns_repeating_into_compensating() -> None:
    model = process(
        "start:go -> reserve {reads vehicle.co2} {writes price.tax} -> place",
        'place {writes order.state = "Ordered"} -> wait -> end:done',
        "boundary:undo@reserve {compensate}",
        "undo:release",
    )
    tied = replace(
        model, associations=(Association(id=ElementId("tie"), source=ElementId("undo"), target=ElementId("release")),)
    )
    impact = variant(tied, attributes=ATTRIBUTES).impact("Ordered", (WHEELS,))

    (consequence,) = impact.consequences
    assert (consequence.at, consequence.effect, consequence.handler) == ("p#reserve", Effect.COMPENSATED, "p#release")


def test_an_interrupting_event_stops_what_is_under_way_and_drops_what_is_ahead() -> None:
    model = process(
        "start:go -> sub:part -> hand -> end:done",
        'start:part/in -> part/one {writes order.state = "Ordered"} -> part/two {writes order.state = "Built"}',
        "two -> part/three -> end:part/out",
        "boundary:withdrawn@part {message withdrawal} -> refund -> end:over",
    )
    impact = variant(model, attributes=ATTRIBUTES).impact("Ordered", (Intervention(kind="event", target="withdrawal"),))

    assert effects(impact) == {"two": "interrupted", "three": "undone"}
    assert all(consequence.certain for consequence in impact.consequences)
    assert "p#refund" in [step.at for step in impact.added]


def test_an_attribute_the_dictionary_does_not_know_depends_on_all_that_was_read() -> None:
    one = variant(process("start:go -> a {reads x.in} {writes x.out} -> b {reads x.out} -> end:done"))

    found = forward_slice(one.dependencies, [AttributeAddress("x.in")])
    assert set(found.nodes) == {"p#a", "p#b"}


def test_an_attribute_the_dictionary_knows_depends_on_what_it_says_alone() -> None:
    model = process("start:go -> a {reads x.in} {writes x.out} -> b {reads x.out} -> end:done")
    known = replace(variant(model), dictionary=dictionary(attribute("x.in"), attribute("x.out")))

    found = forward_slice(known.dependencies, [AttributeAddress("x.in")])
    assert set(found.nodes) == {"p#a"}


@pytest.mark.parametrize("state", ["New", "Ordered", "Built", "Handed"])
def test_asking_twice_gives_the_same_answer(state: str) -> None:
    assert order().impact(state, (WHEELS,)) == order().impact(state, (WHEELS,))
