"""Ids of cases: the same for what chooses the same, different for everything else."""

from generators.identity import ids_of
from generators.suites import derive
from process_models.runs import Run
from process_models.variants import Variant
from tests.builders import process
from tests.variants import variant

CHOICE = ("start:go -> xor:x -(left)-> a -> end:one", "x -(right)-> b -> end:two")


def runs_of(one: Variant) -> list[Run]:
    return [covering.run for covering in derive(one).runs]


def ids(*lines: str) -> set[str]:
    one = variant(process(*lines))
    return set(ids_of(one, runs_of(one)))


def test_a_step_before_or_after_the_choice_changes_no_id() -> None:
    before = ("start:go -> first -> xor:x -(left)-> a -> end:one", "x -(right)-> b -> last -> end:two")

    assert ids(*before) == ids(*CHOICE)


def test_another_way_out_gives_another_id_and_keeps_the_others() -> None:
    wider = ids(*CHOICE, "x -(middle)-> c -> end:three")

    assert wider > ids(*CHOICE)
    assert len(wider) == 3


def test_a_renamed_flow_of_the_choice_changes_the_id_of_its_case_only() -> None:
    renamed = ids("start:go -> xor:x -(links)-> a -> end:one", "x -(right)-> b -> end:two")

    assert len(renamed & ids(*CHOICE)) == 1


def test_an_exceptional_event_is_a_choice() -> None:
    late = ids("start:go -> work -> end:done", "boundary:late@work {timer P3D} -> end:over")

    assert len(late) == 2


def test_branches_side_by_side_are_no_choice() -> None:
    assert ids("start:go -> and:s -> a -> and:j -> end:done", "s -> b -> j") == ids("start:go -> end:done")


def test_runs_that_choose_the_same_are_told_apart_and_the_first_keeps_its_id() -> None:
    one = variant(process(*CHOICE))
    run = runs_of(one)[0]

    found = ids_of(one, [run, run, run])
    assert len(set(found)) == 3
    assert found[0] == ids_of(one, [run])[0]
    assert ids_of(one, [run, run, run]) == found


def test_the_id_of_the_file_takes_no_part() -> None:
    model = process(*CHOICE)
    again = variant(
        type(model)(id="Definitions_saved_again", processes=model.processes, nodes=model.nodes, flows=model.flows)
    )

    assert set(ids_of(again, runs_of(again))) == ids(*CHOICE)
