"""What is decided about prices is kept by the database, and kept as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from agents.pricing.approval import propose
from agents.pricing.audit import verify
from agents.pricing.ports import DecisionLog, RecommendationRepository
from api.persistence.database import Database, DatabaseUnavailable
from api.persistence.pricing import SqlDecisionLog, SqlRecommendations
from api.persistence.tables import Table
from tests.contracts.pricing_repository import DecisionLogContract, RecommendationRepositoryContract, a_recommendation


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'records.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as opened:
        yield opened


class TestSqlRecommendations(RecommendationRepositoryContract):
    @pytest.fixture
    def recommendations(self, session: Session) -> RecommendationRepository:
        return SqlRecommendations(session)


class TestSqlDecisionLog(DecisionLogContract):
    @pytest.fixture
    def log(self, session: Session) -> DecisionLog:
        return SqlDecisionLog(session)


def _propose(database: Database) -> None:
    with database.writing() as session:
        propose(a_recommendation(), recommendations=SqlRecommendations(session), log=SqlDecisionLog(session))


def _propose_until_the_power_is_cut(database: Database) -> None:
    with database.writing() as session:
        propose(a_recommendation(), recommendations=SqlRecommendations(session), log=SqlDecisionLog(session))
        raise RuntimeError("power cut")


@pytest.mark.parametrize("change", ["UPDATE decisions SET actor = 'somebody else'", "DELETE FROM decisions"])
def test_a_written_decision_can_neither_be_changed_nor_removed(database: Database, change: str) -> None:
    _propose(database)

    with pytest.raises(DatabaseError, match="never changed or removed"), database.writing() as session:
        session.execute(text(change))

    with database.reading() as session:
        assert verify(SqlDecisionLog(session).records(), expected_count=1).whole


def test_a_failed_transaction_keeps_neither_recommendation_nor_record(database: Database) -> None:
    with pytest.raises(RuntimeError, match="power cut"):
        _propose_until_the_power_is_cut(database)

    with database.reading() as session:
        assert SqlRecommendations(session).find() == []
        assert SqlDecisionLog(session).last() is None


def test_the_migrations_make_exactly_the_tables_that_are_used(database: Database) -> None:
    database.prepare()

    with create_engine(database.address).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_records_survive_the_end_of_the_process(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite3'}"
    _propose(Database(address))

    with Database(address).reading() as session:
        assert [found.product for found in SqlRecommendations(session).find()] == ["pico-e"]


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    database = Database(f"sqlite:///{tmp_path / 'file' / 'records.sqlite3'}")

    with pytest.raises(DatabaseUnavailable, match="MURMEL_DATA_DIR"):
        database.prepare()
