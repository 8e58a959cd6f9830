"""Draws sequence flows, message flows and associations: the line, its ends, its label."""

from typing import TypeAlias

from process_models.addresses import ElementId
from process_models.collaboration import Association, Collaboration, MessageFlow
from process_models.diagram.geometry import Bounds, Edge
from process_models.diagram.nodes import Pen, badge, label_text
from process_models.diagram.paint import STYLES
from process_models.diagram.sizes import label_size
from process_models.diagram.svg import arrow_head, number, point_along, quoted, rounded, way_length, written
from process_models.diagram.wording import shown_label
from process_models.elements import Activity, DataAssociation, Event, Gateway, SequenceFlow

Connection: TypeAlias = SequenceFlow | MessageFlow | DataAssociation | Association

_FLOW = "#566372"
_HOLLOW = 'class="md-hollow" fill="#ffffff" stroke="currentColor" stroke-width="1.3"'
_KINDS = {
    SequenceFlow: ("Sequence flow", "Sequenzfluss"),
    MessageFlow: ("Message flow", "Nachrichtenfluss"),
    DataAssociation: ("Data association", "Datenassoziation"),
    Association: ("Association", "Assoziation"),
}


def connection(model: Collaboration, part: Connection, edge: Edge, pen: Pen) -> str:
    """One line with its arrow; what the paint says of it shows as colour, pattern and a mark on the line."""
    if len(edge.waypoints) < 2:
        return ""
    style = pen.paint.style_of(part.id)
    said = _said(model, part, pen, style)
    colour = _FLOW if style is None else STYLES[style].colour
    name = "md-flow" if style is None else f"md-flow md-{style}"
    markup = _line(part, edge, style) + _ends(model, part, edge)
    if style is not None:
        middle = point_along(edge.waypoints, way_length(edge.waypoints) / 2)
        markup += badge(style, *middle)
    group = f'<g class="{name}" color="{colour}" data-element="{quoted(part.id)}">'
    return f"{group}<title>{written(said)}</title>{markup}</g>"


def connection_label(part: Connection, edge: Edge, language: str) -> str:
    """The name beside a flow; drawn after all lines, so that none crosses it."""
    if isinstance(part, DataAssociation | Association) or len(edge.waypoints) < 2:
        return ""
    text = part.annotation.labels.get(language) or part.name
    if not text:
        return ""
    box = edge.label
    if box is None:
        width, height = label_size(part.name, part.annotation)
        x, y = point_along(edge.waypoints, way_length(edge.waypoints) / 2)
        box = Bounds(x + 4, y - height - 2, width, height)
    return label_text(text, box, bottom_up=_lies_on_a_line(box, edge))


def _lies_on_a_line(box: Bounds, edge: Edge) -> bool:
    """Whether the label stands on a level piece of its way, so that its last line belongs at the bottom."""
    return any(ay == by and 0 <= ay - box.bottom < 6 for (_, ay), (_, by) in edge.segments)


def _said(model: Collaboration, part: Connection, pen: Pen, style: str | None) -> str:
    column = 1 if pen.language == "de" else 0
    said = f"{_KINDS[type(part)][column]}: {_end(model, part.source, pen)} → {_end(model, part.target, pen)}"
    if isinstance(part, SequenceFlow | MessageFlow):
        name = part.annotation.labels.get(pen.language) or part.name
        said += f": {name}" if name else ""
    if isinstance(part, SequenceFlow) and part.condition is not None and part.condition.text != part.name:
        said += f" [{part.condition.text}]"
    return f"{said} ({pen.paint.wording(style, pen.language)})" if style is not None else said


def _end(model: Collaboration, element: str, pen: Pen) -> str:
    found = model.node_by_id.get(ElementId(element)) or model.data_by_id.get(ElementId(element))
    if found is not None:
        return shown_label(found, pen.language) or found.id
    return next((pool.name for pool in model.pools if pool.id == element and pool.name), element)


def _line(part: Connection, edge: Edge, style: str | None) -> str:
    width, dash = 1.4, ""
    if isinstance(part, MessageFlow):
        dash = "7 4"
    elif isinstance(part, DataAssociation | Association):
        width, dash = 1.3, "1.5 3.5"
    if style is not None:
        width, dash = 2.6, STYLES[style].dash or dash
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{rounded(edge.waypoints)}" fill="none" stroke="currentColor" stroke-width="{number(width)}"'
        f' stroke-linejoin="round"{dashed}/>'
    )


def _ends(model: Collaboration, part: Connection, edge: Edge) -> str:
    before, tip = edge.waypoints[-2:]
    start, after = edge.waypoints[:2]
    if isinstance(part, SequenceFlow):
        head = f'<path d="{arrow_head(before, tip)}Z" fill="currentColor"/>'
        return head + _start_mark(model, part, start, after)
    if isinstance(part, MessageFlow):
        sx, sy = point_along(edge.waypoints, 3.5)
        circle = f'<circle cx="{number(sx)}" cy="{number(sy)}" r="3.5" {_HOLLOW}/>'
        return f'{circle}<path d="{arrow_head(before, tip, 10, 8)}Z" stroke-linejoin="round" {_HOLLOW}/>'
    if isinstance(part, DataAssociation):
        return f'<path d="{arrow_head(before, tip, 7, 7)}" fill="none" stroke="currentColor" stroke-width="1.3"/>'
    return ""


def _start_mark(
    model: Collaboration, flow: SequenceFlow, start: tuple[float, float], after: tuple[float, float]
) -> str:
    """A slash on a default flow, a diamond on a conditional flow that leaves an activity."""
    source = model.node_by_id.get(flow.source)
    if source is None or isinstance(source, Event):
        return ""
    dx = (after[0] > start[0]) - (after[0] < start[0])
    dy = (after[1] > start[1]) - (after[1] < start[1])
    if isinstance(source, Activity | Gateway) and source.default == flow.id:
        x, y = start[0] + dx * 11, start[1] + dy * 11
        slash = f"M{number(x - 4)} {number(y + 5)}L{number(x + 4)} {number(y - 5)}"
        return f'<path d="{slash}" stroke="currentColor" stroke-width="1.6"/>'
    if isinstance(source, Activity) and flow.condition is not None:
        x, y = start[0] + dx * 8, start[1] + dy * 8
        along, across = (8, 4.5) if dx else (4.5, 8)
        points = ((x - along, y), (x, y - across), (x + along, y), (x, y + across))
        diamond = "M" + "L".join(f"{number(px)} {number(py)}" for px, py in points) + "Z"
        return f'<path d="{diamond}" {_HOLLOW}/>'
    return ""
