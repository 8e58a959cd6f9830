"""Runs: what a marble does with concrete data, and what tells two runs apart."""

from dataclasses import replace
from datetime import timedelta

from process_models.addresses import Address, AttributeAddress, ElementId
from process_models.collaboration import Collaboration
from process_models.elements import Activity, DurationInterval
from process_models.runs import Fate, Scripted, difference, simulate, work_steps
from process_models.variants import Variant
from tests.builders import process
from tests.variants import attribute, variant

STATE = AttributeAddress("order.state")


def lasting(model: Collaboration, **days: int) -> Collaboration:
    """The same model with activities that always take so many days."""
    nodes = []
    for node in model.nodes:
        if isinstance(node, Activity) and node.id in days:
            takes = timedelta(days=days[node.id])
            interval = DurationInterval(minimum=takes, typical=takes, maximum=takes)
            node = replace(node, annotation=replace(node.annotation, duration=interval))
        nodes.append(node)
    return replace(model, nodes=tuple(nodes))


def names(one: Variant, **facts: object) -> list[str]:
    run = one.usual_run({AttributeAddress(k.replace("__", ".")): v for k, v in facts.items()})
    return [step.at.partition("#")[2] for step in work_steps(run)]


def test_a_run_takes_the_way_its_data_says() -> None:
    one = variant(
        process('start:go -> xor:paid -[pay.kind = "cash"]-> till -> end:done', "paid -[default]-> bank -> end:lent"),
        attributes=(attribute("pay.kind", "cash", "credit", given=True),),
    )

    assert names(one) == ["go", "till", "done"]
    assert names(one, pay__kind="credit") == ["go", "bank", "lent"]


def test_formulas_are_written_and_asked_later() -> None:
    one = variant(
        process(
            "start:go -> set {writes a.b = 2 + 3} -> xor:x -[a.b = 5]-> yes -> end:done",
            "x -[default]-> no -> end:other",
        )
    )

    run = one.usual_run()
    assert run.end[AttributeAddress("a.b")] == 5
    assert "p#yes" in run.path()


def test_an_absent_value_takes_the_default_flow() -> None:
    one = variant(process("start:go -> xor:x -[a.b = 5]-> yes -> end:done", "x -[default]-> no -> end:other"))

    assert names(one) == ["go", "no", "other"]


def test_branches_side_by_side_take_as_long_as_the_longer_one() -> None:
    model = process("start:go -> and:s -> slow -> and:j -> last -> end:done", "s -> quick -> j")
    one = variant(lasting(model, slow=5, quick=2, last=1))

    run = one.usual_run()
    assert run.duration.typical == timedelta(days=6)
    assert names(one) == ["go", "quick", "slow", "last", "done"]


def test_a_sub_process_takes_as_long_as_its_content() -> None:
    model = process("start:go -> sub:part -> after -> end:done", "start:part/in -> part/inner -> end:part/out")
    one = variant(lasting(model, inner=3, after=1))

    assert one.usual_run().duration.typical == timedelta(days=4)


def test_a_scripted_event_happens_once_in_the_state_it_waits_for() -> None:
    model = process(
        'start:go -> first {writes order.state = "Early"} -> sub:part -> end:done',
        'start:part/in -> part/work {writes order.state = "Built"} -> part/rest -> end:part/out',
        "boundary:wish@part {message wish} {non-interrupting} -> handle -> end:handled",
    )
    one = variant(model, attributes=(attribute("order.state", "Early", "Built"),))
    run = simulate(one.chain, one.net, {}, Scripted(events=frozenset({Address("p#wish")}), when_state="Built"))

    order = [step.at for step in run.steps]
    assert order.count(Address("p#wish")) == 1
    assert order.index(Address("p#wish")) > order.index(Address("p#work"))
    assert run.finished


def test_a_run_that_cannot_go_on_says_so() -> None:
    stuck = variant(process("start:go -> xor:x -> a -> and:j -> end:done", "x -> b -> j")).usual_run()

    assert not stuck.finished
    assert stuck.steps[-1].at == "p#a"


def test_the_difference_of_two_runs_names_what_was_added_dropped_and_repeated() -> None:
    model = process(
        'start:go -> xor:again -> check {writes c.result} -> xor:ok -[c.result = "good"]-> end:done',
        "ok -[default]-> mend -> again",
    )
    one = variant(model, attributes=(attribute("c.result", "good", "bad"),))
    result = AttributeAddress("c.result")
    worse = simulate(one.chain, one.net, {}, Scripted(usual={result: "good"}, outcomes={("p#check@1", result): "bad"}))

    laid = difference(one.usual_run(), worse)
    assert [step.at for step in laid.having(Fate.ADDED)] == ["p#mend"]
    assert [(s.at, s.occurrence) for s in laid.having(Fate.REPEATED)] == [("p#check", 2)]
    assert [step.at for step in laid.having(Fate.OTHER_DATA)] == ["p#check"]
    assert [step.at for step in difference(worse, one.usual_run()).having(Fate.DROPPED)] == ["p#mend", "p#check"]


def test_the_same_world_gives_the_same_run() -> None:
    model = process("start:go -> and:s -> a -> and:j -> end:done", "s -> b -> j", "s -> c -> j")

    assert variant(model).usual_run() == variant(model).usual_run()


def test_the_id_of_a_process_is_no_flow_node() -> None:
    one = variant(process("start:go -> a -> end:done"))

    assert Address("p#p") not in one.chain.nodes
    assert one.chain.models[one.chain.roots[0]].process_of[ElementId("a")] == "p"
