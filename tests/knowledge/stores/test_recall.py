from knowledge.stores.exact import ExactStore
from knowledge.stores.recall import recall_against
from tests.contracts.vector_store import a_record, unit


def test_recall_is_the_share_of_the_true_neighbours_found() -> None:
    whole, half = ExactStore(3), ExactStore(3)
    whole.upsert([a_record("a", 1, 0, 0), a_record("b", 1, 0.1, 0), a_record("c", 0, 1, 0)])
    half.upsert([a_record("a", 1, 0, 0), a_record("c", 0, 1, 0)])

    assert recall_against(whole, half, [unit(1, 0, 0)], k=2) == 0.5
    assert recall_against(whole, half, [unit(1, 0, 0), unit(0, 1, 0)], k=1) == 1


def test_a_neighbour_as_near_as_the_last_true_one_counts() -> None:
    reference, store = ExactStore(3), ExactStore(3)
    reference.upsert([a_record("a", 1, 0, 0), a_record("b", 1, 0, 0)])
    store.upsert([a_record("b", 1, 0, 0)])

    assert recall_against(reference, store, [unit(1, 0, 0)], k=1) == 1


def test_nothing_to_find_is_found() -> None:
    assert recall_against(ExactStore(3), ExactStore(3), [unit(1, 0, 0)]) == 1
    assert recall_against(ExactStore(3), ExactStore(3), []) == 1
