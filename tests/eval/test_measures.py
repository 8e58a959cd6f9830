from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures import hit, mean, ndcg, recall, reciprocal_rank

RUN = ["d1", "d2", "d3", "d4", "d5"]
# d3 and d9 are relevant, d9 was not found; d5 is judged irrelevant.
JUDGED = {"d3": 1, "d9": 1, "d5": 0}


def test_ndcg_by_hand() -> None:
    # Found at rank 3: gain 1 / log2(4) = 0.5. Ideal: ranks 1 and 2.
    assert ndcg(RUN, JUDGED, k=10) == pytest.approx(0.5 / (1 + 1 / log2(3)))
    assert ndcg(RUN, JUDGED, k=2) == 0


def test_ndcg_of_the_textbook_example_with_graded_relevance() -> None:
    # Gains 3, 2, 3, 0, 1, 2 in this order: DCG 6.861, ideal 3, 3, 2, 2, 1, 0: 7.141.
    grades = {"a": 3, "b": 2, "c": 3, "d": 0, "e": 1, "f": 2}

    assert ndcg(list("abcdef"), grades, k=6) == pytest.approx(6.861 / 7.141, abs=1e-3)


def test_a_perfect_run_has_ndcg_1() -> None:
    assert ndcg(["d9", "d3", "d1"], JUDGED) == pytest.approx(1)


def test_the_ideal_is_cut_at_k_too() -> None:
    judged = {f"d{number}": 1 for number in range(20)}

    assert ndcg([f"d{number}" for number in range(10)], judged, k=10) == pytest.approx(1)


def test_recall_is_the_share_of_the_relevant_found() -> None:
    assert recall(RUN, JUDGED, k=10) == 0.5
    assert recall(RUN, JUDGED, k=2) == 0


def test_the_reciprocal_rank_is_that_of_the_first_relevant_one() -> None:
    assert reciprocal_rank(RUN, JUDGED) == pytest.approx(1 / 3)
    assert reciprocal_rank(RUN, JUDGED, k=2) == 0


def test_a_hit_needs_one_relevant_among_the_first() -> None:
    assert (hit(RUN, JUDGED, k=1), hit(RUN, JUDGED, k=3)) == (0, 1)


def test_an_id_found_twice_counts_once() -> None:
    assert ndcg(["d3", "d3", "d9"], JUDGED) == pytest.approx(1)


def test_nothing_relevant_and_nothing_found_measure_0() -> None:
    for measure in (ndcg, recall, reciprocal_rank, hit):
        assert measure(RUN, {"d1": 0}) == 0
        assert measure([], JUDGED) == 0


def test_the_mean_of_nothing_is_0() -> None:
    assert mean([]) == 0
    assert mean([1, 0, 0.5]) == 0.5


@given(
    st.lists(st.sampled_from("abcdefgh"), max_size=12),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-1, 3)),
    st.integers(1, 10),
)
def test_every_measure_lies_between_0_and_1(run: list[str], judged: dict[str, int], k: int) -> None:
    assert all(0 <= measure(run, judged, k=k) <= 1 + 1e-12 for measure in (ndcg, recall, reciprocal_rank, hit))


@given(st.permutations("abcdef"), st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3), min_size=1))
def test_moving_a_better_one_forward_never_lowers_ndcg(run: list[str], judged: dict[str, int]) -> None:
    for first in range(len(run) - 1):
        if judged.get(run[first + 1], 0) > judged.get(run[first], 0):
            better = [*run[:first], run[first + 1], run[first], *run[first + 2 :]]
            assert ndcg(better, judged) >= ndcg(run, judged) - 1e-12
