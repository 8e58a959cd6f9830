"""A lower bound for the number of runs: no suite, however clever, needs fewer.

Every run obeys the balance of tokens: what enters a place leaves it again, apart from what an
interruption clears. Summed over a suite, the number of firings of each step therefore solves a
small integer program; the fewest starts that let every item be covered bound the suite from below.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, lil_array

from process_models.semantics.net import Net, PlaceKind, Step

_KEEPS_TOKENS = frozenset({PlaceKind.ARMED, PlaceKind.MESSAGE, PlaceKind.DONE})

# More tokens than this are never cleared from one place at once.
_MOST_CLEARED = 100

# The status by which `milp` says that nothing meets the constraints.
_PROVEN_IMPOSSIBLE = 2


def fewest_runs(net: Net, items: Iterable[Collection[int]], *, seconds: float = 20.0) -> int:
    """How many runs at least are needed to fire a step of each item.

    `items` are the numbers of the steps that cover each item; an item without steps is passed over.
    Returns 0 where there is nothing to cover. Where the solver runs out of time its best proven
    bound is returned.
    """
    wanted = [sorted(item) for item in items if item]
    if not wanted:
        return 0
    count = len(net.steps)
    costs = np.zeros(count + 1)
    costs[count] = 1.0  # the last variable is the number of runs
    balance, lower, upper = _balance(net)
    covered = _matrix([Counter(steps) for steps in wanted], count + 1)
    answer = milp(
        costs,
        constraints=[
            LinearConstraint(balance, lower, upper),
            LinearConstraint(covered, np.ones(len(wanted)), np.full(len(wanted), np.inf)),
        ],
        integrality=np.ones(count + 1, dtype=np.int8),
        bounds=Bounds(0, np.inf),
        options={"time_limit": seconds},
    )
    bound = answer.fun if answer.status == 0 else answer.mip_dual_bound
    return 0 if bound is None else int(np.ceil(bound - 1e-6))


def can_end(net: Net, steps: Collection[int], *, seconds: float = 2.0) -> bool:
    """Whether the balance of tokens allows one run that fires one of the steps and ends.

    False is a proof: something is always left behind. True promises nothing, since the balance
    knows neither the order of steps nor data.
    """
    count = len(net.steps)
    balance, lower, upper = _balance(net)
    bounds = Bounds(np.append(np.zeros(count), 1.0), np.append(np.full(count, np.inf), 1.0))
    answer = milp(
        np.zeros(count + 1),
        constraints=[
            LinearConstraint(balance, lower, upper),
            LinearConstraint(_matrix([Counter(steps)], count + 1), 1.0, np.inf),
        ],
        integrality=np.ones(count + 1, dtype=np.int8),
        bounds=bounds,
        options={"time_limit": seconds},
    )
    return bool(answer.status != _PROVEN_IMPOSSIBLE)


def _balance(net: Net) -> tuple[csr_array, np.ndarray, np.ndarray]:
    """Per place: tokens put there by the start and by steps, less those taken away, are what is left."""
    runs = len(net.steps)
    rows: list[Counter[int]] = [Counter() for _ in net.places]
    for place in net.initial:
        rows[place][runs] += 1
    for step in net.steps:
        for place in step.gives:
            rows[place][step.number] += 1
        for place in step.takes:
            rows[place][step.number] -= 1
    may_stay = _may_stay(net)
    clearing = _clearing(net.steps)
    upper = [np.inf if place in may_stay or place in clearing else 0.0 for place in range(len(net.places))]
    lower = [0.0] * len(net.places)
    for place in sorted(clearing.keys() - may_stay):
        # What is left there was cleared, so one of the steps that clear it has fired.
        rows.append(_less(rows[place], clearing[place], times=_MOST_CLEARED))
        lower.append(-np.inf)
        upper.append(0.0)
    for incoming, steps in _joins(net.steps).items():
        # An inclusive join takes at least one token each time, and at most one from each way in.
        together: Counter[int] = Counter()
        for place in incoming:
            together.update(rows[place])
            rows.append(_less(rows[place], steps))
        rows.append(_less(together, steps))
        lower += [*[-np.inf] * len(incoming), 0.0]
        upper += [*[0.0] * len(incoming), np.inf]
    return _matrix(rows, runs + 1), np.array(lower), np.array(upper)


def _less(row: Counter[int], steps: Iterable[int], *, times: int = 1) -> Counter[int]:
    """A row less so many times the firings of each of the steps."""
    smaller = Counter(row)
    smaller.subtract(dict.fromkeys(steps, times))
    return smaller


def _matrix(rows: Sequence[Mapping[int, int]], columns: int) -> csr_array:
    matrix = lil_array((len(rows), columns))
    for number, row in enumerate(rows):
        for column, value in row.items():
            matrix[number, column] = float(value)
    return csr_array(matrix)


def _may_stay(net: Net) -> frozenset[int]:
    """Places whose tokens need not be taken by a step: kept, or taken by an inclusive join.

    Where several processes start by themselves, a run may end before some of them have started.
    """
    kept = {number for number, place in enumerate(net.places) if place.kind in _KEEPS_TOKENS}
    joined = {place for incoming in _joins(net.steps) for place in incoming}
    return frozenset(kept | joined | set(net.initial))


def _clearing(steps: Iterable[Step]) -> dict[int, list[int]]:
    """The steps that clear a place, for every place that is cleared at all."""
    found: dict[int, list[int]] = {}
    for step in steps:
        for place in step.clears:
            found.setdefault(place, []).append(step.number)
    return found


def _joins(steps: Iterable[Step]) -> dict[tuple[int, ...], list[int]]:
    """The ways in of each inclusive join, and the steps by which it fires."""
    found: dict[tuple[int, ...], list[int]] = {}
    for step in steps:
        if step.join is not None:
            found.setdefault(step.join.incoming, []).append(step.number)
    return found
