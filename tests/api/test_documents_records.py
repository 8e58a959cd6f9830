"""Ingested documents are kept as any repository of documents promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.persistence.database import Database
from api.persistence.documents import SqlDocuments
from knowledge.ports import DocumentRepository
from tests.contracts.document_repository import DocumentRepositoryContract


class TestSqlDocuments(DocumentRepositoryContract):
    @pytest.fixture
    def repository(self, tmp_path: Path) -> Iterator[DocumentRepository]:
        database = Database(f"sqlite:///{tmp_path / 'records.sqlite3'}")
        yield SqlDocuments(database)
        database.close()
