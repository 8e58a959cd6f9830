"""Finds what governs an element of a process or an attribute, by the addresses the articles name."""

from collections.abc import Iterable, Mapping, Sequence

from knowledge.documents import Document, Passage, PassageId


class GoverningPassages:
    """For every address the passages that lay down rules for it. Immutable."""

    def __init__(self, documents: Iterable[Document]) -> None:
        by_address: dict[str, list[Passage]] = {}
        for document in sorted(documents, key=lambda document: document.key):
            for passage in document.passages:
                for address in passage.governs:
                    by_address.setdefault(address, []).append(passage)
        self._by_address: Mapping[str, Sequence[Passage]] = by_address

    def addresses(self) -> tuple[str, ...]:
        """Every address that something governs, sorted."""
        return tuple(sorted(self._by_address))

    def strengths(self, addresses: Iterable[str]) -> dict[PassageId, float]:
        """Passages that govern any of the addresses, each with the share of the addresses it governs, 0 to 1.

        A passage that names the address for its own section counts as much as one whose whole
        article governs it; which sentence answers is for the other rankers to say.
        """
        wanted = tuple(dict.fromkeys(addresses))
        strengths: dict[PassageId, float] = {}
        for address in wanted:
            for passage in self._by_address.get(address, ()):
                strengths[passage.id] = strengths.get(passage.id, 0.0) + 1 / len(wanted)
        return strengths
