"""One level of a model as a laying-out problem: the nodes of a sub-process, or of all pools together.

A boundary event is no node of its own here but hangs on its activity; a message flow into a
sub-process ends, as far as this level is concerned, at the sub-process.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum


class TieKind(Enum):
    """What is drawn between two ends; decides which sides of a node it uses and where it may run."""

    SEQUENCE = "sequence"
    MESSAGE = "message"
    DATA = "data"
    HANDLER = "handler"


class Outline(Enum):
    """The shape of a node, as far as its border matters to what touches it."""

    BOX = "box"
    CIRCLE = "circle"
    DIAMOND = "diamond"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A node of a level: what is drawn, the box of its label beside it, its band, its number of columns."""

    id: str
    outline: Outline
    width: float
    height: float
    band: int
    label_width: float = 0
    label_height: float = 0
    span: int = 1
    is_start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where a tie begins or ends: at an item, at a boundary event on it, or at a whole pool.

    `inner` is set where the real end lies inside the item, `inner_share` how far from its left side to its right.
    """

    item: str | None = None
    boundary: str | None = None
    group: int | None = None
    inner: str | None = None
    inner_share: float = 0.5

    @property
    def key(self) -> str:
        """What two ties must have in common to share a line there."""
        return self.inner or self.boundary or self.item or f"pool {self.group}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A sequence flow, message flow, data association, or the association of a compensation handler."""

    id: str
    kind: TieKind
    source: End
    target: End
    label_width: float = 0
    label_height: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A lane, or the content of a pool without lanes; a `solid` one is a pool that shows nothing inside."""

    group: int
    solid: bool = False
    least_height: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """A boundary event: the item it hangs on and its label's box."""

    id: str
    host: str
    label_width: float = 0
    label_height: float = 0


@dataclass(frozen=True, kw_only=True)
class Level:
    """Everything to be laid out together."""

    items: Sequence[Item]
    ties: Sequence[Tie]
    bands: Sequence[Band]
    hanging: Sequence[Hanging] = ()
    item_by_id: Mapping[str, Item] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "item_by_id", {item.id: item for item in self.items})

    def hanging_on(self, host: str) -> list[Hanging]:
        """The boundary events of an item, in document order."""
        return [event for event in self.hanging if event.host == host]
