"""Reads Word files: headings by their styles, paragraphs, and tables row by row."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from docx import Document as open_docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from knowledge.documents import Document
from knowledge.errors import UnreadableSource
from knowledge.passages import collapse
from knowledge.sources.extracted import Extracted, Part, extracted_document
from knowledge.sources.options import DEFAULT_OPTIONS, ReadOptions, read_bytes

_HEADING = re.compile(r"(?:heading|überschrift)\s*(\d)", re.IGNORECASE)
# Word keeps an encrypted document in an OLE container, recognised by its first bytes.
_OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
# Text compresses well, but not a hundredfold: beyond that the archive is made to fill the memory.
_MOST_EXPANSION = 100


def read_docx(path: Path, options: ReadOptions = DEFAULT_OPTIONS) -> tuple[Document, ...]:
    """The text of the file.

    Raises:
        UnreadableSource: the file is missing, empty, too large, broken, encrypted or without text.
    """
    content = read_bytes(path, options)
    if content.startswith(_OLE_SIGNATURE):
        raise UnreadableSource(
            f"{path}: is encrypted or in the format before 2007; save it as .docx without a password."
        )
    try:
        _check_expansion(content, path, options)
        document = open_docx(BytesIO(content))
        title = collapse(document.core_properties.title or "")
        parts = tuple(_parts(document))
    except (BadZipFile, OpcError, KeyError, ValueError, LxmlError) as error:
        if isinstance(error, UnreadableSource):
            raise
        raise UnreadableSource(f"{path}: is broken or no Word file ({error}); open and save it again.") from error
    first_heading = next((part.section_path[0] for part in parts if part.section_path), "")
    extracted = Extracted(title=title or first_heading, parts=parts)
    return (extracted_document(extracted, path=path, content=content, format_name="docx", options=options),)


def _check_expansion(content: bytes, path: Path, options: ReadOptions) -> None:
    with ZipFile(BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > max(options.max_bytes, _MOST_EXPANSION * len(content)):
        raise UnreadableSource(f"{path}: unpacks to {unpacked:,} bytes, far more than a text; the file is refused.")


def _parts(document: WordDocument) -> Iterator[Part]:
    path: list[tuple[int, str]] = []
    for item in document.iter_inner_content():
        section = tuple(title for _, title in path)
        if isinstance(item, Table):
            yield from (Part(section_path=section, text=row, whole=True) for row in _rows(item))
            continue
        text = collapse(item.text)
        level = _heading_level(item)
        if level is None:
            yield Part(section_path=section, text=text)
        elif text:
            path = [(depth, title) for depth, title in path if depth < level]
            path.append((level, text))


def _heading_level(paragraph: Paragraph) -> int | None:
    name = paragraph.style.name if paragraph.style is not None else None
    if name == "Title":
        return 0
    heading = _HEADING.match(name or "")
    return int(heading.group(1)) if heading else None


def _rows(table: Table) -> Iterator[str]:
    """Rows as `column: value; column: value`, the first row naming the columns; merged cells count once."""
    names: list[str] | None = None
    for row in table.rows:
        values = [collapse(cell.text) for cell in row.cells]
        if names is None:
            names = values
            continue
        pairs = dict.fromkeys((name, value) for name, value in zip(names, values, strict=False) if value)
        yield "; ".join(f"{name}: {value}" if name else value for name, value in pairs)
    if names is not None and len(table.rows) == 1:
        yield "; ".join(dict.fromkeys(filter(None, names)))
