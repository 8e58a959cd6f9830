"""Conversations, answers and their evidence in the database; the port `agents.assistant.ports.EvidenceStore`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.assistant.answer import Evidence, EvidenceKind, evidence_to_json
from agents.assistant.errors import UnknownEvidence
from api.persistence.database import Database
from api.persistence.tables import AnswerRow, ConversationRow, EvidenceRow, FeedbackRow


class SqlEvidence:
    """An `EvidenceStore`: what was given out once can always be read again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, evidence: Iterable[Evidence]) -> None:
        """Keep the evidence; what is there already stays."""
        by_id = {each.id: each for each in evidence}
        if not by_id:
            return
        with self._database.reading() as session:
            known = set(session.scalars(select(EvidenceRow.id).where(EvidenceRow.id.in_(by_id))))
        new = [each for id, each in by_id.items() if id not in known]
        if new:
            with self._database.writing() as session:
                for each in new:
                    session.merge(EvidenceRow(id=each.id, body=evidence_to_json(each)))

    def get(self, id: str) -> Evidence:
        """The evidence with that id.

        Raises:
            UnknownEvidence: there is none.
        """
        with self._database.reading() as session:
            row = session.get(EvidenceRow, id)
            if row is None:
                raise UnknownEvidence(f"no evidence '{id}'; ask the question again to have it computed.")
            body = row.body
        return Evidence(
            kind=EvidenceKind(body["kind"]),
            ref=body["ref"],
            quote=body["quote"],
            source=body["source"],
            version=body["version"],
        )


def keep_answer(
    database: Database,
    answer: Mapping[str, Any],
    *,
    question: Mapping[str, Any],
    conversation: str | None,
    user: str,
) -> None:
    """Keep an answer with the question it was given to, in its conversation where it has one."""
    now = datetime.now(UTC).replace(microsecond=0)
    with database.writing() as session:
        session.add(
            AnswerRow(
                id=str(answer["id"]),
                conversation_id=conversation,
                user=user,
                at=now,
                question=dict(question),
                body=dict(answer),
            )
        )


def start_conversation(database: Database, user: str) -> dict[str, Any]:
    """A new conversation."""
    row = ConversationRow(id=uuid4().hex, user=user, started_at=datetime.now(UTC).replace(microsecond=0))
    document = {"id": row.id, "user": user, "started_at": row.started_at.isoformat(), "turns": []}
    with database.writing() as session:
        session.add(row)
    return document


def conversation(database: Database, id: str, user: str) -> dict[str, Any] | None:
    """A conversation of a user with its questions and answers, None where there is none."""
    with database.reading() as session:
        row = session.get(ConversationRow, id)
        if row is None or row.user != user:
            return None
        return {
            "id": row.id,
            "user": row.user,
            "started_at": row.started_at.isoformat(),
            "turns": [
                {"question": turn.question, "answer": turn.body, "at": turn.at.isoformat()}
                for turn in _turns(session, id)
            ],
        }


def conversations(database: Database, user: str, *, after: str | None, limit: int) -> Sequence[dict[str, Any]]:
    """The conversations of a user by id."""
    query = select(ConversationRow).where(ConversationRow.user == user).order_by(ConversationRow.id).limit(limit)
    with database.reading() as session:
        rows = session.scalars(query.where(ConversationRow.id > after) if after else query)
        return [{"id": row.id, "user": row.user, "started_at": row.started_at.isoformat()} for row in rows]


def answer_with(database: Database, id: str) -> dict[str, Any] | None:
    """An answer that was given, None where there is none."""
    with database.reading() as session:
        row = session.scalars(select(AnswerRow).where(AnswerRow.id == id).limit(1)).first()
        return dict(row.body) if row is not None else None


def keep_feedback(database: Database, *, answer: str, claim: int | None, verdict: str, comment: str, user: str) -> str:
    """Keep what somebody said about an answer; its id."""
    row = FeedbackRow(
        id=uuid4().hex,
        answer_id=answer,
        claim=claim,
        verdict=verdict,
        comment=comment,
        user=user,
        at=datetime.now(UTC).replace(microsecond=0),
    )
    id = row.id
    with database.writing() as session:
        session.add(row)
    return id


def _turns(session: Session, conversation: str) -> Sequence[AnswerRow]:
    query = select(AnswerRow).where(AnswerRow.conversation_id == conversation).order_by(AnswerRow.number)
    return session.scalars(query).all()
