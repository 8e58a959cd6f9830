"""Processes drawn as text."""

import pytest

from process_models.addresses import ElementId
from process_models.elements import Activity, Event, EventKind, EventPosition, Gateway, GatewayKind
from tests.builders import process


def test_a_line_is_a_chain_of_tasks() -> None:
    model = process("credit check -> handover", "registration -> handover")

    assert [node.id for node in model.nodes] == ["credit check", "handover", "registration"]
    assert [(flow.source, flow.target) for flow in model.flows] == [
        ("credit check", "handover"),
        ("registration", "handover"),
    ]


def test_arrows_carry_conditions_defaults_and_ids() -> None:
    model = process("xor:split -[x > 1]-> a", "split -[default]-> b", "split -(third)[y = [1]]-> c")
    split = model.node("split")

    assert isinstance(split, Gateway)
    assert (split.kind, split.default) == (GatewayKind.EXCLUSIVE, "split -> b")
    conditions = {flow.id: flow.condition.text if flow.condition else None for flow in model.flows}
    assert conditions == {"split -> a": "x > 1", "split -> b": None, "third": "y = [1]"}


def test_events_say_their_kind_and_boundary_events_their_host() -> None:
    model = process("start:go {message ask} -> work -> end:over", "boundary:late@work {timer P3D} -> end:over")
    late = model.node("late")

    assert isinstance(late, Event)
    assert (late.position, late.attached_to) == (EventPosition.BOUNDARY, "work")
    assert late.is_(EventKind.TIMER)


def test_a_slash_puts_a_node_into_a_sub_process() -> None:
    model = process("start:go -> sub:outer -> end:over", "start:outer/in -> outer/do -> end:outer/out")

    assert {node.id: node.scope for node in model.nodes}[ElementId("do")] == "outer"


def test_tasks_write_and_read() -> None:
    task = process("work {reads a.b} {writes a.c = 1} {writes a.d}").node("work")

    assert isinstance(task, Activity)
    assert [(w.attribute, w.value and w.value.text) for w in task.annotation.writes] == [("a.c", "1"), ("a.d", None)]
    assert task.annotation.reads == ("a.b",)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="xro:split"):
        process("xro:split -> a")


def test_a_node_called_like_its_process_is_refused() -> None:
    with pytest.raises(ValueError, match="both called 'p'"):
        process("p -> a")
