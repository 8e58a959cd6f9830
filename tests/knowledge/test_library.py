from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.documents import Span
from knowledge.embedders.background import BackgroundEmbedder
from knowledge.errors import EmbedderUnavailable, InvalidDocument, InvalidGlossary, UnknownDocument
from knowledge.library import KnowledgeBase, open_library
from knowledge.memory import MemoryRepository
from knowledge.ports import Embedder, Hit
from knowledge.scope import Filters
from tests.contracts.document_repository import a_document
from tests.contracts.retriever import RetrieverContract, articles
from tests.knowledge.fakes import HashingEmbedder

HEADER = (
    "---\nid: {id}\ntitle: T\nlanguage: {language}\nmarket: all\naudience: {audience}\nversion: 1.0.0\n"
    "valid_from: 2026-01-01\nsource: test\ngoverns: [{governs}]\n---\n"
)


def write(
    folder: Path, name: str, body: str, *, language: str = "de", governs: str = "", audience: str = "all"
) -> None:
    header = HEADER.format(id=name, language=language, governs=governs, audience=audience)
    (folder / f"{name}.{language}.md").write_text(header + body, "utf-8")


def texts(hits: Sequence[Hit]) -> list[str]:
    return [hit.sentence.text for hit in hits]


class TestByWords(RetrieverContract):
    @pytest.fixture
    def retriever(self, tmp_path: Path) -> KnowledgeBase:
        return KnowledgeBase(MemoryRepository(articles(tmp_path)))


class TestByWordsAndVectors(RetrieverContract):
    @pytest.fixture
    def retriever(self, tmp_path: Path) -> KnowledgeBase:
        knowledge = KnowledgeBase(MemoryRepository(articles(tmp_path)), embedder=HashingEmbedder())
        assert knowledge.wait_until_ready(30)
        return knowledge


def test_a_folder_of_articles_is_searched(tmp_path: Path) -> None:
    write(tmp_path, "wheels", "Der Wechsel der Felgen kostet eine Gebühr.")
    write(tmp_path, "tax", "Die Steuer fällt bei der Zulassung an.")

    hits = open_library(tmp_path).retrieve("Was kostet ein Felgenwechsel?")

    assert texts(hits)[0] == "Der Wechsel der Felgen kostet eine Gebühr."
    assert hits[0].coverage > 0.3


def test_sentences_that_govern_what_is_asked_about_come_first(tmp_path: Path) -> None:
    write(tmp_path, "wheels", "Die Felgen sind rund.\nDas Werk entscheidet.", governs="change_order#Activity_Check")
    write(tmp_path, "fee", "Die Gebühr für Felgen ist fest.")
    knowledge = open_library(tmp_path)

    hits = knowledge.retrieve("Gebühr für Felgen", about=["change_order#Activity_Check"])

    assert texts(hits) == ["Die Felgen sind rund.", "Das Werk entscheidet.", "Die Gebühr für Felgen ist fest."]
    assert [hit.ranker_scores["graph"] for hit in hits] == [1, 1, 0]


def test_what_governs_an_address_is_listed_nearest_to_the_question_first(tmp_path: Path) -> None:
    write(tmp_path, "wheels", "Das Werk entscheidet.\nDie Felgen sind rund.", governs="vehicle.wheels")
    write(tmp_path, "fee", "Die Gebühr für Felgen ist fest.")
    knowledge = open_library(tmp_path)

    assert texts(knowledge.governing(["vehicle.wheels"])) == ["Das Werk entscheidet.", "Die Felgen sind rund."]
    assert texts(knowledge.governing(["vehicle.wheels"], question="Felgen")) == [
        "Die Felgen sind rund.",
        "Das Werk entscheidet.",
    ]
    assert texts(knowledge.governing(["vehicle.colour"], question="Felgen")) == []


def test_what_governs_is_kept_from_those_who_may_not_read_it(tmp_path: Path) -> None:
    write(tmp_path, "margin", "Die Marge ist hoch.", governs="price.margin", audience="internal")
    knowledge = open_library(tmp_path)

    assert list(knowledge.governing(["price.margin"], filters=Filters(audiences=frozenset({"sales"})))) == []
    assert len(knowledge.governing(["price.margin"], filters=Filters(audiences=frozenset({"internal"})))) == 1


def test_the_glossary_finds_texts_in_the_other_language(tmp_path: Path) -> None:
    write(tmp_path, "wheels", "The rim is changed in the workshop.", language="en")
    glossary = tmp_path / "glossary.yaml"
    glossary.write_text("entries:\n- {id: wheels, de: [Felge], en: [rim]}\n", "utf-8")

    hits = open_library(tmp_path, glossary).retrieve("Wer wechselt die Felgen?")

    assert texts(hits) == ["The rim is changed in the workshop."]


def test_documents_are_found_by_id_and_language(tmp_path: Path) -> None:
    write(tmp_path, "wheels", "Die Felge.", language="de")
    write(tmp_path, "wheels", "The rim.", language="en")
    knowledge = open_library(tmp_path)

    assert knowledge.document("wheels").language == "de"
    assert knowledge.document("wheels", "en").language == "en"
    with pytest.raises(UnknownDocument, match="no document 'wheels' in 'fr'; there is de, en"):
        knowledge.document("wheels", "fr")
    with pytest.raises(UnknownDocument, match="no document 'rims'"):
        knowledge.document("rims")


def test_quotes_are_checked_against_the_stored_source(tmp_path: Path) -> None:
    write(tmp_path, "wheels", "Die Größe zählt.")
    knowledge = open_library(tmp_path)
    document, passage, sentence = knowledge.sentence("wheels@de#1.1")

    assert knowledge.quote(sentence.id) == "Die Größe zählt."
    assert knowledge.quote_holds(passage.document_key, sentence.span, "Die Größe zählt.")
    assert not knowledge.quote_holds(document.key, sentence.span, "Die Grösse zählt.")
    assert not knowledge.quote_holds("none@de", Span(0, 3), "Die")
    with pytest.raises(UnknownDocument, match=r"no sentence 'wheels@de#9\.9'"):
        knowledge.sentence("wheels@de#9.9")


def test_two_files_of_one_article_and_language_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "wheels", "Die Felge.")
    (tmp_path / "copy.md").write_text((tmp_path / "wheels.de.md").read_text("utf-8"), "utf-8")

    with pytest.raises(InvalidDocument, match="'wheels@de' is already given by"):
        open_library(tmp_path)


def test_a_missing_glossary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidGlossary):
        open_library(tmp_path, tmp_path / "none.yaml")


def test_a_change_of_the_repository_is_followed() -> None:
    repository = MemoryRepository([a_document("fees", text="The fee is due.")])
    knowledge = KnowledgeBase(repository, embedder=HashingEmbedder())

    repository.replace(add=[a_document("wheels", text="The rim is round.")], remove=[a_document("fees").key])

    assert texts(knowledge.retrieve("rim")) == ["The rim is round."]
    assert knowledge.wait_until_ready(30)
    assert texts(knowledge.retrieve("fee and rim")) == ["The rim is round."]


def test_until_the_model_is_there_words_answer_alone() -> None:
    def never() -> Embedder:
        raise EmbedderUnavailable("no weights")

    knowledge = KnowledgeBase(MemoryRepository([a_document()]), embedder=BackgroundEmbedder(never))

    assert not knowledge.wait_until_ready(30)
    assert knowledge.rankers == ("words", "graph")
    assert texts(knowledge.retrieve("fee", k=1)) == ["The fee is due."]


def test_with_vectors_the_rankers_say_so() -> None:
    knowledge = KnowledgeBase(MemoryRepository([a_document()]), embedder=HashingEmbedder())

    assert knowledge.wait_until_ready(30)
    assert knowledge.rankers == ("words", "dense", "graph")


def test_an_empty_library_answers_nothing(tmp_path: Path) -> None:
    knowledge = open_library(tmp_path, embedder=HashingEmbedder())

    assert knowledge.wait_until_ready(30)
    assert list(knowledge.retrieve("Felge")) == []
    assert knowledge.documents() == ()


def test_of_an_article_in_two_languages_the_asker_s_version_is_found(tmp_path: Path) -> None:
    write(tmp_path, "wheels", "Der SUV bekommt andere Felgen.", language="de")
    write(tmp_path, "wheels", "The SUV gets other rims.", language="en")
    write(tmp_path, "only", "The SUV is new.", language="en")
    knowledge = open_library(tmp_path)

    german = knowledge.retrieve("Bekommt der SUV andere Felgen?", k=9)
    english = knowledge.retrieve("Does the SUV get other rims?", k=9)

    assert [hit.document_key for hit in german] == ["wheels@de", "only@en"]
    assert {hit.document_key for hit in english} == {"wheels@en", "only@en"}


def test_another_language_version_is_found_where_the_asker_s_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, "wheels", "Der SUV bekommt andere Felgen.", language="de", audience="internal")
    write(tmp_path, "wheels", "The SUV gets other rims.", language="en")
    sales = Filters(audiences=frozenset({"sales"}))

    hits = open_library(tmp_path).retrieve("Bekommt der SUV andere Felgen?", filters=sales)

    assert [hit.document_key for hit in hits] == ["wheels@en"]
