"""Draws a model as SVG: one self-contained picture without scripts, fonts or references to elsewhere.

Colours stand as attributes, so that the picture also holds where a content security policy forbids
styles; the one `<style>` block adds the dark palette and the visible keyboard focus. Every node is
a link to `#id` with a title that says kind, label and what the paint says of it.
"""

from process_models.collaboration import Collaboration
from process_models.diagram.connections import Connection, connection, connection_label
from process_models.diagram.frames import lane, pool
from process_models.diagram.geometry import Bounds, Diagram
from process_models.diagram.nodes import Pen, badge, node
from process_models.diagram.paint import STYLES, Paint
from process_models.diagram.stylesheet import FONTS, STYLE_BLOCK
from process_models.diagram.svg import number, quoted, rectangle, written
from process_models.diagram.text import FONT_SIZE, text_width
from process_models.elements import Event

_MARGIN = 16.0
_LEGEND_ROW = 30.0
_PAGE = 'class="md-page" fill="#ffffff"'


def draw(collaboration: Collaboration, diagram: Diagram, *, language: str = "en", paint: Paint | None = None) -> str:
    """The picture of what the diagram shows, with labels in the language where the model has them.

    The same values give the same text. What the diagram does not place is not drawn.
    """
    attached = (node.attached_to for node in collaboration.nodes if isinstance(node, Event))
    hosts = frozenset(host for host in attached if host is not None)
    pen = Pen(language=language, paint=paint or Paint(), hosts=hosts)
    shown = diagram.bounds.grown(_MARGIN)
    legend, height = _legend(pen, shown)
    page = Bounds(shown.x, shown.y, shown.width, shown.height + height)
    view = " ".join(number(value) for value in (page.x, page.y, page.width, page.height))
    title = collaboration.name or collaboration.id
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="murmel-diagram" role="group"'
        f' aria-label="{quoted(title)}" viewBox="{view}"'
        f' font-family="{quoted(FONTS)}" font-size="{FONT_SIZE}">'
        f"<title>{written(title)}</title>{STYLE_BLOCK}"
        f"{rectangle(page, _PAGE)}"
        f"{_content(collaboration, diagram, pen)}{legend}</svg>\n"
    )


def _content(model: Collaboration, diagram: Diagram, pen: Pen) -> str:
    """Frames and open sub-processes at the back, then lines, then nodes and labels."""
    pools = {element.id: element for element in model.pools}
    lanes = {element.id: element for process in model.processes for element in process.lanes}
    elements = {**model.data_by_id, **model.node_by_id}
    back: list[str] = []
    front: list[str] = []
    attached: list[str] = []
    for shape in diagram.shapes:
        if shape.element in pools:
            back.append(pool(pools[shape.element], shape, pen.language))
        elif shape.element in lanes:
            back.append(lane(lanes[shape.element], shape, pen.language))
        elif shape.element in elements:
            element = elements[shape.element]
            is_attached = isinstance(element, Event) and element.attached_to is not None
            layer = attached if is_attached else back if shape.is_expanded else front
            layer.append(node(element, shape, pen))
    lines, labels = _connections(model, diagram, pen)
    return "".join((*back, *lines, *front, *attached, *labels))


def _connections(model: Collaboration, diagram: Diagram, pen: Pen) -> tuple[list[str], list[str]]:
    known: tuple[Connection, ...] = (*model.flows, *model.message_flows, *model.data_associations, *model.associations)
    parts = {part.id: part for part in known}
    drawn = [(parts[edge.element], edge) for edge in diagram.edges if edge.element in parts]
    # What the paint speaks of lies above what it does not.
    drawn.sort(key=lambda entry: pen.paint.style_of(entry[0].id) is not None)
    lines = [connection(model, part, edge, pen) for part, edge in drawn]
    return lines, [connection_label(part, edge, pen.language) for part, edge in drawn]


def _legend(pen: Pen, shown: Bounds) -> tuple[str, float]:
    """What the styles in use mean, in rows below the picture, and how high that is."""
    x, y = shown.x + _MARGIN, shown.bottom
    parts: list[str] = []
    for style in pen.paint.in_use():
        words = pen.paint.wording(style, pen.language)
        width = 56 + text_width(words) + 18
        if parts and x + width > shown.right:
            x, y = shown.x + _MARGIN, y + _LEGEND_ROW
        parts.append(_legend_entry(style, words, x, y))
        x += width
    return "".join(parts), (y + _LEGEND_ROW + 6 - shown.bottom if parts else 0.0)


def _legend_entry(style: str, words: str, x: float, y: float) -> str:
    look = STYLES[style]
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    sample = rectangle(
        Bounds(x + 6, y + 4, 40, 20),
        f'class="md-ground" fill="{look.tint}" stroke="currentColor" stroke-width="2.2"{dash}',
        5,
    )
    text = (
        f'<text class="md-name" x="{number(x + 54)}" y="{number(y + 18)}" font-size="{FONT_SIZE}"'
        f' fill="#2b3440">{written(words)}</text>'
    )
    return f'<g class="md-node md-{style}" color="{look.colour}">{sample}{badge(style, x + 7, y + 5)}{text}</g>'
