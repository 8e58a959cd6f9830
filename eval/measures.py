"""Measures of a ranking, as defined for TREC and BEIR; every value lies between 0 and 1.

A *run* is the ids found for a query, best first. The judgements map ids to their relevance; an id
that is not judged, or judged 0 or less, is not relevant.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum, log2

Judgements = Mapping[str, int]
Measure = Callable[[Sequence[str], Judgements], float]


def ndcg(run: Sequence[str], judgements: Judgements, *, k: int = 10) -> float:
    """Normalised discounted cumulative gain of the first `k`; 0 without anything relevant.

    Gain is the relevance itself and the discount log2(rank + 1), as in trec_eval (Järvelin and
    Kekäläinen, 2002, doi:10.1145/582415.582418).

    >>> ndcg(["b", "a"], {"a": 1}) == 1 / log2(3)
    True
    """
    gained = _discounted(judgements.get(item, 0) for item in _first(run, k))
    ideal = _discounted(sorted(judgements.values(), reverse=True)[:k])
    return gained / ideal if ideal > 0 else 0.0


def recall(run: Sequence[str], judgements: Judgements, *, k: int = 10) -> float:
    """Share of the relevant ids that are among the first `k`; 0 without anything relevant."""
    relevant = _relevant(judgements)
    return len(relevant.intersection(_first(run, k))) / len(relevant) if relevant else 0.0


def reciprocal_rank(run: Sequence[str], judgements: Judgements, *, k: int = 10) -> float:
    """1 ÷ rank of the first relevant id among the first `k`, else 0; its mean over queries is MRR@k."""
    relevant = _relevant(judgements)
    return next((1 / rank for rank, item in enumerate(_first(run, k), start=1) if item in relevant), 0.0)


def hit(run: Sequence[str], judgements: Judgements, *, k: int = 1) -> float:
    """1 if a relevant id is among the first `k`, else 0."""
    return 1.0 if _relevant(judgements).intersection(_first(run, k)) else 0.0


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; 0 of nothing."""
    return fsum(values) / len(values) if values else 0.0


def _discounted(gains: Iterable[int]) -> float:
    return fsum(max(gain, 0) / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _first(run: Sequence[str], k: int) -> list[str]:
    """The first `k` different ids: one found twice counts once, at its better rank."""
    return list(dict.fromkeys(run))[:k]


def _relevant(judgements: Judgements) -> set[str]:
    return {item for item, relevance in judgements.items() if relevance > 0}
