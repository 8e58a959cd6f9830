"""Values to JSON and back, always the same bytes, so that a hash over them means something.

Only exact values are written: whole numbers, text, booleans, dates, decimals as text. Floats are
refused, because their shortest text differs between what was computed and what was meant.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from agents.pricing.errors import InvalidMarketData

T = TypeVar("T")


def encode(value: object) -> Any:
    """The value as plain JSON data: dataclasses as objects, tuples as lists, decimals as text."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):  # datetime is a date
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {str(key): encode(item) for key, item in value.items()}
    if is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    raise InvalidMarketData(
        f"{value!r} ({type(value).__name__}) cannot be frozen; use whole numbers, Decimal, text or dates."
    )


def decode(kind: type[T], data: Any) -> T:
    """Build the value of type `kind` that `encode` had turned into `data`."""
    decoded: T = _decode(kind, data)
    return decoded


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no spaces: equal values give equal bytes."""
    return json.dumps(encode(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: object) -> str:
    """SHA-256 over the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def _decode(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None if data is None else _decode(_not_none(kind), data)
    if origin is tuple:
        return tuple(_decode(get_args(kind)[0], item) for item in data)
    if isinstance(kind, type):
        if issubclass(kind, datetime | date):
            return kind.fromisoformat(data)
        if issubclass(kind, StrEnum | Decimal):
            return kind(data)
        if is_dataclass(kind):
            hints = get_type_hints(kind)
            return kind(**{name: _decode(hints[name], item) for name, item in data.items()})
    return data


def _not_none(kind: Any) -> Any:
    return next(option for option in get_args(kind) if option is not type(None))
