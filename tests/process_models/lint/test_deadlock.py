"""A run that can neither go on nor is finished."""

from dataclasses import replace
from decimal import Decimal

from process_models.dictionary import AttributeType
from process_models.findings import Severity
from process_models.lint.engine import Subject
from process_models.lint.play import play_file
from tests.builders import process
from tests.process_models.lint.subjects import found, in_library, knowing, objects

TORN = ("start:go -> xor:split -> a -> and:join -> end:over", "split -> b -> join")


def test_a_join_of_ways_that_exclude_each_other_waits_for_ever() -> None:
    (finding,) = found("deadlock", process(*TORN))

    assert (finding.element, finding.severity) == ("join", Severity.ERROR)
    assert "'join' waits for a token on every incoming flow." in finding.message
    assert "Shortest way there: go > split > a." in finding.message


def test_ways_that_run_side_by_side_may_be_joined() -> None:
    for split, join in (("and", "and"), ("xor", "xor"), ("or", "or")):
        model = process(f"start:go -> {split}:s -> a -> {join}:j -> end:over", "s -> b -> j")

        assert objects("deadlock", model) == []


def test_what_waits_behind_a_loop_is_found_in_it() -> None:
    model = process("start:go -> xor:again -> and:join -> a -> xor:done -> end:over", "done -> join")

    assert objects("deadlock", model) == ["join"]


def test_each_cause_is_told_once_however_much_else_waits() -> None:
    model = process(
        "start:go -> and:fork -> xor:one -> a -> and:left -> end:over",
        "one -> b -> left",
        "fork -> xor:two -> c -> and:right -> end:past",
        "two -> d -> right",
    )

    findings = found("deadlock", model)

    assert len(findings) == 1
    assert "'left' waits" in findings[0].message
    assert "'right' waits" in findings[0].message


def test_a_catch_waits_for_a_message_that_only_the_other_branch_sends() -> None:
    calls, hears = "xor:split -> throw:call {signal S} -> end:over", "split -> catch:hear {signal S} -> over"
    model = process(f"start:go -> {calls}", hears)

    (finding,) = found("deadlock", model)

    assert finding.element == "hear"
    assert "'hear' waits for a message that nobody will send." in finding.message


def test_a_message_from_outside_may_still_come() -> None:
    assert objects("deadlock", process("start:go -> catch:hear {message M} -> end:over")) == []


def test_a_way_that_no_data_can_take_proves_no_deadlock() -> None:
    model = process(
        "start:go -> xor:first -[order.a + order.b > 5]-> work -> xor:second -[order.a + order.b <= 5]-> a -> and:join",
        "first -[default]-> end:small",
        "second -[default]-> end:large",
        "island -> join -> end:over",
    )
    numbers = {"type": AttributeType.INTEGER, "low": Decimal(0), "high": Decimal(9), "given": True}

    findings = found("deadlock", Subject(model=model, dictionary=knowing(order__a=numbers, order__b=numbers)))

    assert [(finding.element, finding.severity) for finding in findings] == [("join", Severity.INFO)]
    assert "the ways found there contradict themselves" in findings[0].message


def test_a_token_that_an_event_on_the_border_can_free_is_not_lost() -> None:
    drawn = ("start:go -> sub:s -> end:over", "start:s/in -> xor:s/x -> s/a -> and:s/j -> end:s/out", "x -> s/b -> j")

    assert objects("deadlock", process(*drawn)) == ["j"]
    assert objects("deadlock", process(*drawn, "boundary:late@s {timer P1D} -> over")) == []


def test_what_a_called_process_does_is_told_of_the_file_it_stands_in() -> None:
    root = process("start:go -> call:sub {calls q} -> end:over", name="p")
    called = process("start:in -> xor:x -> a -> and:j -> end:out", "x -> b -> j", name="q")
    subject = in_library(root, called, knows=knowing())

    assert objects("deadlock", subject) == []
    assert objects("deadlock", in_library(called, root, knows=knowing())) == ["j"]


def test_more_situations_than_are_looked_at_are_not_called_fine() -> None:
    model = process("start:go -> and:f -> a -> end:one", "f -> b -> end:two", "f -> c -> end:three")
    subject = Subject(model=model)
    object.__setattr__(subject, "own", replace(play_file(model), limit=3))

    (finding,) = found("deadlock", subject)

    assert finding.severity is Severity.INFO
    assert finding.message.startswith("not decided whether a run can get stuck: there are more than 3 situations")
