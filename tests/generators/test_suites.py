"""Suites: every flow covered, by as few runs as can be, with data that leads there."""

from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given, settings

from generators.errors import UnknownCriterion
from generators.suites import derive
from process_models.addresses import Address, AttributeAddress
from process_models.chain import chain_of_file
from process_models.collaboration import Collaboration
from process_models.conditions import understood
from process_models.deciding_work import with_deciding_work
from process_models.dictionary import AttributeType, DataDictionary
from process_models.variants import Variant
from tests.builders import process
from tests.strategies import Block, blocks
from tests.variants import attribute, variant


def test_a_choice_needs_a_run_for_each_way() -> None:
    suite = derive(variant(process("start:go -> xor:x -> a -> end:one", "x -> b -> end:two", "x -> c -> end:three")))

    assert (suite.certificate.tests, suite.certificate.lower_bound_tests) == (3, 3)
    assert suite.certificate.optimal
    assert suite.certificate.covered == suite.certificate.items == 7


def test_branches_side_by_side_are_covered_by_one_run() -> None:
    suite = derive(variant(process("start:go -> and:s -> a -> and:j -> end:done", "s -> b -> j", "s -> c -> j")))

    assert (suite.certificate.tests, suite.certificate.steps) == (1, 8)


def test_data_meets_every_condition_on_the_way() -> None:
    one = variant(
        process(
            'start:go -> xor:x -[v.age >= 18 and v.country = "DE"]-> a -> end:adult',
            "x -[v.age < 3]-> b -> end:baby",
            "x -[default]-> c -> end:child",
        ),
        attributes=(
            attribute("v.age", kind=AttributeType.INTEGER, given=True),
            attribute("v.country", "AT", "DE", given=True),
        ),
    )
    suite = derive(one)

    ends = {run.run.path()[-1]: run.run.start for run in suite.runs}
    age, country = AttributeAddress("v.age"), AttributeAddress("v.country")
    assert set(ends) == {"p#adult", "p#baby", "p#child"}
    assert ends[Address("p#adult")][country] == "DE"
    assert isinstance(ends[Address("p#adult")][age], Decimal | int)
    assert ends[Address("p#baby")][age] < 3  # type: ignore[operator]  # a number, as the condition demands


def test_a_decision_taken_early_binds_a_later_one() -> None:
    one = variant(
        process(
            'start:go -> xor:x -[v.kind = "cash"]-> a -> xor:y',
            "x -[default]-> b -> y",
            'y -[v.kind = "credit"]-> bank -> end:lent',
            "y -[default]-> till -> end:paid",
        ),
        attributes=(attribute("v.kind", "cash", "credit", given=True),),
    )
    suite = derive(one)

    assert suite.certificate.tests == 2
    assert {("p#a" in r.run.path(), "p#till" in r.run.path()) for r in suite.runs} == {(True, True), (False, False)}


def test_a_flow_whose_conditions_exclude_each_other_is_infeasible_and_says_why() -> None:
    one = variant(
        process(
            "start:go -> xor:x -[v.n > 10]-> xor:y -[v.n < 5]-> never -> end:n",
            "y -[default]-> a -> end:done",
            "x -[default]-> end:small",
        )
    )
    suite = derive(one)

    never = {each.item: each.because for each in suite.certificate.infeasible}
    assert set(never) == {"p#y -> never", "p#never -> n"}
    assert set(never["p#y -> never"]) >= {"v.n > 10", "v.n < 5"}
    assert suite.certificate.covered == suite.certificate.items - 2


def test_what_no_token_reaches_is_infeasible() -> None:
    suite = derive(variant(process("start:go -> a -> end:done", "lost -> nowhere")))

    assert [each.item for each in suite.certificate.infeasible] == ["p#lost -> nowhere"]


def test_a_flow_after_which_no_run_can_end_is_infeasible_and_says_where_tokens_are_left() -> None:
    suite = derive(variant(process("start:go -> xor:x -> a -> and:both -> end:done", "x -> b -> both", "x -> end:out")))

    assert suite.certificate.covered == 2
    stuck = {each.item: each.because for each in suite.certificate.infeasible}
    assert stuck["p#x -> a"] == ("no run that comes here can end", "a token is left on p#a -> both")
    assert stuck["p#both -> done"][0] in ("no token can come here", "no run that comes here can end")
    assert suite.certificate.optimal


def test_a_process_that_cannot_end_does_not_keep_another_from_being_tested() -> None:
    stuck = process("start:begin -> xor:x -> a -> and:both -> end:never", "x -> b -> both", name="stuck")
    sound = process("start:go -> work -> end:done", name="sound")
    model = Collaboration(
        id="two",
        processes=(*stuck.processes, *sound.processes),
        nodes=(*stuck.nodes, *sound.nodes),
        flows=(*stuck.flows, *sound.flows),
    )
    certificate = derive(Variant(chain=chain_of_file(model), dictionary=DataDictionary())).certificate

    assert (certificate.covered, len(certificate.infeasible), certificate.tests) == (2, len(stuck.flows), 1)
    assert certificate.lower_bound_tests == 1


def test_which_of_several_processes_begins_is_a_choice() -> None:
    # Only the second process can hear the signal of the first and end; the first gets stuck when it begins.
    sender = process("start:a -> throw:call {signal S} -> xor:x -> and:both -> end:z", "x -> b -> both", name="first")
    hearer = process(
        "start:c -> and:s -> catch:hear {signal S} -> end:e", "s -> throw:own {signal S} -> end:f", name="q"
    )
    model = Collaboration(
        id="two",
        processes=(*sender.processes, *hearer.processes),
        nodes=(*sender.nodes, *hearer.nodes),
        flows=(*sender.flows, *hearer.flows),
    )
    certificate = derive(Variant(chain=chain_of_file(model), dictionary=DataDictionary())).certificate

    assert certificate.covered == len(hearer.flows)


def test_a_condition_over_a_list_gets_a_list_that_meets_it() -> None:
    suite = derive(
        variant(
            process(
                'start:go -> xor:x -[some r in v.risks satisfies r = "red"]-> a -> end:rejected',
                'x -[every r in v.risks satisfies r = "yellow"]-> b -> end:checked',
                "x -[default]-> c -> end:accepted",
            )
        )
    )
    risks = {run.run.path()[-1]: run.run.start[AttributeAddress("v.risks")] for run in suite.runs}

    assert suite.certificate.covered == suite.certificate.items
    assert "red" in cast(list[str], risks[Address("p#rejected")])
    assert set(cast(list[str], risks[Address("p#checked")])) <= {"yellow"}
    assert not {"red"} & set(cast(list[str], risks[Address("p#accepted")]))
    assert not any(run.by_hand for run in suite.runs)


def test_a_condition_for_which_no_data_is_found_is_left_to_people_and_the_run_is_made() -> None:
    hard = "count(v.list) = 7 and (every r in v.list satisfies string length(r) > 40)"
    suite = derive(variant(process(f"start:go -> xor:x -[{hard}]-> a -> end:one", "x -[default]-> b -> end:two")))
    by_hand = {run.run.path()[-1]: [guard.expression.text for guard in run.by_hand] for run in suite.runs}

    assert suite.certificate.covered == suite.certificate.items
    assert by_hand[Address("p#one")] == [hard]


def test_a_condition_nobody_understands_is_left_to_people() -> None:
    strange = "look, a squirrel!!"
    suite = derive(variant(process(f"start:go -> xor:x -[{strange}]-> a -> end:one", "x -[default]-> b -> end:two")))

    assert [[(g.expression.text, g.holds) for g in run.by_hand] for run in suite.runs] in (
        [[(strange, True)], [(strange, False)]],
        [[(strange, False)], [(strange, True)]],
    )


def test_a_loop_back_through_the_work_that_decides_may_come_out_otherwise() -> None:
    model = process(
        'start:go -> approve -> xor:x -[v.approved = "yes"]-> pay -> end:paid',
        "x -[default]-> review -> xor:y -[v.clear]-> approve",
        "y -[default]-> end:dropped",
    )
    suite = derive(variant(with_deciding_work(model, DataDictionary())))

    assert suite.certificate.covered == suite.certificate.items
    looping = next(run.run for run in suite.runs if run.run.path().count(Address("p#approve")) == 2)
    answers = [step.written[AttributeAddress("v.approved")] for step in looping.steps if step.at == "p#approve"]
    assert answers[0] != "yes"


def test_a_loop_is_walked_and_left() -> None:
    suite = derive(variant(process("start:go -> xor:m -> work -> xor:x -> end:done", "x -> again -> m")))

    assert suite.certificate.tests == 1
    assert [element for element in suite.runs[0].run.path() if element == "p#work"] == ["p#work", "p#work"]


def test_exceptional_events_are_covered_too() -> None:
    suite = derive(
        variant(process("start:go -> work -> end:done", "boundary:late@work {timer P3D} -> chase -> end:over"))
    )

    assert {each.run.path()[-1] for each in suite.runs} == {"p#done", "p#over"}


def test_an_exceptional_event_waits_for_the_moment_the_item_needs() -> None:
    one = variant(
        process(
            "start:go -> sub:part -> end:done",
            'start:part/in -> part/one {writes order.state = "Early"} -> part/two {writes order.state = "Late"}',
            "two -> part/three -> end:part/out",
            "boundary:wish@part {message wish} {non-interrupting} -> xor:when",
            'when -[order.state = "Late"]-> refuse -> end:refused',
            "when -[default]-> grant -> end:granted",
        ),
        attributes=(attribute("order.state", "New", "Early", "Late", initial='"New"'),),
    )
    suite = derive(one)

    assert not suite.certificate.infeasible
    assert suite.certificate.tests == 2


def test_all_activities_need_fewer_items_than_all_flows() -> None:
    one = variant(process("start:go -> xor:x -> a -> end:done", "x -> end:done"))

    assert derive(one, "all-activities").certificate.tests == 1
    assert derive(one, "all-flows").certificate.tests == 2
    assert derive(one, "smoke").certificate.tests == 1


def test_criteria_are_joined_with_a_plus() -> None:
    one = variant(process("start:go -> a -> end:done"))

    assert derive(one, "all-activities+all-flows").certificate.items == 3


def test_an_unknown_criterion_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownCriterion, match="no coverage criterion 'all'; choose from: all-activities, all-flows"):
        derive(variant(process("start:go -> end:done")), "all")


@settings(max_examples=60)
@given(blocks())
def test_block_structured_processes_are_covered_by_the_fewest_runs(block: Block) -> None:
    suite = derive(variant(block.process()))

    assert suite.certificate.covered == suite.certificate.items
    assert suite.certificate.tests == block.runs
    # Which branches of an inclusive split come together is not in the balance of tokens, so the bound may be lower.
    if any("or:s" in line and "xor:s" not in line for line in block.lines):
        assert suite.certificate.lower_bound_tests <= block.runs
    else:
        assert suite.certificate.lower_bound_tests == block.runs


@settings(max_examples=20)
@given(blocks())
def test_the_same_model_gives_the_same_suite(block: Block) -> None:
    assert derive(variant(block.process())) == derive(variant(block.process()))


def test_every_run_of_a_suite_is_legal_under_its_own_data() -> None:
    one = variant(
        process(
            'start:go -> decide {writes d.answer} -> xor:x -[d.answer = "yes"]-> a -> xor:again',
            "x -[default]-> end:no",
            "again -[d.count > 2]-> end:enough",
            "again -[default]-> decide",
        ),
        attributes=(
            attribute("d.answer", "yes", "no"),
            attribute("d.count", kind=AttributeType.INTEGER, given=True),
        ),
    )
    for covering in derive(one).runs:
        data = dict(covering.run.start)
        for step in covering.run.steps:
            for guard in one.net.steps[step.number].guards:
                condition = understood(guard.expression)
                assert condition is not None
                assert (condition.value(data) is True) is guard.holds
            data |= step.written
