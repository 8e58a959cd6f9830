"""Exclusive gateways whose conditions leave a case open that can get there."""

from decimal import Decimal

from process_models.dictionary import AttributeType
from process_models.findings import Severity
from process_models.lint.engine import Subject, rules
from tests.builders import process
from tests.process_models.lint.subjects import found, knowing, objects

STATES = {"values": ("new", "old", "gone"), "given": True}
COUNT = {"type": AttributeType.INTEGER, "low": Decimal(0), "high": Decimal(9), "given": True}
KNOWN = knowing(order__state=STATES, order__count=COUNT, order__limit=COUNT)


def test_an_open_case_is_named_with_its_values() -> None:
    model = process('start:go -> xor:s -[order.state = "new"]-> end:a', 's -[order.state = "gone"]-> end:b')

    (finding,) = found("incomplete-conditions", Subject(model=model, dictionary=KNOWN))

    assert (finding.element, finding.severity) == ("s", Severity.ERROR)
    assert "with order.state = old no condition behind 's' holds" in finding.message


def test_numbers_are_decided_on_every_side_of_what_they_are_compared_with() -> None:
    model = process("start:go -> xor:s -[order.count < 5]-> end:a", "s -[order.count > 5]-> end:b")

    (finding,) = found("incomplete-conditions", Subject(model=model, dictionary=KNOWN))

    assert "with order.count = 5 no condition" in finding.message


def test_attributes_are_compared_with_each_other() -> None:
    drawn = "start:go -> xor:s -[order.count < order.limit]-> end:a"
    open_case = process(drawn, "s -[order.count > order.limit]-> end:b")
    complete = process(drawn, "s -[order.count >= order.limit]-> end:b")

    assert objects("incomplete-conditions", Subject(model=open_case, dictionary=KNOWN)) == ["s"]
    assert objects("incomplete-conditions", Subject(model=complete, dictionary=KNOWN)) == []


def test_complete_conditions_and_a_default_leave_nothing_open() -> None:
    complete = process(
        'start:go -> xor:s -[order.state in ("new", "old")]-> end:a', 's -[order.state = "gone"]-> end:b'
    )
    default = process('start:go -> xor:s -[order.state = "new"]-> end:a', "s -[default]-> end:b")

    assert objects("incomplete-conditions", Subject(model=complete, dictionary=KNOWN)) == []
    assert objects("incomplete-conditions", Subject(model=default, dictionary=KNOWN)) == []


def test_a_case_that_cannot_get_to_the_gateway_need_not_be_covered() -> None:
    model = process(
        'start:go -> xor:first -[order.state = "gone"]-> end:c',
        'first -[default]-> a -> xor:s -[order.state = "new"]-> end:a2',
        's -[order.state = "old"]-> end:b',
    )

    assert objects("incomplete-conditions", Subject(model=model, dictionary=KNOWN)) == []


def test_the_one_condition_of_a_gateway_with_one_way_out_may_keep_a_token() -> None:
    model = process('start:go -> xor:s -[order.state = "new"]-> end:a')

    assert objects("incomplete-conditions", Subject(model=model, dictionary=KNOWN)) == ["s"]


def test_what_is_decided_here_is_not_told_a_second_time() -> None:
    model = process('start:go -> xor:s -[order.state = "new"]-> end:a', 's -[order.state = "gone"]-> end:b')
    subject = Subject(model=model, dictionary=KNOWN)

    told = [rule for rule in rules() if objects(rule, subject)]

    assert told == ["incomplete-conditions"]


def test_without_a_dictionary_nothing_is_claimed() -> None:
    model = process("start:go -> xor:s -[x < 5]-> end:a", "s -[x > 5]-> end:b")

    assert found("incomplete-conditions", model) == []
