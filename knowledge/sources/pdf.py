"""Reads PDF files page by page; the page is part of the section path, so a citation names it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import Destination

from knowledge.documents import Document
from knowledge.errors import UnreadableSource
from knowledge.sources.extracted import Extracted, Part, extracted_document
from knowledge.sources.options import DEFAULT_OPTIONS, ReadOptions, read_bytes

# A line on more than half of at least so many pages is a running head or foot.
_FEWEST_PAGES_WITH_HEADS = 3
_DIGITS = re.compile(r"\d+")
_HYPHENATED = re.compile(r"(?<=[a-zäöüß])-$")
_ENDS_SENTENCE = re.compile(r"[.!?:;…]['\"”“»)\]]*$")
_SHORT_LINE = 0.6


def read_pdf(path: Path, options: ReadOptions = DEFAULT_OPTIONS) -> tuple[Document, ...]:
    """The text of the file.

    Raises:
        UnreadableSource: the file is missing, empty, too large, broken, encrypted or without text.
    """
    content = read_bytes(path, options)
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableSource(f"{path}: is encrypted; save a copy without a password.")
        if len(reader.pages) > options.max_pages:
            raise UnreadableSource(
                f"{path}: {len(reader.pages)} pages are more than the {options.max_pages} allowed; split the file."
            )
        pages = [[line.strip() for line in page.extract_text().split("\n")] for page in reader.pages]
        title = str(reader.metadata.title or "") if reader.metadata else ""
        headings = _outline(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, UnreadableSource):
            raise
        raise UnreadableSource(f"{path}: is broken or no PDF ({error}); open and save it again.") from error
    extracted = Extracted(title=title.strip() or path.stem, parts=tuple(_parts(pages, headings)))
    return (extracted_document(extracted, path=path, content=content, format_name="pdf", options=options),)


def _outline(reader: PdfReader) -> dict[int, tuple[str, ...]]:
    """Page number from 0 -> titles of the outline entry that is open on that page."""
    opened: dict[int, tuple[str, ...]] = {}

    def walk(items: Sequence[object], above: tuple[str, ...]) -> None:
        last = above
        for item in items:
            if isinstance(item, list):
                walk(item, last)
                continue
            if not isinstance(item, Destination):
                continue
            title = str(item.title or "").strip()
            page = reader.get_destination_page_number(item)
            last = (*above, title) if title else above
            if page is not None and page >= 0:
                opened.setdefault(page, last)

    walk(reader.outline, ())
    headings: dict[int, tuple[str, ...]] = {}
    current: tuple[str, ...] = ()
    for number in range(len(reader.pages)):
        current = opened.get(number, current)
        headings[number] = current
    return headings


def _parts(pages: Sequence[Sequence[str]], headings: dict[int, tuple[str, ...]]) -> Iterator[Part]:
    running = _running_lines(pages)
    for number, lines in enumerate(pages):
        section = (*headings.get(number, ()), f"p. {number + 1}")
        for paragraph in _paragraphs([line for line in lines if _shape(line) not in running]):
            yield Part(section_path=section, text=paragraph)


def _running_lines(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    if len(pages) < _FEWEST_PAGES_WITH_HEADS:
        return frozenset()
    counts = Counter(shape for lines in pages for shape in {_shape(line) for line in lines if line})
    return frozenset(shape for shape, count in counts.items() if count * 2 > len(pages))


def _shape(line: str) -> str:
    """A line with its numbers masked, so that "page 3" and "page 4" are the same."""
    return _DIGITS.sub("#", line)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines joined until one is empty, or ends a sentence well before the width of the page."""
    width = max((len(line) for line in lines), default=0)
    paragraph = ""
    for line in lines:
        if line:
            paragraph = (
                _HYPHENATED.sub("", paragraph) + line if _HYPHENATED.search(paragraph) else f"{paragraph} {line}"
            )
        if paragraph and (not line or (_ENDS_SENTENCE.search(line) and len(line) < _SHORT_LINE * width)):
            yield paragraph.strip()
            paragraph = ""
    if paragraph:
        yield paragraph.strip()
