"""Text into tokens. Names with blanks or operators in them are put together by the parser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from process_models.feel.errors import FeelSyntaxError

# DMN 1.5, grammar rules 28 and 29: what a name may start and go on with.
_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
# DMN 1.5, grammar rule 61: every Unicode white space, and comments.
_BLANK = "\\s\u0085\u1680\u180e\u2000-\u200d\u2028\u2029\u202f\u205f\u3000\ufeff"

_TOKEN = re.compile(
    rf"""
    (?P<blank>[{_BLANK}]+|//[^\n\r]*|/\*.*?\*/)
  | (?P<at>@[{_BLANK}]*"(?:[^"\\]|\\.)*")
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<operator>\.\.|\*\*|!=|<=|>=|->)
  | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<name>[{_START}][{_PART}]*)
  | (?P<symbol>[^"])
    """,
    re.VERBOSE | re.DOTALL,
)

KEYWORDS = frozenset(
    ["and", "between", "else", "every", "false", "for", "function", "if", "in", "null", "or"]
    + ["return", "satisfies", "some", "then", "true"]
)

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text: its kind (`name`, `keyword`, `number`, `string`, `at`, `symbol`, `end`), and where."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of `text`, the last one of kind `end`.

    Raises:
        FeelSyntaxError: a character starts no token, or a string is not closed.
    """
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise FeelSyntaxError("unreadable '\"'", text=text, position=position, expected="a closing quote")
        kind = match.lastgroup or ""
        if kind != "blank":
            found.append(Token(_kind(kind, match.group()), match.group(), match.start(), match.end()))
        position = match.end()
    found.append(Token("end", "", len(text), len(text)))
    return tuple(found)


def unescaped(literal: str) -> str:
    """The value of a string literal, quotes included in `literal`; unknown escapes stay as written."""
    if "\\" not in literal:
        return literal[1:-1]
    resolved = _ESCAPE.sub(_escape_value, literal[1:-1])
    # Two \u escapes may be the halves of one character beyond the basic plane.
    return resolved.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def escaped(value: str) -> str:
    """`value` as a string literal with its quotes."""
    replaced = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + replaced.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def name_tokens(name: str) -> tuple[str, ...]:
    """The token texts that `name` is made of, to find it again in a text; empty where it is no text of FEEL."""
    try:
        return tuple(token.text for token in tokens(name) if token.kind != "end")
    except FeelSyntaxError:
        return ()


def normalised(name: str) -> str:
    """`name` with every run of blanks as one blank."""
    return " ".join(name.split())


class NameIndex:
    """Finds the longest known name at a place; needed for names with operators or keywords inside."""

    def __init__(self, names: Iterable[str], parent: NameIndex | None = None) -> None:
        self._parent = parent
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            parts = name_tokens(name)
            if len(parts) > 1:
                self._by_first.setdefault(parts[0], []).append((parts, normalised(name)))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: (-len(candidate[0]), candidate[1]))

    def longest(self, stream: tuple[Token, ...], index: int) -> tuple[str, int] | None:
        """The longest known name that starts at `index`, and how many tokens it takes."""
        best = self._parent.longest(stream, index) if self._parent else None
        for parts, name in self._by_first.get(stream[index].text, ()):
            if best is not None and len(parts) <= best[1]:
                break
            if all(
                index + offset < len(stream) and stream[index + offset].text == part
                for offset, part in enumerate(parts)
            ):
                return name, len(parts)
        return best


def _kind(group: str, text: str) -> str:
    if group == "name" and text in KEYWORDS:
        return "keyword"
    return "symbol" if group == "operator" else group


def _escape_value(match: re.Match[str]) -> str:
    body = match.group(1)
    if body[0] in "uU" and len(body) > 1:
        code = int(body[1:], 16)
        return chr(code) if code <= 0x10FFFF else match.group()
    return _ESCAPED.get(body, match.group())
