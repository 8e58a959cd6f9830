"""Documents kept in memory: for tests, for the articles that ship with the product, for one-off questions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from threading import Lock

from knowledge.documents import Document, DocumentKey
from knowledge.errors import UnknownDocument


class MemoryRepository:
    """A `DocumentRepository` in memory. Readers see one whole state; writers take turns."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._state: tuple[int, dict[DocumentKey, Document]] = (0, {})
        self._writing = Lock()
        self.replace(add=tuple(documents))

    def revision(self) -> int:
        """Grows with every change."""
        return self._state[0]

    def keys(self) -> tuple[DocumentKey, ...]:
        """Keys of all documents, sorted."""
        return tuple(sorted(self._state[1]))

    def content_hashes(self) -> Mapping[str, str]:
        """Location of every document -> hash of the file it was read from."""
        return {document.provenance.location: document.content_hash for document in self.all()}

    def get(self, key: DocumentKey) -> Document:
        """The document of that key.

        Raises:
            UnknownDocument: there is none.
        """
        documents = self._state[1]
        if key not in documents:
            raise UnknownDocument(f"no document '{key}'; {len(documents)} are stored, named id@language.")
        return documents[key]

    def all(self) -> Sequence[Document]:
        """All documents, sorted by key."""
        documents = self._state[1]
        return tuple(documents[key] for key in sorted(documents))

    def replace(self, *, add: Sequence[Document], remove: Collection[DocumentKey] = ()) -> None:
        """Remove, then add or overwrite, in one step."""
        with self._writing:
            revision, documents = self._state
            gone = set(remove)
            kept = {key: document for key, document in documents.items() if key not in gone}
            changed = {**kept, **{document.key: document for document in add}}
            if changed != documents:
                self._state = (revision + 1, changed)
