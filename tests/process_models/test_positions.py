"""Positions: what is surely and possibly behind and ahead, on models small enough to see it."""

import pytest

from process_models.addresses import AttributeAddress
from process_models.variants import UnknownState, Variant
from tests.builders import process
from tests.variants import attribute, variant

FINANCE = AttributeAddress("finance.kind")


@pytest.fixture
def beside() -> Variant:
    """Building runs beside financing; cash needs no credit."""
    model = process(
        'start:go -> confirm {writes order.state = "Confirmed"} -> and:split',
        'split -> build {writes order.state = "Built"} -> and:join',
        'split -> xor:pays -[finance.kind = "cash"]-> bill -> xor:paid -> join',
        "pays -[default]-> credit -> sign -> paid",
        'join -> hand {writes order.state = "Handed"} -> end:done',
    )
    return variant(
        model,
        attributes=(
            attribute("order.state", "New", "Confirmed", "Built", "Handed", initial='"New"'),
            attribute("finance.kind", "cash", "credit", given=True),
        ),
    )


def test_work_beside_the_state_is_only_possibly_done(beside: Variant) -> None:
    position = beside.position("Built")

    assert position.done_surely == {"p#go", "p#confirm", "p#build"}
    assert position.done_possibly - position.done_surely == {"p#bill", "p#credit", "p#sign"}
    assert position.ahead_surely == {"p#hand", "p#done"}


def test_a_fact_makes_certain_what_was_conditional(beside: Variant) -> None:
    position = beside.position("Handed", {FINANCE: "credit"})

    assert {"p#credit", "p#sign"} <= position.done_surely
    assert "p#bill" not in position.done_possibly
    assert "p#credit" not in beside.position("Handed").done_surely


def test_a_token_before_an_activity_means_it_is_under_way(beside: Variant) -> None:
    position = beside.position("Confirmed", {FINANCE: "credit"})

    assert position.under_way_surely == {"p#build"}
    assert position.under_way_possibly == {"p#build", "p#credit", "p#sign"}


def test_a_state_nobody_reaches_has_no_situations() -> None:
    one = variant(
        process('start:go -> a {writes order.state = "X"} -> end:done'),
        attributes=(attribute("order.state", "New", "X", "Never", initial='"New"'),),
    )

    assert not one.position("Never").reachable
    assert one.position("X").reachable


def test_an_unknown_state_is_refused_with_the_nearest(beside: Variant) -> None:
    with pytest.raises(UnknownState, match="no order state 'Bilt'.*Built"):
        beside.position("Bilt")


def test_an_order_that_is_cancelled_does_not_make_the_rest_uncertain() -> None:
    model = process(
        'start:go -> check {writes c.ok} {writes order.state = "Checked"} -> xor:x -[c.ok = "yes"]-> build',
        'build -> hand {writes order.state = "Handed"} -> end:done',
        'x -[default]-> refuse {writes order.state = "Cancelled"} -> end:out',
    )
    one = variant(
        model,
        attributes=(
            attribute("order.state", "New", "Checked", "Handed", "Cancelled", initial='"New"'),
            attribute("c.ok", "yes", "no"),
        ),
    )

    position = one.position("Checked")
    assert "p#hand" in position.ahead_surely
    assert "p#refuse" in position.ahead_possibly - position.ahead_surely


def test_a_loop_leaves_what_it_repeats_both_done_and_ahead() -> None:
    model = process(
        'start:go -> xor:again -> check {writes c.ok} {writes order.state = "Checked"} -> xor:x',
        'x -[c.ok = "yes"]-> end:done',
        "x -[default]-> mend -> again",
    )
    one = variant(
        model,
        attributes=(attribute("order.state", "New", "Checked", initial='"New"'), attribute("c.ok", "yes", "no")),
    )

    position = one.position("Checked")
    assert "p#check" in position.done_surely & position.ahead_possibly
    assert "p#mend" in position.done_possibly - position.done_surely


def test_exceptions_are_not_part_of_a_position() -> None:
    model = process(
        'start:go -> work {writes order.state = "Done"} -> end:done',
        "boundary:late@work {timer P3D} -> chase -> end:over",
    )
    one = variant(model, attributes=(attribute("order.state", "New", "Done", initial='"New"'),))

    assert "p#chase" not in one.position("New").ahead_possibly
