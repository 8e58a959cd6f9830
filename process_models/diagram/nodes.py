"""Draws one flow node or data element: its outline, icon, markers and label, as a link to its id."""

from dataclasses import dataclass
from urllib.parse import quote

from process_models.diagram.geometry import Bounds, Shape
from process_models.diagram.icons import BADGES, MARKERS, event_icon, gateway_icon, task_icon
from process_models.diagram.paint import STYLES, Paint
from process_models.diagram.sizes import has_icon, text_margins
from process_models.diagram.svg import lines_of_text, number, quoted, rectangle, written
from process_models.diagram.text import FONT_SIZE, LINE_HEIGHT, SMALL, longest_word, wrap
from process_models.diagram.wording import shown_label, spoken
from process_models.elements import (
    Activity,
    ActivityKind,
    DataElement,
    DataKind,
    Event,
    EventPosition,
    FlowNode,
    Gateway,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """What all parts of a drawing share."""

    language: str
    paint: Paint
    hosts: frozenset[str] = frozenset()
    """Activities that carry boundary events."""


def node(element: FlowNode | DataElement, shape: Shape, pen: Pen) -> str:
    """The element as a link with a title; colour, pattern and mark where the paint says something of it."""
    style = pen.paint.style_of(element.id)
    said = spoken(element, pen.language)
    if style is not None:
        said += f" ({pen.paint.wording(style, pen.language)})"
    order = pen.paint.numbers.get(element.id)
    if order is not None:
        said += f" [{order}]"
    name = "md-node" if style is None else f"md-node md-{style}"
    colour = "#2b3440" if style is None else STYLES[style].colour
    return (
        f'<a href="#{quoted(quote(element.id))}" class="{name}" color="{colour}" data-element="{quoted(element.id)}"'
        f' aria-label="{quoted(said)}"><title>{written(said)}</title>'
        f"{_drawn(element, shape, pen, style)}{_badges(shape.bounds, style, order)}</a>"
    )


def _outline(style: str | None, width: float, *, fill: str = "#ffffff", dash: str = "") -> str:
    """Attributes of a node's border and ground."""
    pattern = dash
    if style is not None:
        fill = STYLES[style].tint if fill != "none" else fill
        width = max(width, 2.2)
        pattern = dash or STYLES[style].dash
    dashed = f' stroke-dasharray="{pattern}"' if pattern else ""
    ground = "md-ground" if fill != "none" else "md-open"
    return f'class="{ground}" fill="{fill}" stroke="currentColor" stroke-width="{number(width)}"{dashed}'


def _drawn(element: FlowNode | DataElement, shape: Shape, pen: Pen, style: str | None) -> str:
    if isinstance(element, Activity):
        return _activity(element, shape, pen, style)
    if isinstance(element, Event):
        figure = _event(element, shape.bounds, style)
    elif isinstance(element, Gateway):
        figure = _gateway(element, shape.bounds, style)
    else:
        figure = _data(element, shape.bounds, style)
    return figure + _label_beside(element, shape, pen)


def _activity(activity: Activity, shape: Shape, pen: Pen, style: str | None) -> str:
    box = shape.bounds
    thick = 3.4 if activity.kind is ActivityKind.CALL_ACTIVITY else 1.5
    dash = "2 4" if activity.triggered_by_event else ""
    expanded = bool(shape.is_expanded)
    parts = [rectangle(box, _outline(style, thick, dash=dash, fill="#ffffff"), 9)]
    if activity.kind is ActivityKind.TRANSACTION:
        parts.append(rectangle(box.grown(-3.5), _outline(style, 1, fill="none"), 7))
    text = shown_label(activity, pen.language)
    if expanded:
        lines = wrap(text, box.width - 24, FONT_SIZE, 1)
        parts.append(lines_of_text(lines, box.centre[0], box.y + 7, 'class="md-text" fill="currentColor"'))
    else:
        parts.append(_text_inside(activity, box, text, is_host=activity.id in pen.hosts))
    if has_icon(activity):
        parts.append(_at(box.x + 14, box.y + 14, task_icon(activity.kind)))
    names = _marker_names(activity, expanded=expanded)
    for position, name in enumerate(names):
        x = box.centre[0] + 18 * (position - (len(names) - 1) / 2)
        parts.append(_at(x, box.bottom - 11, MARKERS[name]))
    return "".join(parts)


def _text_inside(activity: Activity, box: Bounds, text: str, *, is_host: bool) -> str:
    top, bottom = text_margins(activity, is_host=is_host)
    room = max(1, int((box.height - top - bottom) // LINE_HEIGHT))
    lines = wrap(text, box.width - 14, FONT_SIZE)
    if len(lines) > room:
        # Drawn small by another tool: rather a letter beside the icon than a word cut off.
        top, bottom = 4.0, 4.0
        lines = wrap(text, box.width - 8, FONT_SIZE, max(1, int((box.height - 6) // LINE_HEIGHT)))
    height = len(lines) * LINE_HEIGHT
    # Two short lines fit beside the icon; more must not touch it.
    start = box.centre[1] - height / 2
    if height > 2 * LINE_HEIGHT:
        start = max(start, box.y + top)
    start = min(start, box.bottom - bottom - height)
    return lines_of_text(lines, box.centre[0], start, 'class="md-text" fill="currentColor"')


def _marker_names(activity: Activity, *, expanded: bool) -> list[str]:
    names: list[str] = []
    if activity.loop is not None:
        several = "sequential" if activity.loop.sequential else "parallel"
        names.append(several if activity.loop.multi_instance else "loop")
    if activity.for_compensation:
        names.append("compensation")
    if activity.kind is ActivityKind.AD_HOC_SUB_PROCESS:
        names.append("ad-hoc")
    scoped = (ActivityKind.SUB_PROCESS, ActivityKind.TRANSACTION, ActivityKind.AD_HOC_SUB_PROCESS)
    if not expanded and activity.kind in (*scoped, ActivityKind.CALL_ACTIVITY):
        names.append("collapsed")
    return names


def _event(event: Event, box: Bounds, style: str | None) -> str:
    x, y = box.centre
    radius = min(box.width, box.height) / 2
    dash = "" if event.interrupting else "4 3"
    thick = 3.4 if event.position is EventPosition.END else 1.5
    place = f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
    figure = f"{place}{_outline(style, thick, dash=dash)}/>"
    if event.position not in (EventPosition.START, EventPosition.END):
        inner = f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(max(1.0, radius - 3.5))}" '
        figure += f"{inner}{_outline(style, 1.2, dash=dash, fill='none').replace('2.2', '1.2')}/>"
    kinds = [definition.kind for definition in event.definitions]
    throws = event.position in (EventPosition.THROW, EventPosition.END)
    return figure + _at(x, y, event_icon(kinds, throws=throws, all_of=event.parallel_multiple))


def _gateway(gateway: Gateway, box: Bounds, style: str | None) -> str:
    x, y = box.centre
    corners = ((x, box.y), (box.right, y), (x, box.bottom), (box.x, y))
    path = "M" + "L".join(f"{number(cx)} {number(cy)}" for cx, cy in corners) + "Z"
    icon = gateway_icon(gateway.kind, instantiates=gateway.instantiates, waits_for_all=gateway.parallel_events)
    return f'<path d="{path}" stroke-linejoin="round" {_outline(style, 1.5)}/>' + _at(x, y, icon)


def _data(element: DataElement, box: Bounds, style: str | None) -> str:
    outline = _outline(style, 1.4)
    left, top, right, bottom = (number(value) for value in (box.x, box.y, box.right, box.bottom))
    if element.kind is DataKind.STORE:
        rx, ry = number(box.width / 2), 7
        low, high = number(box.y + 7), number(box.bottom - 7)
        body = f"M{left} {low}A{rx} {ry} 0 0 1 {right} {low}V{high}A{rx} {ry} 0 0 1 {left} {high}Z"
        rings = "".join(
            f"M{left} {number(box.y + 7 + n * 4)}A{rx} {ry} 0 0 0 {right} {number(box.y + 7 + n * 4)}" for n in (0, 1)
        )
        ring = '<path d="' + rings + '" fill="none" stroke="currentColor" stroke-width="1.2"/>'
        return f'<path d="{body}" {outline}/>{ring}'
    fold_x, fold_y = number(box.right - 11), number(box.y + 11)
    sheet = f"M{left} {top}H{fold_x}L{right} {fold_y}V{bottom}H{left}Z M{fold_x} {top}V{fold_y}H{right}"
    figure = f'<path d="{sheet}" stroke-linejoin="round" {outline}/>'
    if element.kind in (DataKind.INPUT, DataKind.OUTPUT):
        filled = "currentColor" if element.kind is DataKind.OUTPUT else "none"
        arrow = f'<path d="M-5 -2H1V-5L6 0L1 5V2H-5Z" fill="{filled}" stroke="currentColor" stroke-width="1.1"/>'
        figure += _at(box.x + 10, box.y + 11, arrow)
    if element.is_collection:
        figure += _at(box.centre[0], box.bottom - 8, MARKERS["parallel"])
    return figure


def _label_beside(element: FlowNode | DataElement, shape: Shape, pen: Pen) -> str:
    text = shown_label(element, pen.language)
    box = shape.label or Bounds(shape.bounds.centre[0] - 46, shape.bounds.bottom + 4, 92, 0)
    return label_text(text, box, bottom_up=box.bottom <= shape.bounds.y)


def label_text(text: str, box: Bounds, *, bottom_up: bool = False) -> str:
    """A label in its box, broken to its width; `bottom_up` lets it sit on the box's lower border."""
    lines = wrap(text, max(box.width, longest_word(text, SMALL)), SMALL)
    height = len(lines) * LINE_HEIGHT
    top = box.bottom - height if bottom_up else box.y
    halo = (
        'class="md-label" fill="#2b3440" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    )
    return lines_of_text(lines, box.centre[0], top, halo, SMALL)


def _at(x: float, y: float, markup: str) -> str:
    return f'<g transform="translate({number(x)} {number(y)})">{markup}</g>' if markup else ""


def _badges(box: Bounds, style: str | None, order: int | None) -> str:
    """The style's mark at the upper left corner, the place on the path at the upper right."""
    markup = ""
    if style is not None:
        markup += badge(style, box.x + 2 if box.width > 60 else box.x - 1, box.y)
    if order is not None:
        colour = STYLES["path"].colour
        text = str(order)
        width = 11 + 7 * len(text)
        pill = Bounds(box.right - width / 2 - 2, box.y - 9, width, 18)
        markup += rectangle(pill, f'class="md-number" fill="#ffffff" stroke="{colour}" stroke-width="1.6"', 9)
        markup += (
            f'<text class="md-number-text" x="{number(pill.centre[0])}" y="{number(pill.centre[1] + 4)}" font-size="11"'
            f' font-weight="600" text-anchor="middle" fill="{colour}">{text}</text>'
        )
    return markup


def badge(style: str, x: float, y: float) -> str:
    """The mark of a style: a filled disc with a white sign."""
    disc = f'<circle r="8.5" class="md-badge" fill="{STYLES[style].colour}" stroke="#ffffff" stroke-width="1.5"/>'
    return _at(x, y, disc + BADGES[STYLES[style].badge])
