"""Documents whose stored source is text taken out of another format: HTML, PDF, Word."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.documents import Document, DocumentId, Provenance
from knowledge.passages import Block, build_passages, collapse
from knowledge.scope import Scope
from knowledge.sources.options import ReadOptions, checked_text, slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One paragraph, list item or table row with the headings above it; `whole` for what is one statement."""

    section_path: tuple[str, ...]
    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a reader took out of a file."""

    title: str
    parts: tuple[Part, ...]
    language: str | None = None
    labels: tuple[str, ...] = ()


def extracted_document(
    extracted: Extracted,
    *,
    path: Path,
    content: bytes,
    format_name: str,
    options: ReadOptions,
) -> Document:
    """A document out of the parts; its source is their text, one part a line, an empty line before each section.

    Raises:
        UnreadableSource: there is no text, or more than `options` allow.
    """
    text, blocks = _laid_out(extracted.parts)
    checked_text(text, path, options)
    document_id = options.document_id or slug(path.stem)
    scope = _scope(extracted, text, options)
    title = options.title or extracted.title or path.stem
    return Document(
        id=DocumentId(document_id),
        title=title,
        source=text.encode("utf-8"),
        passages=build_passages(text, blocks, document_id=document_id, scope=scope),
        scope=scope,
        provenance=Provenance(
            source=options.source or title,
            location=path.as_posix(),
            format=format_name,
            version=options.version,
            content_hash=options.fingerprint(content),
        ),
        labels=extracted.labels,
    )


def _laid_out(parts: Iterable[Part]) -> tuple[str, list[Block]]:
    lines: list[str] = []
    blocks: list[Block] = []
    length = 0
    section: tuple[str, ...] = ()
    for part in parts:
        text = collapse(part.text)
        if not text:
            continue
        if part.section_path != section:
            section = part.section_path
            heading = "\n" + " > ".join(section)
            lines.append(heading)
            length += len(heading) + 1
        blocks.append(Block(section_path=section, start=length, end=length + len(text), whole=part.whole))
        lines.append(text)
        length += len(text) + 1
    return "\n".join(lines), blocks


def _scope(extracted: Extracted, text: str, options: ReadOptions) -> Scope:
    scope = options.scope_of(text)
    # What the text shows counts more than what a template declares.
    return replace(scope, language=extracted.language) if scope.language == "und" and extracted.language else scope
