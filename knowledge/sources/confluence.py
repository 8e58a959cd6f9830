"""Reads the HTML export of a Confluence space: its pages, their labels, their attachments.

The export is a folder with one page a file, named `Title_<page id>.html`, and `attachments/<page id>/`.
It does not say who may see a page: that stands in `restrictions.yaml` beside the pages, page id ->
groups, and holds for the pages below too. Labels of the form `market-de`, `audience-sales` and
`language-de` set the scope of a page; attachments share the scope of their page.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from bs4 import BeautifulSoup

from knowledge.documents import Document
from knowledge.errors import UnreadableSource
from knowledge.passages import collapse
from knowledge.sources.docx import read_docx
from knowledge.sources.extracted import Extracted, extracted_document
from knowledge.sources.html import parse, parts_of
from knowledge.sources.options import DEFAULT_OPTIONS, ReadOptions, read_bytes, slug
from knowledge.sources.pdf import read_pdf
from process_models.records import InvalidContent, read_yaml

# Hears which file could not be read, and why.
OnProblem = Callable[[Path, UnreadableSource], None]

RESTRICTIONS_FILE = "restrictions.yaml"
# The circle of a page whose own restrictions and those above it have no group in common.
NOBODY = "nobody"
_PAGE_ID = re.compile(r"(?:^|_)(\d+)$")
_ATTACHMENT_READERS = {".pdf": read_pdf, ".docx": read_docx}
_SCOPE_LABEL = re.compile(r"(market|audience|language)-([a-z0-9-]+)")


def is_confluence_export(folder: Path) -> bool:
    """Whether the folder holds the pages of an exported space."""
    index = folder / "index.html"
    return index.is_file() and any(_is_page(page) for page in folder.glob("*.html"))


def read_confluence(
    folder: Path, options: ReadOptions = DEFAULT_OPTIONS, on_problem: OnProblem | None = None
) -> tuple[Document, ...]:
    """All pages of the export and their PDF and Word attachments, in order of their files.

    With `on_problem` a page or attachment that cannot be read is told and left out.

    Raises:
        UnreadableSource: there is no page, the restrictions cannot be read, or, without `on_problem`,
            a page or an attachment cannot be read.
    """
    restrictions = _restrictions(folder)
    pages = [page for page in sorted(folder.glob("*.html")) if _is_page(page)]
    if not pages:
        raise UnreadableSource(f"{folder}: holds no page of a Confluence export; give the folder with index.html.")
    documents: list[Document] = []
    for page in pages:
        for file, reader in _page_and_attachments(folder, page, restrictions, options):
            try:
                documents.extend(reader())
            except UnreadableSource as error:
                if on_problem is None:
                    raise
                on_problem(file, error)
    return tuple(documents)


def _is_page(path: Path) -> bool:
    return path.name != "index.html" and _PAGE_ID.search(path.stem) is not None


def _page_and_attachments(
    folder: Path, path: Path, restrictions: Mapping[str, tuple[str, ...]], options: ReadOptions
) -> Iterator[tuple[Path, Callable[[], tuple[Document, ...]]]]:
    """The page and each of its attachments, with what reads it."""
    page_id = _page_id(path)
    page = parse(path.read_bytes()[: options.max_bytes])
    labels = _labels(page)
    scoped = replace(
        _scoped(options, labels, _readers(page_id, page, restrictions)), document_id=f"confluence-{page_id}"
    )
    yield path, partial(_page, path, page, labels, scoped)
    names = _attachment_names(page)
    for file in sorted((folder / "attachments" / page_id).glob("*")):
        reader = _ATTACHMENT_READERS.get(file.suffix.lower())
        if reader is not None:
            own_id = f"confluence-{page_id}-{slug(file.stem)}"
            yield file, partial(reader, file, replace(scoped, document_id=own_id, title=names.get(file.name)))


def _page(path: Path, page: BeautifulSoup, labels: tuple[str, ...], options: ReadOptions) -> tuple[Document, ...]:
    """The page as a document; none where it only lists other pages."""
    content = read_bytes(path, options)
    main = page.select_one("#main-content")
    if main is None or not collapse(main.get_text(" ")):
        return ()
    extracted = Extracted(title=_title(page) or path.stem, parts=tuple(parts_of(main)), labels=labels)
    return (extracted_document(extracted, path=path, content=content, format_name="confluence", options=options),)


def _readers(page_id: str, page: BeautifulSoup, restrictions: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Groups that may read the page: restrictions of the pages above hold for it as well."""
    above = [_page_id(Path(str(link["href"]))) for link in page.select("#breadcrumbs a[href]")]
    circles = [set(restrictions[number]) for number in dict.fromkeys((*above, page_id)) if number in restrictions]
    if not circles:
        return ()
    return tuple(sorted(set.intersection(*circles))) or (NOBODY,)


def _page_id(path: Path) -> str:
    number = _PAGE_ID.search(path.stem)
    return number.group(1) if number else path.stem


def _title(page: BeautifulSoup) -> str:
    """The page's own title: the export writes the name of the space and a colon before it."""
    title = page.select_one("#title-text") or page.title
    space = page.select_one("#breadcrumbs li")
    text = collapse(title.get_text(" ")) if title else ""
    return text.removeprefix(f"{collapse(space.get_text(' '))} : ") if space else text


def _labels(page: BeautifulSoup) -> tuple[str, ...]:
    links = page.select('#labels-section a, .label-list a, .labels-content a, a[rel~="tag"]')
    return tuple(sorted({collapse(link.get_text(" ")).lower() for link in links} - {""}))


def _attachment_names(page: BeautifulSoup) -> dict[str, str]:
    """File name in the export -> the name people gave the attachment."""
    links = page.select('a[href^="attachments/"]')
    named = {str(link["href"]).split("?")[0].rsplit("/", 1)[-1]: collapse(link.get_text(" ")) for link in links}
    return {file: name for file, name in named.items() if name}


def _scoped(options: ReadOptions, labels: Iterable[str], groups: tuple[str, ...]) -> ReadOptions:
    """The options with what the labels say; restricted pages are for the named groups and nobody else."""
    said: dict[str, list[str]] = {}
    for label in labels:
        if match := _SCOPE_LABEL.fullmatch(label):
            said.setdefault(match.group(1), []).append(match.group(2))
    return replace(
        options,
        markets=tuple(market.upper() for market in said.get("market", ())) or options.markets,
        audiences=groups or tuple(said.get("audience", ())) or options.audiences,
        language=said["language"][0] if "language" in said else options.language,
    )


def _restrictions(folder: Path) -> dict[str, tuple[str, ...]]:
    path = folder / RESTRICTIONS_FILE
    if not path.exists():
        return {}
    try:
        content = read_yaml(path)
    except InvalidContent as error:
        raise UnreadableSource(f"{path}: cannot be read: {error}") from error
    rows: dict[object, object] = content if isinstance(content, dict) else {None: None}
    restrictions: dict[str, tuple[str, ...]] = {}
    for page, groups in rows.items():
        if page is None or not isinstance(groups, list) or not groups:
            raise UnreadableSource(f"{path}: page '{page}' names no groups; write '12345: [group, ...]' per page.")
        restrictions[str(page)] = tuple(str(group) for group in groups)
    return restrictions
