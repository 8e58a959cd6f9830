"""BPMN's icons, drawn: no font needs to have them. Each is centred at 0, 0 and takes its group's colour."""

from collections.abc import Sequence
from math import cos, pi, sin

from process_models.elements import ActivityKind, EventKind, GatewayKind

_LINE = 'fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round" stroke-linecap="round"'
_SOLID = 'fill="currentColor" stroke="currentColor" stroke-width="1.1" stroke-linejoin="round"'
_HOLE = 'class="md-hole" fill="none" stroke="#ffffff" stroke-width="1.2" stroke-linejoin="round"'


def _path(data: str, how: str = _LINE) -> str:
    return f'<path d="{data}" {how}/>'


def _circle(x: float, y: float, radius: float, how: str = _LINE) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" {how}/>'


def _polar(count: int, radius: float, turn: float = -pi / 2) -> list[tuple[float, float]]:
    steps = [turn + 2 * pi * n / count for n in range(count)]
    return [(round(radius * cos(step), 2), round(radius * sin(step), 2)) for step in steps]


def _closed(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


def _gear() -> str:
    teeth = []
    for n in range(8):
        for shift, radius in ((-0.22, 5.6), (-0.14, 7.6), (0.14, 7.6), (0.22, 5.6)):
            angle = n * pi / 4 + shift
            teeth.append((round(radius * cos(angle), 2), round(radius * sin(angle), 2)))
    return _path(_closed(teeth)) + _circle(0, 0, 2.4)


_ENVELOPE = "M-7.5 -5H7.5V5H-7.5Z"
_FLAP = "M-7.5 -5L0 1L7.5 -5"
_PENTAGON = _closed(_polar(5, 7.6))
_PLUS = "M-1.8 -7H1.8V-1.8H7V1.8H1.8V7H-1.8V1.8H-7V-1.8H-1.8Z"

_TASKS = {
    ActivityKind.USER_TASK: _circle(0, -3.4, 3.4) + _path("M-7 7.5C-7 2.5 -4 0.8 0 0.8S7 2.5 7 7.5Z"),
    ActivityKind.SERVICE_TASK: _gear(),
    ActivityKind.SEND_TASK: _path(_ENVELOPE, _SOLID) + _path(_FLAP, _HOLE),
    ActivityKind.RECEIVE_TASK: _path(_ENVELOPE) + _path(_FLAP),
    ActivityKind.MANUAL_TASK: _path(
        "M-7.5 -3.5L-2.5 -6.8Q-0.6 -7.6 0 -6.2Q0.2 -5.2 -1.6 -4H6.4Q7.8 -3.2 6.4 -1.9H1.4"
        "M6.4 -1.9Q8 -0.8 6.4 0.6H1.4M6 0.6Q7.2 1.8 5.8 3.1H1.4M5 3.1Q6 4.4 4.6 5.4H-3.4L-7.5 3.4Z"
    ),
    ActivityKind.BUSINESS_RULE_TASK: _path("M-7.5 -6H7.5V6H-7.5Z M-7.5 -2.2H7.5 M-7.5 2H7.5 M-2.8 -2.2V6")
    + _path("M-7.5 -6H7.5V-2.2H-7.5Z", _SOLID),
    ActivityKind.SCRIPT_TASK: _path(
        "M-4 -7H6Q1.6 -3.4 4 0T3.6 7H-6.4Q-2 3.6 -4.2 0T-4 -7Z M-2 -3.6H2.6 M-2.4 0H2.2 M-1.6 3.6H3"
    ),
}


def task_icon(kind: ActivityKind) -> str:
    """What stands in a task's corner; nothing for a plain task."""
    return _TASKS.get(kind, "")


_EVENTS = {
    EventKind.TIMER: _circle(0, 0, 8)
    + _path("M0 -5V0L3.4 2")
    + _path("".join(f"M{x * 0.86:.2f} {y * 0.86:.2f}L{x:g} {y:g}" for x, y in _polar(12, 8))),
    EventKind.CONDITIONAL: _path("M-5.5 -7.5H5.5V7.5H-5.5Z M-3.2 -4.2H3.2 M-3.2 -1.4H3.2 M-3.2 1.4H3.2 M-3.2 4.2H3.2"),
}
_FILLABLE_EVENTS = {
    EventKind.ERROR: "M-7 6.5L-2.8 -6.5L1.8 1.6L6.8 -7L2.8 6.6L-1.8 -1Z",
    EventKind.ESCALATION: "M0 -7.5L5.5 7L0 1.6L-5.5 7Z",
    EventKind.SIGNAL: _closed([(0, -7.2), (7, 5.4), (-7, 5.4)]),
    EventKind.LINK: "M-7.5 -3H1V-6.8L7.8 0L1 6.8V3H-7.5Z",
    EventKind.CANCEL: _closed(
        [(-6.6, -4.4), (-4.4, -6.6), (0, -2.2), (4.4, -6.6), (6.6, -4.4), (2.2, 0)]
        + [(6.6, 4.4), (4.4, 6.6), (0, 2.2), (-4.4, 6.6), (-6.6, 4.4), (-2.2, 0)]
    ),
    EventKind.COMPENSATION: "M-0.6 -5.4V5.4L-8 0Z M6.8 -5.4V5.4L-0.6 0Z",
}


def event_icon(kinds: Sequence[EventKind], *, throws: bool, all_of: bool) -> str:
    """What stands in an event's circle: filled where it throws, a pentagon or plus for several definitions."""
    how = _SOLID if throws else _LINE
    if len(kinds) > 1:
        return _path(_PLUS if all_of else _PENTAGON, how)
    if not kinds:
        return ""
    kind = kinds[0]
    if kind is EventKind.MESSAGE:
        return _path(_ENVELOPE, how) + _path(_FLAP, _HOLE if throws else _LINE)
    if kind is EventKind.TERMINATE:
        return _circle(0, 0, 9.5, _SOLID)
    if kind in _EVENTS:
        return _EVENTS[kind]
    return _path(_FILLABLE_EVENTS[kind], how)


_THICK = 'fill="none" stroke="currentColor" stroke-width="3.2" stroke-linecap="round"'

_GATEWAYS = {
    GatewayKind.EXCLUSIVE: _path("M-6.5 -7.5L6.5 7.5M-6.5 7.5L6.5 -7.5", _THICK),
    GatewayKind.INCLUSIVE: f'<circle r="10" {_THICK.replace("3.2", "2.6")}/>',
    GatewayKind.PARALLEL: _path("M0 -10V10M-10 0H10", _THICK),
    GatewayKind.COMPLEX: _path("M0 -10V10M-10 0H10M-7 -7L7 7M-7 7L7 -7", _THICK.replace("3.2", "2.4")),
    GatewayKind.EVENT_BASED: _circle(0, 0, 13) + _circle(0, 0, 10.6) + _path(_PENTAGON),
}


def gateway_icon(kind: GatewayKind, *, instantiates: bool, waits_for_all: bool) -> str:
    """What stands in a gateway's diamond."""
    if kind is GatewayKind.EVENT_BASED and instantiates:
        return _circle(0, 0, 12) + _path(_PLUS if waits_for_all else _PENTAGON)
    return _GATEWAYS[kind]


MARKERS = {
    "loop": _path("M-3.4 4.6A5.6 5.6 0 1 1 1.6 5.4M-6.8 3.2L-3.2 4.8L-3.6 0.8"),
    "parallel": _path("M-4 -5V5M0 -5V5M4 -5V5", _THICK.replace("3.2", "2")),
    "sequential": _path("M-5 -4H5M-5 0H5M-5 4H5", _THICK.replace("3.2", "2")),
    "compensation": _path("M-0.4 -4.6V4.6L-6.8 0Z M6 -4.6V4.6L-0.4 0Z"),
    "ad-hoc": _path("M-6 1.6C-4 -3.4 -1.6 -2 0 0S4 3.4 6 -1.6", _THICK.replace("3.2", "2")),
    "collapsed": _path("M-6 -6H6V6H-6Z M0 -3.6V3.6M-3.6 0H3.6"),
}
"""What may stand at an activity's lower border."""

_WHITE = 'fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"'

BADGES = {
    "check": _path("M-4 0.4L-1.2 3.2L4.2 -3", _WHITE),
    "cross": _path("M-3.2 -3.2L3.2 3.2M-3.2 3.2L3.2 -3.2", _WHITE),
    "barred": f'<circle r="4.2" {_WHITE}/>' + _path("M-3 3L3 -3", _WHITE),
    "back": _path("M4 3.4Q4 -1.6 -3.4 -1.6M-0.6 -4.6L-3.8 -1.6L-0.6 1.4", _WHITE),
    "again": _path("M3.6 -2.2A4.2 4.2 0 1 0 4.2 1.4M4 -5V-1.8H0.8", _WHITE),
    "dot": f'<circle r="3.2" {_WHITE}/>',
    "either": _path("M-4.4 0H-1L2.6 -3.4H4.6M-1 0L2.6 3.4H4.6", _WHITE),
    "plus": _path("M0 -4V4M-4 0H4", _WHITE),
    "minus": _path("M-4 0H4", _WHITE),
    "bolt": _path("M1.4 -4.6L-2.4 0.6H2.2L-1.4 4.8", _WHITE),
    "bars": _path("M-4 -2H4M-4 2H4", _WHITE),
    "pin": _path("M0 4.4V0M-3 -4H3V-1A3 3 0 0 1 -3 -1Z", _WHITE),
    "arrow": _path("M-4 0H4M1 -3L4 0L1 3", _WHITE),
}
"""Marks that say what a colour says, for those who do not see it."""
