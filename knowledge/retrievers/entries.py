"""What is ranked: texts with an id, the part they belong to, and the scope that decides who may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Document
from knowledge.scope import Filters, Scope

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One text that can be found. `parent` names the section or passage it belongs to."""

    id: str
    text: str
    scope: Scope
    parent: str | None = None


class Corpus:
    """Entries in id order with the texts of their parents; never changed once made."""

    def __init__(self, entries: Iterable[Entry], parent_texts: dict[str, str] | None = None) -> None:
        self.entries: tuple[Entry, ...] = tuple(sorted(entries, key=lambda entry: entry.id))
        self._scopes = list(dict.fromkeys(entry.scope for entry in self.entries))
        number_of = {scope: number for number, scope in enumerate(self._scopes)}
        self._scope_of = np.array([number_of[entry.scope] for entry in self.entries], dtype=np.intp)
        texts = parent_texts if parent_texts is not None else _joined_children(self.entries)
        self.parents: tuple[Entry, ...] = tuple(_parents(self.entries, texts))
        parent_number = {parent.id: number for number, parent in enumerate(self.parents)}
        # An entry without a parent of its own has number -1.
        self.parent_of = np.array([parent_number.get(entry.parent or "", -1) for entry in self.entries], dtype=np.intp)

    def __len__(self) -> int:
        return len(self.entries)

    def admitted(self, filters: Filters) -> Mask:
        """Which entries may take part."""
        if not self.entries:
            return np.zeros(0, dtype=np.bool_)
        by_scope = np.array([filters.admits(scope) for scope in self._scopes], dtype=np.bool_)
        return np.asarray(by_scope[self._scope_of], dtype=np.bool_)

    def languages(self) -> tuple[str, ...]:
        """Languages of the entries, sorted."""
        return tuple(sorted({scope.language for scope in self._scopes}))


def _joined_children(entries: Sequence[Entry]) -> dict[str, str]:
    children: dict[str, list[str]] = {}
    for entry in entries:
        if entry.parent is not None:
            children.setdefault(entry.parent, []).append(entry.text)
    # A parent with one child says nothing that the child does not say.
    return {parent: " ".join(texts) for parent, texts in children.items()}


def _parents(entries: Sequence[Entry], texts: dict[str, str]) -> Iterable[Entry]:
    scopes = {entry.parent: entry.scope for entry in reversed(entries) if entry.parent is not None}
    for parent, scope in sorted(scopes.items()):
        yield Entry(id=parent, text=texts.get(parent, ""), scope=scope)


def corpus_of(documents: Iterable[Document]) -> Corpus:
    """Every sentence of the documents; its passage with the headings above is its parent."""
    entries: list[Entry] = []
    parents: dict[str, str] = {}
    for document in documents:
        for passage in document.passages:
            headings = dict.fromkeys((document.title, *passage.section_path))
            parents[passage.id] = "\n".join((*headings, passage.text))
            entries.extend(
                Entry(id=sentence.id, text=sentence.text, scope=passage.scope, parent=passage.id)
                for sentence in passage.sentences
            )
    return Corpus(entries, parents)


class Ranker(Protocol):
    """Scores every entry of a corpus for a question. Implementations live beside this module."""

    @property
    def name(self) -> str:
        """The name an answer reports."""
        ...

    @property
    def ready(self) -> bool:
        """Whether the ranker can take part now."""
        ...

    def score(self, question: str, admitted: Mask) -> Scores:
        """One score per entry, higher is better; entries that are not admitted score nothing (NaN)."""
        ...
