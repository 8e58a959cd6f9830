"""What every retriever promises.

Inherit from the class and give the fixture `retriever`: one that searches `articles()`.
"""

from datetime import date
from pathlib import Path

from knowledge.documents import Document
from knowledge.ports import Retriever
from knowledge.scope import Filters
from knowledge.sources.markdown import read_markdown

_ARTICLES = {
    "wheels.de": (
        "de",
        "all",
        "sales",
        "Ein Wechsel der Felgen ist bis zur Fertigung möglich.\nDanach hilft ein Umbau.",
    ),
    "wheels.en": (
        "en",
        "all",
        "sales",
        "A change of wheels is possible until production.\nAfterwards a retrofit helps.",
    ),
    "tax.de": ("de", "AT", "all", "Die Normverbrauchsabgabe fällt bei der Zulassung an."),
    "margin.de": ("de", "all", "internal", "Die Marge je Fahrzeug steht im internen Bericht."),
    "old.de": ("de", "all", "all", "Der Wechsel der Felgen kostete früher eine feste Gebühr."),
}


def articles(folder: Path) -> list[Document]:
    """Five short articles of different language, market, readers and validity, written to `folder` and read."""
    documents: list[Document] = []
    for name, (language, market, audience, text) in _ARTICLES.items():
        article = name.split(".")[0]
        ended = "valid_to: 2024-12-31\n" if article == "old" else ""
        path = folder / f"{name}.md"
        path.write_text(
            f"---\nid: {article}\ntitle: {article}\nlanguage: {language}\nmarket: {market}\naudience: {audience}\n"
            f"version: 1.0.0\nvalid_from: 2020-01-01\n{ended}source: test\n---\n{text}\n",
            encoding="utf-8",
        )
        documents.extend(read_markdown(path))
    return documents


class RetrieverContract:
    """Give a fixture `retriever` over `articles()`."""

    def test_the_sentence_that_answers_comes_first(self, retriever: Retriever) -> None:
        hits = retriever.retrieve("Bis wann ist ein Felgenwechsel möglich?", filters=Filters(valid_on=date(2026, 1, 1)))

        assert hits[0].sentence.text == "Ein Wechsel der Felgen ist bis zur Fertigung möglich."

    def test_no_more_than_k_hits_come_back(self, retriever: Retriever) -> None:
        assert len(retriever.retrieve("Wechsel der Felgen", k=2)) == 2
        assert list(retriever.retrieve("Wechsel der Felgen", k=0)) == []

    def test_hits_are_ordered_by_score_and_equal_scores_by_id(self, retriever: Retriever) -> None:
        hits = retriever.retrieve("Wechsel der Felgen, Marge und Zulassung", k=20)

        assert [hit.id for hit in hits] == [hit.id for hit in sorted(hits, key=lambda hit: (-hit.score, hit.id))]

    def test_the_same_question_twice_gives_the_same_hits(self, retriever: Retriever) -> None:
        assert list(retriever.retrieve("Felgen")) == list(retriever.retrieve("Felgen"))

    def test_an_empty_question_finds_nothing(self, retriever: Retriever) -> None:
        assert list(retriever.retrieve("")) == []
        assert list(retriever.retrieve("  \n")) == []

    def test_no_sentence_is_found_twice(self, retriever: Retriever) -> None:
        ids = [hit.id for hit in retriever.retrieve("Felgen Wechsel wheels", k=20)]

        assert len(ids) == len(set(ids))

    def test_a_language_filter_leaves_the_other_languages_out(self, retriever: Retriever) -> None:
        hits = retriever.retrieve("Felgen wheels change", k=20, filters=Filters(languages=frozenset({"en"})))

        assert {hit.document_key for hit in hits} == {"wheels@en"}

    def test_what_holds_in_another_market_is_not_found(self, retriever: Retriever) -> None:
        german = retriever.retrieve("Normverbrauchsabgabe Zulassung", k=20, filters=Filters(market="DE"))
        austrian = retriever.retrieve("Normverbrauchsabgabe Zulassung", k=20, filters=Filters(market="AT"))

        assert "tax" not in {hit.document_id for hit in german}
        assert austrian[0].document_id == "tax"

    def test_what_an_asker_may_not_read_is_not_found(self, retriever: Retriever) -> None:
        for question in ("Marge je Fahrzeug", "Bericht"):
            hits = retriever.retrieve(question, k=20, filters=Filters(audiences=frozenset({"sales"})))
            assert "margin" not in {hit.document_id for hit in hits}

    def test_what_is_no_longer_valid_is_not_found(self, retriever: Retriever) -> None:
        hits = retriever.retrieve("feste Gebühr Felgen", k=20, filters=Filters(valid_on=date(2025, 1, 1)))

        assert "old" not in {hit.document_id for hit in hits}

    def test_a_hit_stands_in_its_passage(self, retriever: Retriever) -> None:
        for hit in retriever.retrieve("Felgen", k=20):
            assert hit.sentence in hit.passage.sentences
            assert hit.id == hit.sentence.id
            assert hit.document_key == hit.passage.document_key

    def test_the_rankers_are_named(self, retriever: Retriever) -> None:
        assert "words" in retriever.rankers
