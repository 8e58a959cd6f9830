"""Templates as values: entries that insert, set, remove, replace or give a condition, with kind, reason and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from process_models.addresses import Address, ElementId, ProcessId, address
from process_models.elements import Annotation, Expression, FlowNode, Labels, RequirementKind
from process_models.markets.sales_models import SalesModelPeriod
from process_models.records import InvalidContent


class Layer(StrEnum):
    """Whose template it is; they are applied in this order."""

    BRAND = "brand"
    MARKET = "market"


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """Put a node on a sequence flow: the flow keeps its id on the upstream half, `new_flow` is the rest.

    `lane` is where it stands; None is the lane of the flow's source.
    """

    process: ProcessId
    on_flow: ElementId
    node: FlowNode
    new_flow: ElementId
    lane: ElementId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Say something else of a node or flow: the annotation's `fields` take the place of the old ones."""

    process: ProcessId
    element: ElementId
    annotation: Annotation
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Take out a node with one way in and one way out; the upstream flow's id stays."""

    process: ProcessId
    element: ElementId


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Put another node in the place of one; the id stays, and with it every flow."""

    process: ProcessId
    element: ElementId
    node: FlowNode


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCondition:
    """Give a sequence flow another condition."""

    process: ProcessId
    flow: ElementId
    condition: Expression


Change: TypeAlias = Insertion | Setting | Removal | Replacement | NewCondition


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One requirement of a brand or market, and what it does to the base."""

    id: str
    kind: RequirementKind
    reason: Labels
    source: str
    change: Change

    @property
    def target(self) -> Address:
        """The existing element the entry addresses."""
        match self.change:
            case Insertion(process=process, on_flow=element) | NewCondition(process=process, flow=element):
                return address(process, element)
            case Setting() | Removal() | Replacement():
                return address(self.change.process, self.change.element)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A brand's or market's overlay, with what else is said of a market.

    `sales_models` are the periods of dealer and agency by brand, earliest first.
    """

    id: str
    layer: Layer
    entries: tuple[Entry, ...] = ()
    languages: tuple[str, ...] = ()
    currency: str | None = None
    sales_models: Mapping[str, tuple[SalesModelPeriod, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        twice = [id for id, count in Counter(entry.id for entry in self.entries).items() if count > 1]
        if twice:
            raise InvalidContent(f"{self}: entry '{twice[0]}' stands twice; rename one of them.")

    def __str__(self) -> str:
        return f"{self.layer} {self.id}"

    @property
    def by_kind(self) -> Mapping[RequirementKind, int]:
        """How many entries there are of each requirement kind; every kind has a figure."""
        counted = Counter(entry.kind for entry in self.entries)
        return {kind: counted[kind] for kind in RequirementKind}
