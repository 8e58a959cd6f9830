import pytest

from knowledge.stores.exact import ExactStore
from tests.contracts.vector_store import VectorStoreContract


class TestExactStore(VectorStoreContract):
    @pytest.fixture
    def store(self) -> ExactStore:
        return ExactStore(3)
