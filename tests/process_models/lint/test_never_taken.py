"""Sequence flows that no run takes."""

from dataclasses import replace
from decimal import Decimal

from process_models.dictionary import AttributeType
from process_models.findings import Severity
from process_models.lint.engine import Subject
from process_models.lint.play import play_file
from tests.builders import process
from tests.process_models.lint.subjects import found, in_library, knowing, objects

STATES = {"values": ("new", "old", "gone")}


def test_a_condition_that_those_before_it_leave_nothing_to_is_told_with_the_conflict() -> None:
    model = process(
        "start:go -> xor:s -[order.n > 5]-> a -> end:o", "s -(late)[order.n > 7]-> b -> o", "s -[default]-> o"
    )
    known = knowing(order__n={"type": AttributeType.INTEGER, "low": Decimal(0), "high": Decimal(9), "given": True})

    (finding,) = found("never-taken", Subject(model=model, dictionary=known))

    assert (finding.element, finding.severity) == ("late", Severity.WARNING)
    assert (
        "'order.n > 5' does not hold at 's -> a' and 'order.n > 7' holds at 'late' exclude each other"
        in finding.message
    )


def test_conditions_exclude_each_other_without_a_dictionary_too() -> None:
    model = process("start:go -> xor:s -[n > 5]-> a -> end:o", "s -(late)[n > 7]-> b -> o", "s -[default]-> o")

    assert objects("never-taken", model) == ["late"]


def test_what_was_written_before_excludes_a_way() -> None:
    model = process(
        'start:go -> a {writes order.state = "old"} -> xor:s -(never)[order.state = "new"]-> b -> end:o',
        "s -[default]-> o",
    )

    (finding,) = found("never-taken", Subject(model=model, dictionary=knowing(order__state=STATES)))

    assert finding.element == "never"
    assert (
        "order.state is \"old\" after 'a' and 'order.state = \"new\"' holds at 'never' exclude each other"
        in finding.message
    )


def test_what_was_asked_before_excludes_a_way() -> None:
    model = process(
        'start:go -> xor:first -[order.state = "old"]-> a -> xor:second -(never)[order.state = "new"]-> b -> end:o',
        "first -[default]-> o",
        "second -[default]-> o",
    )

    assert objects("never-taken", Subject(model=model, dictionary=knowing(order__state=STATES))) == ["never"]


def test_what_the_world_writes_anew_may_be_asked_again() -> None:
    model = process(
        'start:go -> xor:first -[order.state = "old"]-> a {writes order.state} -> xor:second',
        'second -(now)[order.state = "new"]-> b -> end:o',
        "first -[default]-> o",
        "second -[default]-> o",
    )

    assert objects("never-taken", Subject(model=model, dictionary=knowing(order__state=STATES))) == []


def test_only_the_flow_that_is_the_cause_is_named() -> None:
    model = process("start:go -> xor:s -[1 = 1]-> a -> end:o", "s -(never)[default]-> b -> c -> d -> o")

    assert objects("never-taken", Subject(model=model, dictionary=knowing(order__state=STATES))) == ["never"]


def test_what_is_not_understood_may_be_true() -> None:
    assert objects("never-taken", process("start:go -> xor:s -[return ask();]-> a -> end:o", "s -[default]-> o")) == []


def test_events_on_the_border_happen_and_an_empty_sub_process_hides_what_it_does() -> None:
    late = "boundary:late@a {timer P1D} {non-interrupting} -> c -> o"

    assert objects("never-taken", process("start:go -> a -> end:o", late)) == []
    assert objects("never-taken", process("start:go -> sub:a -> end:o", late)) == []


def test_the_initial_value_holds_in_a_file_by_itself_and_not_in_a_part_of_a_library() -> None:
    known = knowing(order__state={**STATES, "initial": '"new"'})
    part = process('start:go -> xor:s -(never)[order.state = "old"]-> a -> end:o', "s -[default]-> o", name="part")
    root = process("start:in -> w {writes order.state} -> call:c {calls part} -> end:out", name="root")

    assert objects("never-taken", Subject(model=part, dictionary=known)) == ["never"]
    assert objects("never-taken", in_library(part, root, knows=known)) == []


def test_the_chain_of_a_library_knows_what_a_part_alone_does_not() -> None:
    known = knowing(order__state={**STATES, "initial": '"new"'})
    part = process('start:go -> xor:s -(never)[order.state = "gone"]-> a -> end:o', "s -[default]-> o", name="part")
    root = process('start:in -> w {writes order.state = "old"} -> call:c {calls part} -> end:out', name="root")

    assert objects("never-taken", in_library(part, root, knows=known)) == ["never"]


def test_a_call_may_write_what_the_called_process_writes() -> None:
    known = knowing(order__state={**STATES, "initial": '"new"'})
    part = process("start:go -> w {writes order.state} -> end:o", name="part")
    root = process(
        'start:in -> v {writes order.state = "old"} -> call:c {calls part} -> xor:s',
        's -[order.state = "gone"]-> b -> end:out',
        "s -[default]-> out",
        name="root",
    )

    assert objects("never-taken", in_library(root, part, knows=known)) == []


def test_more_situations_than_are_looked_at_leave_it_undecided() -> None:
    model = process("start:go -> and:f -> a -> end:one", "f -> b -> end:two", "f -> c -> end:three")
    subject = Subject(model=model)
    object.__setattr__(subject, "own", replace(play_file(model), limit=1))

    assert [finding.severity for finding in found("never-taken", subject)] == [Severity.INFO]
