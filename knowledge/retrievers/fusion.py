"""Joins what several rankers say, and what they say of the surrounding part, into one order.

Normalised scores are joined rather than ranks: they keep how much better one text is than the next
(Bruch, Gai and Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, 2023,
doi:10.1145/3596512). Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009,
doi:10.1145/1571941.1572114) is there for rankers whose scores cannot be compared.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.retrievers.entries import Mask, Scores

# From the paper on reciprocal rank fusion; larger flattens the difference between first and tenth.
_RRF_CONSTANT = 60
# Scores that differ by less are the same: the last digits of a float depend on the batch a text was embedded in.
_DIGITS = 6


def normalised(scores: Scores, admitted: Mask, *, floor: float | None = None) -> Scores:
    """Scores of the admitted entries stretched to 0 to 1; 0 for what is not admitted or has no score (NaN).

    `floor` is the score that means nothing at all, as 0 does for BM25; without it the lowest score
    present stands for nothing.
    """
    result = np.zeros(len(scores), dtype=np.float32)
    scored = admitted & ~np.isnan(scores)
    if not scored.any():
        return result
    taking_part = scores[scored]
    low, high = float(taking_part.min()) if floor is None else floor, float(taking_part.max())
    if high > low:
        result[scored] = np.clip((taking_part - low) / (high - low), 0, 1)
    return result


def weighted_sum(scores: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    """Sum of normalised scores by weight; the weights of the rankers present are scaled to 1."""
    total = sum(weights[name] for name in scores)
    parts = [scores[name] * np.float32(weights[name] / total) for name in sorted(scores) if total > 0]
    return np.asarray(np.sum(parts, axis=0), dtype=np.float32)


def reciprocal_ranks(orders: Sequence[Sequence[str]]) -> dict[str, float]:
    """Score of every id by its ranks in the orders, best first in each.

    >>> scores = reciprocal_ranks([["a", "b"], ["b", "c"]])
    >>> max(scores, key=scores.__getitem__)
    'b'
    """
    scores: dict[str, float] = {}
    for order in orders:
        for rank, item in enumerate(order, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (_RRF_CONSTANT + rank)
    return scores


def best_first(scores: Scores, candidates: Mask, k: int) -> list[int]:
    """Numbers of the `k` best candidates; equal scores in the order of their numbers, which is that of the ids."""
    numbers = np.flatnonzero(candidates)
    rounded = np.round(scores[numbers].astype(np.float64), _DIGITS)
    return [int(number) for number in numbers[np.argsort(-rounded, kind="stable")][:k]]
