"""How much room a label needs and where its lines break, without a font at hand.

Widths are those of the usual sans-serif faces (Arial, Helvetica, Liberation Sans), rounded up by
classes of letters, so that a label laid out here fits whichever of them draws it.
"""

import re
from functools import lru_cache

FONT_SIZE = 12
SMALL = 11
LINE_HEIGHT = 14

_NARROW = frozenset("iljtfrI.,:;'|!()[]/\\ `´’-")
_WIDE = frozenset("mwMW@%&ÄÖQOGD—…")
_VOWELS = frozenset("aeiouyäöüAEIOUÄÖÜ")
_JOINED = frozenset({"ch", "ck", "sc", "ph", "th", "qu"})


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """The width of one line, in pixels, a little more than it takes.

    >>> text_width("") == 0 and text_width("iii") < text_width("mmm")
    True
    """
    return round(size * sum(_share(letter) for letter in text), 2)


def _share(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.84
    return 0.7 if letter.isupper() else 0.57


def longest_word(text: str, size: float = FONT_SIZE) -> float:
    """The width of the longest part of a label that need not be broken."""
    return max((text_width(part, size) for word in text.split() for part in _parts(word)), default=0)


@lru_cache(maxsize=4096)
def wrap(text: str, width: float, size: float = FONT_SIZE, max_lines: int | None = None) -> tuple[str, ...]:
    """The label's lines, none wider than `width` as far as letters allow.

    Breaks between words, after hyphens and slashes, then inside a word with a hyphen. With
    `max_lines` the rest is cut and the last line ends in an ellipsis.

    >>> wrap("Bonität prüfen", 60)
    ('Bonität', 'prüfen')
    >>> wrap("one two three four", 40, max_lines=2)
    ('one', 'two…')
    """
    lines: list[str] = []
    current = ""
    for word in text.split():
        for number, part in enumerate(_broken(word, width, size)):
            joined = f"{current}{'' if number or not current else ' '}{part}"
            if current and text_width(joined, size) > width:
                lines.append(current)
                current = part
            else:
                current = joined
    if current:
        lines.append(current)
    if max_lines is not None and len(lines) > max_lines:
        lines = [*lines[: max_lines - 1], _cut(lines[max_lines - 1], width, size)]
    return tuple(lines)


def _parts(word: str) -> list[str]:
    return [part for part in re.split(r"(?<=[-/_])(?=\w)", word) if part]


def _broken(word: str, width: float, size: float) -> list[str]:
    parts: list[str] = []
    for part in _parts(word):
        while text_width(part, size) > width and len(part) > 3:
            length = max(2, next((n for n in range(len(part), 1, -1) if text_width(part[:n] + "-", size) <= width), 2))
            length = _syllable_end(part, min(length, len(part) - 3))
            parts.append(part[:length] + "-")
            part = part[length:]
        parts.append(part)
    return parts


def _syllable_end(word: str, most: int) -> int:
    """Where to break a long word: a new line starts with one consonant and a vowel, as syllables mostly do.

    >>> "Sendungsnummer"[: _syllable_end("Sendungsnummer", 12)]
    'Sendungsnum'
    """
    for length in range(most, max(most - 5, 2), -1):
        if word[length] not in _VOWELS and word[length + 1] in _VOWELS and word[length - 1 : length + 1] not in _JOINED:
            return length
    return max(most, 2)


def _cut(line: str, width: float, size: float) -> str:
    while line and text_width(line + "…", size) > width:
        line = line[:-1]
    return line.rstrip() + "…"
