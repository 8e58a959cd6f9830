"""What the assistant needs from outside: a place that keeps evidence."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Protocol

from agents.assistant.answer import Evidence
from agents.assistant.errors import UnknownEvidence

#: Pieces of evidence kept in memory; older ones are computed anew by asking again.
MOST_KEPT = 20_000


class EvidenceStore(Protocol):
    """Keeps evidence that was given out. Ids are content hashes, so nothing is ever overwritten."""

    def put(self, evidence: Iterable[Evidence]) -> None:
        """Keep the evidence; what is there already stays."""
        ...

    def get(self, id: str) -> Evidence:
        """The evidence with that id.

        Raises:
            UnknownEvidence: there is none.
        """
        ...


class MemoryEvidenceStore:
    """Evidence in memory, the latest `most` pieces; safe to use from several threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[str, Evidence] = OrderedDict()
        self._lock = Lock()

    def put(self, evidence: Iterable[Evidence]) -> None:
        with self._lock:
            for each in evidence:
                self._kept[each.id] = each
                self._kept.move_to_end(each.id)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def get(self, id: str) -> Evidence:
        try:
            return self._kept[id]
        except KeyError:
            raise UnknownEvidence(f"no evidence '{id}'; ask the question again to have it computed.") from None
