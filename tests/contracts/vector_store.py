"""What every vector store promises.

Inherit from the class and give the fixture `store`: an empty one for vectors of three numbers.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from knowledge.errors import VectorMismatch
from knowledge.ports import VectorRecord, Vectors, VectorStore
from knowledge.scope import Filters, Scope

GERMAN = Scope(language="de")
ENGLISH = Scope(language="en", markets=("IE",), audiences=("sales",))


def unit(*numbers: float) -> Vectors:
    """A vector of length one in that direction."""
    vector = np.array(numbers, dtype=np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def a_record(key: str, *numbers: float, scope: Scope = GERMAN) -> VectorRecord:
    return VectorRecord(id=key, vector=unit(*numbers), scope=scope)


def ids(found: Sequence[tuple[str, float]]) -> list[str]:
    return [key for key, _ in found]


class VectorStoreContract:
    """Give a fixture `store` with an empty store of dimension 3."""

    def test_the_nearest_come_first_with_their_cosine(self, store: VectorStore) -> None:
        store.upsert([a_record("along", 1, 0, 0), a_record("across", 0, 1, 0), a_record("between", 1, 1, 0)])

        found = store.search(unit(1, 0, 0), k=3)

        assert ids(found) == ["along", "between", "across"]
        assert [cosine for _, cosine in found] == pytest.approx([1, 2**-0.5, 0], abs=1e-5)

    def test_equally_near_vectors_are_ordered_by_id(self, store: VectorStore) -> None:
        store.upsert([a_record("b", 1, 0, 0), a_record("c", 1, 0, 0), a_record("a", 1, 0, 0, scope=ENGLISH)])

        assert ids(store.search(unit(1, 0, 0), k=3)) == ["a", "b", "c"]

    def test_no_more_than_k_are_found(self, store: VectorStore) -> None:
        store.upsert([a_record(str(number), 1, number, 0) for number in range(5)])

        assert len(store.search(unit(1, 0, 0), k=2)) == 2
        assert list(store.search(unit(1, 0, 0), k=0)) == []

    def test_an_empty_store_finds_nothing(self, store: VectorStore) -> None:
        assert list(store.search(unit(1, 0, 0), k=3)) == []
        assert store.ids() == frozenset()

    def test_a_record_of_a_known_id_replaces_the_old_one(self, store: VectorStore) -> None:
        store.upsert([a_record("x", 1, 0, 0)])
        store.upsert([a_record("x", 0, 1, 0)])

        assert store.ids() == {"x"}
        assert store.search(unit(0, 1, 0), k=1)[0][1] == pytest.approx(1, abs=1e-5)

    def test_a_record_that_changes_its_readers_is_not_found_by_the_old_ones(self, store: VectorStore) -> None:
        store.upsert([a_record("x", 1, 0, 0, scope=ENGLISH)])
        store.upsert([a_record("x", 1, 0, 0, scope=Scope(language="en", audiences=("internal",)))])

        assert list(store.search(unit(1, 0, 0), k=3, filters=Filters(audiences=frozenset({"sales"})))) == []
        assert store.ids() == {"x"}

    def test_a_deleted_record_is_never_found_again(self, store: VectorStore) -> None:
        store.upsert([a_record("gone", 1, 0, 0), a_record("kept", 1, 1, 0)])
        store.delete(["gone", "never there"])

        assert ids(store.search(unit(1, 0, 0), k=3)) == ["kept"]
        assert store.ids() == {"kept"}

    def test_filters_come_before_the_search(self, store: VectorStore) -> None:
        near = [a_record(f"near-{number}", 1, number / 100, 0) for number in range(20)]
        store.upsert([*near, a_record("far", 0, 0, 1, scope=ENGLISH)])

        assert ids(store.search(unit(1, 0, 0), k=3, filters=Filters(languages=frozenset({"en"})))) == ["far"]

    def test_market_readers_and_validity_are_respected(self, store: VectorStore) -> None:
        ended = Scope(language="de", valid_to=date(2025, 12, 31))
        store.upsert(
            [a_record("open", 1, 0, 0), a_record("ie", 1, 0, 0, scope=ENGLISH), a_record("old", 1, 0, 0, scope=ended)]
        )
        filters = Filters(market="DE", audiences=frozenset({"internal"}), valid_on=date(2026, 1, 1))

        assert ids(store.search(unit(1, 0, 0), k=9, filters=filters)) == ["open"]

    def test_a_vector_of_another_model_is_refused(self, store: VectorStore) -> None:
        stranger = VectorRecord(id="x", vector=unit(1, 0), scope=GERMAN)

        with pytest.raises(VectorMismatch, match=r"vector of 'x' has shape \(2,\).*rebuild the store"):
            store.upsert([stranger])
