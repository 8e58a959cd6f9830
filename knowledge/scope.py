"""For whom, where and when a text holds, and the filters that are applied before anything is ranked."""

from dataclasses import dataclass
from datetime import date

from knowledge.errors import InvalidDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Language, markets, readers and validity of a text.

    `markets` empty means every market. `audiences` empty means everybody may read it.
    Both days of the validity belong to it; `None` leaves that side open.
    """

    language: str
    markets: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise InvalidDocument(
                f"valid_to {self.valid_to} lies before valid_from {self.valid_from}; exchange or correct them."
            )

    def holds_on(self, day: date) -> bool:
        """Whether the text is valid on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What an asker may and wants to see; a field left out does not restrict.

    `audiences` lists what the asker may read. A text without audiences is open to all; any other
    text needs one audience in common. `market` admits texts of that market and of every market.
    """

    languages: frozenset[str] | None = None
    market: str | None = None
    audiences: frozenset[str] | None = None
    valid_on: date | None = None

    def admits(self, scope: Scope) -> bool:
        """Whether a text of this scope may take part in the ranking at all."""
        return (
            (self.languages is None or scope.language in self.languages)
            and (self.market is None or not scope.markets or self.market in scope.markets)
            and (self.audiences is None or not scope.audiences or not self.audiences.isdisjoint(scope.audiences))
            and (self.valid_on is None or scope.holds_on(self.valid_on))
        )


NO_FILTERS = Filters()
