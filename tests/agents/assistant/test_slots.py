"""Which missing fact is asked for."""

from agents.assistant.slots import most_telling


def test_nothing_is_asked_where_the_answer_is_the_same() -> None:
    assert most_telling(["state", "plant"], {("early", "a"): "yes", ("late", "b"): "yes"}) is None


def test_the_slot_that_leaves_the_fewest_outcomes_is_asked() -> None:
    outcomes: dict[tuple[object, ...], str] = {
        ("early", "a"): "yes", ("early", "b"): "yes",
        ("late", "a"): "no", ("late", "b"): "perhaps",
    }  # fmt: skip

    narrowing = most_telling(["state", "plant"], outcomes)

    # The state leaves 1 or 2 outcomes, 1.5 on average; the plant leaves 2 either way.
    assert narrowing is not None
    assert narrowing.slot == "state"
    assert narrowing.outcomes == {"early": ("yes",), "late": ("no", "perhaps")}


def test_equally_telling_slots_are_asked_in_the_order_given() -> None:
    outcomes: dict[tuple[object, ...], int] = {("x", "p"): 1, ("y", "q"): 2}

    asked = [most_telling(names, outcomes) for names in (["one", "two"], ["two", "one"])]

    assert [narrowing.slot for narrowing in asked if narrowing is not None] == ["one", "two"]
