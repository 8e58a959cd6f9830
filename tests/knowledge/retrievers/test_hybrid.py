import numpy as np
import pytest

from knowledge.retrievers.entries import Corpus, Entry
from knowledge.retrievers.hybrid import FusionWeights, HybridRanking
from knowledge.scope import Filters, Scope
from tests.knowledge.fakes import HashingEmbedder

DE = Scope(language="de")


def corpus(*rows: tuple[str, str, str | None], scope: Scope = DE) -> Corpus:
    return Corpus(Entry(id=key, text=text, parent=parent, scope=scope) for key, text, parent in rows)


def order(ranking: HybridRanking, question: str, k: int = 10) -> list[str]:
    return [ranking.corpus.entries[found.number].id for found in ranking.rank(question, k=k)]


def test_of_two_like_sentences_the_one_in_the_fitting_part_comes_first() -> None:
    ranking = HybridRanking(
        corpus(
            ("a1", "Die Frist beträgt 14 Tage.", "a"),
            ("a2", "Die Zulassung erfolgt danach.", "a"),
            ("b1", "Die Frist beträgt 30 Tage.", "b"),
            ("b2", "Der Widerruf ist in Textform möglich.", "b"),
        )
    )

    assert order(ranking, "Welche Frist hat der Widerruf?")[:2] == ["b2", "b1"]
    assert order(ranking, "Welche Frist gilt für die Zulassung?")[:2] == ["a2", "a1"]


def test_a_part_without_weight_changes_nothing() -> None:
    rows = (("a1", "Die Frist", "a"), ("a2", "Zulassung", "a"), ("b1", "Die Frist", "b"), ("b2", "Widerruf", "b"))
    ranking = HybridRanking(corpus(*rows), weights=FusionWeights(parent=0))

    assert order(ranking, "Frist") == ["a1", "b1"]


def test_equal_entries_come_in_the_order_of_their_ids() -> None:
    ranking = HybridRanking(corpus(("c", "Felge", None), ("a", "Felge", None), ("b", "Felge", None)))

    assert order(ranking, "Felge") == ["a", "b", "c"]


def test_a_single_entry_that_matches_is_found() -> None:
    assert order(HybridRanking(corpus(("a", "Die Felge", None))), "Felge") == ["a"]


def test_nothing_is_found_where_nothing_matches() -> None:
    ranking = HybridRanking(corpus(("a", "Die Felge", None)))

    assert order(ranking, "Wetter") == []
    assert order(ranking, " ") == []
    assert HybridRanking(Corpus([])).rank("Felge") == []


def test_vectors_take_part_once_they_are_there() -> None:
    ranking = HybridRanking(corpus(("a", "Die Felge", None), ("b", "Die Steuer", None)))
    before = ranking.rankers
    ranking.add_vectors(HashingEmbedder())

    found = ranking.rank("Felge")

    assert (before, ranking.rankers) == (("words",), ("words", "dense"))
    assert set(found[0].ranker_scores) == {"words", "dense"}
    assert found[0].cosine is not None
    assert found[0].cosine == pytest.approx(2**-0.5, abs=0.3)


def test_a_question_is_embedded_once() -> None:
    embedder = HashingEmbedder()
    ranking = HybridRanking(corpus(("a", "Die Felge", None)))
    ranking.add_vectors(embedder)
    for _ in range(3):
        ranking.rank("Felge")

    assert embedder.embedded.count("Felge") == 1


def test_only_admitted_entries_set_the_scale() -> None:
    entries = [
        Entry(id="de", text="Felge", scope=DE),
        Entry(id="at", text="Die neue Felge und die alte Felge am Rad", scope=Scope(language="de", markets=("AT",))),
    ]
    ranking = HybridRanking(Corpus(entries))

    found = ranking.rank("Felge Rad", filters=Filters(market="DE"))

    assert [ranking.corpus.entries[each.number].id for each in found] == ["de"]
    assert found[0].ranker_scores["words"] == 1


def test_what_other_knowledge_raises_comes_first() -> None:
    ranking = HybridRanking(corpus(("a", "Felge", None), ("b", "Steuer", None)))

    found = ranking.rank("Felge", raised=np.array([0, 10], dtype=np.float32))

    assert [ranking.corpus.entries[each.number].id for each in found] == ["b", "a"]


def test_coverage_counts_what_the_surrounding_part_mentions() -> None:
    ranking = HybridRanking(corpus(("a1", "Sie ist frei.", "a"), ("a2", "Die Felge kommt.", "a"), ("b", "Steuer", "b")))

    number = [entry.id for entry in ranking.corpus.entries].index("a1")

    assert ranking.coverage("Felge", number) == 1
    assert ranking.coverage("Wetter", number) == 0


class _English(HashingEmbedder):
    languages = frozenset({"en"})


def _fused_by_hand(ranking: HybridRanking, question: str, dense_weight: float) -> float:
    best = ranking.rank(question)[0]
    return (best.ranker_scores["words"] + dense_weight * best.ranker_scores["dense"]) / (1 + dense_weight)


@pytest.mark.parametrize(
    ("language", "question", "weight"),
    [
        ("en", "What about the wheel and the tax?", 1.0),
        ("en", "wheel tax tax", 1.0),
        ("de", "Was ist mit wheel und tax?", 0.35),
        ("de", "wheel tax tax", 0.35),
    ],
)
def test_a_model_counts_less_in_a_language_it_was_not_trained_on(language: str, question: str, weight: float) -> None:
    scope = Scope(language=language)
    ranking = HybridRanking(corpus(("a", "wheel", None), ("b", "tax", None), ("c", "slot", None), scope=scope))
    ranking.add_vectors(_English())

    assert ranking.rank(question)[0].score == pytest.approx(_fused_by_hand(ranking, question, weight), abs=1e-5)
