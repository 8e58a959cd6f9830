"""Going through the tokens of a text: what is next, what must come, which names are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from process_models.feel.errors import FeelSyntaxError
from process_models.feel.lexer import NameIndex, Token, normalised, tokens

# The names of the standard that hold a keyword.
_STANDARD_NAMES = NameIndex(["date and time", "years and months duration", "days and time duration"])

Read = TypeVar("Read")


class TokenReader:
    """A place in a row of tokens, and the names known there."""

    def __init__(self, text: str, names: Iterable[str] = ()) -> None:
        self.text = text
        self.stream = tokens(text)
        self.index = 0
        self.names = NameIndex(names, _STANDARD_NAMES)
        self.depth = 0
        self._failed: set[tuple[str, int]] = set()

    # --- tokens -----------------------------------------------------------------------------

    @property
    def current(self) -> Token:
        return self.stream[self.index]

    def peek(self, offset: int = 1) -> Token:
        return self.stream[min(self.index + offset, len(self.stream) - 1)]

    def at(self, *texts: str) -> bool:
        return self.current.text in texts and self.current.kind in ("symbol", "keyword")

    def advance(self) -> Token:
        token = self.current
        self.index += 1
        return token

    def accept(self, *texts: str) -> Token | None:
        return self.advance() if self.at(*texts) else None

    def expect(self, *texts: str) -> Token:
        if not self.at(*texts):
            raise self.error(" or ".join(f"'{text}'" for text in texts))
        return self.advance()

    def next_of_list(self, closing: str) -> None:
        """Go on to the next of several things before `closing`."""
        if not self.at(","):
            raise self.error(f"',' or '{closing}'")
        self.advance()

    def expect_end(self) -> None:
        if self.current.kind != "end":
            raise self.error("an operator or the end")

    def error(self, expected: str) -> FeelSyntaxError:
        token = self.current
        found = "unexpected end" if token.kind == "end" else f"unexpected {token.text!r}"
        return FeelSyntaxError(found, text=self.text, position=token.start, expected=expected)

    @contextmanager
    def binding(self, names: Iterable[str]) -> Iterator[None]:
        """Within this block `names` are known."""
        outer = self.names
        self.names = NameIndex(names, outer)
        try:
            yield
        finally:
            self.names = outer

    def attempt(self, reading: Callable[[], Read]) -> Read | None:
        """What `reading` reads, or None with nothing consumed where it cannot.

        What failed at a place once is not tried there again: nested attempts would double the work at every level.
        """
        start, depth = self.index, self.depth
        if (reading.__name__, start) in self._failed:
            return None
        try:
            return reading()
        except FeelSyntaxError:
            self._failed.add((reading.__name__, start))
            self.index, self.depth = start, depth
            return None

    # --- names ------------------------------------------------------------------------------

    def name(self) -> str:
        """A name where a value or a member is expected: the longest known one, and words in a row."""
        known = self.names.longest(self.stream, self.index)
        if known is not None:
            self.index += known[1]
            parts = [known[0]]
        elif self.current.kind == "name":
            parts = [self.advance().text]
        else:
            raise self.error("a name")
        while self._name_goes_on():
            parts.append(self.advance().text)
        return " ".join(parts)

    def _name_goes_on(self) -> bool:
        token = self.current
        if token.kind == "name":
            return not (token.text == "instance" and self.peek().text == "of")
        return token.kind == "number" and token.text[0] != "."

    def declared_name(self, *ends: str) -> str:
        """A name that is being declared: everything up to one of `ends`, operators included."""
        start = self.index
        while self.current.kind != "end" and (self.index == start or not self.at(*ends)):
            self.advance()
        if self.current.kind == "end" or self.stream[start].kind in ("string", "number"):
            self.index = min(self.index, len(self.stream) - 1)
            raise self.error("a name and then " + " or ".join(f"'{end}'" for end in ends))
        return normalised(self.text[self.stream[start].start : self.stream[self.index - 1].end])
