"""Vectors in Chroma, embedded or on a server. A cache: deleted and rebuilt from the documents at any time.

Filtering slows an HNSW search a hundredfold, so collections are split by language and readers, which
most questions are filtered by; only what is left of a filter is asked of Chroma. Embedded, a folder
belongs to one process: two of them writing to it break it. Several workers share a server.
"""

import hashlib
import json
from collections.abc import Collection as Ids
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings

from knowledge.errors import VectorMismatch
from knowledge.ports import Embedder, StoreFactory, VectorRecord, Vectors, VectorStore
from knowledge.scope import NO_FILTERS, Filters, Scope

_Item = TypeVar("_Item")

_BATCH = 2000
# Looks at this many neighbours on the way: recall close to an exact scan for a little time.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
_DIGITS = 6


def embedded_client(folder: Path) -> ClientAPI:
    """A client of a database in a folder, for one process."""
    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


def server_client(host: str, port: int, *, ssl: bool = False) -> ClientAPI:
    """A client of a Chroma server, for any number of processes."""
    return chromadb.HttpClient(host=host, port=port, ssl=ssl, settings=Settings(anonymized_telemetry=False))


def chroma_stores(client: ClientAPI) -> StoreFactory:
    """Stores in one database, one for each purpose."""

    def open_store(name: str, embedder: Embedder) -> VectorStore:
        return ChromaStore(client, name=name, model=embedder.name, dimension=embedder.dimension)

    return open_store


@dataclass(slots=True)
class _Shelf:
    """One collection: the records of one language and one circle of readers, with the scopes seen in it."""

    collection: Collection
    scopes: dict[str, Scope] = field(default_factory=dict)


class ChromaStore:
    """A `VectorStore` over the collections of one purpose; those of another model are dropped."""

    def __init__(self, client: ClientAPI, *, name: str, model: str, dimension: int) -> None:
        self._client, self._name, self._model, self._dimension = client, name, model, dimension
        self._shelves: dict[str, _Shelf] = {}
        self._shelf_of: dict[str, str] = {}
        for listed in client.list_collections():
            about = listed.metadata or {}
            if about.get("purpose") != name:
                continue
            if about.get("model") != model or about.get("dimension") != dimension:
                client.delete_collection(listed.name)
            else:
                self._open(listed.name)

    def upsert(self, records: Sequence[VectorRecord]) -> None:
        """Store the records; one of a known id replaces it, wherever its scope put it before."""
        for record in records:
            if record.vector.shape != (self._dimension,):
                raise VectorMismatch(
                    f"vector of '{record.id}' has shape {record.vector.shape}, the store holds ({self._dimension},);"
                    " it comes from another model: rebuild the store."
                )
        latest = {record.id: record for record in records}
        self.delete(
            [
                key
                for key, record in latest.items()
                if self._shelf_of.get(key) not in (None, self._shelf_name(record.scope))
            ]
        )
        by_shelf: dict[str, list[VectorRecord]] = {}
        for record in latest.values():
            by_shelf.setdefault(self._shelf_name(record.scope), []).append(record)
        for shelf_name, group in sorted(by_shelf.items()):
            shelf = self._shelf(shelf_name)
            for batch in _batches(group):
                shelf.collection.upsert(
                    ids=[record.id for record in batch],
                    embeddings=np.stack([record.vector for record in batch]).astype(np.float32),
                    metadatas=[
                        {"scope": _scope_key(record.scope), "about": _as_json(record.scope)} for record in batch
                    ],
                )
            for record in group:
                shelf.scopes[_scope_key(record.scope)] = record.scope
                self._shelf_of[record.id] = shelf_name

    def delete(self, ids: Ids[str]) -> None:
        """Forget these ids; unknown ones are ignored."""
        by_shelf: dict[str, list[str]] = {}
        for key in sorted(set(ids)):
            if shelf_name := self._shelf_of.pop(key, None):
                by_shelf.setdefault(shelf_name, []).append(key)
        for shelf_name, group in by_shelf.items():
            for batch in _batches(group):
                self._shelves[shelf_name].collection.delete(ids=list(batch))

    def ids(self) -> frozenset[str]:
        """All ids stored."""
        return frozenset(self._shelf_of)

    def search(self, vector: Vectors, *, k: int, filters: Filters = NO_FILTERS) -> Sequence[tuple[str, float]]:
        """The `k` nearest found among the admitted vectors, with their cosine, ties by id."""
        found: list[tuple[str, float]] = []
        for shelf in self._shelves.values():
            admitted = [key for key, scope in sorted(shelf.scopes.items()) if filters.admits(scope)]
            wanted = min(k, shelf.collection.count()) if admitted else 0
            if wanted < 1:
                continue
            where: Any = None if len(admitted) == len(shelf.scopes) else {"scope": {"$in": admitted}}
            answer = shelf.collection.query(
                query_embeddings=[vector.tolist()], n_results=wanted, where=where, include=["distances"]
            )
            distances = (answer["distances"] or [[]])[0]
            found += [
                (key, round(1 - distance, _DIGITS)) for key, distance in zip(answer["ids"][0], distances, strict=True)
            ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[: max(k, 0)]

    def _shelf_name(self, scope: Scope) -> str:
        digest = _digest(self._name, self._model, scope.language, *scope.audiences)
        return f"murmel-{digest}"

    def _shelf(self, name: str) -> _Shelf:
        if name not in self._shelves:
            collection = self._client.create_collection(
                name,
                metadata={"purpose": self._name, "model": self._model, "dimension": self._dimension},
                configuration=cast("Any", {"hnsw": _HNSW}),
                embedding_function=None,
            )
            self._shelves[name] = _Shelf(collection)
        return self._shelves[name]

    def _open(self, name: str) -> None:
        shelf = _Shelf(self._client.get_collection(name, embedding_function=None))
        self._shelves[name] = shelf
        for offset in range(0, shelf.collection.count(), _BATCH):
            rows = shelf.collection.get(include=["metadatas"], limit=_BATCH, offset=offset)
            for key, about in zip(rows["ids"], rows["metadatas"] or [], strict=True):
                self._shelf_of[key] = name
                shelf.scopes.setdefault(str(about["scope"]), _from_json(str(about["about"])))


def _batches(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def _scope_key(scope: Scope) -> str:
    return _digest(_as_json(scope))


def _as_json(scope: Scope) -> str:
    return json.dumps(
        {
            "language": scope.language,
            "markets": scope.markets,
            "audiences": scope.audiences,
            "valid_from": scope.valid_from.isoformat() if scope.valid_from else None,
            "valid_to": scope.valid_to.isoformat() if scope.valid_to else None,
        }
    )


def _from_json(text: str) -> Scope:
    fields = json.loads(text)
    return Scope(
        language=fields["language"],
        markets=tuple(fields["markets"]),
        audiences=tuple(fields["audiences"]),
        valid_from=date.fromisoformat(fields["valid_from"]) if fields["valid_from"] else None,
        valid_to=date.fromisoformat(fields["valid_to"]) if fields["valid_to"] else None,
    )
