"""Which column each node stands in: flows lead to the right, except the ones that close a loop.

Sugiyama, Tagawa and Toda 1981 (doi:10.1109/TSMC.1981.4308636), first two steps: cycles are broken
at the flows that lead back on a depth-first walk from the start events; columns are longest paths.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """`target` stands at least `columns` columns right of `source`."""

    source: str
    target: str
    columns: int = 1


def leading_back(nodes: Sequence[str], steps: Sequence[tuple[str, str]], roots: Iterable[str]) -> frozenset[int]:
    """The positions of the steps that close a loop, found depth first from `roots`, then in node order.

    Without them the steps form no cycle.
    """
    leaving: dict[str, list[tuple[int, str]]] = {node: [] for node in nodes}
    for position, (source, target) in enumerate(steps):
        leaving[source].append((position, target))
    back: set[int] = set()
    on_the_way: set[str] = set()
    seen: set[str] = set()
    for root in (*roots, *nodes):
        if root in seen:
            continue
        seen.add(root)
        on_the_way.add(root)
        stack = [(root, iter(leaving[root]))]
        while stack:
            node, following = stack[-1]
            for position, target in following:
                if target in on_the_way:
                    back.add(position)
                elif target not in seen:
                    seen.add(target)
                    on_the_way.add(target)
                    stack.append((target, iter(leaving[target])))
                    break
            else:
                on_the_way.discard(node)
                stack.pop()
    return frozenset(back)


def with_hints(nodes: Sequence[str], steps: Sequence[Step], hints: Iterable[Step]) -> list[Step]:
    """The steps and, in order, every hint that contradicts nothing so far."""
    kept = list(steps)
    following: dict[str, set[str]] = {node: set() for node in nodes}
    for step in steps:
        following[step.source].add(step.target)
    for hint in hints:
        if hint.source != hint.target and not _reaches(following, hint.target, hint.source):
            following[hint.source].add(hint.target)
            kept.append(hint)
    return kept


def _reaches(following: Mapping[str, set[str]], start: str, end: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        for node in following[waiting.pop()]:
            if node == end:
                return True
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return start == end


def columns(nodes: Sequence[str], steps: Sequence[Step]) -> dict[str, int]:
    """The leftmost column of every node; a node nothing leads to stands just before what it leads to.

    The steps must form no cycle.
    """
    order = topological(nodes, [(step.source, step.target) for step in steps])
    entering: dict[str, list[Step]] = {node: [] for node in nodes}
    leaving: dict[str, list[Step]] = {node: [] for node in nodes}
    for step in steps:
        entering[step.target].append(step)
        leaving[step.source].append(step)
    column: dict[str, int] = {}
    for node in order:
        column[node] = max((column[step.source] + step.columns for step in entering[node]), default=0)
    for node in reversed(order):
        if not entering[node] and leaving[node]:
            column[node] = min(column[step.target] - step.columns for step in leaving[node])
    lowest = min(column.values(), default=0)
    return {node: value - lowest for node, value in column.items()}


def longest_ahead(nodes: Sequence[str], steps: Sequence[tuple[str, str]]) -> dict[str, int]:
    """How many steps the longest way on from each node has; the steps must form no cycle."""
    leaving: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in steps:
        leaving[source].append(target)
    ahead: dict[str, int] = {}
    for node in reversed(topological(nodes, steps)):
        ahead[node] = max((ahead[target] + 1 for target in leaving[node]), default=0)
    return ahead


def topological(nodes: Sequence[str], steps: Sequence[tuple[str, str]]) -> list[str]:
    """The nodes in an order in which every step leads on; first come, first served."""
    waiting_for = dict.fromkeys(nodes, 0)
    leaving: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in steps:
        leaving[source].append(target)
        waiting_for[target] += 1
    order = [node for node in nodes if not waiting_for[node]]
    for node in order:
        for target in leaving[node]:
            waiting_for[target] -= 1
            if not waiting_for[target]:
                order.append(target)
    return order
