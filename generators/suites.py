"""Suites: the fewest runs that cover a criterion, as test cases, with a certificate.

Runs are searched for one uncovered item after another, each covering on its way what it can. From
all runs found the fewest, then the shortest, are chosen by an integer program. The certificate says
how far that is from the least that any suite needs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, lil_array

from generators.bounds import fewest_runs
from generators.coverage import Coverage, Item, coverage
from generators.data import RunWithData, run_of
from generators.search import NO_TOKEN, Infeasible, Searcher, Undecided
from generators.symbolic import Situation
from process_models.addresses import Address, AttributeAddress
from process_models.runs import Run
from process_models.semantics.net import Guard
from process_models.variants import Variant

Progress = Callable[[int, int], None]
"""Called with the number of items decided and the number of all items."""


def silent(done: int, total: int) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InfeasibleItem:
    """An item that no run covers, and the conditions that exclude each other."""

    item: Item
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a suite covers, and how good it is.

    `items` counts all items of the criterion; `undecided` are those on which the search ended early.
    `steps` is the number of sequence flows taken over all cases. `optimal` means that the number of
    tests equals the proven lower bound.
    """

    criterion: str
    market: str | None
    items: int
    covered: int
    infeasible: tuple[InfeasibleItem, ...]
    undecided: tuple[Item, ...]
    tests: int
    steps: int
    lower_bound_tests: int
    semantics: str = "token"

    @property
    def optimal(self) -> bool:
        return self.tests == self.lower_bound_tests and not self.undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveringRun:
    """A run with the items it is in the suite for: those no earlier case covers.

    `by_hand` are the conditions on its way for which no data was found.
    """

    run: Run
    covers: tuple[Item, ...]
    by_hand: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteOfRuns:
    """The runs of a suite in a stable order, and the certificate."""

    runs: tuple[CoveringRun, ...]
    certificate: Certificate


def derive(
    variant: Variant,
    criterion: str = "all-flows",
    *,
    facts: Mapping[AttributeAddress, object] | None = None,
    loops: int = 1,
    progress: Progress = silent,
) -> SuiteOfRuns:
    """The smallest suite found for a criterion on one variant.

    The same variant and criterion give the same suite. `facts` hold in every run.

    Raises:
        UnknownCriterion: there is no such criterion.
    """
    wanted = coverage(criterion, variant.chain, variant.net)
    pool, infeasible, undecided = _search(variant, wanted, facts or {}, loops, progress)
    chosen = _fewest(pool, wanted)
    runs = _in_order([run_of(variant, situation) for situation in chosen], wanted)
    feasible = [wanted.items[item] for item in wanted.items if item not in {i.item for i in infeasible}]
    flows = set(variant.chain.flows)
    certificate = Certificate(
        criterion=criterion,
        market=variant.market,
        items=len(wanted.items),
        covered=sum(len(covering.covers) for covering in runs),
        infeasible=tuple(infeasible),
        undecided=tuple(undecided),
        tests=len(runs),
        steps=sum(element in flows for covering in runs for element in covering.run.path()),
        lower_bound_tests=fewest_runs(variant.net, feasible),
    )
    return SuiteOfRuns(runs=tuple(runs), certificate=certificate)


def _search(
    variant: Variant,
    wanted: Coverage,
    facts: Mapping[AttributeAddress, object],
    loops: int,
    progress: Progress,
) -> tuple[list[Situation], list[InfeasibleItem], list[Item]]:
    searcher = Searcher(variant, wanted, loops=loops)
    pool: list[Situation] = []
    infeasible: list[InfeasibleItem] = []
    undecided: list[Item] = []
    fired: set[int] = set()
    for number, (item, steps) in enumerate(wanted.items.items()):
        progress(number, len(wanted.items))
        if steps & fired:
            continue
        if not steps:
            infeasible.append(InfeasibleItem(item=item, because=(NO_TOKEN,)))
            continue
        left = [other for other, others in wanted.items.items() if not others & fired]
        match searcher.find(item, left, facts):
            case Infeasible(because=because):
                infeasible.append(InfeasibleItem(item=item, because=because))
            case Undecided():
                undecided.append(item)
            case Situation() as found:
                pool.append(found)
                fired |= {taken.step.number for taken in found.taken}
    progress(len(wanted.items), len(wanted.items))
    return pool, infeasible, undecided


def _fewest(pool: Sequence[Situation], wanted: Coverage) -> list[Situation]:
    """The fewest runs of the pool that cover what the whole pool covers, and of these the shortest."""
    if not pool:
        return []
    fired = [frozenset(taken.step.number for taken in situation.taken) for situation in pool]
    rows = [steps for steps in wanted.items.values() if any(steps & run for run in fired)]
    covers = lil_array((len(rows), len(pool)))
    for row, steps in enumerate(rows):
        for column, run in enumerate(fired):
            covers[row, column] = 1.0 if steps & run else 0.0
    longest = sum(len(situation.taken) for situation in pool) + 1
    costs = np.array([1.0 + len(situation.taken) / longest for situation in pool])
    answer = milp(
        costs,
        constraints=[LinearConstraint(csr_array(covers), np.ones(len(rows)), np.full(len(rows), np.inf))],
        integrality=np.ones(len(pool), dtype=np.int8),
        bounds=Bounds(0, 1),
    )
    if answer.x is None:
        return list(pool)
    return [situation for situation, used in zip(pool, answer.x, strict=True) if used > 0.5]


def _in_order(found_runs: Sequence[RunWithData], wanted: Coverage) -> list[CoveringRun]:
    """The run that covers most first; each is credited with what no earlier one covers."""
    runs = [found.run for found in found_runs]
    paths: dict[int, set[Address]] = {number: set(run.path()) for number, run in enumerate(runs)}
    left = set(wanted.items)
    found: list[CoveringRun] = []
    waiting = set(paths)
    while waiting:
        best = min(waiting, key=lambda n: (-len(left & paths[n]), len(runs[n].steps), runs[n].path()))
        waiting.remove(best)
        covers = tuple(item for item in wanted.items if item in left and item in paths[best])
        left -= set(covers)
        found.append(CoveringRun(run=runs[best], covers=covers, by_hand=found_runs[best].by_hand))
    return found
