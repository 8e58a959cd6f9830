"""How much of the truth an approximate store finds."""

from collections.abc import Sequence

from knowledge.ports import Vectors, VectorStore
from knowledge.scope import NO_FILTERS, Filters


def recall_against(
    reference: VectorStore,
    store: VectorStore,
    questions: Sequence[Vectors],
    *,
    k: int = 10,
    filters: Filters = NO_FILTERS,
) -> float:
    """Mean share, 0 to 1, of the reference's `k` nearest that the store finds too; 1 where there are none.

    A neighbour exactly as near as the reference's last one counts as found.
    """
    shares = [_share(reference, store, question, k, filters) for question in questions]
    return sum(shares) / len(shares) if shares else 1.0


def _share(reference: VectorStore, store: VectorStore, question: Vectors, k: int, filters: Filters) -> float:
    true = reference.search(question, k=k, filters=filters)
    if not true:
        return 1.0
    wanted, last = {key for key, _ in true}, true[-1][1]
    found = [key for key, cosine in store.search(question, k=k, filters=filters) if key in wanted or cosine >= last]
    return min(1.0, len(found) / len(true))
