"""What can go wrong before an expression has a value."""

from __future__ import annotations

from process_models.errors import ProcessModelError


class FeelError(ProcessModelError):
    """Base of everything this package raises."""


class FeelSyntaxError(FeelError, ValueError):
    """A text that is no FEEL; says where and what was expected there.

    `position` counts characters from 0 in `text`.
    """

    def __init__(self, message: str, *, text: str, position: int, expected: str) -> None:
        super().__init__(f"{message} at character {position + 1} of {_shortened(text)!r}; expected {expected}")
        self.text = text
        self.position = position
        self.expected = expected


class InvalidValue(FeelError, ValueError):
    """A text or a number that is no value of its FEEL kind, such as the date 2026-02-30."""


class InvalidDomain(FeelError, ValueError):
    """A domain that holds no value or contradicts itself."""


def _shortened(text: str, limit: int = 80) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
