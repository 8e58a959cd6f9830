"""What is taken for granted about a file that does not say it itself."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from knowledge.analysis_text import detect_language, fold, identify_language
from knowledge.documents import content_hash
from knowledge.errors import UnreadableSource
from knowledge.scope import Scope

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Identity and scope of documents without front matter, and how large a file may be.

    Without `document_id` and `title` the file gives them; without `language` it is recognised from
    the text. `max_bytes` bounds a file, `max_characters` the text taken out of it, `max_pages` the
    pages of a PDF.
    """

    document_id: str | None = None
    title: str | None = None
    language: str | None = None
    markets: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    source: str | None = None
    version: str = "1"
    max_bytes: int = 50_000_000
    max_characters: int = 5_000_000
    max_pages: int = 2_000

    def fingerprint(self, content: bytes) -> str:
        """Changes with the bytes of a file and with how it is read; without options SHA-256 of the file."""
        about = replace(self, max_bytes=0, max_characters=0, max_pages=0)
        if about == replace(ReadOptions(), max_bytes=0, max_characters=0, max_pages=0):
            return content_hash(content)
        return content_hash(content + repr(about).encode())

    def scope_of(self, text: str) -> Scope:
        """The scope of a document with this text."""
        return Scope(
            language=self.language or recognised_language(text),
            markets=self.markets,
            audiences=self.audiences,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


DEFAULT_OPTIONS = ReadOptions()


def recognised_language(text: str) -> str:
    """Language code of a text, `und` (undetermined) where it cannot be told."""
    sample = text[:20_000]
    detected = detect_language(sample)
    return detected if detected in ("de", "en") else identify_language(sample) or "und"


def slug(name: str) -> str:
    """A document id made of a file name or title.

    >>> slug("Übergabe & Zulassung (AT)")
    'uebergabe-zulassung-at'
    """
    return _NOT_IN_IDS.sub("-", fold(name)).strip("-") or "document"


def read_bytes(path: Path, options: ReadOptions) -> bytes:
    """The content of a file, if it is there, not empty and not too large.

    Raises:
        UnreadableSource: it is missing, cannot be opened, is empty or is larger than `max_bytes`.
    """
    try:
        size = path.stat().st_size
        if size > options.max_bytes:
            raise UnreadableSource(
                f"{path}: {size:,} bytes are more than the {options.max_bytes:,} allowed;"
                " split the file or raise the limit."
            )
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(
            f"{path}: cannot be read ({error.strerror}); check the path and its permissions."
        ) from error
    if not content.strip():
        raise UnreadableSource(f"{path}: is empty; nothing to read.")
    return content


def decoded(content: bytes, path: Path) -> str:
    """UTF-8 text of a file.

    Raises:
        UnreadableSource: the bytes are no UTF-8.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"{path}: byte {error.start} is not UTF-8; save the file in that encoding.") from error


def checked_text(text: str, path: Path, options: ReadOptions) -> str:
    """`text`, if there is any and not too much of it.

    Raises:
        UnreadableSource: there is no text, or more than `max_characters`.
    """
    if not text.strip():
        raise UnreadableSource(f"{path}: holds no text; a scanned document needs text recognition first.")
    if len(text) > options.max_characters:
        raise UnreadableSource(
            f"{path}: {len(text):,} characters are more than the {options.max_characters:,} allowed;"
            " split the document or raise the limit."
        )
    return text
