"""The token game against ways worked out by hand from BPMN 2.0, chapter 13."""

import pytest
from hypothesis import given

from process_models.addresses import ProcessId
from process_models.chain import chain_of_file, close_chain
from process_models.collaboration import Collaboration, MessageFlow, Process
from process_models.semantics.compiler import compile_chain
from process_models.semantics.game import NotEnabled, enabled, fire
from process_models.semantics.net import PlaceKind
from tests.builders import process
from tests.players import ways
from tests.strategies import Block, blocks


def test_a_sequence_has_one_way() -> None:
    assert ways(process("start:go -> a -> b -> end:done")) == {"a b done"}


def test_an_exclusive_gateway_takes_one_way_out() -> None:
    model = process("start:go -> xor:split -> a -> xor:join -> end:done", "split -> b -> join")

    assert ways(model) == {"a done", "b done"}


def test_a_parallel_gateway_takes_all_ways_in_any_order_and_waits_for_all() -> None:
    model = process("start:go -> and:split -> a -> and:join -> end:done", "split -> b -> join")

    assert ways(model) == {"a b done", "b a done"}


def test_a_parallel_join_after_an_exclusive_split_is_stuck() -> None:
    model = process("start:go -> xor:split -> a -> and:join -> end:done", "split -> b -> join")

    assert ways(model) == {"a !", "b !"}


def test_an_inclusive_split_takes_any_but_no_empty_set_and_the_join_waits_for_what_was_taken() -> None:
    model = process("start:go -> or:split -> a -> or:join -> end:done", "split -> b -> join")

    assert ways(model) == {"a done", "b done", "a b done", "b a done"}


def test_an_inclusive_join_does_not_wait_for_a_token_that_cannot_come() -> None:
    model = process(
        "start:go -> or:split -> a -> or:join -> end:done",
        "split -> xor:decide -> join",
        "decide -> end:out",
    )

    assert ways(model) == {"a done", "done", "out", "a done out", "out a done", "a out done"}


def test_conditional_flows_of_a_task_behave_like_an_inclusive_split() -> None:
    model = process(
        "start:go -> work -[x > 1]-> a -> end:done",
        "work -[x > 2]-> b -> end:other",
        "work -[default]-> c -> end:third",
    )
    finals = {" ".join(sorted(way.split())) for way in ways(model)}

    assert finals == {"a done work", "b other work", "a b done other work", "c third work"}


def test_an_event_based_gateway_goes_where_the_first_event_leads() -> None:
    model = process(
        "start:go -> event:wait -> catch:paid {message paid} -> ship -> end:done",
        "wait -> catch:late {timer P3D} -> remind -> end:over",
    )

    assert ways(model) == {"paid ship done", "late remind over"}


def test_an_interrupting_boundary_event_replaces_the_rest_of_the_work() -> None:
    model = process("start:go -> work -> end:done", "boundary:late@work {timer P3D} -> chase -> end:over")

    assert ways(model) == {"work done", "work late chase over"}


def test_a_non_interrupting_boundary_event_happens_beside_the_work_at_most_once() -> None:
    model = process(
        "start:go -> work -> end:done", "boundary:late@work {timer P3D} {non-interrupting} -> remind -> end:told"
    )

    assert ways(model) == {
        "work done",
        "late work done remind told",
        "late work remind done told",
        "late work remind told done",
        "late remind work done told",
        "late remind work told done",
        "late remind told work done",
    }


def test_a_sub_process_ends_when_nothing_inside_is_left() -> None:
    model = process(
        "start:go -> sub:both -> after -> end:done",
        "start:both/in -> and:both/split -> both/a -> end:both/e1",
        "split -> both/b -> end:both/e2",
    )

    assert all(way.endswith("after done") for way in ways(model))
    assert "a b e1 e2 after done" in ways(model)


def test_interrupting_a_sub_process_takes_away_everything_inside() -> None:
    model = process(
        "start:go -> sub:part -> end:done",
        "start:part/in -> part/a -> part/b -> end:part/out",
        "boundary:stop@part {message stop} -> tidy -> end:stopped",
    )

    assert ways(model) == {
        "a b out done",
        "stop tidy stopped",
        "a stop tidy stopped",
        "a b stop tidy stopped",
    }


def test_an_error_end_goes_to_the_boundary_event_that_catches_it() -> None:
    model = process(
        "start:go -> sub:part -> end:done",
        "start:part/in -> xor:part/ok -> part/a -> end:part/out",
        "ok -> end:part/failed {error E}",
        "boundary:caught@part {error E} -> repair -> end:repaired",
    )

    assert ways(model) == {"a out done", "failed caught repair repaired"}


def test_an_error_nobody_catches_ends_the_process() -> None:
    model = process("start:go -> and:split -> a -> end:failed {error E}", "split -> b -> end:done")

    assert "a failed" in ways(model)


def test_an_error_nobody_catches_in_a_sub_process_ends_the_process_around_it() -> None:
    model = process(
        "start:go -> sub:part -> after -> end:done",
        "start:part/in -> xor:part/ok -> part/a -> end:part/out",
        "ok -> end:part/failed {error E}",
    )

    assert ways(model) == {"a out after done", "failed"}


def test_a_signal_reaches_who_waits_for_its_name_and_one_without_name_may_come_from_anywhere() -> None:
    named = process("start:go -> and:s -> throw:sent {signal S} -> end:a", "s -> catch:heard {signal S} -> end:b")
    nameless = process("start:go -> and:s -> throw:sent {signal} -> end:a", "s -> catch:heard {signal} -> end:b")

    assert all(way.index("sent") < way.index("heard") for way in ways(named))
    assert any(way.index("heard") < way.index("sent") for way in ways(nameless))


def test_a_terminate_end_takes_all_tokens_of_its_process() -> None:
    model = process("start:go -> and:split -> a -> end:stop {terminate}", "split -> b -> c -> end:done")

    assert {"a stop", "b a stop"} <= ways(model)
    assert not any("!" in way for way in ways(model))


def test_link_events_jump() -> None:
    model = process("start:go -> throw:out {link L}", "catch:into {link L} -> a -> end:done")

    assert ways(model) == {"out into a done"}


def test_an_event_sub_process_interrupts_what_surrounds_it() -> None:
    model = process(
        "start:go -> a -> b -> end:done",
        "sub:alarm {triggered by event}",
        "start:alarm/rings {message alarm} -> alarm/react -> end:alarm/over",
    )

    assert ways(model) == {"a b done", "alarm react over", "a alarm react over", "a b alarm react over"}


def test_a_call_runs_the_called_process_on_each_call() -> None:
    caller = process("start:go -> call:first {calls q} -> call:second {calls q} -> end:done")
    called = process("start:in -> a -> end:out", name="q")
    chain = close_chain(ProcessId("p"), {ProcessId("p"): caller, ProcessId("q"): called})

    assert ways(chain) == {"a out a out done"}


def test_a_process_that_calls_itself_is_unfolded_once() -> None:
    model = process("start:go -> xor:x -> call:again {calls p} -> end:done", "x -> end:over")
    chain = close_chain(ProcessId("p"), {ProcessId("p"): model})

    assert ways(chain) == {"again done", "over"}


def test_a_message_flow_lets_one_pool_wait_for_the_other() -> None:
    asks = process("start:go -> throw:ask {message q} -> catch:hear {message r} -> end:done")
    answers = process("start:asked {message q} -> think -> throw:reply {message r} -> end:said", name="other")
    model = Collaboration(
        id="both",
        processes=(Process(id=ProcessId("p")), Process(id=ProcessId("other"))),
        nodes=(*asks.nodes, *answers.nodes),
        flows=(*asks.flows, *answers.flows),
        message_flows=(
            MessageFlow(id=asks.nodes[0].id, source=asks.node_by_id[asks.nodes[1].id].id, target=answers.nodes[0].id),
            MessageFlow(id=answers.nodes[0].id, source=answers.nodes[2].id, target=asks.nodes[2].id),
        ),
    )

    assert chain_of_file(model).roots == ("p",)
    assert ways(model) == {
        "ask think reply said hear done",
        "ask think reply hear said done",
        "ask think reply hear done said",
    }


def test_a_process_without_start_event_begins_where_no_flow_enters() -> None:
    assert ways(process("a -> b", "c")) == {"a b c", "a c b", "c a b"}


def test_firing_what_is_not_enabled_is_refused() -> None:
    net = compile_chain(chain_of_file(process("start:go -> a -> end:done")))
    work = next(step for step in net.steps if step.at == "p#a")

    with pytest.raises(NotEnabled, match="p#a"):
        fire(net, net.initial, work)


def test_an_empty_process_ends_at_once() -> None:
    assert ways(process("start:go -> end:done")) == {"done"}


@given(blocks())
def test_a_block_structured_process_always_ends_and_never_holds_two_tokens_on_a_flow(block: Block) -> None:
    net = compile_chain(chain_of_file(block.process()))
    seen, waiting = {net.initial}, [net.initial]
    while waiting and len(seen) < 3_000:
        marking = waiting.pop()
        steps = enabled(net, marking)
        assert steps or [net.places[place].kind for place in marking] == [PlaceKind.DONE]
        assert len(set(marking)) == len(marking)
        for step in steps:
            after = fire(net, marking, step)
            if after not in seen:
                seen.add(after)
                waiting.append(after)
