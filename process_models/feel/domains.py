"""Which values an attribute can have, as the data dictionary says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from process_models.feel.errors import InvalidDomain

Kind: TypeAlias = Literal["boolean", "enumeration", "number", "date", "duration", "string"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The values of an attribute; make one with `booleans`, `enumeration`, `integers` and so on.

    `low` and `high` belong to it; None leaves that side open. A number moves in `step`s from `low`
    (or from 0), without a step it is continuous; dates and durations move in days. `nullable` says
    that the attribute may have no value yet.
    """

    kind: Kind
    values: tuple[str, ...] = ()
    low: Decimal | date | None = None
    high: Decimal | date | None = None
    step: Decimal | None = None
    nullable: bool = False

    def __post_init__(self) -> None:
        if self.kind == "enumeration" and (not self.values or len(set(self.values)) < len(self.values)):
            raise InvalidDomain(f"an enumeration needs values, each once; it has {list(self.values)}")
        if self.step is not None and self.step <= 0:
            raise InvalidDomain(f"a step of {self.step} leads nowhere; it must be greater than 0")
        if self._is_empty():
            raise InvalidDomain(f"nothing lies between {self.low} and {self.high}; swap them")

    def _is_empty(self) -> bool:
        if isinstance(self.low, date) and isinstance(self.high, date):
            return self.low > self.high
        return isinstance(self.low, Decimal) and isinstance(self.high, Decimal) and self.low > self.high

    @property
    def is_finite(self) -> bool:
        """Whether the values can be counted."""
        if self.kind in ("boolean", "enumeration"):
            return True
        bounded = self.low is not None and self.high is not None
        return bounded and (self.step is not None or self.kind in ("date", "duration"))

    def or_null(self) -> Domain:
        """The same values, or none."""
        return Domain(kind=self.kind, values=self.values, low=self.low, high=self.high, step=self.step, nullable=True)


def booleans() -> Domain:
    """False and true, in this order."""
    return Domain(kind="boolean")


def enumeration(values: Sequence[str]) -> Domain:
    """One of these strings; earlier ones are preferred where several would do."""
    return Domain(kind="enumeration", values=tuple(values))


def integers(low: int | None = None, high: int | None = None, step: int = 1) -> Domain:
    """Whole numbers."""
    return Domain(
        kind="number",
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        step=Decimal(step),
    )


def decimals(
    low: Decimal | str | int | None = None,
    high: Decimal | str | int | None = None,
    step: Decimal | str | int | None = None,
) -> Domain:
    """Decimal numbers; with a `step` such as 0.01 only its multiples, counted from `low`."""
    return Domain(
        kind="number",
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        step=None if step is None else Decimal(step),
    )


def dates(low: date | None = None, high: date | None = None) -> Domain:
    """Days of the calendar."""
    return Domain(kind="date", low=low, high=high)


def durations(low: int | None = None, high: int | None = None) -> Domain:
    """Lengths of time in whole days."""
    return Domain(
        kind="duration",
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        step=Decimal(1),
    )


def strings(examples: Sequence[str] = ()) -> Domain:
    """Any text; the examples are preferred where the conditions leave a choice."""
    return Domain(kind="string", values=tuple(examples))
