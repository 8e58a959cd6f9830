"""Brings a document repository in step with files: reads what is new or changed, drops what is gone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document, DocumentKey
from knowledge.errors import KnowledgeError
from knowledge.ports import DocumentRepository
from knowledge.sources.options import DEFAULT_OPTIONS, ReadOptions
from knowledge.sources.reading import read, readable_sources

# Hears the number of sources done, the number of all, and the path just done.
Progress = Callable[[int, int, Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A source that could not be taken in, and why; what was known of it before stays."""

    location: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What became of the sources; keys sorted."""

    added: tuple[DocumentKey, ...] = ()
    changed: tuple[DocumentKey, ...] = ()
    unchanged: tuple[DocumentKey, ...] = ()
    removed: tuple[DocumentKey, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every source was taken in."""
        return not self.refused


def ingest(
    paths: Iterable[Path],
    repository: DocumentRepository,
    *,
    options: ReadOptions = DEFAULT_OPTIONS,
    progress: Progress | None = None,
    batch: int = 100,
) -> IngestReport:
    """Take in files, folders and Confluence exports; in a folder also notice what is gone.

    A file that was read before in the same way and has not changed since is not read again. Every
    `batch` sources are written in one step, and what is gone is removed in the last one: whatever
    interrupts the work, each document is whole, the old or the new one, and the next call goes on
    from there. A source that cannot be read is reported and leaves its old document in place.

    Raises:
        UnreadableSource: a path does not exist.
    """
    roots = [path.resolve() for path in paths]
    sources = list(dict.fromkeys(readable_sources(roots)))
    work = _Work(repository, options)
    for number, source in enumerate(sources, start=1):
        work.take_in(source)
        if number % batch == 0:
            work.write()
        if progress:
            progress(number, len(sources), source)
    work.write(gone=work.gone_from(roots))
    return work.report()


class _Work:
    """The state of one ingestion: what is stored where, and what has been read but not yet written."""

    def __init__(self, repository: DocumentRepository, options: ReadOptions) -> None:
        self._repository, self._options = repository, options
        self._stored = {document.key: document for document in repository.all()}
        self._seen: dict[DocumentKey, str] = {}
        self._pending: list[Document] = []
        self._kept_locations: set[str] = set()
        self._added: list[DocumentKey] = []
        self._changed: list[DocumentKey] = []
        self._unchanged: list[DocumentKey] = []
        self._removed: list[DocumentKey] = []
        self._refused: list[Refused] = []

    def take_in(self, source: Path) -> None:
        known = self._unchanged_documents(source)
        try:
            documents: Sequence[Document] = known or read(
                source, self._options, lambda file, error: self._refuse(file.as_posix(), str(error))
            )
        except KnowledgeError as error:
            self._refuse(source.as_posix(), str(error))
            return
        for document in documents:
            self._accept(document)

    def write(self, gone: Sequence[DocumentKey] = ()) -> None:
        if self._pending or gone:
            self._repository.replace(add=tuple(self._pending), remove=gone)
            self._removed += gone
            self._pending = []

    def gone_from(self, roots: Sequence[Path]) -> list[DocumentKey]:
        """Stored documents of these places that no source gave this time."""
        return sorted(
            key
            for key, document in self._stored.items()
            if key not in self._seen
            and _lies_in(document.provenance.location, roots)
            and not any(_lies_in(document.provenance.location, [Path(kept)]) for kept in self._kept_locations)
        )

    def report(self) -> IngestReport:
        return IngestReport(
            added=tuple(sorted(self._added)),
            changed=tuple(sorted(self._changed)),
            unchanged=tuple(sorted(self._unchanged)),
            removed=tuple(sorted(self._removed)),
            refused=tuple(self._refused),
        )

    def _unchanged_documents(self, source: Path) -> list[Document]:
        if source.is_dir():
            return []
        stored = [document for document in self._stored.values() if document.provenance.location == source.as_posix()]
        fresh = self._options.fingerprint(source.read_bytes()) if stored else ""
        return stored if all(document.content_hash == fresh for document in stored) else []

    def _accept(self, document: Document) -> None:
        key, location = document.key, document.provenance.location
        stored = self._stored.get(key)
        elsewhere = self._seen.get(key) or (stored.provenance.location if stored else location)
        if elsewhere != location and (key in self._seen or Path(elsewhere).exists()):
            self._refuse(location, f"{location}: '{key}' is already given by {elsewhere}; change the id of one.")
            return
        self._seen[key] = location
        if document == stored:
            self._unchanged.append(key)
            return
        (self._changed if stored else self._added).append(key)
        self._pending.append(document)

    def _refuse(self, location: str, reason: str) -> None:
        self._kept_locations.add(location)
        self._refused.append(Refused(location=location, reason=reason))


def _lies_in(location: str, roots: Sequence[Path]) -> bool:
    return any(Path(location).is_relative_to(root) for root in roots)
