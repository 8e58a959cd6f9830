"""Small pieces of SVG: escaped text, rounded ways, arrow heads. Everything here returns markup."""

from collections.abc import Sequence
from html import escape
from math import hypot

from process_models.diagram.geometry import Bounds, Point
from process_models.diagram.text import FONT_SIZE, LINE_HEIGHT

_CORNER = 6.0


def quoted(text: str) -> str:
    """Text as the value of an attribute; characters XML does not know are left out."""
    return escape(_legal(text), quote=True)


def written(text: str) -> str:
    """Text between tags."""
    return escape(_legal(text), quote=False)


def _legal(text: str) -> str:
    return "".join(letter for letter in text if letter in "\t\n" or ord(letter) >= 32 and not _is_illegal(ord(letter)))


def _is_illegal(code: int) -> bool:
    return 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)


def number(value: float) -> str:
    """A coordinate, as short as it can be written with one decimal."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def rectangle(box: Bounds, attributes: str, radius: float = 0) -> str:
    """A rectangle, with round corners where a radius is given."""
    corner = f' rx="{number(radius)}"' if radius else ""
    return (
        f'<rect x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" height="{number(box.height)}"'
        f"{corner} {attributes}/>"
    )


def lines_of_text(lines: Sequence[str], x: float, top: float, attributes: str = "", size: float = FONT_SIZE) -> str:
    """Centred lines below each other; `top` is the upper border of the first.

    A blank between them keeps a screen reader from joining the last word of a line to the next.
    """
    spans = " ".join(
        f'<tspan x="{number(x)}" y="{number(top + LINE_HEIGHT * n + size * 0.9)}">{written(line)}</tspan>'
        for n, line in enumerate(lines)
    )
    return f'<text text-anchor="middle" font-size="{number(size)}" {attributes}>{spans}</text>' if lines else ""


def rounded(points: Sequence[Point]) -> str:
    """The path data of a way whose corners are rounded a little."""
    if not points:
        return ""
    data = f"M{number(points[0][0])} {number(points[0][1])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_CORNER, _length(before, corner) / 2, _length(corner, after) / 2)
        start, end = _toward(corner, before, radius), _toward(corner, after, radius)
        data += f"L{number(start[0])} {number(start[1])}Q{number(corner[0])} {number(corner[1])}"
        data += f" {number(end[0])} {number(end[1])}"
    return data + f"L{number(points[-1][0])} {number(points[-1][1])}"


def arrow_head(before: Point, tip: Point, size: float = 9, width: float = 7) -> str:
    """The path data of an arrow head at the end of a way: a triangle, its tip last but one."""
    length = _length(before, tip) or 1
    dx, dy = (tip[0] - before[0]) / length, (tip[1] - before[1]) / length
    bx, by = tip[0] - dx * size, tip[1] - dy * size
    left, right = (bx - dy * width / 2, by + dx * width / 2), (bx + dy * width / 2, by - dx * width / 2)
    return (
        f"M{number(left[0])} {number(left[1])}L{number(tip[0])} {number(tip[1])}L{number(right[0])} {number(right[1])}"
    )


def point_along(points: Sequence[Point], distance: float) -> Point:
    """The point of a way that far from its start."""
    for start, end in zip(points, points[1:], strict=False):
        length = _length(start, end)
        if distance <= length and length:
            return _toward(start, end, distance)
        distance -= length
    return points[-1]


def way_length(points: Sequence[Point]) -> float:
    """How long a way is."""
    return sum(_length(start, end) for start, end in zip(points, points[1:], strict=False))


def _length(one: Point, other: Point) -> float:
    return hypot(other[0] - one[0], other[1] - one[1])


def _toward(start: Point, end: Point, distance: float) -> Point:
    length = _length(start, end) or 1
    share = distance / length
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
