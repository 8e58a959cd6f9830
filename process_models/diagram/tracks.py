"""Side-by-side tracks for routes that share a gutter, ordered so that they cross as little as possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from process_models.diagram.routing import DOWN, LEFT, RIGHT, UP, Request, Route


@dataclass(frozen=True, slots=True)
class Run:
    """A straight piece of a route: on which line, from where to where, and where it comes from and goes.

    `low` and `high` are indexes of the lines across; `at_low` and `at_high` say to which side the
    route goes on there: -1 left or up, 1 right or down, 0 it ends.
    """

    route: str
    source: str
    target: str
    vertical: bool
    line: int
    low: int
    high: int
    at_low: int
    at_high: int


def runs(request: Request, route: Route) -> list[Run]:
    """The straight pieces of a route in its order; the first and last reach the ports."""
    headings = [route.start.direction]
    for (i, j), (ni, nj) in zip(route.points, route.points[1:], strict=False):
        headings.append((DOWN if nj > j else UP) if i == ni else (RIGHT if ni > i else LEFT))
    headings.append(route.end.direction)
    pieces: list[tuple[int, tuple[int, int], tuple[int, int]]] = []
    begin = route.points[0]
    for n, point in enumerate(route.points):
        if headings[n] != headings[n + 1]:
            pieces.append((headings[n], begin, point))
            begin = point
    pieces.append((headings[-1], begin, route.points[-1]))
    return [_run(request, pieces, number) for number in range(len(pieces))]


def _run(request: Request, pieces: Sequence[tuple[int, tuple[int, int], tuple[int, int]]], number: int) -> Run:
    heading, begin, end = pieces[number]
    vertical = heading in (UP, DOWN)
    before = -_sign(pieces[number - 1][0]) if number else 0
    after = _sign(pieces[number + 1][0]) if number + 1 < len(pieces) else 0
    first, last = (begin[1], end[1]) if vertical else (begin[0], end[0])
    forward = heading in (RIGHT, DOWN)
    low, high = (first, last) if forward else (last, first)
    at_low, at_high = (before, after) if forward else (after, before)
    line = begin[0] if vertical else begin[1]
    return Run(request.id, request.source, request.target, vertical, line, low, high, at_low, at_high)


def _sign(heading: int) -> int:
    return 1 if heading in (RIGHT, DOWN) else -1


def tracks(sharing: Sequence[Run]) -> dict[int, int]:
    """The track of each run of one gutter, by its position in `sharing`; 0 is the leftmost or uppermost.

    Runs that merge into the same node, or branch off from the same one, lie on one track.
    """
    bundles = _bundles(sharing)
    before = _wishes(sharing, bundles)
    order = _ordered(len(bundles), before)
    track: dict[int, int] = {}
    for number in order:
        conflicting = [track[other] + 1 for other in track if _touch_any(sharing, bundles[number], bundles[other])]
        track[number] = max(conflicting, default=0)
    return {run: track[number] for number, bundle in enumerate(bundles) for run in bundle}


def _bundles(sharing: Sequence[Run]) -> list[list[int]]:
    bundles: list[list[int]] = []
    keys: list[tuple[str, str]] = []
    for position, run in enumerate(sharing):
        wanted = (("into", run.target), ("from", run.source))
        for number, bundle in enumerate(bundles):
            overlapping = any(run.low < sharing[o].high and sharing[o].low < run.high for o in bundle)
            if overlapping and keys[number] in wanted:
                bundle.append(position)
                break
        else:
            bundles.append([position])
            others = [run.target == other.target for other in sharing if other is not run]
            keys.append(wanted[0] if any(others) else wanted[1])
    return bundles


def _touch(one: Run, other: Run) -> bool:
    return one.low <= other.high and other.low <= one.high


def _touch_any(sharing: Sequence[Run], one: Sequence[int], other: Sequence[int]) -> bool:
    return any(_touch(sharing[a], sharing[b]) for a in one for b in other)


def _wishes(sharing: Sequence[Run], bundles: Sequence[Sequence[int]]) -> Mapping[tuple[int, int], float]:
    """How much one bundle wants to lie left of (or above) another."""
    wishes: dict[tuple[int, int], float] = {}
    for number, bundle in enumerate(bundles):
        for later in range(number + 1, len(bundles)):
            wish = sum(_wish(sharing[a], sharing[b]) for a in bundle for b in bundles[later])
            wishes[number, later] = wish
            wishes[later, number] = -wish
    return wishes


def _wish(one: Run, other: Run) -> float:
    """Positive where `one` left of `other` avoids crossings, negative where right of it does."""
    if not _touch(one, other):
        return 0.0
    wish = 0.0
    for end, side in ((one.low, one.at_low), (one.high, one.at_high)):
        if other.low < end < other.high:
            wish -= side
    for end, side in ((other.low, other.at_low), (other.high, other.at_high)):
        if one.low < end < one.high:
            wish += side
    for end, side in ((one.low, one.at_low), (one.high, one.at_high)):
        for there, opposite in ((other.low, other.at_low), (other.high, other.at_high)):
            if end == there and side != opposite:
                # On the same line across: the one that leaves to the left must lie left, or they overlap.
                wish += 3.0 * (opposite - side)
    return wish


def _ordered(count: int, wishes: Mapping[tuple[int, int], float]) -> list[int]:
    left = list(range(count))
    order: list[int] = []
    while left:
        chosen = max(left, key=lambda one: (sum(wishes[one, other] for other in left if other != one), -one))
        left.remove(chosen)
        order.append(chosen)
    return order
