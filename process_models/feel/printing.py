"""Values as text, the way `string()` gives them."""

from __future__ import annotations

import re
from decimal import Decimal

from process_models.feel.lexer import escaped
from process_models.feel.numbers import plain
from process_models.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from process_models.feel.temporal_text import temporal_text
from process_models.feel.values import Range

_BARE_KEY = re.compile(r"[^\W\d][\w ]*")


def string_of(value: object) -> str:
    """`value` as text; a string is itself, without quotes."""
    return value if isinstance(value, str) else _inside(value)


def _inside(value: object) -> str:
    """`value` as it is written inside a list or a context."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain(value)
        case str():
            return escaped(value)
        case Date() | Time() | DateTime() | DaysTimeDuration() | YearsMonthsDuration():
            return temporal_text(value)
        case list():
            return f"[{', '.join(map(_inside, value))}]"
        case dict():
            return "{" + ", ".join(f"{_key(key)}: {_inside(entry)}" for key, entry in value.items()) + "}"
        case Range():
            return _range(value)
    return "function"


def _key(key: object) -> str:
    text = str(key)
    return text if _BARE_KEY.fullmatch(text) else escaped(text)


def _range(value: Range) -> str:
    if value.operator is not None:
        end = value.high if value.high is not None else value.low
        return f"{value.operator} {_inside(end)}"
    opening, closing = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
    return f"{opening}{_inside(value.low)}..{_inside(value.high)}{closing}"
