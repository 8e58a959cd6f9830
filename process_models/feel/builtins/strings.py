"""Functions of strings; a character is a Unicode code point."""

from __future__ import annotations

from decimal import Decimal

from process_models.feel import patterns
from process_models.feel.errors import InvalidValue
from process_models.feel.functions import Registry

FUNCTIONS = Registry()


@FUNCTIONS.add("substring", "string: string, start position: number, [length: number?]")
def _substring(string: str, position: Decimal, length: Decimal | None) -> str:
    start = int(position)
    if start == 0 or abs(start) > len(string):
        raise InvalidValue(f"the string has no position {position}; the first is 1, the last -1")
    first = start - 1 if start > 0 else len(string) + start
    if length is not None and not 1 <= int(length) <= len(string) - first:
        raise InvalidValue(f"from there the string has no {length} characters")
    return string[first:] if length is None else string[first : first + int(length)]


@FUNCTIONS.add("string length", "string: string")
def _string_length(string: str) -> Decimal:
    return Decimal(len(string))


@FUNCTIONS.add("upper case", "string: string")
def _upper_case(string: str) -> str:
    return string.upper()


@FUNCTIONS.add("lower case", "string: string")
def _lower_case(string: str) -> str:
    return string.lower()


@FUNCTIONS.add("substring before", "string: string, match: string")
def _substring_before(string: str, match: str) -> str:
    return string.partition(match)[0] if match and match in string else ""


@FUNCTIONS.add("substring after", "string: string, match: string")
def _substring_after(string: str, match: str) -> str:
    if not match:
        return string
    return string.partition(match)[2]


@FUNCTIONS.add("contains", "string: string, match: string")
def _contains(string: str, match: str) -> bool:
    return match in string


@FUNCTIONS.add("starts with", "string: string, match: string")
def _starts_with(string: str, match: str) -> bool:
    return string.startswith(match)


@FUNCTIONS.add("ends with", "string: string, match: string")
def _ends_with(string: str, match: str) -> bool:
    return string.endswith(match)


@FUNCTIONS.add("matches", "input: string, pattern: string, [flags: string?]")
def _matches(string: str, pattern: str, flags: str | None) -> bool:
    return patterns.compiled(pattern, flags or "").search(string) is not None


@FUNCTIONS.add("replace", "input: string, pattern: string, replacement: string, [flags: string?]")
def _replace(string: str, pattern: str, replacement: str, flags: str | None) -> str:
    return patterns.replaced(string, pattern, replacement, flags or "")


@FUNCTIONS.add("split", "string: string, delimiter: string")
def _split(string: str, delimiter: str) -> list[object]:
    return patterns.parts(string, delimiter)


@FUNCTIONS.add("string join", "list: list, [delimiter: string?]")
def _string_join(items: list[object], delimiter: str | None) -> str:
    texts = [item for item in items if item is not None]
    strings = [item for item in texts if isinstance(item, str)]
    if len(strings) < len(texts):
        raise InvalidValue("only strings can be joined; use string() on the others")
    return (delimiter or "").join(strings)
