"""The suite as JSON: the shape others rely on, and back."""

import json
from decimal import Decimal

import pytest

from generators.cases import write_cases
from generators.errors import NoSuite
from generators.exporters.registry import export
from generators.suite_json import from_json, plain, to_json
from generators.suites import derive
from tests.builders import process
from tests.generators.conftest import Derived
from tests.variants import variant

STEP = {"element", "action", "data", "expected", "role", "system", "events", "streams"}
CASE = {
    "id", "title", "markets", "kind", "priority", "requirements", "preconditions", "data", "path", "steps",
}  # fmt: skip
CERTIFICATE = {
    "criterion", "semantics", "market", "items", "covered", "infeasible", "tests", "steps", "lower_bound_tests",
    "optimal",
}  # fmt: skip


def test_every_promised_name_is_there(germany: Derived) -> None:
    document = json.loads(export(germany.suite, "suite"))

    assert {"process", "version", "markets", "criterion", "generated_at"} <= set(document["suite"])
    assert set(document["certificate"]) >= CERTIFICATE
    for case in document["test_cases"]:
        assert set(case) >= CASE
        assert case["kind"] in {"positive", "negative", "boundary", "change", "stream"}
        assert all(set(step) >= STEP for step in case["steps"])


def test_reading_a_suite_back_gives_the_same_document(germany: Derived) -> None:
    document = json.loads(export(germany.suite, "suite"))

    assert to_json(from_json(document)) == document


def test_a_file_from_elsewhere_keeps_its_own_ids() -> None:
    one = variant(process("start:go -> a -> end:done"))
    document = to_json(write_cases(one, derive(one), language="en"))

    assert document["test_cases"][0]["path"] == ["go", "go -> a", "a", "a -> done", "done"]
    assert [step["element"] for step in document["test_cases"][0]["steps"]] == ["a", "done"]
    assert to_json(from_json(document)) == document


def test_ids_that_stand_in_two_processes_keep_their_process() -> None:
    called = process("start:go -> b -> end:done", name="q")
    one = variant(process("start:go -> call:c {calls q} -> end:done"), called)
    document = to_json(write_cases(one, derive(one), language="en"))

    assert "p#go" in document["test_cases"][0]["path"]
    assert "q#go" in document["test_cases"][0]["path"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("1E+3"), 1000), (Decimal("4.50"), "4.5"), (Decimal(-7), -7), (True, True), (None, None), ("x", "x")],
)
def test_values_become_what_json_has(value: object, shown: object) -> None:
    assert plain(value) == shown
    assert type(plain(value)) is type(shown)


@pytest.mark.parametrize(
    ("document", "missing"),
    [({}, "'suite' or 'test_cases' is missing"), ({"suite": {}, "test_cases": []}, "'process' is missing")],
)
def test_a_document_that_is_no_suite_says_what_is_missing(document: dict[str, object], missing: str) -> None:
    with pytest.raises(NoSuite, match=missing):
        from_json(document)
