"""What an evaluation knows besides its scope, and the warnings it collects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from process_models.feel.temporal import DateTime, now
from process_models.feel.types import Type


@dataclass(frozen=True, slots=True)
class NullReason:
    """Why a part of an expression has the value null: the reason, and where it starts."""

    message: str
    position: int


@dataclass(slots=True)
class Run:
    """One evaluation: the named types it may ask for, its clock, its warnings so far.

    The clock is read once, so that `now()` says the same throughout an expression; a caller that
    needs the same answer tomorrow hands its own moment in.
    """

    types: Mapping[str, Type] = field(default_factory=dict)
    moment: DateTime | None = None
    warnings: list[NullReason] = field(default_factory=list)
    # One number, in a list so that runs within this one count together with it.
    _spent: list[int] = field(default_factory=lambda: [0])

    def null(self, message: str, position: int = 0) -> bool | None:
        """The value null, with the reason noted; typed to stand where a truth value does, too."""
        if len(self.warnings) < _MOST_WARNINGS:
            self.warnings.append(NullReason(message, position))
        return None

    def now(self) -> DateTime:
        if self.moment is None:
            self.moment = now()
        return self.moment

    def may_spend(self, steps: int) -> bool:
        """Whether the evaluation may call or go over that many more; a slip must not run for ever."""
        self._spent[0] += steps
        return self._spent[0] <= _MOST_STEPS

    def within(self, types: Mapping[str, Type]) -> Run:
        """The same evaluation with other named types: one clock, one list of warnings, one limit."""
        return Run(types, self.now(), self.warnings, self._spent)


# A warning per item of a long list helps nobody.
_MOST_WARNINGS = 100
_MOST_STEPS = 200_000
