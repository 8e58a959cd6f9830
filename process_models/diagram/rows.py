"""Which row each node stands in: straight chains first, branches beside them, few crossings.

Inside each band (a lane, or a pool without lanes) the nodes are cut into chains along the longest
ways through the model; a chain lies on one row. Chains are placed one after the other where the
flows to what already stands are shortest and cross least, then each is tried again some times.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from math import ceil
from typing import TypeAlias

from process_models.diagram.ranking import longest_ahead, topological

# A band's number, and a place in it: new rows are opened between others by halving.
Row: TypeAlias = tuple[int, float]

_SWEEPS = 4
_NODE_IN_THE_WAY = 2.6
_FLOW_IN_THE_WAY = 0.9
_NEW_ROW = 1.2
_PUSHED_APART = 0.7
_ABOVE_THE_FIRST = 0.45
_BOUNDARY_UPWARD = 8.0
_SAME_ROW_BLOCKED = 3.0
_MESSAGE_WEIGHT = 0.2


class LinkKind(Enum):
    """What a link asks of the rows of its ends."""

    FORWARD = "forward"
    BACK = "back"
    BOUNDARY = "boundary"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Link:
    """Something drawn from one node to another."""

    source: str
    target: str
    kind: LinkKind = LinkKind.FORWARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What is known before rows are chosen: each node's band, first column and number of columns."""

    nodes: Sequence[str]
    band: Mapping[str, int]
    column: Mapping[str, int]
    span: Mapping[str, int]

    def cells(self, node: str) -> range:
        """The columns a node stands in."""
        return range(self.column[node], self.column[node] + self.span[node])


@dataclass(frozen=True, slots=True)
class _Chain:
    nodes: tuple[str, ...]
    band: int
    first: int
    last: int


def chains(known: Columns, links: Sequence[Link]) -> list[tuple[str, ...]]:
    """The nodes of every band cut into straight ways, those along the longest ways first.

    A node stands in one chain. Flows of boundary events and flows that lead back join nothing.
    """
    forward = [(link.source, link.target) for link in links if link.kind is LinkKind.FORWARD]
    leading = [(link.source, link.target) for link in links if link.kind in (LinkKind.FORWARD, LinkKind.BOUNDARY)]
    ahead = longest_ahead(known.nodes, forward)
    behind = longest_ahead(known.nodes, [(target, source) for source, target in forward])
    aside = _reached_by_boundary_events_only(known.nodes, forward, leading)
    following: dict[str, str] = {}
    preceding: dict[str, str] = {}
    through = sorted(forward, key=lambda step: (step[0] in aside, -(behind[step[0]] + ahead[step[1]])))
    for source, target in through:
        same_band = known.band[source] == known.band[target]
        if same_band and source not in following and target not in preceding:
            following[source], preceding[target] = target, source
    found = []
    for node in topological(known.nodes, leading):
        if node not in preceding:
            chain = [node]
            while chain[-1] in following:
                chain.append(following[chain[-1]])
            found.append(tuple(chain))

    def rank(chain: tuple[str, ...]) -> tuple[bool, int, int]:
        longest = max(ahead[node] + behind[node] for node in chain)
        return (chain[0] in aside, -longest, known.column[chain[0]])

    return sorted(found, key=rank)


def _reached_by_boundary_events_only(
    nodes: Sequence[str], forward: Sequence[tuple[str, str]], leading: Sequence[tuple[str, str]]
) -> set[str]:
    """The nodes off the usual way: what boundary events lead to, until it joins the usual way again."""
    entered = {target for _, target in leading}
    usual = {node for node in nodes if node not in entered}
    for node in topological(nodes, leading):
        if node in usual:
            usual.update(target for source, target in forward if source == node)
    return set(nodes) - usual


def rows(known: Columns, links: Sequence[Link]) -> dict[str, Row]:
    """The row of every node; rows of one band compare by their second part."""
    table = _Table(known, links)
    parts = [
        _Chain(nodes, known.band[nodes[0]], known.cells(nodes[0])[0], known.cells(nodes[-1])[-1])
        for nodes in chains(known, links)
    ]
    for part in parts:
        table.place(part)
    for _ in range(_SWEEPS):
        before = dict(table.row)
        for part in parts:
            table.remove(part)
            table.place(part)
        table.close_gaps()
        if table.row == before:
            break
    return table.row


class _Table:
    """What stands where while rows are being chosen."""

    def __init__(self, known: Columns, links: Iterable[Link]) -> None:
        self.known = known
        self.row: dict[str, Row] = {}
        self.links: dict[str, list[Link]] = {node: [] for node in known.nodes}
        self.leaving = dict.fromkeys(known.nodes, 0)
        self.standing: dict[tuple[int, Row], _Chain] = {}
        self.passing: dict[tuple[int, Row], int] = {}
        self.reserved: dict[_Chain, list[tuple[int, Row]]] = {}
        self.first_of_band: dict[int, str] = {}
        self.in_use: list[Row] = []
        self.nodes_in_row: dict[Row, int] = {}
        for link in links:
            if link.source == link.target:
                continue
            self.links[link.source].append(link)
            self.links[link.target].append(link)
            if link.kind is LinkKind.FORWARD:
                self.leaving[link.source] += 1

    def place(self, part: _Chain) -> None:
        spanned = self._links_by_boundary()
        best = min(self._candidates(part), key=lambda row: (self._cost(part, row, spanned), abs(row[1]), row[1]))
        self.first_of_band.setdefault(part.band, part.nodes[0])
        if not self.nodes_in_row.get(best):
            self.in_use.insert(bisect_left(self.in_use, best), best)
        self.nodes_in_row[best] = self.nodes_in_row.get(best, 0) + len(part.nodes)
        for node in part.nodes:
            self.row[node] = best
        for column in range(part.first, part.last + 1):
            self.standing[column, best] = part
        self.reserved[part] = [(column, best) for column in self._ways_in_and_out(part)]
        for cell in self.reserved[part]:
            self.passing[cell] = self.passing.get(cell, 0) + 1

    def remove(self, part: _Chain) -> None:
        row = self.row[part.nodes[0]]
        self.nodes_in_row[row] -= len(part.nodes)
        if not self.nodes_in_row[row]:
            self.in_use.remove(row)
        for node in part.nodes:
            del self.row[node]
        for column in range(part.first, part.last + 1):
            del self.standing[column, row]
        for cell in self.reserved.pop(part):
            self.passing[cell] -= 1

    def close_gaps(self) -> None:
        """Number the rows of each band anew, the first chain's row being 0."""
        new: dict[Row, Row] = {}
        for band, node in self.first_of_band.items():
            own = [row for row in self.in_use if row[0] == band]
            zero = bisect_left(own, self.row[node])
            new.update({row: (band, float(number - zero)) for number, row in enumerate(own)})
        self.row = {node: new[row] for node, row in self.row.items()}
        self.standing = {(column, new[row]): part for (column, row), part in self.standing.items()}
        self.passing = {(column, new[row]): n for (column, row), n in self.passing.items() if n}
        self.reserved = {part: [(c, new[row]) for c, row in cells] for part, cells in self.reserved.items()}
        self.nodes_in_row = {new[row]: n for row, n in self.nodes_in_row.items() if n}
        self.in_use = sorted(self.nodes_in_row)

    def _candidates(self, part: _Chain) -> list[Row]:
        own = [row[1] for row in self.in_use if row[0] == part.band]
        if not own:
            return [(part.band, 0.0)]
        between = [(upper + lower) / 2 for upper, lower in zip(own, own[1:], strict=False)]
        if not any(self.links[node] for node in part.nodes):
            # What nothing leads to need not push rows apart.
            between = []
        free = (row for row in own if self._is_free(part, (part.band, row)))
        return [(part.band, row) for row in (*free, *between, own[0] - 1, own[-1] + 1)]

    def _is_free(self, part: _Chain, row: Row) -> bool:
        return all((column, row) not in self.standing for column in range(part.first, part.last + 1))

    def _place_of(self, row: Row) -> float:
        at = bisect_left(self.in_use, row)
        return at if at < len(self.in_use) and self.in_use[at] == row else at - 0.5

    def _ways_in_and_out(self, part: _Chain) -> list[int]:
        """The columns a chain's own row is crossed in, from where it branches off to where it comes back."""
        known, cells = self.known, set[int]()
        for node in part.nodes:
            for link in self.links[node]:
                if link.kind is not LinkKind.FORWARD or known.band[link.source] != known.band[link.target]:
                    continue
                if link.target == node and link.source not in part.nodes:
                    cells.update(range(known.cells(link.source)[-1] + 1, part.first))
                if link.source == node and link.target not in part.nodes:
                    cells.update(range(part.last + 1, known.column[link.target]))
        return sorted(cells)

    def _links_by_boundary(self) -> list[int]:
        """How many flows lead across each boundary between two rows, the first being above all of them."""
        place = {row: at for at, row in enumerate(self.in_use)}
        change = [0] * (len(self.in_use) + 1)
        for node, links in self.links.items():
            for link in links:
                if link.source == node and node in self.row and link.target in self.row:
                    one, other = place[self.row[node]], place[self.row[link.target]]
                    change[min(one, other) + 1] += 1
                    change[max(one, other) + 1] -= 1
        return list(accumulate(change))

    def _cost(self, part: _Chain, row: Row, spanned: Sequence[int]) -> float:
        place = self._place_of(row)
        cost = 0.0
        if place % 1:
            cost = _NEW_ROW + _PUSHED_APART * spanned[ceil(place)]
        first = self.row.get(self.first_of_band.get(part.band, ""))
        if first is not None and row[1] < first[1]:
            cost += _ABOVE_THE_FIRST
        for node in part.nodes:
            for link in self.links[node]:
                other = link.target if link.source == node else link.source
                if other in self.row:
                    cost += self._link_cost(link, other, row, place)
        for column in self._ways_in_and_out(part):
            cost += 1.5 if (column, row) in self.standing else 0.5 * self.passing.get((column, row), 0)
        for column in range(part.first, part.last + 1):
            cost += 1.2 * self.passing.get((column, row), 0)
        return cost

    def _link_cost(self, link: Link, other: str, row: Row, place: float) -> float:
        there = self._place_of(self.row[other])
        # A row yet to be opened takes a whole place once it is there.
        distance = ceil(abs(there - place))
        if link.kind is LinkKind.MESSAGE:
            return _MESSAGE_WEIGHT * distance
        if link.kind is LinkKind.BACK:
            return 0.5 * distance
        cost = distance
        if link.kind is LinkKind.BOUNDARY:
            below = place > there if link.target != other else there > place
            return cost + (0 if below else _BOUNDARY_UPWARD)
        if distance == 0:
            columns = range(self.known.cells(link.source)[-1] + 1, self.known.column[link.target])
            blocked = any((column, row) in self.standing for column in columns)
            return cost + (_SAME_ROW_BLOCKED if blocked else 0)
        return cost + self._in_the_way(link, row, self.row[other])

    def _in_the_way(self, link: Link, one: Row, other: Row) -> float:
        """What the vertical part of a flow would run into, at its split or else at its join."""
        split = self.leaving[link.source] > 1
        column = self.known.cells(link.source)[-1] if split else self.known.column[link.target]
        low, high = sorted((one, other))
        between = self.in_use[bisect_left(self.in_use, low) : bisect_left(self.in_use, high)]
        cost = 0.0
        for row in between:
            if row == low:
                continue
            if (column, row) in self.standing:
                cost += _NODE_IN_THE_WAY
            else:
                cost += _FLOW_IN_THE_WAY * self.passing.get((column, row), 0)
        return cost
