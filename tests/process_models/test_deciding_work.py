"""Models without dictionary: the last work before a condition decides what it asks for."""

from process_models.collaboration import Collaboration
from process_models.deciding_work import with_deciding_work
from process_models.dictionary import DataDictionary
from tests.builders import process
from tests.variants import attribute, dictionary


def deciders(model: Collaboration, known: DataDictionary | None = None) -> dict[str, set[str]]:
    decided = with_deciding_work(model, known or DataDictionary())
    return {
        node.id: {str(w.attribute) for w in node.annotation.writes} for node in decided.nodes if node.annotation.writes
    }


def test_the_task_before_a_gateway_decides_what_the_gateway_asks_for() -> None:
    model = process("start:go -> first -> second -> xor:x -[v.ok]-> end:yes", "x -[default]-> end:no")

    assert deciders(model) == {"second": {"v.ok"}}


def test_every_way_to_the_gateway_has_its_own_last_work() -> None:
    model = process(
        "start:go -> xor:early -[v.fast]-> a -> xor:join -> xor:x -[v.ok]-> end:yes",
        "early -[default]-> b -> join",
        "x -[default]-> end:no",
    )

    assert deciders(model) == {"a": {"v.ok"}, "b": {"v.ok"}}


def test_a_task_with_conditions_on_its_own_ways_out_decides_them() -> None:
    assert deciders(process("start:go -> a -> work -[v.n > 3]-> b -> end:one", "work -[default]-> end:two")) == {
        "work": {"v.n"}
    }


def test_the_last_work_inside_a_sub_process_decides_for_the_gateway_after_it() -> None:
    model = process(
        "start:go -> before -> sub:part -> xor:x -[v.ok]-> end:yes",
        "x -[default]-> end:no",
        "start:part/in -> part/one -> part/two -> end:part/out",
    )

    assert deciders(model) == {"two": {"v.ok"}}


def test_a_gateway_at_the_beginning_of_a_sub_process_asks_the_work_before_it() -> None:
    model = process(
        "start:go -> before -> sub:part -> end:done",
        "start:part/in -> xor:part/x -[v.ok]-> part/one -> end:part/out",
        "part/x -[default]-> end:part/none",
    )

    assert deciders(model) == {"before": {"v.ok"}}


def test_a_message_brings_data_and_a_timer_does_not() -> None:
    model = process(
        "start:go -> ask -> event:wait -> catch:reply {message reply} -> xor:x -[v.ok]-> end:yes",
        "wait -> catch:late {timer P3D} -> xor:y -[v.again]-> end:again",
        "x -[default]-> end:no",
        "y -[default]-> end:over",
    )

    assert deciders(model) == {"reply": {"v.ok"}, "ask": {"v.again"}}


def test_what_interrupts_by_time_leaves_the_decision_to_the_work_before() -> None:
    model = process(
        "start:go -> before -> work -> end:done",
        "boundary:late@work {timer P3D} -> xor:x -[v.ok]-> end:yes",
        "x -[default]-> end:no",
    )

    assert deciders(model) == {"before": {"v.ok"}}


def test_what_somebody_writes_or_the_dictionary_knows_is_left_alone() -> None:
    model = process(
        "start:go -> set {writes v.ok} -> later -> xor:x -[v.ok and v.age > 3]-> end:yes", "x -[default]-> end:no"
    )

    assert deciders(model, dictionary(attribute("v.age"))) == {"set": {"v.ok"}}


def test_a_loop_of_gateways_ends_the_search() -> None:
    model = process("start:go -> xor:m -> xor:x -[v.ok]-> end:yes", "x -[default]-> m")

    assert deciders(model) == {}
