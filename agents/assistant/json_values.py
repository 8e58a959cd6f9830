"""Values as JSON knows them."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"


def plain(value: object) -> Json:
    """A value as JSON: dates and durations in ISO 8601, whole decimals as numbers, the rest as text.

    >>> plain({"wheels": ("alloy-19",), "on": date(2026, 11, 2)})
    {'wheels': ['alloy-19'], 'on': '2026-11-02'}
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case timedelta():
            return f"P{value.days}D"
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case tuple() | list() | frozenset() | set():
            ordered = sorted(value) if isinstance(value, frozenset | set) else value
            return [plain(each) for each in ordered]
    return str(value)
