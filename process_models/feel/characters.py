"""Sets of Unicode characters for patterns: categories, blocks, escapes."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from process_models.feel.errors import InvalidValue

# The blocks that patterns of western texts name; XML Schema part 2, appendix G, lists all.
_BLOCKS = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF),
    "SpacingModifierLetters": (0x02B0, 0x02FF),
    "CombiningDiacriticalMarks": (0x0300, 0x036F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Devanagari": (0x0900, 0x097F),
    "Thai": (0x0E00, 0x0E7F),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "SuperscriptsandSubscripts": (0x2070, 0x209F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "LetterlikeSymbols": (0x2100, 0x214F),
    "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "BoxDrawing": (0x2500, 0x257F),
    "GeometricShapes": (0x25A0, 0x25FF),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "PrivateUse": (0xE000, 0xF8FF),
}
_GROUPS = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "Z": "slp", "S": "mcko", "C": "cfon"}
_CATEGORIES = frozenset(_GROUPS) | {group + kind for group, kinds in _GROUPS.items() for kind in kinds}
_SINGLE = {"n": "\n", "r": "\r", "t": "\t", **{mark: mark for mark in "\\|.-^?*+{}()[]$"}}


@dataclass(frozen=True, slots=True)
class CharacterSet:
    """Characters as sorted spans of code points, both ends included."""

    spans: tuple[tuple[int, int], ...]

    def joined(self, other: CharacterSet) -> CharacterSet:
        merged: list[tuple[int, int]] = []
        for low, high in sorted(self.spans + other.spans):
            if merged and low <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        return CharacterSet(tuple(merged))

    def inverted(self) -> CharacterSet:
        limits = [(-1, -1), *self.spans, (sys.maxunicode + 1, sys.maxunicode + 1)]
        gaps = [(left[1] + 1, right[0] - 1) for left, right in pairwise(limits)]
        return CharacterSet(tuple(gap for gap in gaps if gap[0] <= gap[1]))

    def without(self, other: CharacterSet) -> CharacterSet:
        return self.inverted().joined(other).inverted()

    def only(self) -> str | None:
        """The one character of the set, None where it has none or several."""
        if len(self.spans) == 1 and self.spans[0][0] == self.spans[0][1]:
            return chr(self.spans[0][0])
        return None

    def pattern(self) -> str:
        """The set as a class of Python's regular expressions, the shorter side of it."""
        if not self.spans:
            return r"[^\s\S]"
        if len(self.spans) == 1 and self.only():
            return re.escape(chr(self.spans[0][0]))
        # A negated class keeps its meaning under "ignore case" only when written negated.
        outside = self.inverted().spans
        negated = self.spans[0][0] == 0 and self.spans[-1][1] == sys.maxunicode and len(outside) > 0
        return f"[{'^' if negated else ''}{''.join(map(_span, outside if negated else self.spans))}]"


def within(low: str, high: str) -> CharacterSet:
    """The characters from `low` to `high`."""
    return CharacterSet(((ord(low), ord(high)),))


def category(name: str) -> CharacterSet:
    """The characters of a general category (`Lu`) or a block (`IsBasicLatin`).

    Raises:
        InvalidValue: there is no such category or block.
    """
    if name.startswith("Is") and name[2:] in _BLOCKS:
        return CharacterSet((_BLOCKS[name[2:]],))
    if name not in _CATEGORIES:
        raise InvalidValue(f"no category or block of characters is named {name!r}")
    return _category(name)


def single_escape(letter: str) -> CharacterSet:
    """The characters that a backslash before `letter` stands for.

    Raises:
        InvalidValue: there is no such escape.
    """
    if letter in _SINGLE:
        return within(_SINGLE[letter], _SINGLE[letter])
    lower = letter.lower()
    if not letter or lower not in "sdwic":
        raise InvalidValue(f"a backslash before {letter!r} has no meaning in a pattern")
    found = _multiple(lower)
    return found if letter == lower else found.inverted()


@lru_cache
def _multiple(letter: str) -> CharacterSet:
    match letter:
        case "s":
            return CharacterSet(((9, 10), (13, 13), (32, 32)))
        case "d":
            return _category("Nd")
        case "w":
            return _category("P").joined(_category("Z")).joined(_category("C")).inverted()
        case "i":
            return _category("L").joined(CharacterSet(((58, 58), (95, 95))))
    name_start = _category("L").joined(CharacterSet(((45, 46), (58, 58), (95, 95), (183, 183))))
    return name_start.joined(_category("Nd")).joined(_category("M"))


@lru_cache
def _category(name: str) -> CharacterSet:
    spans: list[tuple[int, int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)).startswith(name):
            if spans and spans[-1][1] == code - 1:
                spans[-1] = (spans[-1][0], code)
            else:
                spans.append((code, code))
    return CharacterSet(tuple(spans))


def _span(span: tuple[int, int]) -> str:
    low, high = (re.escape(chr(code)) for code in span)
    return low if low == high else f"{low}-{high}"
