from dataclasses import replace

import numpy as np
import pytest

from knowledge.retrievers.dense import DenseIndex, record_id
from knowledge.retrievers.entries import Entry
from knowledge.scope import NO_FILTERS, Filters, Scope
from knowledge.stores.exact import ExactStore
from tests.knowledge.fakes import HashingEmbedder

DE, EN = Scope(language="de"), Scope(language="en")


def entry(key: str, text: str, scope: Scope = DE) -> Entry:
    return Entry(id=key, text=text, scope=scope)


def test_scores_are_cosines_of_the_admitted_entries() -> None:
    embedder = HashingEmbedder()
    index = DenseIndex([entry("a", "Felge"), entry("b", "wheel", EN)], embedder, ExactStore(64))

    scores = index.score(embedder.embed(["Felge"])[0], Filters(languages=frozenset({"de"})))

    assert scores[0] == pytest.approx(1, abs=1e-5)
    assert np.isnan(scores[1])


def test_unchanged_texts_are_not_embedded_again() -> None:
    store, embedder = ExactStore(64), HashingEmbedder()
    DenseIndex([entry("a", "Felge"), entry("b", "Rad")], embedder, store)
    embedder.embedded.clear()
    DenseIndex([entry("a", "Felge"), entry("b", "Rad, neu"), entry("c", "Steuer")], embedder, store)

    assert sorted(embedder.embedded) == ["Rad, neu", "Steuer"]


def test_vectors_of_texts_that_are_gone_are_deleted() -> None:
    store, embedder = ExactStore(64), HashingEmbedder()
    DenseIndex([entry("a", "Felge"), entry("b", "Rad")], embedder, store)
    DenseIndex([entry("a", "Felge")], embedder, store)

    assert store.ids() == {record_id(entry("a", "Felge"), embedder)}


def test_a_change_of_readers_changes_the_record() -> None:
    open_to_all = entry("a", "Felge")
    restricted = replace(open_to_all, scope=Scope(language="de", audiences=("internal",)))

    assert record_id(open_to_all, HashingEmbedder()) != record_id(restricted, HashingEmbedder())


def test_progress_ends_with_everything_done() -> None:
    heard: list[tuple[int, int]] = []
    many = [entry(f"{number:03}", f"Satz {number}") for number in range(300)]
    DenseIndex(many, HashingEmbedder(), ExactStore(64), lambda done, total: heard.append((done, total)))

    assert heard[-1] == (300, 300)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


def test_an_empty_corpus_has_no_scores() -> None:
    embedder = HashingEmbedder()

    assert len(DenseIndex([], embedder, ExactStore(64)).score(embedder.embed(["x"])[0], NO_FILTERS)) == 0
