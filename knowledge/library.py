"""Everything the assistant asks of documents, in one object."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

import numpy as np
import structlog
from numpy.typing import NDArray

from knowledge.analysis_text import detect_language
from knowledge.documents import (
    Document,
    DocumentKey,
    Passage,
    PassageId,
    Sentence,
    Span,
    document_key,
    quote_is_verbatim,
    quote_of,
)
from knowledge.errors import InvalidDocument, KnowledgeError, UnknownDocument
from knowledge.glossary import Glossary, load_glossary
from knowledge.memory import MemoryRepository
from knowledge.ports import DocumentRepository, Embedder, Hit, StoreFactory
from knowledge.retrievers.entries import Corpus, Mask, Scores, corpus_of
from knowledge.retrievers.graph import GoverningPassages
from knowledge.retrievers.hybrid import RAISED, HybridRanking, Ranked, exact_stores
from knowledge.scope import NO_FILTERS, Filters
from knowledge.sources.options import DEFAULT_OPTIONS, ReadOptions
from knowledge.sources.reading import read, readable_sources

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Snapshot:
    """One state of the repository, ready to be searched."""

    revision: int
    documents: Mapping[DocumentKey, Document]
    sentences: Mapping[str, tuple[Passage, Sentence]]
    governing: GoverningPassages
    ranking: HybridRanking
    document_ids: NDArray[np.str_]
    languages: NDArray[np.str_]

    @property
    def corpus(self) -> Corpus:
        return self.ranking.corpus


class KnowledgeBase:
    """A searchable view of a document repository. Follows the repository; safe to use from several threads.

    With an `embedder` the vectors are computed in the background; until they are there, `retrieve`
    answers by words alone and `rankers` says so.
    """

    def __init__(
        self,
        repository: DocumentRepository,
        *,
        glossary: Glossary | None = None,
        embedder: Embedder | None = None,
        stores: StoreFactory = exact_stores,
    ) -> None:
        self.repository = repository
        self.glossary = glossary or Glossary()
        self._embedder = embedder
        self._stores = stores
        self._changing = Lock()
        self._embedding = Lock()
        self._worker: Thread | None = None
        self._snapshot = self._take_snapshot()
        self._start_embedding(self._snapshot)

    @property
    def rankers(self) -> tuple[str, ...]:
        """The rankers that take part now: `words`, `dense` when the vectors are there, and `graph`."""
        return (*self._current().ranking.rankers, "graph")

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Wait for configured vectors; whether every configured ranker takes part afterwards."""
        self._current()
        worker = self._worker
        if worker is not None:
            worker.join(timeout)
        return self._embedder is None or "dense" in self.rankers

    def retrieve(
        self, question: str, *, k: int = 10, filters: Filters = NO_FILTERS, about: Iterable[str] = ()
    ) -> Sequence[Hit]:
        """At most `k` sentences, best first, ties by id.

        Sentences that govern one of the addresses in `about` come before all others. Of a document in
        several languages only the version in the language of the question takes part, if there is one
        the asker may see.
        """
        snapshot = self._current()
        strengths = snapshot.governing.strengths(about)
        raised = _raised(snapshot.corpus, strengths) if strengths else None
        if not question.strip() and raised is None:
            return []
        admitted = _one_version_each(snapshot, question, filters)
        found = snapshot.ranking.rank(question, k=k, filters=filters, admitted=admitted, raised=raised)
        return [_hit(snapshot, question, each, strengths) for each in found]

    def governing(
        self, addresses: Iterable[str], *, question: str = "", k: int = 10, filters: Filters = NO_FILTERS
    ) -> Sequence[Hit]:
        """At most `k` sentences of passages that govern one of the addresses, those nearest to the question first."""
        hits = self.retrieve(question, k=k, filters=filters, about=addresses)
        return [hit for hit in hits if hit.ranker_scores.get("graph")]

    def document(self, document_id: str, language: str | None = None) -> Document:
        """The document of that id; without `language` the first of its language versions.

        Raises:
            UnknownDocument: there is none of that id, or none in that language.
        """
        documents = self._current().documents
        if language is not None:
            key = document_key(document_id, language)
            if key in documents:
                return documents[key]
        versions = [document for document in documents.values() if document.id == document_id]
        if language is None and versions:
            return versions[0]
        known = ", ".join(version.language for version in versions)
        raise UnknownDocument(
            f"no document '{document_id}' in '{language}'; there is {known}."
            if versions
            else f"no document '{document_id}'; {len(documents)} documents are stored."
        )

    def documents(self) -> tuple[Document, ...]:
        """All documents, sorted by key."""
        return tuple(self._current().documents.values())

    def sentence(self, sentence_id: str) -> tuple[Document, Passage, Sentence]:
        """A sentence with the passage and the document it stands in.

        Raises:
            UnknownDocument: no document has such a sentence.
        """
        snapshot = self._current()
        if sentence_id not in snapshot.sentences:
            raise UnknownDocument(f"no sentence '{sentence_id}'; its document was changed or removed.")
        passage, sentence = snapshot.sentences[sentence_id]
        return snapshot.documents[passage.document_key], passage, sentence

    def quote(self, sentence_id: str) -> str:
        """What the stored source holds for that sentence, byte for byte.

        Raises:
            UnknownDocument: no document has such a sentence.
        """
        document, _, sentence = self.sentence(sentence_id)
        return quote_of(document, sentence.span)

    def quote_holds(self, key: str, span: Span, quote: str) -> bool:
        """Whether the stored source of document `key` holds `quote` at `span`, byte for byte."""
        document = self._current().documents.get(DocumentKey(key))
        return document is not None and quote_is_verbatim(document, span, quote)

    def _current(self) -> _Snapshot:
        if self.repository.revision() != self._snapshot.revision:
            with self._changing:
                if self.repository.revision() != self._snapshot.revision:
                    self._snapshot = self._take_snapshot()
                    self._start_embedding(self._snapshot)
        return self._snapshot

    def _take_snapshot(self) -> _Snapshot:
        # The number is read first: a change in between makes the next look take a new snapshot.
        revision = self.repository.revision()
        documents = self.repository.all()
        sentences = {
            str(sentence.id): (passage, sentence)
            for document in documents
            for passage in document.passages
            for sentence in passage.sentences
        }
        corpus = corpus_of(documents)
        return _Snapshot(
            revision=revision,
            documents={document.key: document for document in documents},
            sentences=sentences,
            governing=GoverningPassages(documents),
            ranking=HybridRanking(corpus, glossary=self.glossary),
            document_ids=np.array([sentences[entry.id][0].document_id for entry in corpus.entries], dtype=np.str_),
            languages=np.array([entry.scope.language for entry in corpus.entries], dtype=np.str_),
        )

    def _start_embedding(self, snapshot: _Snapshot) -> None:
        if self._embedder is not None:
            self._worker = Thread(target=self._embed, args=(snapshot, self._embedder), name="embed", daemon=True)
            self._worker.start()

    def _embed(self, snapshot: _Snapshot, embedder: Embedder) -> None:
        # One at a time: two snapshots share the same stores.
        with self._embedding:
            if not embedder.wait_until_ready() or snapshot is not self._snapshot:
                return
            try:
                snapshot.ranking.add_vectors(embedder, self._stores)
            except KnowledgeError as error:
                _log.warning("knowledge.vectors_unavailable", reason=str(error))
            else:
                _log.info("knowledge.vectors_ready", sentences=len(snapshot.corpus), model=embedder.name)


def _one_version_each(snapshot: _Snapshot, question: str, filters: Filters) -> Mask:
    """Admitted entries, without those whose document is there in the language of the question too."""
    admitted = snapshot.corpus.admitted(filters)
    fitting = admitted & (snapshot.languages == detect_language(question))
    doubled = np.isin(snapshot.document_ids, snapshot.document_ids[fitting])
    return np.asarray(fitting | (admitted & ~doubled), dtype=np.bool_)


def _raised(corpus: Corpus, strengths: Mapping[PassageId, float]) -> Scores:
    """Puts the sentences of governing passages in front, those that govern more of what is asked about first."""
    parents = np.array([strengths.get(PassageId(parent.id), 0.0) for parent in corpus.parents] + [0.0])
    return np.asarray(np.where(parents > 0, RAISED * (1 + parents), 0.0)[corpus.parent_of], dtype=np.float32)


def _hit(snapshot: _Snapshot, question: str, found: Ranked, strengths: Mapping[PassageId, float]) -> Hit:
    entry = snapshot.corpus.entries[found.number]
    passage, sentence = snapshot.sentences[entry.id]
    graph = {"graph": round(strengths.get(passage.id, 0.0), 6)} if strengths else {}
    return Hit(
        id=entry.id,
        score=found.score,
        document_id=passage.document_id,
        document_key=passage.document_key,
        passage=passage,
        sentence=sentence,
        ranker_scores={**found.ranker_scores, **graph},
        coverage=snapshot.ranking.coverage(question, found.number),
        cosine=found.cosine,
    )


def open_library(
    content_dir: Path | Iterable[Path],
    glossary_path: Path | None = None,
    embedder: Embedder | None = None,
    *,
    options: ReadOptions = DEFAULT_OPTIONS,
    stores: StoreFactory = exact_stores,
) -> KnowledgeBase:
    """The articles of a folder (or several), searchable.

    Raises:
        UnreadableSource: a file or folder cannot be read.
        InvalidFrontMatter: an article has a header that cannot be used.
        InvalidGlossary: the glossary cannot be used.
        InvalidDocument: two files give the same article in the same language.
    """
    folders = (content_dir,) if isinstance(content_dir, Path) else tuple(content_dir)
    documents: dict[DocumentKey, Document] = {}
    for file in readable_sources(folders):
        for document in read(file, options):
            if document.key in documents:
                raise InvalidDocument(
                    f"{file}: '{document.key}' is already given by {documents[document.key].provenance.location};"
                    " change the id or the language of one."
                )
            documents[document.key] = document
    return KnowledgeBase(
        MemoryRepository(documents.values()),
        glossary=load_glossary(glossary_path) if glossary_path else None,
        embedder=embedder,
        stores=stores,
    )
