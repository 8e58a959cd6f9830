"""Conditions of an exclusive gateway that hold at once."""

from decimal import Decimal

from process_models.dictionary import AttributeType
from process_models.findings import Severity
from process_models.lint.engine import Subject
from tests.builders import process
from tests.process_models.lint.subjects import found, knowing, objects

STATES = {"values": ("new", "old", "gone"), "given": True}
COUNT = {"type": AttributeType.INTEGER, "low": Decimal(0), "high": Decimal(9), "given": True}
KNOWN = knowing(order__state=STATES, order__count=COUNT)


def overlaps(*lines: str) -> list[str | None]:
    return objects("overlapping-conditions", Subject(model=process(*lines), dictionary=KNOWN))


def test_the_flow_that_stands_later_is_told_with_a_case() -> None:
    model = process("start:go -> xor:s -(much)[order.count > 5]-> end:a", "s -(more)[order.count > 3]-> end:b")

    (finding,) = found("overlapping-conditions", Subject(model=model, dictionary=KNOWN))

    assert (finding.element, finding.severity) == ("more", Severity.WARNING)
    assert "with order.count = 6 the conditions of 'much' and 'more' both hold" in finding.message
    assert "'much' is taken because it stands first" in finding.message


def test_conditions_that_exclude_each_other_do_not_overlap() -> None:
    assert overlaps("start:go -> xor:s -[order.count > 5]-> end:a", "s -[order.count <= 5]-> end:b") == []
    assert overlaps('start:go -> xor:s -[order.state = "new"]-> end:a', 's -[order.state = "old"]-> end:b') == []


def test_different_attributes_can_be_so_at_once() -> None:
    assert overlaps(
        'start:go -> xor:s -[order.state = "new"]-> end:a', "s -(free)[order.count > 5]-> end:b", "s -[default]-> end:c"
    ) == ["free"]


def test_where_an_earlier_condition_takes_the_case_nothing_is_left_to_order() -> None:
    assert overlaps(
        "start:go -> xor:s -[order.count > 5]-> end:a",
        's -[order.count > 5 and order.state = "new"]-> end:b',
        's -[order.count <= 5 and order.state != "new"]-> end:c',
        's -[order.count > 7 and order.state = "new"]-> end:d',
    ) == ["s -> b", "s -> d"]


def test_the_default_and_ways_to_the_same_element_do_not_compete() -> None:
    assert overlaps("start:go -> xor:s -[order.count > 5]-> end:a", "s -[default]-> end:b") == []
    assert overlaps("start:go -> xor:s -(one)[order.count > 5]-> a -> end:o", "s -(two)[order.count > 3]-> a") == []


def test_an_overlap_that_no_token_brings_along_is_none() -> None:
    assert (
        overlaps(
            "start:go -> xor:first -[order.count > 3]-> end:c",
            "first -[default]-> w -> xor:s -[order.count > 2]-> end:a",
            "s -[order.count != 3]-> end:b",
        )
        == []
    )


def test_without_a_dictionary_nothing_is_claimed() -> None:
    model = process("start:go -> xor:s -[urgent]-> end:a", "s -[approved]-> end:b")

    assert found("overlapping-conditions", model) == []


def test_inclusive_gateways_may_take_several_ways() -> None:
    assert overlaps("start:go -> or:s -[order.count > 5]-> end:a", "s -[order.count > 3]-> end:b") == []
