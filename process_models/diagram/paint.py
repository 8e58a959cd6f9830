"""What a drawing can say about elements: covered or not, undone or repeated, on the path; never by colour alone.

Every style has a colour, a line pattern and a mark, so that it survives grey printing and colour blindness.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from process_models.errors import ProcessModelError


class UnknownStyle(ProcessModelError, ValueError):
    """A style name that no style carries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one statement about elements looks; `dash` is SVG's, empty for a solid line."""

    colour: str
    tint: str
    dark_colour: str
    dark_tint: str
    dash: str
    badge: str
    en: str
    de: str


def _style(colours: tuple[str, str, str, str], dash: str, badge: str, en: str, de: str) -> Style:
    colour, tint, dark_colour, dark_tint = colours
    return Style(
        colour=colour, tint=tint, dark_colour=dark_colour, dark_tint=dark_tint, dash=dash, badge=badge, en=en, de=de
    )


_GREEN = ("#1b7a47", "#e9f6ee", "#4cc282", "#17322a")
_RED = ("#b3261e", "#fdecea", "#f28b82", "#3b1f20")
_GREY = ("#5f6b78", "#eff1f3", "#97a3b0", "#262d35")
_BLUE = ("#1d5fb8", "#e8f0fb", "#7fb2f5", "#1a2a40")
_VIOLET = ("#7036a8", "#f3ebfa", "#c79cf0", "#2d2140")
_AMBER = ("#8a5200", "#fdf2df", "#f0b45a", "#38290f")
_TEAL = ("#0b6b7a", "#e4f4f6", "#5cc8d8", "#13303a")

STYLES: Mapping[str, Style] = {
    "covered": _style(_GREEN, "", "check", "covered", "abgedeckt"),
    "not-covered": _style(_RED, "7 4", "cross", "not covered", "nicht abgedeckt"),
    "infeasible": _style(_GREY, "2 4", "barred", "infeasible", "nicht ausführbar"),
    "undone": _style(_RED, "9 4", "back", "undone", "rückgängig gemacht"),
    "compensated": _style(_RED, "2 3", "bars", "compensated", "kompensiert"),
    "repeated": _style(_AMBER, "12 3", "again", "repeated", "wiederholt"),
    "interrupted": _style(_AMBER, "4 4", "bolt", "interrupted", "unterbrochen"),
    "sees-new-value": _style(_BLUE, "", "dot", "sees the new value", "sieht den neuen Wert"),
    "may-flip": _style(_VIOLET, "8 3 2 3", "either", "may decide differently", "kann anders entscheiden"),
    "added": _style(_GREEN, "12 3", "plus", "added", "neu"),
    "dropped": _style(_RED, "4 4", "minus", "dropped", "entfällt"),
    "changed": _style(_AMBER, "", "again", "changed", "geändert"),
    "path": _style(_TEAL, "", "arrow", "path", "Weg"),
    "position": _style(_BLUE, "", "pin", "position", "Position"),
    "unaffected": _style(_GREY, "", "minus", "unaffected", "unberührt"),
    "passed": _style(_GREEN, "", "check", "passed", "bestanden"),
    "failed": _style(_RED, "7 4", "cross", "failed", "fehlgeschlagen"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """What to say about elements: a style name each, and the order in which a path passes them.

    `legend` gives a style's words where the usual ones do not fit; `numbers` are written beside
    the element, which takes the style `path` where it has no other.

    Raises:
        UnknownStyle: a style name is none of `STYLES`.
    """

    styles: Mapping[str, str] = field(default_factory=dict)
    legend: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (*self.styles.values(), *self.legend):
            if name not in STYLES:
                raise UnknownStyle(f"no style '{name}'; choose one of: {', '.join(STYLES)}")

    def style_of(self, element: str) -> str | None:
        """The name of an element's style; None where nothing is said of it."""
        return self.styles.get(element) or ("path" if element in self.numbers else None)

    def in_use(self) -> tuple[str, ...]:
        """The names of the styles that occur, in the order of `STYLES`."""
        used = {*self.styles.values(), *(["path"] if any(e not in self.styles for e in self.numbers) else [])}
        return tuple(name for name in STYLES if name in used)

    def wording(self, style: str, language: str) -> str:
        """What a style says, in the language."""
        return self.legend.get(style) or (STYLES[style].de if language == "de" else STYLES[style].en)
