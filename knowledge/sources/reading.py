"""Chooses the reader by the kind of file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from knowledge.documents import Document
from knowledge.errors import UnreadableSource
from knowledge.sources.confluence import OnProblem, is_confluence_export, read_confluence
from knowledge.sources.docx import read_docx
from knowledge.sources.html import read_html
from knowledge.sources.markdown import read_markdown
from knowledge.sources.options import DEFAULT_OPTIONS, ReadOptions
from knowledge.sources.pdf import read_pdf

Reader = Callable[[Path, ReadOptions], tuple[Document, ...]]

READERS: Mapping[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
# Explains a folder to the people who work in it; no article.
_NO_ARTICLES = frozenset({"readme.md"})


def read(
    path: Path, options: ReadOptions = DEFAULT_OPTIONS, on_problem: OnProblem | None = None
) -> tuple[Document, ...]:
    """The documents in one file, or in the folder of a Confluence export.

    With `on_problem` a part of an export that cannot be read is told and left out.

    Raises:
        UnreadableSource: the format is unknown, or the file is missing, empty, broken or too large.
        InvalidFrontMatter: an article has a header that cannot be used.
    """
    if path.is_dir():
        return read_confluence(path, options, on_problem)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise UnreadableSource(f"{path}: no reader for '{path.suffix}' files; known are {known}.")
    return reader(path, options)


def readable_sources(paths: Iterable[Path]) -> Iterator[Path]:
    """What `read` takes: the files named, files of known formats and Confluence exports in the folders named.

    In order of their paths, hidden files and explanations for authors (`README.md`) left out.

    Raises:
        UnreadableSource: a path does not exist.
    """
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        elif path.exists():
            yield path
        else:
            raise UnreadableSource(f"{path}: does not exist; check the path.")


def _in_folder(folder: Path) -> Iterator[Path]:
    if is_confluence_export(folder):
        yield folder
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _in_folder(path)
        elif path.suffix.lower() in READERS and path.name.lower() not in _NO_ARTICLES:
            yield path
