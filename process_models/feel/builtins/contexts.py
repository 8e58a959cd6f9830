"""Functions of contexts."""

from __future__ import annotations

from process_models.feel.errors import InvalidValue
from process_models.feel.functions import Registry

FUNCTIONS = Registry()


@FUNCTIONS.add("get value", "m: context, key: string")
def _get_value(context: dict[str, object], key: str) -> object:
    if key not in context:
        raise InvalidValue(f"the context has no '{key}'")
    return context[key]


@FUNCTIONS.add("get value", "m: context, keys: list")
def _get_value_at(context: dict[str, object], keys: list[object]) -> object:
    value: object = context
    if not keys:
        raise InvalidValue("a path of keys needs one or more of them")
    for key in keys:
        if not isinstance(value, dict) or not isinstance(key, str) or key not in value:
            raise InvalidValue(f"there is no '{key}' on the path")
        value = value[key]
    return value


@FUNCTIONS.add("get entries", "m: context")
def _get_entries(context: dict[str, object]) -> list[object]:
    return [{"key": key, "value": value} for key, value in context.items()]


@FUNCTIONS.add("context", "entries: list")
def _context(entries: list[object]) -> dict[str, object]:
    built: dict[str, object] = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            raise InvalidValue("every entry needs a 'key' that is a string, and a 'value'")
        if entry["key"] in built:
            raise InvalidValue(f"two entries have the key '{entry['key']}'")
        built[str(entry["key"])] = entry["value"]
    return built


@FUNCTIONS.add("context put", "context: context, key: string, value: any?")
def _context_put(context: dict[str, object], key: str, value: object) -> dict[str, object]:
    return {**context, key: value}


@FUNCTIONS.add("context put", "context: context, keys: list, value: any?")
def _context_put_at(context: dict[str, object], keys: list[object], value: object) -> dict[str, object]:
    if not keys:
        raise InvalidValue("a path of keys needs one or more of them")
    first, rest = keys[0], keys[1:]
    if not isinstance(first, str):
        raise InvalidValue("every key must be a string")
    if not rest:
        return {**context, first: value}
    inner = context.get(first)
    if not isinstance(inner, dict):
        raise InvalidValue(f"'{first}' is no context to put something into")
    return {**context, first: _context_put_at(inner, rest, value)}


@FUNCTIONS.add("context merge", "contexts: list")
def _context_merge(contexts: list[object]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise InvalidValue("every item must be a context")
        merged.update(context)
    return merged
