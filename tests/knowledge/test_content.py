"""The articles that ship with the product."""

from collections import defaultdict
from pathlib import Path

import pytest

from knowledge.analysis_text import detect_language
from knowledge.library import KnowledgeBase, open_library

CONTENT = Path(__file__).resolve().parents[2] / "knowledge" / "content"


@pytest.fixture(scope="module")
def library() -> KnowledgeBase:
    return open_library(CONTENT)


def test_every_article_is_read_and_named_after_its_id_and_language(library: KnowledgeBase) -> None:
    names = {Path(document.provenance.location).name for document in library.documents()}

    assert names == {path.name for path in CONTENT.rglob("*.md")} - {"README.md"}
    assert names == {f"{document.id}.{document.language}.md" for document in library.documents()}


def test_every_article_is_in_german_and_english_with_as_many_sections(library: KnowledgeBase) -> None:
    sections: dict[str, dict[str, int]] = defaultdict(dict)
    for document in library.documents():
        paths = {passage.section_path for passage in document.passages}
        sections[document.id][document.language] = len(paths)

    assert {article: set(counts) for article, counts in sections.items() if set(counts) != {"de", "en"}} == {}
    assert {article: counts for article, counts in sections.items() if len(set(counts.values())) > 1} == {}


def test_language_versions_agree_on_scope_version_and_what_they_govern(library: KnowledgeBase) -> None:
    facts = defaultdict(set)
    for document in library.documents():
        scope = document.scope
        facts[document.id].add(
            (document.version, scope.markets, scope.audiences, scope.valid_from, scope.valid_to, document.governs)
        )

    assert [article for article, versions in facts.items() if len(versions) > 1] == []


def test_articles_are_written_in_the_language_they_name(library: KnowledgeBase) -> None:
    wrong = [
        document.key
        for document in library.documents()
        if detect_language(" ".join(sentence.text for sentence in document.sentences())) != document.language
    ]

    assert wrong == []


def test_every_sentence_can_be_quoted_byte_for_byte(library: KnowledgeBase) -> None:
    sentences = [(document, sentence) for document in library.documents() for sentence in document.sentences()]

    assert sentences
    assert all(library.quote_holds(document.key, each.span, library.quote(each.id)) for document, each in sentences)


def test_a_sentence_stands_on_one_line(library: KnowledgeBase) -> None:
    broken = [
        sentence.id
        for document in library.documents()
        for sentence in document.sentences()
        if "\n" in library.quote(sentence.id)
    ]

    assert broken == []


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Wann ist eine Aussage sicher?", "how-to-read-an-answer"),
        ("who gets a disputed sentence?", "when-an-answer-is-refused"),
        ("Welche Angaben braucht der Assistent?", "how-to-ask"),
    ],
)
def test_questions_about_the_assistant_find_their_article(library: KnowledgeBase, question: str, article: str) -> None:
    assert library.retrieve(question)[0].document_id == article
