from datetime import date
from pathlib import Path

import numpy as np
import pytest
from chromadb.api import ClientAPI

from knowledge.ports import VectorRecord
from knowledge.scope import Filters, Scope
from knowledge.stores.chroma import ChromaStore, chroma_stores, embedded_client
from knowledge.stores.exact import ExactStore
from knowledge.stores.recall import recall_against
from tests.contracts.vector_store import ENGLISH, VectorStoreContract, a_record, ids, unit
from tests.knowledge.fakes import HashingEmbedder


@pytest.fixture
def client(tmp_path: Path) -> ClientAPI:
    return embedded_client(tmp_path / "chroma")


def a_store(client: ClientAPI, model: str = "m", name: str = "sentences") -> ChromaStore:
    return ChromaStore(client, name=name, model=model, dimension=3)


class TestChromaStore(VectorStoreContract):
    @pytest.fixture
    def store(self, client: ClientAPI) -> ChromaStore:
        return a_store(client)


def test_what_was_stored_is_there_when_the_database_is_opened_again(client: ClientAPI) -> None:
    dated = Scope(language="de", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    a_store(client).upsert([a_record("a", 1, 0, 0, scope=ENGLISH), a_record("b", 1, 0, 0, scope=dated)])

    again = a_store(client)

    assert again.ids() == {"a", "b"}
    assert ids(again.search(unit(1, 0, 0), k=2, filters=Filters(valid_on=date(2027, 1, 1)))) == ["a"]


def test_vectors_of_another_model_are_dropped(client: ClientAPI) -> None:
    a_store(client, model="old").upsert([a_record("a", 1, 0, 0)])

    assert a_store(client, model="new").ids() == frozenset()
    assert a_store(client, model="old").ids() == frozenset()


def test_stores_of_different_purposes_do_not_mix(client: ClientAPI) -> None:
    a_store(client, name="sentences").upsert([a_record("a", 1, 0, 0)])

    assert a_store(client, name="passages").ids() == frozenset()
    assert a_store(client, name="sentences").ids() == {"a"}


def test_the_nearest_is_right_after_many_deletions(client: ClientAPI) -> None:
    store = a_store(client)
    angles = np.linspace(0, 1.5, 200)
    store.upsert([a_record(f"{number:03}", np.cos(angle), np.sin(angle), 0) for number, angle in enumerate(angles)])
    store.delete([f"{number:03}" for number in range(200) if number % 2 == 0])

    assert ids(store.search(unit(1, 0, 0), k=3)) == ["001", "003", "005"]


def test_recall_against_the_exact_scan_is_high(client: ClientAPI) -> None:
    random = np.random.default_rng(7)
    records = [
        VectorRecord(
            id=f"{number:04}", vector=unit(*random.normal(size=32)), scope=Scope(language="de" if number % 3 else "en")
        )
        for number in range(1500)
    ]
    questions = [unit(*random.normal(size=32)) for _ in range(50)]
    exact, store = ExactStore(32), ChromaStore(client, name="s", model="m", dimension=32)
    exact.upsert(records)
    store.upsert(records)

    assert recall_against(exact, store, questions) >= 0.98
    assert recall_against(exact, store, questions, filters=Filters(languages=frozenset({"en"}))) >= 0.98


def test_a_store_is_opened_for_the_model_of_the_embedder(client: ClientAPI) -> None:
    store = chroma_stores(client)("sentences", HashingEmbedder())
    store.upsert([VectorRecord(id="a", vector=HashingEmbedder().embed(["x"])[0], scope=ENGLISH)])

    assert chroma_stores(client)("sentences", HashingEmbedder()).ids() == {"a"}
