"""Draws pools and lanes: a frame with its name in a header, upright for horizontal ones."""

from process_models.collaboration import Lane, Pool
from process_models.diagram.bands import HEADER
from process_models.diagram.geometry import Bounds, Shape
from process_models.diagram.svg import lines_of_text, number, quoted, rectangle, written
from process_models.diagram.text import FONT_SIZE, LINE_HEIGHT, wrap

_INK = "#2b3440"


def pool(element: Pool, shape: Shape, language: str) -> str:
    """A participant; a black box carries its name in the middle."""
    name = element.annotation.labels.get(language) or element.name
    frame = rectangle(shape.bounds, 'class="md-pool" fill="#fbfcfd" stroke="#8b97a4" stroke-width="1.3"', 3)
    inside = _name(name, shape.bounds, level=True, bold=True) if element.process is None else _header(name, shape, True)
    return _group(element.id, f"Pool: {name}", frame + inside)


def lane(element: Lane, shape: Shape, language: str) -> str:
    """A lane of a pool."""
    name = element.annotation.labels.get(language) or element.name
    frame = rectangle(shape.bounds, 'class="md-lane" fill="none" stroke="#b9c3cd" stroke-width="1"')
    return _group(element.id, f"Lane: {name}", frame + _header(name, shape, False))


def _group(element: str, said: str, markup: str) -> str:
    return f'<g data-element="{quoted(element)}"><title>{written(said)}</title>{markup}</g>'


def _header(name: str, shape: Shape, bold: bool) -> str:
    box = shape.bounds
    level = shape.is_horizontal is False
    header = Bounds(box.x, box.y, box.width, HEADER) if level else Bounds(box.x, box.y, HEADER, box.height)
    border = 'class="md-header" fill="#eef1f4" stroke="#b9c3cd" stroke-width="1"'
    ground = rectangle(header, border) if bold else ""
    return ground + _name(name, header, level=level, bold=bold)


def _name(name: str, box: Bounds, *, level: bool, bold: bool) -> str:
    length, depth = (box.width, box.height) if level else (box.height, box.width)
    lines = wrap(name, max(20.0, length - 12), FONT_SIZE, max(1, int(depth // LINE_HEIGHT)))
    if not lines:
        return ""
    x, y = box.centre
    weight = ' font-weight="600"' if bold else ""
    attributes = f'class="md-name" fill="{_INK}"{weight}'
    text = lines_of_text(lines, 0, -len(lines) * LINE_HEIGHT / 2, attributes)
    turn = "" if level else " rotate(-90)"
    return f'<g transform="translate({number(x)} {number(y)}){turn}">{text}</g>'
