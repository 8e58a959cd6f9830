"""Two tokens on one sequence flow."""

from dataclasses import replace

from process_models.addresses import ElementId, ProcessId
from process_models.collaboration import Collaboration, MessageFlow, Process
from process_models.findings import Severity
from tests.builders import process
from tests.process_models.lint.subjects import found, objects


def test_branches_that_run_side_by_side_and_only_merge_put_two_tokens_on_the_flow_behind() -> None:
    model = process("start:go -> and:split -> a -> xor:merge -(behind)-> c -> end:over", "split -> b -> merge")

    (finding,) = found("lack-of-synchronisation", model)

    assert (finding.element, finding.severity) == ("behind", Severity.WARNING)
    assert "Shortest way there: go > split > a > merge > b > merge." in finding.message


def test_joined_and_exclusive_branches_keep_one_token() -> None:
    assert (
        objects("lack-of-synchronisation", process("start:go -> and:s -> a -> and:j -> c -> end:o", "s -> b -> j"))
        == []
    )
    assert (
        objects("lack-of-synchronisation", process("start:go -> xor:s -> a -> xor:j -> c -> end:o", "s -> b -> j"))
        == []
    )
    assert (
        objects("lack-of-synchronisation", process("start:go -> or:s -> a -> or:j -> c -> end:o", "s -> b -> j")) == []
    )


def test_only_the_first_flow_with_two_tokens_is_named() -> None:
    model = process(
        "start:go -> and:split -> a -> xor:merge -(first)-> c -(second)-> sub:s -(third)-> end:over",
        "split -> b -> merge",
        "start:s/in -(inner)-> s/d -> end:s/out",
    )

    assert objects("lack-of-synchronisation", model) == ["first"]


def test_an_inclusive_split_that_only_merges_is_found_where_both_ways_are_open() -> None:
    drawn = "start:go -> or:split -[{0}]-> a -> xor:merge -(behind)-> c -> end:over"
    both = process(drawn.format("x > 1"), "split -[y > 1]-> b -> merge")

    assert objects("lack-of-synchronisation", both) == ["behind"]


def test_an_event_that_leaves_the_work_running_and_leads_back_into_it_doubles_the_token() -> None:
    model = process("start:go -> a -> xor:m -(behind)-> b -> end:o", "boundary:q@a {timer P1D} {non-interrupting} -> m")

    assert objects("lack-of-synchronisation", model) == ["behind"]


def test_a_loop_that_makes_ever_more_tokens_is_found_although_it_never_ends() -> None:
    model = process(
        "start:go -> xor:again -(in)-> a -> and:split -> xor:back -> again", "split -> end:over", "split -> back"
    )

    assert objects("lack-of-synchronisation", model)[:1] != []


def test_a_process_that_two_messages_start_runs_twice_and_is_no_doubled_token() -> None:
    sender = process("start:go -> and:f -> throw:one -> end:o", "f -> throw:two -> o", name="p")
    receiver = process("start:hear {message M} -(inside)-> work -> end:done", name="q")
    drawn = tuple(
        MessageFlow(id=ElementId(f"m{node}"), source=ElementId(node), target=ElementId("hear"))
        for node in ("one", "two")
    )
    both = replace(
        sender,
        processes=(*sender.processes, Process(id=ProcessId("q"))),
        nodes=(*sender.nodes, *receiver.nodes),
        flows=(*sender.flows, *receiver.flows),
        message_flows=drawn,
    )

    assert isinstance(both, Collaboration)
    assert objects("lack-of-synchronisation", both) == []


def test_an_activity_with_a_default_flow_beside_one_without_condition_is_left_undecided() -> None:
    model = process("start:go -> a -> xor:m -(behind)-> b -> end:o", "a -[default]-> c -> m")

    findings = found("lack-of-synchronisation", model)

    assert [(finding.element, finding.severity) for finding in findings] == [("behind", Severity.INFO)]
    assert "'a' has a default flow, and another one without condition is taken with it." in findings[0].message
