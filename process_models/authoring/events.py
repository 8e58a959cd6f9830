"""Event definitions of the compact form: `{message: NAME, topic: T, key: A}`, `{timer: P14D}` and so on."""

import re
from typing import Any

from process_models.addresses import AttributeAddress, Topic
from process_models.authoring.fields import feel
from process_models.elements import EventDefinition, EventKind, TimerKind
from process_models.records import InvalidContent, Record, as_record

_KINDS = {
    "message": EventKind.MESSAGE,
    "timer": EventKind.TIMER,
    "error": EventKind.ERROR,
    "escalation": EventKind.ESCALATION,
    "signal": EventKind.SIGNAL,
    "conditional": EventKind.CONDITIONAL,
    "link": EventKind.LINK,
    "terminate": EventKind.TERMINATE,
    "cancel": EventKind.CANCEL,
    "compensate": EventKind.COMPENSATION,
}
_TIMERS = {"date": TimerKind.DATE, "duration": TimerKind.DURATION, "cycle": TimerKind.CYCLE}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def event_definitions(record: Record) -> tuple[EventDefinition, ...]:
    """What the `event` field of a node waits for or causes; a list makes a multiple event."""
    if not record.has("event"):
        return ()
    stated = record.fields["event"]
    items = stated if isinstance(stated, list) else [stated]
    return tuple(_definition(as_record(item, f"{record.where}, event")) for item in items)


def _definition(record: Record) -> EventDefinition:
    record.only(*_KINDS, "topic", "key")
    named = [name for name in _KINDS if name in record.fields]
    if len(named) != 1:
        raise InvalidContent(f"{record.where}: name exactly one of {', '.join(_KINDS)}; found {len(named)}.")
    name = named[0]
    kind = _KINDS[name]
    topic, key = record.optional_text("topic"), record.optional_text("key")
    details: dict[str, Any] = {}
    if kind is EventKind.TIMER:
        details["timer"], text = _timer(record)
        details["expression"] = feel(text)
    elif kind is EventKind.CONDITIONAL:
        details["expression"] = feel(record.text(name))
    elif kind not in {EventKind.TERMINATE, EventKind.CANCEL}:
        # `compensate: true` compensates everything done so far; a name means one activity.
        details["reference"] = None if record.fields[name] is True else record.text(name)
    return EventDefinition(
        kind=kind,
        topic=Topic(topic) if topic else None,
        key=AttributeAddress(key) if key else None,
        **details,
    )


def _timer(record: Record) -> tuple[TimerKind, str]:
    if isinstance(record.fields["timer"], dict):
        inner = record.record("timer").only(*_TIMERS)
        for name, kind in _TIMERS.items():
            if inner.has(name):
                return kind, inner.text(name)
    text = record.text("timer")
    if text.startswith("R"):
        return TimerKind.CYCLE, text
    return (TimerKind.DATE if _DATE.match(text) else TimerKind.DURATION), text
