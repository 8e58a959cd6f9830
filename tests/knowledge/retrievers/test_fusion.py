import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrievers.fusion import best_first, normalised, reciprocal_ranks, weighted_sum


def scores(*values: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


ALL = np.array([True, True, True])


def test_scores_are_stretched_from_the_lowest_to_the_highest() -> None:
    assert normalised(scores(1, 3, 2), ALL) == pytest.approx([0, 1, 0.5])


def test_a_floor_is_what_means_nothing() -> None:
    assert normalised(scores(1, 4, 2), ALL, floor=0) == pytest.approx([0.25, 1, 0.5])


def test_what_is_not_admitted_neither_scores_nor_sets_the_scale() -> None:
    assert normalised(scores(9, 4, 2), np.array([False, True, True]), floor=0) == pytest.approx([0, 1, 0.5])


def test_what_has_no_score_counts_nothing() -> None:
    assert normalised(scores(float("nan"), 4, 2), ALL) == pytest.approx([0, 1, 0])


def test_scores_that_are_all_alike_prefer_nobody() -> None:
    assert list(normalised(scores(2, 2, 2), ALL)) == [0, 0, 0]
    assert list(normalised(scores(0, 0, 0), ALL, floor=0)) == [0, 0, 0]


def test_weights_are_scaled_to_the_rankers_present() -> None:
    both = weighted_sum({"words": scores(1, 0), "dense": scores(0, 1)}, {"words": 3, "dense": 1})
    alone = weighted_sum({"words": scores(1, 0)}, {"words": 3, "dense": 1})

    assert both == pytest.approx([0.75, 0.25])
    assert alone == pytest.approx([1, 0])


def test_reciprocal_ranks_add_up() -> None:
    fused = reciprocal_ranks([["a", "b"], ["b"]])

    assert fused == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 1 / 61})


def test_equal_scores_keep_the_order_of_the_ids() -> None:
    assert best_first(scores(0.5, 0.7, 0.5000000001), ALL, 3) == [1, 0, 2]


def test_only_candidates_are_ordered() -> None:
    assert best_first(scores(0.5, 0.7, 0.6), np.array([True, False, True]), 5) == [2, 0]


@given(st.lists(st.floats(-10, 10, width=32), min_size=1, max_size=20))
def test_normalised_scores_lie_between_0_and_1_and_keep_their_order(values: list[float]) -> None:
    result = normalised(scores(*values), np.ones(len(values), dtype=np.bool_))

    assert all(0 <= value <= 1 for value in result)
    assert all(result[i] <= result[j] for i in range(len(values)) for j in range(len(values)) if values[i] < values[j])
