import pytest

from knowledge.memory import MemoryRepository
from tests.contracts.document_repository import DocumentRepositoryContract


class TestMemoryRepository(DocumentRepositoryContract):
    @pytest.fixture
    def repository(self) -> MemoryRepository:
        return MemoryRepository()
