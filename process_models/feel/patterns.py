"""Regular expressions as FEEL has them (those of XQuery and XPath), on top of Python's.

The two differ in classes (`[A-Z-[OI]]`, `\\p{L}`, `\\i`), in what `.` and `$` mean, and in what is
allowed at all; what XPath refuses is refused here too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from process_models.feel.characters import CharacterSet, category, single_escape, within
from process_models.feel.errors import InvalidValue

_FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": 0}
_QUANTIFIER = re.compile(r"(?:[*+?]|\{\d+(?:,\d*)?\})\??")
_REPLACEMENT = re.compile(r"\\(.?)|\$(\d*)", re.DOTALL)


@lru_cache(maxsize=1024)
def compiled(pattern: str, flags: str = "") -> re.Pattern[str]:
    """The Python pattern that means the same.

    Raises:
        InvalidValue: the pattern or a flag is none of XPath's.
    """
    value = 0
    for flag in flags:
        if flag not in _FLAGS:
            raise InvalidValue(f"{flag!r} is no flag; the flags are s, m, i and x")
        value |= _FLAGS[flag]
    source = _without_blanks(pattern) if "x" in flags else pattern
    translated = _Translation(source, dot_all="s" in flags, multiline="m" in flags).whole()
    try:
        return re.compile(translated, value)
    except (re.error, OverflowError, RecursionError) as error:
        raise InvalidValue(f"{pattern!r} is no pattern: {error}") from error


def replaced(text: str, pattern: str, replacement: str, flags: str = "") -> str:
    """`text` with every match replaced; `$1` stands for a group, `$0` for the match.

    Raises:
        InvalidValue: the pattern, the flags or the replacement are none of XPath's.
    """
    expression = compiled(pattern, flags)
    _check_replacement(replacement)
    return expression.sub(lambda match: _filled(replacement, match), text)


def parts(text: str, delimiter: str) -> list[object]:
    """The pieces of `text` between the matches of `delimiter`.

    Raises:
        InvalidValue: the delimiter is no pattern.
    """
    pieces: list[object] = []
    start = 0
    for match in compiled(delimiter).finditer(text):
        if match.end() > match.start():
            pieces.append(text[start : match.start()])
            start = match.end()
    return [*pieces, text[start:]]


def _check_replacement(replacement: str) -> None:
    for match in _REPLACEMENT.finditer(replacement):
        if match[1] is not None and match[1] not in ("\\", "$"):
            raise InvalidValue("in a replacement, a backslash stands before a backslash or a dollar only")
        if match[2] == "":
            raise InvalidValue("in a replacement, a dollar stands before a group's number")


def _filled(replacement: str, match: re.Match[str]) -> str:
    groups = match.re.groups

    def fill(reference: re.Match[str]) -> str:
        if reference[1]:
            return reference[1]
        digits = reference[2]
        kept = len(digits)
        # $12 is group 12 where there is one, otherwise group 1 and the digit 2.
        while kept > 1 and int(digits[:kept]) > groups:
            kept -= 1
        number = int(digits[:kept])
        return ((match[number] or "") if number <= groups else "") + digits[kept:]

    return _REPLACEMENT.sub(fill, replacement)


def _without_blanks(pattern: str) -> str:
    """Flag x: white space counts inside brackets only."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for character in pattern:
        if depth == 0 and character in " \t\n\r":
            continue
        if not escaped:
            depth += {"[": 1, "]": -1}.get(character, 0)
        escaped = character == "\\" and not escaped
        kept.append(character)
    return "".join(kept)


class _Translation:
    """One pass over an XPath pattern that writes Python's."""

    def __init__(self, source: str, *, dot_all: bool, multiline: bool) -> None:
        self._source = source
        self._index = 0
        self._dot = "." if dot_all else r"[^\n\r]"
        self._end = "$" if multiline else r"\Z"
        self._opened = 0
        self._closed: list[int] = []

    def whole(self) -> str:
        written: list[str] = []
        stack: list[int] = []
        while self._index < len(self._source):
            written.append(self._piece(stack))
        if stack:
            raise self._error("a closing parenthesis is missing")
        return "".join(written)

    def _piece(self, stack: list[int]) -> str:
        character = self._source[self._index]
        if character == "\\":
            return self._quantified(self._escape())
        if character == "[":
            return self._quantified(self._class().pattern())
        self._index += 1
        if character == "(":
            return self._open(stack)
        if character == ")":
            if not stack:
                raise self._error("a parenthesis closes nothing")
            self._closed.append(stack.pop())
            return self._quantified(")")
        if character == "|":
            return character
        if character in "^$":
            return "^" if character == "^" else self._end
        if character in "*+?{}]":
            raise self._error(f"{character!r} has nothing to stand after; write it with a backslash")
        return self._quantified(self._dot if character == "." else re.escape(character))

    def _open(self, stack: list[int]) -> str:
        if self._source.startswith("?:", self._index):
            self._index += 2
            stack.append(0)
            return "(?:"
        if self._source.startswith("?", self._index):
            raise self._error("only (?: is known after an opening parenthesis")
        self._opened += 1
        stack.append(self._opened)
        return "("

    def _quantified(self, atom: str) -> str:
        match = _QUANTIFIER.match(self._source, self._index)
        if match is None:
            return atom
        self._index = match.end()
        return atom + match.group()

    def _escape(self) -> str:
        following = self._source[self._index + 1 : self._index + 2]
        if following.isdigit():
            return self._back_reference()
        return self._escaped_set().pattern()

    def _back_reference(self) -> str:
        match = re.compile(r"\d+").match(self._source, self._index + 1)
        digits = match.group() if match else ""
        while len(digits) > 1 and int(digits) not in self._closed:
            digits = digits[:-1]
        if int(digits) not in self._closed:
            raise self._error(f"there is no group {digits} before it")
        self._index += 1 + len(digits)
        return f"(?:\\{digits})"

    def _escaped_set(self) -> CharacterSet:
        """The characters an escape such as `\\d` or `\\p{L}` stands for; moves behind it."""
        letter = self._source[self._index + 1 : self._index + 2]
        if letter in ("p", "P"):
            end = self._source.find("}", self._index)
            if self._source[self._index + 2 : self._index + 3] != "{" or end < 0:
                raise self._error("a category is written like \\p{L}")
            name = self._source[self._index + 3 : end]
            self._index = end + 1
            return category(name) if letter == "p" else category(name).inverted()
        self._index += 2
        return single_escape(letter)

    def _class(self) -> CharacterSet:
        """A class in brackets, with its subtraction; moves behind it."""
        self._index += 1
        negated = self._source.startswith("^", self._index)
        self._index += negated
        found = CharacterSet(())
        first = True
        while True:
            character = self._source[self._index : self._index + 1]
            if character == "":
                raise self._error("a closing bracket is missing")
            if character == "]" and not first:
                self._index += 1
                return found.inverted() if negated else found
            if character == "-" and self._source.startswith("-[", self._index) and not first:
                return self._subtracted(found.inverted() if negated else found)
            found = found.joined(self._member())
            first = False

    def _subtracted(self, found: CharacterSet) -> CharacterSet:
        self._index += 1
        rest = found.without(self._class())
        if not self._source.startswith("]", self._index):
            raise self._error("a subtraction ends its class")
        self._index += 1
        return rest

    def _member(self) -> CharacterSet:
        """One character, escape or span of a class."""
        if self._source[self._index] == "[":
            raise self._error("a bracket inside brackets needs a backslash")
        start = self._single()
        dashed = self._source.startswith("-", self._index)
        following = self._source[self._index + 1 : self._index + 2]
        if start is None or not dashed or following in ("]", "[", ""):
            return self._last if start is None else within(start, start)
        self._index += 1
        end = self._single()
        if end is None or end < start:
            raise self._error("a span goes from one character to a later one")
        return within(start, end)

    def _single(self) -> str | None:
        """The next character of a class; None for an escape of several, kept as the last set."""
        character = self._source[self._index]
        if character != "\\":
            self._index += 1
            return character
        if self._source[self._index + 1 : self._index + 2].isdigit():
            raise self._error("a class cannot refer to a group")
        self._last = self._escaped_set()
        return self._last.only()

    def _error(self, reason: str) -> InvalidValue:
        return InvalidValue(f"{self._source!r} is no pattern: {reason}")
