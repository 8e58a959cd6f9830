"""Runs in worlds of chance, with and without a change, differ only where the slice and the impact say so."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from process_models.addresses import AttributeAddress
from process_models.dependencies import forward_slice
from process_models.exploration import ORDER_STATE
from process_models.impact import Intervention
from process_models.runs import Run
from process_models.semantics.net import SILENT
from process_models.variants import Variant
from tests.process_models.impact.soundness import outside_the_impact, outside_the_slice
from tests.process_models.impact.worlds import Synthetic, synthetic_run

SEEDS = range(300)
FACTS = {AttributeAddress("finance.kind"): "cash"}
CHANGED = ("vehicle.wheels", "vehicle.plant", "registration.country", "contract.buyer")
STATES = ("ContractConfirmed", "SlotConfirmed", "Frozen", "AtCompound", "Registered")


def runs(variant: Variant, other: AttributeAddress | None = None, seeds: Iterable[int] = SEEDS) -> tuple[Run, ...]:
    worlds = (Synthetic(dictionary=variant.dictionary, seed=seed, other=other, happening=10) for seed in seeds)
    return tuple(synthetic_run(variant, world, FACTS) for world in worlds)


@pytest.fixture(scope="session")
def variant(variant_of: Callable[[str], Variant]) -> Variant:
    return variant_of("DE")


@pytest.fixture(scope="session")
def without(variant: Variant) -> tuple[Run, ...]:
    return runs(variant)


@pytest.fixture(scope="session", params=CHANGED)
def pairs(
    request: pytest.FixtureRequest, variant: Variant, without: tuple[Run, ...]
) -> tuple[AttributeAddress, tuple[tuple[Run, Run], ...]]:
    """An attribute, and for each seed the runs without and with another value of it."""
    changed = AttributeAddress(request.param)
    return changed, tuple(zip(without, runs(variant, changed), strict=True))


def test_the_worlds_lead_orders_to_all_kinds_of_ends(variant: Variant, without: tuple[Run, ...]) -> None:
    exceptional = {step.number for step in variant.net.steps if step.is_exceptional}

    assert all(run.finished for run in without)
    assert {run.end[ORDER_STATE] for run in without} >= {"HandedOver", "Cancelled", "Withdrawn"}
    assert any(step.number in exceptional for run in without for step in run.steps)


def test_what_differs_between_the_runs_is_in_the_slice(
    variant: Variant, pairs: tuple[AttributeAddress, tuple[tuple[Run, Run], ...]]
) -> None:
    changed, both = pairs
    dependent = forward_slice(variant.dependencies, [changed])

    missed = {text for one, other in both for text in outside_the_slice(variant, dependent, changed, one, other)}
    assert missed == set()


def test_what_comes_out_otherwise_is_a_consequence_and_anew_where_it_was_done(
    variant: Variant, pairs: tuple[AttributeAddress, tuple[tuple[Run, Run], ...]]
) -> None:
    changed, both = pairs
    exceptional = {step.number for step in variant.net.steps if step.is_exceptional}
    # A position is that of an order to which nothing exceptional has happened.
    usual = [(one, other) for one, other in both if exceptional.isdisjoint(step.number for step in one.steps)]

    for state in STATES:
        impact = variant.impact(state, (Intervention(kind="set", target=changed),), FACTS)
        assert {
            text for one, other in usual for text in outside_the_impact(variant, impact, changed, one, other)
        } == set()


@pytest.mark.parametrize("state", STATES)
def test_what_a_run_has_done_in_a_state_the_position_counts_as_done(
    variant: Variant, without: tuple[Run, ...], state: str
) -> None:
    exceptional = {step.number for step in variant.net.steps if step.is_exceptional}
    position = variant.position(state, FACTS)
    seen = 0
    for run in (run for run in without if exceptional.isdisjoint(step.number for step in run.steps)):
        arrival = next((n for n, step in enumerate(run.steps) if step.written.get(ORDER_STATE) == state), None)
        if arrival is not None:
            seen += 1
            done = {step.at for step in run.steps[: arrival + 1] if step.kind not in SILENT}
            assert position.done_surely <= done <= position.done_possibly
            assert {step.at for step in run.steps[arrival + 1 :] if step.kind not in SILENT} <= (
                position.ahead_possibly | position.done_possibly
            )
    assert seen > len(SEEDS) / 3


def test_a_dependency_the_slice_does_not_know_is_noticed(variant: Variant, without: tuple[Run, ...]) -> None:
    wheels, prices = AttributeAddress("vehicle.wheels"), AttributeAddress("price.list")
    known = variant.dictionary.attributes[prices]
    forgetting = replace(known, derived_from=tuple(source for source in known.derived_from if source != wheels))
    attributes = {**variant.dictionary.attributes, prices: forgetting}
    forgetful = replace(variant.dependencies, dictionary=replace(variant.dictionary, attributes=attributes))
    dependent = forward_slice(forgetful, [wheels])

    few = zip(without, runs(variant, wheels, range(3)), strict=False)
    missed = {text for one, other in few for text in outside_the_slice(variant, dependent, wheels, one, other)}
    assert "offer_to_order#Activity_CalculatePrice writes another price.list" in missed
    assert "offer_to_order#Activity_CalculateEmissions writes another vehicle.mass" not in missed
