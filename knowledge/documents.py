"""Documents as values: sections, passages and sentences that know their bytes in the stored source."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NewType

from knowledge.errors import InvalidDocument
from knowledge.scope import Scope

DocumentId = NewType("DocumentId", str)
DocumentKey = NewType("DocumentKey", str)
PassageId = NewType("PassageId", str)
SentenceId = NewType("SentenceId", str)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Bytes `start` up to, not including, `end` of a document's stored source."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidDocument(f"span {self.start}-{self.end} holds no byte; start must lie before end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a document came from.

    `source` names the origin for a reader (a law, a handbook, a page); `location` is the file that
    was read. `content_hash` is the SHA-256 of that file's bytes, and of how it was read where that was
    told from outside, so a file that gives the same document is known again.
    """

    source: str
    location: str
    format: str
    version: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The smallest thing that can be cited.

    `text` is for reading and ranking: inline markup removed, white space collapsed. The quote is
    what `span` holds in the source; `quote_of` fetches it.
    """

    id: SentenceId
    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, list or table row of one section, with the headings above it.

    `governs` lists the addresses this passage lays down rules for (`process#Element`,
    `entity.attribute`).
    """

    id: PassageId
    document_id: DocumentId
    document_key: DocumentKey
    section_path: tuple[str, ...]
    span: Span
    text: str
    sentences: tuple[Sentence, ...]
    scope: Scope
    governs: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The section path as one line."""
        return " > ".join(self.section_path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text in one language.

    Language versions of the same text share `id`; `key` tells them apart. `source` is the stored
    source, UTF-8: for text formats the file itself, for binary ones the text taken out of it.
    """

    id: DocumentId
    title: str
    source: bytes
    passages: tuple[Passage, ...]
    scope: Scope
    provenance: Provenance
    governs: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def key(self) -> DocumentKey:
        """`id@language`, unique in a repository."""
        return document_key(self.id, self.scope.language)

    @property
    def language(self) -> str:
        """Language code of the text."""
        return self.scope.language

    @property
    def version(self) -> str:
        """The version its author gave it."""
        return self.provenance.version

    @property
    def content_hash(self) -> str:
        """SHA-256 of the file the document was read from."""
        return self.provenance.content_hash

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in reading order."""
        for passage in self.passages:
            yield from passage.sentences

    def is_valid_on(self, day: date) -> bool:
        """Whether the document holds on `day`."""
        return self.scope.holds_on(day)


def document_key(document_id: str, language: str) -> DocumentKey:
    """The key of one language version.

    >>> document_key("how-to-read-an-answer", "de")
    'how-to-read-an-answer@de'
    """
    return DocumentKey(f"{document_id}@{language}")


def content_hash(content: bytes) -> str:
    """SHA-256 of `content`, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def quote_of(document: Document, span: Span) -> str:
    """The bytes of `span` as text, exactly as stored.

    Raises:
        InvalidDocument: the span reaches beyond the source or cuts a character in two.
    """
    if span.end > len(document.source):
        raise InvalidDocument(
            f"{document.key}: span {span.start}-{span.end} ends after the last byte {len(document.source)};"
            " the span belongs to another version of the document."
        )
    try:
        return document.source[span.start : span.end].decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidDocument(
            f"{document.key}: span {span.start}-{span.end} cuts a character in two;"
            " the span belongs to another version of the document."
        ) from error


def quote_is_verbatim(document: Document, span: Span, quote: str) -> bool:
    """Whether `quote` is, byte for byte, what the stored source holds at `span`."""
    return document.source[span.start : span.end] == quote.encode("utf-8")
