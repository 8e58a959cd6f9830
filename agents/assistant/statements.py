"""What can be said, before it is said in a language: facts by id, each kind of statement a class of its own."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from agents.assistant.answer import ClaimKind, Evidence
from process_models.elements import DurationInterval, Labels
from process_models.finance import Money
from process_models.logistics.difference import DaysDelta
from process_models.logistics.values import Days


class Part(StrEnum):
    """The part of an answer a statement belongs to, in the order in which they are told."""

    SHORT = "short"
    REASON = "reason"
    MONEY = "money"
    HANDLING = "handling"
    AGAIN = "again"
    AHEAD = "ahead"
    FLIP = "flip"
    UNAFFECTED = "unaffected"
    TIME = "time"
    ALTERNATIVES = "alternatives"
    DOCUMENT = "document"
    CUSTOMER = "customer"
    NEXT = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a change is possible in a state, and who has to agree."""

    change: str
    attribute: str | None
    state: str
    permission: str
    approver: str | None = None
    fee: Money | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowVerdict:
    """Whether a change is possible, for a stretch of order states."""

    first: str
    last: str
    outcomes: tuple[tuple[str, str | None], ...]
    fee: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DependsOn:
    """That the answer depends on something not yet known: the verdicts that are possible, with who approves."""

    change: str
    attribute: str | None
    slot: str
    outcomes: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The reason a rule states."""

    reason: Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeDue:
    """What a change costs beside the thing itself; net of tax."""

    fee: Money
    assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who decides, how to reach them, and whom they hear before."""

    role: str
    contact: str
    consulted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoApproval:
    """Nobody has to agree."""

    change: str
    attribute: str | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOf:
    """Pieces of work of one role: what handles the change, is done again, goes on with new values, or stops.

    `conditions` stands beside `steps`: the condition under which that step is concerned, where there
    is one. `would` tells it as a supposition.
    """

    part: Part
    role: str | None
    steps: tuple[str, ...]
    effect: str
    conditions: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoneBy:
    """Earlier results that the handling of the change replaces."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A branch that may go the other way."""

    gateway: str
    flow: str
    attribute: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Untouched:
    """Work that belongs to this order and does not depend on the change, by process."""

    change: str
    attribute: str | None
    processes: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernedOrNot:
    """Whether a process, role or system that was asked about is concerned."""

    asked: str
    steps: tuple[str, ...]
    conditional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Systems:
    """The systems on which concerned work runs."""

    systems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """How long the change takes, and where that is more than the handling."""

    interval: DurationInterval
    moves_delivery: bool
    asked_for: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """Until when something holds, by which step it ends, and what holds then."""

    state: str
    permission: str
    until: str
    step: str | None
    then: str
    then_approver: str | None = None
    usually: DurationInterval | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWay:
    """An alternative the rules name."""

    permission: str
    step: str | None
    from_state: str | None = None
    approver: str | None = None
    fee: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxEffect:
    """Registration tax before and after, for the car known or an example; `grams` more CO2."""

    market: str
    before: Money
    after: Money
    co2_before: int
    co2_after: int
    net_price: Money
    example: bool
    certain: bool
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTax:
    """The market has no registration tax."""

    market: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCustomer:
    """What the customer is told, in the asker's name."""

    change: str
    permission: str
    fee: Money | None
    approver: str | None
    moves_delivery: bool
    new_information: bool
    alternatives: tuple[str, ...] = ()

    @property
    def promise(self) -> str:
        """What may be said for certain: what somebody must still approve is not promised."""
        possible = self.permission in ("allowed", "allowed-with-fee", "re-quote")
        return "needs-approval" if self.approver and possible else self.permission


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAction:
    """The first thing to do, where, and whom to reach."""

    step: str
    role: str | None
    system: str | None
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSentence:
    """A sentence of a document, word for word."""

    quote: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSummary:
    """Two routes in one sentence."""

    before: str
    after: str
    market: str
    days: DaysDelta
    vehicle: str
    duty_percent: Decimal
    customs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteLegs:
    """The places of a route with the modes between them, and how long it takes."""

    plant: str
    stops: tuple[str, ...]
    modes: tuple[str, ...]
    days: Days
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFigures:
    """Cost and CO2 of carriage before and after, for one car."""

    cost_before: Money
    cost_after: Money
    co2_before: Decimal
    co2_after: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDuty:
    """Customs duty before and after."""

    before: Decimal
    after: Decimal
    amount: Money | None
    proofs: tuple[str, ...]
    certain: bool
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePapers:
    """Documents that come in or fall away."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]
    customs_added: tuple[str, ...]
    customs_dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotBuild:
    """What the new plant cannot build."""

    plant: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteMeans:
    """What another route means for the process, as the network states it."""

    label: Labels
    attribute: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantOption:
    """How long the way from one plant to the market takes, and the duty."""

    plant: str
    market: str
    days: Days
    duty_percent: Decimal
    customs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventHandling:
    """What an event sets going, as a headline."""

    event: str
    label: str
    state: str | None
    possible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a term stands for in the models."""

    label: str
    names: tuple[str, ...]
    what: str
    derived_from: tuple[str, ...] = ()
    written_by: tuple[str, ...] = ()
    read_by: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMeans:
    """What an order state means and what comes next."""

    state: str
    text: Labels
    next_state: str | None
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSays:
    """A dated row, as it stands."""

    id: str
    country: str
    value: str
    unit: str
    note: str = ""
    uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketDiffers:
    """Elements of one market that another does not have, with why."""

    market: str
    other: str
    step: Labels
    reason: Labels


Saying: TypeAlias = (
    Verdict | WindowVerdict | DependsOn | Why | FeeDue | Approval | NoApproval | WorkOf | RedoneBy | Flip | Untouched
    | ConcernedOrNot | Systems | Delay | Until | OtherWay | TaxEffect | NoTax | TellCustomer | NextAction
    | DocumentSentence | RouteSummary | RouteLegs | RouteFigures | RouteDuty | RoutePapers | CannotBuild | RouteMeans
    | PlantOption | EventHandling | Meaning | StateMeans | ParameterSays | MarketDiffers
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something said, where it belongs, and what proves it. `brief` statements make up the answer's text."""

    says: Saying
    part: Part
    kind: ClaimKind
    evidence: tuple[Evidence, ...] = field(default=())
    brief: bool = True
