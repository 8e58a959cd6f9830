"""The suite of the reference library: what its certificate claims, counted and walked independently."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generators.cases import write_cases
from generators.exporters.registry import export, formats
from generators.identity import choices_of, stable_id
from generators.suite_json import to_json
from generators.suites import derive
from process_models.addresses import Address, AttributeAddress, ProcessId
from process_models.chain import close_chain
from process_models.collaboration import Collaboration
from process_models.conditions import understood
from process_models.elements import Activity, SequenceFlow
from process_models.runs import Data, RunStep
from process_models.semantics.net import Guard
from process_models.variants import Variant
from tests.generators.conftest import Derived
from tests.generators.walking import faults

SCHEMA = json.loads(Path(__file__).with_name("xray_schema.json").read_text("utf-8"))


def test_every_sequence_flow_of_every_process_is_covered_or_proven_infeasible(germany: Derived) -> None:
    walked = {element for case in germany.suite.cases for element in case.path}
    infeasible = {each.item for each in germany.runs.certificate.infeasible}
    flows = set(germany.variant.chain.flows)

    assert flows - walked == infeasible
    assert germany.runs.certificate.items == len(flows)
    assert germany.runs.certificate.covered == len(flows & walked)
    assert not germany.runs.certificate.undecided


def test_the_certificate_counts_tests_and_steps_as_the_cases_have_them(germany: Derived) -> None:
    document = to_json(germany.suite)
    flows = set(germany.variant.chain.flows)
    steps = sum(element in flows for case in document["test_cases"] for element in case["path"])

    certificate = document["certificate"]
    assert certificate["tests"] == len(document["test_cases"])
    assert certificate["steps"] == steps
    assert 0 < certificate["lower_bound_tests"] <= certificate["tests"]
    assert certificate["optimal"] is (certificate["lower_bound_tests"] == certificate["tests"])


def test_every_path_is_legal_for_an_independent_walker(germany: Derived) -> None:
    found = {case.id: faults(germany.variant.chain, case.path) for case in germany.suite.cases}

    assert {case: wrong for case, wrong in found.items() if wrong} == {}


def test_the_walker_notices_a_step_left_out(germany: Derived) -> None:
    path = germany.suite.cases[0].path
    noticed = sum(bool(faults(germany.variant.chain, path[:cut] + path[cut + 1 :])) for cut in range(5, len(path) - 1))

    assert noticed > 0.9 * (len(path) - 6)


def test_the_data_of_a_case_meets_every_condition_on_its_way(germany: Derived) -> None:
    for covering in germany.runs.runs:
        data: dict[AttributeAddress, object] = dict(covering.run.start)
        for step in covering.run.steps:
            wrong = [guard for guard in germany.variant.net.steps[step.number].guards if not _met(guard, data)]
            assert not wrong, (step.at, wrong)
            data |= step.written


def _met(guard: Guard, data: Data) -> bool:
    condition = understood(guard.expression)
    assert condition is not None, guard
    return (condition.value(data) is True) is guard.holds


def test_what_a_decision_table_decides_stands_in_the_run(germany: Derived) -> None:
    decided = [
        (step.written, dict(covering.run.start) | _before(covering.run.steps, number))
        for covering in germany.runs.runs
        for number, step in enumerate(covering.run.steps)
        if step.at == "change_order#Activity_CheckWindow"
    ]
    permission = AttributeAddress("change.permission")

    assert decided
    for written, data in decided:
        answer = germany.variant.decide("change_matrix", data)
        assert answer is not None
        assert written[permission] == answer.outputs["permission"]


def _before(steps: Sequence[RunStep], number: int) -> dict[AttributeAddress, object]:
    data: dict[AttributeAddress, object] = {}
    for step in steps[:number]:
        data |= step.written
    return data


def test_every_step_says_what_to_do_what_to_see_and_who(germany: Derived) -> None:
    for case in germany.suite.cases:
        for step in case.steps:
            node = germany.variant.chain.nodes[step.element]
            assert step.action
            assert step.expected
            if isinstance(node, Activity):
                assert step.role, step.element
                assert node.annotation.labels["de"] in step.action


def test_ids_are_unique_and_hash_what_a_run_chooses(germany: Derived) -> None:
    ids = [case.id for case in germany.suite.cases]

    assert len(set(ids)) == len(ids)
    for covering, case in zip(germany.runs.runs, germany.suite.cases, strict=True):
        assert case.id == stable_id("order_to_handover", sorted(choices_of(germany.variant, covering.run)))


def test_the_xray_document_fits_the_import_format(germany: Derived) -> None:
    document = json.loads(export(germany.suite, "xray"))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []
    assert len(document) == len(germany.suite.cases)
    assert [test["fields"]["summary"].split()[0] for test in document] == [f"[{c.id}]" for c in germany.suite.cases]


@pytest.mark.parametrize(
    "damage",
    [
        lambda test: test.pop("steps"),
        lambda test: test["fields"].pop("project"),
        lambda test: test["fields"]["labels"].append("two words"),
        lambda test: test["steps"][0].update(action=""),
        lambda test: test["fields"].update(summary="x" * 256),
        lambda test: test.update(key="MURMEL-1"),
    ],
)
def test_the_schema_refuses_what_the_import_refuses(germany: Derived, damage: Callable[[Any], object]) -> None:
    document = json.loads(export(germany.suite, "xray"))
    damage(document[0])

    assert list(Draft202012Validator(SCHEMA).iter_errors(document))


def test_the_same_model_gives_the_same_bytes(germany: Derived) -> None:
    again = write_cases(germany.variant, derive(germany.variant, "all-flows"), language="de")

    assert all(export(again, format) == export(germany.suite, format) for format in formats())


def change_order(germany: Derived, change: Callable[[Collaboration], Collaboration]) -> Variant:
    """A variant of the change order alone, edited in memory."""
    model = germany.variant.models[ProcessId("change_order")]
    edited = change(model)
    return Variant(
        chain=close_chain(ProcessId("change_order"), {ProcessId("change_order"): edited}),
        dictionary=germany.variant.dictionary,
        decisions=germany.variant.decisions,
    )


def test_an_edit_of_the_model_changes_suite_and_certificate(germany: Derived) -> None:
    before = derive(change_order(germany, lambda model: model), "all-flows")

    def without_swap(model: Collaboration) -> Collaboration:
        return replace(model, flows=tuple(flow for flow in model.flows if flow.id != "Flow_Swap"))

    after = derive(change_order(germany, without_swap), "all-flows")

    assert after.certificate.items == before.certificate.items - 1
    assert after.certificate.tests < before.certificate.tests or after.runs != before.runs
    assert Address("change_order#Flow_Swap") in {e for r in before.runs for e in r.run.path()}
    assert Address("change_order#Flow_Swap") not in {e for r in after.runs for e in r.run.path()}


def test_a_condition_that_can_never_hold_makes_its_flow_infeasible(germany: Derived) -> None:
    def never(flow: SequenceFlow) -> SequenceFlow:
        if flow.id != "Flow_Retrofit" or flow.condition is None:
            return flow
        text = f'{flow.condition.text} and change.permission = "swap"'
        return replace(flow, condition=replace(flow.condition, text=text))

    def edit(model: Collaboration) -> Collaboration:
        return replace(model, flows=tuple(map(never, model.flows)))

    certificate = derive(change_order(germany, edit), "all-flows").certificate
    infeasible = {each.item: each.because for each in certificate.infeasible}

    assert "change_order#Flow_Retrofit" in infeasible
    assert certificate.covered == certificate.items - len(infeasible)


def test_relabelling_a_model_keeps_the_ids_of_its_cases(germany: Derived) -> None:
    def relabel(model: Collaboration) -> Collaboration:
        return replace(model, nodes=tuple(replace(node, name=f"{node.name}!") for node in model.nodes))

    variants = [change_order(germany, lambda model: model), change_order(germany, relabel)]
    ids = [[c.id for c in write_cases(v, derive(v, "all-flows"), language="en").cases] for v in variants]

    assert ids[0] == ids[1]
