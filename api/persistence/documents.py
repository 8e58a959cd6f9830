"""Ingested documents in the database; the port `knowledge.ports.DocumentRepository`."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.persistence.database import Database
from api.persistence.tables import DocumentRow, RevisionRow
from knowledge.documents import Document, DocumentKey
from knowledge.errors import UnknownDocument

_ONLY_ROW = 1


class SqlDocuments:
    """A `DocumentRepository`: each `replace` is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self) -> int:
        """Grows with every change."""
        with self._database.reading() as session:
            return _revision(session)

    def keys(self) -> tuple[DocumentKey, ...]:
        """Keys of all documents, sorted."""
        with self._database.reading() as session:
            return tuple(sorted(DocumentKey(key) for key in session.scalars(select(DocumentRow.key))))

    def content_hashes(self) -> Mapping[str, str]:
        """Location of every document -> hash of the file it was read from."""
        with self._database.reading() as session:
            rows = session.execute(select(DocumentRow.location, DocumentRow.content_hash))
            return {str(row.location): str(row.content_hash) for row in rows}

    def get(self, key: DocumentKey) -> Document:
        """The document of that key.

        Raises:
            UnknownDocument: there is none.
        """
        with self._database.reading() as session:
            row = session.get(DocumentRow, key)
            if row is None:
                raise UnknownDocument(f"no document '{key}'; {len(self.keys())} are stored, named id@language.")
            return _document(row.body)

    def all(self) -> Sequence[Document]:
        """All documents, sorted by key."""
        with self._database.reading() as session:
            rows = session.execute(select(DocumentRow.key, DocumentRow.body)).all()
        return tuple(_document(body) for _, body in sorted(rows, key=lambda row: str(row[0])))

    def replace(self, *, add: Sequence[Document], remove: Collection[DocumentKey] = ()) -> None:
        """Remove, then add or overwrite, in one step; the revision grows if anything changed by it."""
        with self._database.writing() as session:
            changed = False
            for document in add:
                row, body = session.get(DocumentRow, document.key), _adapter().dump_python(document, mode="json")
                if row is not None and row.body == body:
                    continue
                changed = True
                session.merge(
                    DocumentRow(
                        key=document.key,
                        location=document.provenance.location,
                        content_hash=document.content_hash,
                        body=body,
                    )
                )
            gone = set(remove) - {document.key for document in add}
            stored = set(session.scalars(select(DocumentRow.key).where(DocumentRow.key.in_(gone))))
            session.execute(delete(DocumentRow).where(DocumentRow.key.in_(stored)))
            if changed or stored:
                session.merge(RevisionRow(id=_ONLY_ROW, revision=_revision(session) + 1))


def _revision(session: Session) -> int:
    row = session.get(RevisionRow, _ONLY_ROW)
    return row.revision if row is not None else 0


@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def _document(body: dict[str, Any]) -> Document:
    return _adapter().validate_python(body)
