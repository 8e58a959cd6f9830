"""The tables. Values that the floors below define are kept whole as JSON, with columns for what is searched."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the time zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """The base of all tables."""

    type_annotation_map = {dict[str, Any]: JSON, datetime: UtcDateTime, bytes: LargeBinary}


# SQLite counts up only where the key is exactly INTEGER.
_COUNTER = BigInteger().with_variant(Integer, "sqlite")


class RecommendationRow(Table):
    """A price recommendation; `body` is its canonical JSON."""

    __tablename__ = "recommendations"
    __table_args__ = (Index("recommendations_by_status", "status", "id"),)

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    market: Mapped[str] = mapped_column(String(20))
    product: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)


class DecisionRow(Table):
    """One link of the chain of decisions; a trigger refuses any change or removal."""

    __tablename__ = "decisions"

    sequence: Mapped[int] = mapped_column(_COUNTER, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40))
    recommendation_id: Mapped[str] = mapped_column(String(200), index=True)
    actor: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class ConversationRow(Table):
    """A conversation somebody has with the assistant."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    user: Mapped[str] = mapped_column(String(100))
    started_at: Mapped[datetime]


class AnswerRow(Table):
    """An answer that was given; `question` is what was asked with all slots, `body` the answer."""

    __tablename__ = "answers"
    __table_args__ = (Index("answers_by_conversation", "conversation_id", "number"),)

    number: Mapped[int] = mapped_column(_COUNTER, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(80), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    user: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
    question: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]


class EvidenceRow(Table):
    """A piece of evidence that an answer cites; its id is a hash of its content, so it never changes."""

    __tablename__ = "evidence"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    body: Mapped[dict[str, Any]]


class FeedbackRow(Table):
    """What somebody said about an answer, or about one sentence of it."""

    __tablename__ = "feedback"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    answer_id: Mapped[str] = mapped_column(String(80), index=True)
    claim: Mapped[int | None]
    verdict: Mapped[str] = mapped_column(String(20))
    comment: Mapped[str] = mapped_column(Text)
    user: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


class SuiteRow(Table):
    """A test suite as its JSON; the same process, market and criterion of the same version is the same suite."""

    __tablename__ = "suites"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    process: Mapped[str] = mapped_column(String(200))
    market: Mapped[str | None] = mapped_column(String(20))
    criterion: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(index=True)
    body: Mapped[dict[str, Any]]


class JobRow(Table):
    """Long work with its progress; `result` names what it made."""

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    request: Mapped[dict[str, Any]]
    user: Mapped[str] = mapped_column(String(100))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    cancel: Mapped[bool] = mapped_column(default=False)
    result: Mapped[str | None] = mapped_column(String(200))
    problem: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class EventRow(Table):
    """An event for others, written in the same transaction as what it tells of."""

    __tablename__ = "outbox"

    number: Mapped[int] = mapped_column(_COUNTER, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    at: Mapped[datetime]
    type: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(200))
    data: Mapped[dict[str, Any]]


class RequestRow(Table):
    """A write that carried an `Idempotency-Key`, and what was answered; no status while it runs."""

    __tablename__ = "requests"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    user: Mapped[str] = mapped_column(String(100), primary_key=True)
    route: Mapped[str] = mapped_column(String(300), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes | None]


class ModelRow(Table):
    """A model somebody brought: the file as it came, under the id of its first process."""

    __tablename__ = "imported_models"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    user: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
    document: Mapped[bytes]


class DocumentRow(Table):
    """An ingested document, whole."""

    __tablename__ = "documents"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    location: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]]


class RevisionRow(Table):
    """How often the documents have changed; one row."""

    __tablename__ = "document_revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]
