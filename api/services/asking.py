"""Questions to the assistant, the conversations they belong to, and the evidence of its answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.assistant.answer import evidence_to_json, to_json
from agents.assistant.question import Question
from api.errors import Refused
from api.persistence import answers
from api.persistence.answers import SqlEvidence
from api.persistence.database import Database
from api.persistence.documents import SqlDocuments
from api.services.models import Models
from knowledge.documents import Document, DocumentKey
from knowledge.errors import UnknownDocument
from knowledge.library import KnowledgeBase, open_library
from knowledge.ports import DocumentRepository, Embedder

if TYPE_CHECKING:
    from agents.assistant.assistant import Assistant

_LATEST_TURNS = 20


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as it came in, before anything of it is checked."""

    text: str
    market: str | None = None
    language: str | None = None
    position: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    as_of: date | None = None
    brand: str | None = None
    conversation: str | None = None


@dataclass(frozen=True, kw_only=True)
class Asking:
    """The assistant on the library and all documents; made on first use."""

    database: Database
    models: Models
    content: Path
    embedder: Embedder | None

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        """The articles that come along and the documents people brought."""
        articles = open_library(self.content).repository
        glossary = self.models.library_dir / "glossary.yaml"
        from knowledge.glossary import load_glossary

        return KnowledgeBase(
            _Both(articles, SqlDocuments(self.database)),
            glossary=load_glossary(glossary) if glossary.is_file() else None,
            embedder=self.embedder,
        )

    @cached_property
    def assistant(self) -> "Assistant":
        """Who answers."""
        from agents.assistant.assistant import Assistant

        return Assistant(self.models.library, self.knowledge, store=SqlEvidence(self.database))

    def ask(self, asked: Asked, user: str) -> dict[str, Any]:
        """The answer, kept with the question and its evidence.

        Raises:
            AssistantError: the question cannot be asked so.
            UnknownMarket: there is no such market.
            Refused: there is no such conversation.
        """
        turns = self._turns(asked.conversation, user) if asked.conversation else ()
        question = Question(
            text=asked.text,
            market=self.models.market(asked.market) if asked.market else None,
            language=asked.language,
            position=asked.position,
            facts=asked.facts,
            as_of=asked.as_of,
            brand=asked.brand,
            turns=turns,
        )
        document: dict[str, Any] = to_json(self.assistant.answer(question))
        answers.keep_answer(self.database, document, question=_kept(asked), conversation=asked.conversation, user=user)
        return document

    def evidence(self, id: str) -> dict[str, Any]:
        """A piece of evidence by its id.

        Raises:
            UnknownEvidence: there is none.
        """
        return {"id": id, **evidence_to_json(SqlEvidence(self.database).get(id))}

    def answer(self, id: str) -> dict[str, Any]:
        """An answer that was given.

        Raises:
            Refused: there is none of that id.
        """
        found = answers.answer_with(self.database, id)
        if found is None:
            raise Refused(404, "unknown-answer", f"no answer '{id}'.")
        return found

    def start_conversation(self, user: str) -> dict[str, Any]:
        """A new conversation."""
        return answers.start_conversation(self.database, user)

    def conversation(self, id: str, user: str) -> dict[str, Any]:
        """A conversation of this user.

        Raises:
            Refused: they have none of that id.
        """
        found = answers.conversation(self.database, id, user)
        if found is None:
            raise Refused(404, "unknown-conversation", f"no conversation '{id}' of '{user}'.")
        return found

    def conversations(self, user: str, *, after: str | None, limit: int) -> Sequence[dict[str, Any]]:
        """The conversations of this user."""
        return answers.conversations(self.database, user, after=after, limit=limit)

    def feedback(self, *, answer: str, claim: int | None, verdict: str, comment: str, user: str) -> str:
        """Keep what somebody says about an answer, or about one claim of it.

        Raises:
            Refused: there is no such answer, or it has no such claim.
        """
        found = self.answer(answer)
        if claim is not None and claim >= len(found["claims"]):
            detail = f"answer '{answer}' has {len(found['claims'])} claims, counted from 0; there is no {claim}."
            raise Refused(422, "invalid-request", detail)
        return answers.keep_feedback(
            self.database, answer=answer, claim=claim, verdict=verdict, comment=comment, user=user
        )

    def _turns(self, conversation: str, user: str) -> tuple[str, ...]:
        turns = self.conversation(conversation, user)["turns"][-_LATEST_TURNS:]
        return tuple(turn["question"]["text"] for turn in turns)


class _Both:
    """Two document repositories read as one; what people brought stands before what came along."""

    def __init__(self, along: DocumentRepository, brought: DocumentRepository) -> None:
        self._along, self._brought = along, brought

    def revision(self) -> int:
        return self._along.revision() + self._brought.revision()

    def keys(self) -> tuple[DocumentKey, ...]:
        return tuple(sorted({*self._along.keys(), *self._brought.keys()}))

    def content_hashes(self) -> Mapping[str, str]:
        return {**self._along.content_hashes(), **self._brought.content_hashes()}

    def get(self, key: DocumentKey) -> Document:
        try:
            return self._brought.get(key)
        except UnknownDocument:
            return self._along.get(key)

    def all(self) -> Sequence[Document]:
        found = {document.key: document for document in (*self._along.all(), *self._brought.all())}
        return tuple(found[key] for key in sorted(found))

    def replace(self, *, add: Sequence[Document], remove: Collection[DocumentKey] = ()) -> None:
        self._brought.replace(add=add, remove=remove)


def _kept(asked: Asked) -> dict[str, Any]:
    return {
        "text": asked.text,
        "market": asked.market,
        "language": asked.language,
        "position": asked.position,
        "facts": {name: value if isinstance(value, bool | int) else str(value) for name, value in asked.facts.items()},
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
    }
