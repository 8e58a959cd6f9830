"""What every document repository promises.

Inherit from the class and give the fixture `repository`: an empty one.
"""

from dataclasses import replace

import pytest

from knowledge.documents import Document, DocumentId, DocumentKey, Provenance
from knowledge.errors import UnknownDocument
from knowledge.passages import Block, build_passages
from knowledge.ports import DocumentRepository
from knowledge.scope import Scope


def a_document(name: str = "fees", language: str = "en", text: str = "The fee is due. It is small.") -> Document:
    """A document of one paragraph."""
    scope = Scope(language=language)
    return Document(
        id=DocumentId(name),
        title=name,
        source=text.encode(),
        passages=build_passages(text, [Block(section_path=(), start=0, end=len(text))], document_id=name, scope=scope),
        scope=scope,
        provenance=Provenance(
            source="test", location=f"{name}.{language}.md", format="markdown", version="1", content_hash=f"hash {text}"
        ),
    )


class DocumentRepositoryContract:
    """Give a fixture `repository` without documents."""

    def test_what_was_added_is_read_back_with_every_field(self, repository: DocumentRepository) -> None:
        document = a_document()
        repository.replace(add=[document])

        assert repository.get(document.key) == document

    def test_documents_and_keys_come_sorted_by_key(self, repository: DocumentRepository) -> None:
        repository.replace(add=[a_document("b"), a_document("a", "en"), a_document("a", "de")])

        assert repository.keys() == ("a@de", "a@en", "b@en")
        assert [document.key for document in repository.all()] == ["a@de", "a@en", "b@en"]

    def test_a_document_of_a_known_key_replaces_the_old_one(self, repository: DocumentRepository) -> None:
        repository.replace(add=[a_document(text="Old.")])
        repository.replace(add=[a_document(text="New.")])

        assert [document.source for document in repository.all()] == [b"New."]

    def test_removing_and_adding_happen_in_one_step(self, repository: DocumentRepository) -> None:
        repository.replace(add=[a_document("old")])
        before = repository.revision()
        repository.replace(add=[a_document("new")], remove=[DocumentKey("old@en"), DocumentKey("never@en")])

        assert repository.keys() == ("new@en",)
        assert repository.revision() == before + 1

    def test_the_revision_stays_when_nothing_changes(self, repository: DocumentRepository) -> None:
        repository.replace(add=[a_document()])
        before = repository.revision()
        repository.replace(add=[a_document()])

        assert repository.revision() == before

    def test_hashes_are_known_by_location(self, repository: DocumentRepository) -> None:
        repository.replace(add=[a_document(text="A.")])

        assert repository.content_hashes() == {"fees.en.md": "hash A."}

    def test_an_unknown_key_is_refused(self, repository: DocumentRepository) -> None:
        repository.replace(add=[replace(a_document(), title="other")])

        with pytest.raises(UnknownDocument, match="no document 'none@de'"):
            repository.get(DocumentKey("none@de"))
