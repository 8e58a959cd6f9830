"""Ways along the lines of a grid: short, with few bends, few crossings, and never through a node.

One route after the other is searched for (A*, Hart, Nilsson and Raphael 1968,
doi:10.1109/TSSC.1968.300136), then each once more with all others known. Two routes share a line
that has no tracks only where they leave the same node or enter the same one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from process_models.diagram.grid import Grid, LineKind

RIGHT, DOWN, LEFT, UP = range(4)

_BEND = 45.0
_CROSSING = 150.0
_BESIDE_PASSING = 50.0
_SHARED_START = 90.0
_OVERLAP = 4000.0


@dataclass(frozen=True, slots=True)
class Port:
    """Where a route may leave or enter: a crossing of lines, the direction of travel there, and its price.

    `line` is the vertical line of a port at an upper or lower border.
    """

    vertical: int
    horizontal: int
    direction: int
    price: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A route that is wanted. `top` and `bottom` are the outermost horizontal lines it may use.

    `inside_price` multiplies the length of what runs sideways outside the gaps between pools.
    `weight` says how much others should avoid crossing it, as a share of 1.
    """

    id: str
    source: str
    target: str
    starts: tuple[Port, ...]
    ends: tuple[Port, ...]
    top: int
    bottom: int
    inside_price: float = 1.0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Route:
    """The crossings of lines a route passes, each as (vertical, horizontal), and its ports."""

    points: tuple[tuple[int, int], ...]
    start: Port
    end: Port


class Router:
    """Finds routes on one grid and remembers which lines they take."""

    def __init__(
        self, grid: Grid, xs: Sequence[float], ys: Sequence[float], blocked: Iterable[tuple[int, int]]
    ) -> None:
        self._xs, self._ys = xs, ys
        self._width = len(xs)
        self._blocked = bytearray(len(xs) * len(ys))
        for i, j in blocked:
            self._blocked[j * self._width + i] = 1
        self._own_row = [line.kind is LineKind.CENTRE for line in grid.horizontal]
        self._own_column = [line.kind is LineKind.CENTRE for line in grid.vertical]
        self._in_gap = [line.kind is LineKind.GAP for line in grid.horizontal]
        # Keyed by (crossing, leads down?): who takes the piece of line from there on.
        self._takers: dict[tuple[int, bool], list[Request]] = {}
        # Keyed by (crossing, vertically?): who passes straight through it.
        self._passers: dict[tuple[int, bool], list[Request]] = {}
        self._turners: dict[int, list[Request]] = {}

    def route_all(self, requests: Sequence[Request]) -> dict[str, Route]:
        """A route for every request, by id; one without any way is left out."""
        found: dict[str, Route] = {}
        for request in requests:
            self._try(request, found)
        for request in requests:
            if request.id in found:
                self._note(request, found.pop(request.id), add=False)
            self._try(request, found)
        return found

    def _try(self, request: Request, found: dict[str, Route]) -> None:
        route = self._search(request)
        if route is not None:
            found[request.id] = route
            self._note(request, route, add=True)

    def _search(self, request: Request) -> Route | None:
        width, xs, ys = self._width, self._xs, self._ys
        ends: dict[int, list[tuple[int, Port]]] = {}
        for number, port in enumerate(request.ends):
            ends.setdefault(port.horizontal * width + port.vertical, []).append((number, port))
        low_x, high_x = min(xs[p.vertical] for p in request.ends), max(xs[p.vertical] for p in request.ends)
        low_y, high_y = min(ys[p.horizontal] for p in request.ends), max(ys[p.horizontal] for p in request.ends)

        def remaining(i: int, j: int) -> float:
            x, y = xs[i], ys[j]
            return max(low_x - x, 0.0, x - high_x) + max(low_y - y, 0.0, y - high_y)

        best: dict[tuple[int, int], float] = {}
        came: dict[tuple[int, int], tuple[int, int]] = {}
        started: dict[tuple[int, int], Port] = {}
        queue: list[tuple[float, float, int, int, int]] = []
        # Places in the queue are compared: an arrival names its port by number, the way on is -1.
        for port in request.starts:
            state = (port.horizontal * width + port.vertical, port.direction)
            price = port.price + self._stub_price(request, port, leaving=True)
            if price < best.get(state, float("inf")):
                best[state] = price
                started[state] = port
                heappush(queue, (price + remaining(port.vertical, port.horizontal), price, *state, -1))
        while queue:
            _, price, at, direction, arrived = heappop(queue)
            state = (at, direction)
            if arrived >= 0:
                return self._trace(state, request.ends[arrived], came, started)
            if price > best[state]:
                continue
            for number, port in ends.get(at, ()):
                if (port.direction + 2) % 4 != direction:
                    bend = 0.0 if port.direction == direction else _BEND
                    total = price + bend + port.price + self._stub_price(request, port, leaving=False)
                    if port.direction == direction:
                        total += self._pass_price(request, at, direction)
                    else:
                        total += self._turn_price(request, at)
                    heappush(queue, (total, total, at, direction, number))
            j, i = divmod(at, width)
            for turn in (0, 1, 3):
                ahead = (direction + turn) % 4
                if ahead == RIGHT:
                    ni, nj = i + 1, j
                elif ahead == LEFT:
                    ni, nj = i - 1, j
                elif ahead == DOWN:
                    ni, nj = i, j + 1
                else:
                    ni, nj = i, j - 1
                if not 0 <= ni < width or not request.top <= nj <= request.bottom:
                    continue
                there = nj * width + ni
                if self._blocked[there]:
                    continue
                step = price + self._piece_price(request, i, j, ni, nj)
                step += self._pass_price(request, at, direction) if turn == 0 else _BEND + self._turn_price(request, at)
                next_state = (there, ahead)
                if step < best.get(next_state, float("inf")):
                    best[next_state] = step
                    came[next_state] = state
                    heappush(queue, (step + remaining(ni, nj), step, there, ahead, -1))
        return None

    def _trace(
        self,
        state: tuple[int, int],
        end: Port,
        came: dict[tuple[int, int], tuple[int, int]],
        started: dict[tuple[int, int], Port],
    ) -> Route:
        states = [state]
        while states[-1] in came:
            states.append(came[states[-1]])
        states.reverse()
        points = tuple((at % self._width, at // self._width) for at, _ in states)
        return Route(points, started[states[0]], end)

    def _piece_price(self, request: Request, i: int, j: int, ni: int, nj: int) -> float:
        down = i == ni
        length = abs(self._ys[nj] - self._ys[j]) if down else abs(self._xs[ni] - self._xs[i])
        if not down and not self._in_gap[j]:
            length *= request.inside_price
        own = self._own_column[i] if down else self._own_row[j]
        at = min(j, nj) * self._width + min(i, ni)
        takers = self._takers.get((at, down))
        if not own or not takers:
            return length
        return length + sum(_OVERLAP for taker in takers if not _may_share(request, taker))

    def _stub_price(self, request: Request, port: Port, *, leaving: bool) -> float:
        at, down = self._stub(port, leaving=leaving)
        j, i = divmod(at, self._width)
        # In a high row the way from the gutter to the node is long, too.
        price = self._ys[j + 1] - self._ys[j] if down else self._xs[i + 1] - self._xs[i]
        for taker in self._takers.get((at, down), ()):
            if leaving and taker.source == request.source:
                price += _SHARED_START
            elif leaving or taker.target != request.target:
                price += _OVERLAP
        return price

    def _pass_price(self, request: Request, at: int, direction: int) -> float:
        across = self._passers.get((at, direction in (RIGHT, LEFT)))
        return _CROSSING * sum(other.weight for other in across) if across else 0.0

    def _turn_price(self, request: Request, at: int) -> float:
        j, i = divmod(at, self._width)
        if not (self._own_row[j] and self._own_column[i]):
            # Whoever turns beside a passing route may have to cross it, depending on the tracks.
            passing: tuple[Request, ...] = (*self._passers.get((at, True), ()), *self._passers.get((at, False), ()))
            weights = [other.weight for other in passing if not _may_share(request, other)]
            return _BESIDE_PASSING * sum(weights)
        turners = self._turners.get(at, ())
        return sum(_OVERLAP for turner in turners if not _may_share(request, turner))

    def _stub(self, port: Port, *, leaving: bool) -> tuple[int, bool]:
        """The piece of line between a node and the crossing its port stands for."""
        at = port.horizontal * self._width + port.vertical
        toward = port.direction if leaving else (port.direction + 2) % 4
        # Seen from the crossing, a leaving route's node lies behind it.
        if toward == RIGHT:
            return at - 1, False
        if toward == LEFT:
            return at, False
        if toward == DOWN:
            return at - self._width, True
        return at, True

    def _note(self, request: Request, route: Route, *, add: bool) -> None:
        """Remember a route's pieces, crossings and turns, or forget them."""
        pieces = [self._stub(route.start, leaving=True), self._stub(route.end, leaving=False)]
        headings = [route.start.direction]
        for (i, j), (ni, nj) in zip(route.points, route.points[1:], strict=False):
            pieces.append((min(j, nj) * self._width + min(i, ni), i == ni))
            headings.append((DOWN if nj > j else UP) if i == ni else (RIGHT if ni > i else LEFT))
        headings.append(route.end.direction)
        for piece in pieces:
            _change(self._takers.setdefault(piece, []), request, add=add)
        for (i, j), before, after in zip(route.points, headings, headings[1:], strict=False):
            at = j * self._width + i
            if before == after:
                _change(self._passers.setdefault((at, before in (UP, DOWN)), []), request, add=add)
            else:
                _change(self._turners.setdefault(at, []), request, add=add)


def _may_share(one: Request, other: Request) -> bool:
    return one.source == other.source or one.target == other.target


def _change(users: list[Request], user: Request, *, add: bool) -> None:
    if add:
        users.append(user)
    else:
        users.remove(user)
