"""Reads Markdown articles. The stored source is the file itself, so a quote is found in it byte for byte."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.documents import Document, DocumentId, Provenance
from knowledge.front_matter import FrontMatter, parse_front_matter, split_front_matter
from knowledge.passages import Block, build_passages, collapse
from knowledge.sources.options import DEFAULT_OPTIONS, ReadOptions, checked_text, decoded, read_bytes, slug

_PARSER = MarkdownIt("commonmark").enable("table")
_MARKS = re.compile(r"\A(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*[ \t]*")


def read_markdown(path: Path, options: ReadOptions = DEFAULT_OPTIONS) -> tuple[Document, ...]:
    """The article in the file. Without front matter, `options` and the first heading stand in for it.

    Raises:
        UnreadableSource: the file is missing, empty, too large, no UTF-8 or without text.
        InvalidFrontMatter: there is a header and it cannot be used.
    """
    content = read_bytes(path, options)
    text = decoded(content, path)
    header, body_start = split_front_matter(text)
    blocks = tuple(markdown_blocks(text, body_start))
    checked_text("".join(text[block.start : block.end] for block in blocks), path, options)
    about = parse_front_matter(header, str(path)) if header is not None else _assumed(text, blocks, path, options)
    document = Document(
        id=DocumentId(about.id),
        title=about.title,
        source=content,
        passages=build_passages(text, blocks, document_id=about.id, scope=about.scope, governs=about.governs),
        scope=about.scope,
        provenance=Provenance(
            source=about.source,
            location=path.as_posix(),
            format="markdown",
            version=about.version,
            content_hash=options.fingerprint(content),
        ),
        governs=tuple(dict.fromkeys(rule.address for rule in about.governs)),
        labels=about.labels,
    )
    return (document,)


def markdown_blocks(text: str, body_start: int = 0) -> Iterator[Block]:
    """Paragraphs, list items and table rows of `text` from `body_start` on, with the headings above them."""
    line_starts = _line_starts(text, body_start)
    path: list[tuple[int, str]] = []
    tokens = _PARSER.parse(text[body_start:])
    header: list[str] = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1])
            path = [(depth, title) for depth, title in path if depth < level]
            path.append((level, _plain(tokens[index + 1])))
        section = tuple(title for _, title in path)
        if token.type == "thead_open":
            header = []
        elif token.type == "th_open":
            header.append(_plain(tokens[index + 1]))
        elif token.type == "tr_open" and "td_open" in (t.type for t in tokens[index : index + 2]):
            yield _row(text, line_starts, tokens, index, header, section)
        elif token.type in ("fence", "code_block") and token.map:
            yield _lines(text, line_starts, token.map, section, whole=True)
        elif token.type == "paragraph_open" and token.map:
            yield _lines(text, line_starts, token.map, section)


def _line_starts(text: str, body_start: int) -> list[int]:
    starts = [body_start]
    while (newline := text.find("\n", starts[-1])) >= 0:
        starts.append(newline + 1)
    return [*starts, len(text)]


def _lines(
    text: str, starts: Sequence[int], lines: Sequence[int], section: tuple[str, ...], whole: bool = False
) -> Block:
    start, end = starts[lines[0]], starts[min(lines[1], len(starts) - 1)]
    # Marks of lists and quotations stand before the first word and are no part of the sentence.
    start += len(text[start:end]) - len(_MARKS.sub("", text[start:end], count=1))
    return Block(
        section_path=section, start=start, end=start + len(text[start:end].rstrip()), reading=reading_text, whole=whole
    )


def _row(
    text: str,
    starts: Sequence[int],
    tokens: Sequence[Token],
    index: int,
    header: Sequence[str],
    section: tuple[str, ...],
) -> Block:
    cells = []
    for position in range(index + 1, len(tokens)):
        if tokens[position].type == "tr_close":
            break
        if tokens[position].type == "td_open":
            cells.append(_plain(tokens[position + 1]))
    named = [f"{name}: {cell}" if name else cell for name, cell in zip(header, cells, strict=False) if cell]
    row = _lines(text, starts, tokens[index].map or (0, 0), section, whole=True)
    return Block(section_path=section, start=row.start, end=row.end, whole=True, text="; ".join(named))


def reading_text(markdown: str) -> str:
    """A stretch of Markdown as a person reads it: no emphasis marks, link targets or line breaks.

    >>> reading_text("The **fee** is in the [table](rates.md).")
    'The fee is in the table.'
    """
    unquoted = "\n".join(line.lstrip("> \t") for line in markdown.split("\n"))
    return collapse("".join(_plain(token) for token in _PARSER.parseInline(unquoted)))


def _plain(token: Token) -> str:
    """The text of an inline token: what its children say, without what only formats."""
    parts = [
        " " if child.type.endswith("break") else child.content
        for child in token.children or ()
        if child.type != "html_inline"
    ]
    return "".join(parts)


def _assumed(text: str, blocks: Sequence[Block], path: Path, options: ReadOptions) -> FrontMatter:
    first_heading = next((block.section_path[0] for block in blocks if block.section_path), None)
    return FrontMatter(
        id=options.document_id or slug(path.stem),
        title=options.title or first_heading or path.stem,
        scope=options.scope_of(text),
        version=options.version,
        source=options.source or path.name,
    )
