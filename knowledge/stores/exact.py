"""The reference vector store: every vector is compared, nothing is approximated."""

from collections.abc import Collection, Sequence

import numpy as np

from knowledge.errors import VectorMismatch
from knowledge.ports import VectorRecord, Vectors
from knowledge.scope import NO_FILTERS, Filters, Scope

# The digits after these depend on how the numbers were grouped, not on the texts.
_DIGITS = 6


class ExactStore:
    """Vectors in memory, scanned in full. A search over 100,000 vectors of 384 numbers takes some 10 ms."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._records: dict[str, VectorRecord] = {}
        self._ids: tuple[str, ...] = ()
        self._matrix = np.zeros((0, dimension), dtype=np.float32)
        self._scope_of = np.zeros(0, dtype=np.intp)
        self._scopes: tuple[Scope, ...] = ()

    def upsert(self, records: Sequence[VectorRecord]) -> None:
        """Store the records; one of a known id replaces it."""
        for record in records:
            if record.vector.shape != (self._dimension,):
                raise VectorMismatch(
                    f"vector of '{record.id}' has shape {record.vector.shape}, the store holds ({self._dimension},);"
                    " it comes from another model: rebuild the store."
                )
        self._arrange({**self._records, **{record.id: record for record in records}})

    def delete(self, ids: Collection[str]) -> None:
        """Forget these ids; unknown ones are ignored."""
        gone = set(ids)
        self._arrange({key: record for key, record in self._records.items() if key not in gone})

    def ids(self) -> frozenset[str]:
        """All ids stored."""
        return frozenset(self._records)

    def search(self, vector: Vectors, *, k: int, filters: Filters = NO_FILTERS) -> Sequence[tuple[str, float]]:
        """The `k` nearest admitted vectors with their cosine, ties by id."""
        if not self._ids or k < 1:
            return []
        by_scope = np.array([filters.admits(scope) for scope in self._scopes], dtype=np.bool_)
        numbers = np.flatnonzero(by_scope[self._scope_of])
        cosines = np.round((self._matrix[numbers] @ vector).astype(np.float64), _DIGITS)
        nearest = np.argsort(-cosines, kind="stable")[:k]
        return [(self._ids[numbers[position]], float(cosines[position])) for position in nearest]

    def _arrange(self, records: dict[str, VectorRecord]) -> None:
        ids = tuple(sorted(records))
        scopes = tuple(dict.fromkeys(records[key].scope for key in ids))
        number_of = {scope: number for number, scope in enumerate(scopes)}
        self._records, self._ids, self._scopes = records, ids, scopes
        self._scope_of = np.array([number_of[records[key].scope] for key in ids], dtype=np.intp)
        self._matrix = (
            np.stack([records[key].vector for key in ids]).astype(np.float32)
            if ids
            else np.zeros((0, self._dimension), dtype=np.float32)
        )
