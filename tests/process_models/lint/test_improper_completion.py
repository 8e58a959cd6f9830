"""An end that leaves tokens behind for ever."""

from process_models.findings import Severity
from tests.builders import process
from tests.process_models.lint.subjects import found, objects

EARLY = (
    "start:go -> and:split -> a -> and:join -> end:over",
    "split -> b -> xor:ok -> join",
    "ok -> refuse -> end:refused",
)


def test_an_early_end_beside_a_waiting_join_is_reported_at_the_end() -> None:
    (finding,) = found("improper-completion", process(*EARLY))

    assert (finding.element, finding.severity) == ("refused", Severity.ERROR)
    assert "'refused' is reached while a token stays at 'join' for ever." in finding.message
    assert finding.message.endswith("b > ok > refuse > refused.")


def test_an_end_that_ends_everything_leaves_nothing_behind() -> None:
    assert objects("improper-completion", process(*EARLY[:2], "ok -> refuse -> end:refused {terminate}")) == []


def test_branches_may_end_each_by_itself() -> None:
    model = process("start:go -> and:split -> a -> end:one", "split -> b -> end:two")

    assert objects("improper-completion", model) == []


def test_what_goes_round_for_ever_beside_an_end_can_never_be_consumed() -> None:
    model = process("start:go -> and:split -> end:over", "split -> xor:m -> a -> and:wait -> b -> m", "island -> wait")

    assert objects("improper-completion", model) == ["over"]


def test_a_deadlock_that_no_end_has_to_do_with_is_told_as_deadlock_only() -> None:
    model = process("start:go -> xor:split -> a -> and:join -> end:over", "split -> b -> join")

    assert objects("improper-completion", model) == []


def test_an_end_inside_a_sub_process_does_not_concern_what_waits_outside() -> None:
    model = process(
        "start:go -> xor:split -> sub:s -> and:join -> end:over",
        "split -> b -> join",
        "start:s/in -> s/work -> end:s/out",
    )

    assert objects("improper-completion", model) == []
    assert objects("deadlock", model) == ["join"]


def test_what_is_left_in_a_sub_process_is_told_at_its_end() -> None:
    model = process(
        "start:go -> sub:s -> end:over",
        "start:s/in -> and:s/f -> s/a -> and:s/j -> end:s/full",
        "f -> s/b -> xor:s/x -> j",
        "x -> end:s/early",
    )

    assert objects("improper-completion", model) == ["early"]
