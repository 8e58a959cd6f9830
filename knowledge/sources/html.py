"""Reads HTML pages: what the page says, without navigation, scripts and styles."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString

from knowledge.documents import Document
from knowledge.passages import collapse
from knowledge.sources.extracted import Extracted, Part, extracted_document
from knowledge.sources.options import DEFAULT_OPTIONS, ReadOptions, read_bytes

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = [
    *_HEADINGS, "p", "li", "dt", "dd", "tr", "td", "th", "pre", "blockquote", "caption", "figcaption", "div", "section",
    "article", "main", "ul", "ol", "table", "details", "summary", "body",
]  # fmt: skip
_NO_CONTENT = ("script", "style", "nav", "header", "footer", "aside", "form", "template", "noscript", "svg", "button")
_MAIN = ("main", "article", '[role="main"]', "body")


def read_html(path: Path, options: ReadOptions = DEFAULT_OPTIONS) -> tuple[Document, ...]:
    """The page in the file.

    Raises:
        UnreadableSource: the file is missing, empty, too large or without text.
    """
    content = read_bytes(path, options)
    page = parse(content)
    main = next((found for selector in _MAIN if (found := page.select_one(selector))), page)
    language = page.html.get("lang") if page.html else None
    extracted = Extracted(
        title=_title(page),
        parts=tuple(parts_of(main)),
        language=str(language)[:2].lower() if language else None,
    )
    return (extracted_document(extracted, path=path, content=content, format_name="html", options=options),)


def parse(content: bytes) -> BeautifulSoup:
    """The page without the elements that hold no content of it."""
    page = BeautifulSoup(content, "lxml")
    for element in page(_NO_CONTENT):
        element.decompose()
    for line_break in page("br"):
        line_break.replace_with("\n")
    return page


def parts_of(root: Tag) -> Iterator[Part]:
    """Paragraphs, list items and table rows below `root` in reading order, with the headings above them."""
    path: list[tuple[int, str]] = []
    strings = (text for text in root.descendants if isinstance(text, NavigableString))
    for _, group in groupby((s for s in strings if not isinstance(s, (Comment, Doctype))), key=_block_key):
        texts = list(group)
        block = _block(texts[0])
        text = collapse("".join(texts))
        if not text:
            continue
        if block.name in _HEADINGS:
            path = [(level, title) for level, title in path if level < _HEADINGS[block.name]]
            path.append((_HEADINGS[block.name], text))
        elif block.name != "tr":
            yield Part(section_path=tuple(title for _, title in path), text=text, whole=block.name == "pre")
        elif (row := _row(block)) is not None:
            yield Part(section_path=tuple(title for _, title in path), text=row, whole=True)


def _block(text: NavigableString) -> Tag:
    """The element a text belongs to: its table row if it stands in one, else the nearest block."""
    row = text.find_parent("tr")
    nearest = text.find_parent(_BLOCKS)
    return row or nearest or next(iter(text.parents))


def _block_key(text: NavigableString) -> int:
    return id(_block(text))


def _row(row: Tag) -> str | None:
    """A table row as `column: value; column: value`; nothing for the row that names the columns."""
    cells = row.find_all(["td", "th"])
    values = [collapse(cell.get_text(" ")) for cell in cells]
    if all(cell.name == "th" for cell in cells):
        return None
    table = row.find_parent("table")
    first = table.find("tr") if table else None
    heads = first.find_all(["td", "th"]) if first is not None and first is not row else []
    names = [collapse(head.get_text(" ")) for head in heads if all(h.name == "th" for h in heads)]
    if len(names) != len(values):
        names = [""] * len(values)
    return "; ".join(f"{name}: {value}" if name else value for name, value in zip(names, values, strict=True) if value)


def _title(page: BeautifulSoup) -> str:
    for element in (page.find("h1"), page.title):
        if element is not None and (text := collapse(element.get_text(" "))):
            return text
    return ""
