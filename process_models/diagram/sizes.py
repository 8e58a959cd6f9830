"""How large each element is drawn, and how much room its label takes beside it.

The usual sizes of BPMN tools (task 100 × 80, event 36, gateway 50) where the label fits; wider,
then taller where it does not. A label is measured in every language the model has it in, so that
one layout serves all of them.
"""

from dataclasses import dataclass

from process_models.diagram.text import LINE_HEIGHT, SMALL, longest_word, text_width, wrap
from process_models.elements import Activity, ActivityKind, Annotation, DataElement, DataKind, Event, FlowNode, Gateway

EVENT_SIZE = 36.0
GATEWAY_SIZE = 50.0
TASK_WIDTHS = (100.0, 120.0, 140.0, 160.0, 180.0, 200.0)
TASK_HEIGHT = 80.0
LABEL_WIDTH = 92.0
_WIDEST_LABEL = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What is drawn (`width`, `height`) and its label's box, of no size where nothing is written beside it."""

    width: float
    height: float
    label_width: float = 0
    label_height: float = 0


def size_of(element: FlowNode | DataElement, *, is_host: bool = False) -> Size:
    """The size of an element that is not an expanded sub-process; a host carries boundary events."""
    if isinstance(element, Activity):
        return _activity_size(element, is_host)
    label_width, label_height = label_size(element.name, element.annotation)
    if isinstance(element, Gateway):
        width, height = GATEWAY_SIZE, GATEWAY_SIZE
    elif isinstance(element, Event):
        width, height = EVENT_SIZE, EVENT_SIZE
    else:
        width, height = (50.0, 50.0) if element.kind is DataKind.STORE else (36.0, 50.0)
    return Size(width=width, height=height, label_width=label_width, label_height=label_height)


def label_size(name: str, annotation: Annotation, width: float = LABEL_WIDTH) -> tuple[float, float]:
    """Width and height of a label beside its element, in whichever language needs most; nothing where unnamed."""
    boxes = [_label_box(text, width) for text in _wordings(name, annotation)]
    return max((box[0] for box in boxes), default=0), max((box[1] for box in boxes), default=0)


def label_line_width(text: str, width: float = LABEL_WIDTH) -> float:
    """At which width a label beside its element is broken: wider where a long word asks for it."""
    return min(_WIDEST_LABEL, max(width, longest_word(text, SMALL)))


def _label_box(text: str, width: float) -> tuple[float, float]:
    lines = wrap(text, label_line_width(text, width), SMALL)
    return max(text_width(line, SMALL) for line in lines) + 2, len(lines) * LINE_HEIGHT


def has_icon(activity: Activity) -> bool:
    """Whether an icon stands in the activity's upper left corner."""
    return activity.kind not in {
        ActivityKind.TASK,
        ActivityKind.CALL_ACTIVITY,
        ActivityKind.SUB_PROCESS,
        ActivityKind.TRANSACTION,
        ActivityKind.AD_HOC_SUB_PROCESS,
    }


def has_marker(activity: Activity) -> bool:
    """Whether markers (loop, compensation, collapsed content) stand at the activity's lower border."""
    plain = activity.kind is ActivityKind.TASK or has_icon(activity)
    return not plain or activity.loop is not None or activity.for_compensation


def text_margins(activity: Activity, *, is_host: bool) -> tuple[float, float]:
    """What the icon at the top, and markers or boundary events at the bottom, leave no text."""
    return 24.0 if has_icon(activity) else 7.0, 21.0 if has_marker(activity) or is_host else 7.0


def _activity_size(activity: Activity, is_host: bool) -> Size:
    room = sum(text_margins(activity, is_host=is_host))
    wordings = _wordings(activity.name, activity.annotation)
    for width in TASK_WIDTHS:
        inner = width - 14
        lines = max((len(wrap(text, inner)) for text in wordings), default=0)
        unbroken = all(longest_word(text) <= inner for text in wordings)
        if unbroken and lines * LINE_HEIGHT + room <= TASK_HEIGHT:
            return Size(width=width, height=TASK_HEIGHT)
    widest = TASK_WIDTHS[-1]
    lines = max(len(wrap(text, widest - 14)) for text in wordings)
    return Size(width=widest, height=max(TASK_HEIGHT, lines * LINE_HEIGHT + room))


def _wordings(name: str, annotation: Annotation) -> list[str]:
    return [text for text in dict.fromkeys((name, *annotation.labels.values())) if text.strip()]
