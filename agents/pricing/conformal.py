"""Ranges that hold as often as they say: split conformal prediction, by group.

Scores are signed errors over an expected spread; the lower and the upper end of the range come from
their own quantile. Groups are bins of the predicted value (Mondrian), because cheap and dear cars miss by
different shares, and the true price is not known when the range is needed.

Source: Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World (2005), ch. 4 (Mondrian
predictors); Romano, Patterson, Candes (2019), Conformalized Quantile Regression, for two-sided ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from agents.pricing.vehicle_table import Floats

_GROUPS = 5
# Fewer scores than this cannot carry their own 5 % quantile.
_SMALLEST_GROUP = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformalRange:
    """`low` and `high` are the score quantiles of each group; `edges` part the groups by prediction."""

    edges: Floats
    low: Floats
    high: Floats

    @classmethod
    def calibrate(cls, predicted: Floats, scores: Floats, *, confidence: float) -> ConformalRange:
        """Learn from scores of rows that the predictions had not seen."""
        groups = max(1, min(_GROUPS, len(predicted) // _SMALLEST_GROUP))
        edges = np.quantile(predicted, np.linspace(0, 1, groups + 1)[1:-1])
        member = np.searchsorted(edges, predicted, side="right")
        miss = (1 - confidence) / 2
        return cls(
            edges=edges,
            low=np.array([-_upper_quantile(-scores[member == group], miss) for group in range(groups)]),
            high=np.array([_upper_quantile(scores[member == group], miss) for group in range(groups)]),
        )

    def ends(self, predicted: Floats) -> tuple[Floats, Floats]:
        """The score quantiles that apply to each prediction."""
        member = np.searchsorted(self.edges, predicted, side="right")
        return self.low[member], self.high[member]


def _upper_quantile(scores: Floats, miss: float) -> float:
    """The smallest score that at most a share `miss` of new ones exceeds, with the finite-sample step."""
    rank = math.ceil((1 - miss) * (len(scores) + 1))
    return float(np.sort(scores)[min(rank, len(scores)) - 1])
