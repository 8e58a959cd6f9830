"""Suites compared: what became of each case."""

from typing import Any

import pytest

from generators.cases import write_cases
from generators.diffing import changed_parts, diff
from generators.errors import NoSuite
from generators.suite_json import to_json
from generators.suites import derive
from tests.builders import process
from tests.variants import variant

CHOICE = ("start:go -> xor:x -(left)-> a -> end:one", "x -(right)-> b -> end:two")


def suite(*lines: str) -> dict[str, Any]:
    one = variant(process(*lines))
    return to_json(write_cases(one, derive(one), language="en"))


def test_a_suite_differs_in_nothing_from_itself() -> None:
    old = suite(*CHOICE)
    found = diff(old, suite(*CHOICE))

    assert found == {
        "unchanged": [case["id"] for case in old["test_cases"]],
        "changed": [],
        "new": [],
        "obsolete": [],
    }


def test_when_it_was_made_and_in_which_order_does_not_count() -> None:
    old, new = suite(*CHOICE), suite(*CHOICE)
    new["suite"] |= {"generated_at": "2027-01-01", "version": "9.9.9"}
    new["test_cases"].reverse()

    assert len(diff(old, new)["unchanged"]) == 2


def test_an_inserted_step_changes_the_cases_that_pass_it() -> None:
    old, new = suite(*CHOICE), suite("start:go -> xor:x -(left)-> a -> more -> end:one", "x -(right)-> b -> end:two")
    found = diff(old, new)

    assert (len(found["unchanged"]), len(found["changed"]), found["new"], found["obsolete"]) == (1, 1, [], [])
    assert changed_parts(old, new) == {found["changed"][0]: ["path", "steps"]}


def test_another_wording_is_found_at_its_step() -> None:
    old, new = suite(*CHOICE), suite(*CHOICE)
    case = new["test_cases"][0]
    case["steps"][1]["expected"] = "The car is there."

    assert changed_parts(old, new) == {case["id"]: ["steps[2].expected"]}


def test_a_way_that_is_gone_leaves_an_obsolete_case_and_a_new_way_a_new_one() -> None:
    wide = suite(*CHOICE, "x -(middle)-> c -> end:three")
    narrow = suite(*CHOICE)
    only = {case["id"] for case in wide["test_cases"]} - {case["id"] for case in narrow["test_cases"]}

    assert set(diff(narrow, wide)["new"]) == only
    assert set(diff(wide, narrow)["obsolete"]) == only


def test_what_is_no_suite_is_refused() -> None:
    twice = suite(*CHOICE)
    twice["test_cases"] = [twice["test_cases"][0]] * 2

    with pytest.raises(NoSuite, match="'suite' or 'test_cases' is missing"):
        diff({}, suite(*CHOICE))
    with pytest.raises(NoSuite, match="the new suite has two cases with id 'TC-"):
        diff(suite(*CHOICE), twice)
