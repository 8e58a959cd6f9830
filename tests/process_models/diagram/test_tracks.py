from process_models.diagram.tracks import Run, tracks


def run(name: str, low: int, high: int, at_low: int, at_high: int, target: str = "") -> Run:
    return Run(name, f"from {name}", target or f"to {name}", True, 2, low, high, at_low, at_high)


def test_runs_that_do_not_meet_share_a_track() -> None:
    assert tracks([run("a", 0, 2, -1, 1), run("b", 4, 6, -1, 1)]) == {0: 0, 1: 0}


def test_runs_side_by_side_get_tracks_of_their_own() -> None:
    assert sorted(tracks([run("a", 0, 4, -1, 1), run("b", 2, 6, -1, 1)]).values()) == [0, 1]


def test_the_run_that_turns_left_inside_another_lies_left_of_it() -> None:
    # `inner` begins and ends on the left within `outer`, which passes by: on the right it would be crossed twice.
    found = tracks([run("outer", 0, 8, 1, 1), run("inner", 2, 6, -1, -1)])

    assert found[1] < found[0]


def test_runs_into_one_node_lie_on_one_track() -> None:
    found = tracks([run("a", 0, 4, -1, 1, target="join"), run("b", 2, 6, -1, 1, target="join")])

    assert found[0] == found[1]


def test_what_comes_from_the_left_stays_left_of_what_leaves_to_the_right_on_the_same_row() -> None:
    # Both touch row 4: the first comes from the left and goes down, the second comes from above and leaves right.
    found = tracks([run("second", 0, 4, -1, 1), run("first", 4, 8, -1, 1)])

    assert found[1] < found[0]
