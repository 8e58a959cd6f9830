"""Chooses the reader by the kind of file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from knowledge.documents import Document
from knowledge.errors import UnreadableSource
from knowledge.sources.markdown import read_markdown
from knowledge.sources.options import DEFAULT_OPTIONS, ReadOptions

Reader = Callable[[Path, ReadOptions], tuple[Document, ...]]

READERS: Mapping[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
}
# Explains a folder to the people who work in it; no article.
_NO_ARTICLES = frozenset({"readme.md"})


def read(path: Path, options: ReadOptions = DEFAULT_OPTIONS) -> tuple[Document, ...]:
    """The documents in one file.

    Raises:
        UnreadableSource: the format is unknown, or the file is missing, empty, broken or too large.
        InvalidFrontMatter: an article has a header that cannot be used.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise UnreadableSource(f"{path}: no reader for '{path.suffix}' files; known are {known}.")
    return reader(path, options)


def readable_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files of known formats: those named, and those in the folders named, in order of their paths.

    Raises:
        UnreadableSource: a path does not exist.
    """
    for path in paths:
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*")) if file.is_file() and _is_readable(file))
        elif path.exists():
            yield path
        else:
            raise UnreadableSource(f"{path}: does not exist; check the path.")


def _is_readable(file: Path) -> bool:
    return (
        file.suffix.lower() in READERS
        and file.name.lower() not in _NO_ARTICLES
        and not any(part.startswith(".") for part in file.parts)
    )
