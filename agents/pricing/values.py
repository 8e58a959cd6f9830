"""Recommendation, guardrail, decision and record as values that are never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from agents.pricing.errors import InvalidDecision
from agents.pricing.inputs import PricingInputs
from process_models.finance import Money

LIST_PRICE = "list-price"
"""The lever that moves the list price of a product in a market."""


class Status(StrEnum):
    """Where a recommendation stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    CHANGED = "changed"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    EXPIRED = "expired"
    STOPPED = "stopped"
    IN_EFFECT = "in-effect"
    SUPERSEDED = "superseded"


class Verdict(StrEnum):
    """What a person can say to a recommendation."""

    APPROVE = "approve"
    CHANGE = "change"
    REJECT = "reject"
    DEFER = "defer"
    STOP = "stop"


class Strictness(StrEnum):
    """A hard guardrail cannot be decided away; a soft one needs a second decider."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardrail:
    """One bound held against one price; `slack` is how far inside it lies, negative outside.

    `unit` is a currency (then the figures are minor units), `share` or `days`.
    """

    name: str
    strictness: Strictness
    unit: str
    value: Decimal
    bound: Decimal
    slack: Decimal
    text: str

    @property
    def holds(self) -> bool:
        return self.slack >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why, or why not: a sentence, the evidence it rests on, and how much it weighs (share 0-1)."""

    code: str
    text: str
    weight: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterfallStep:
    """One step from list price to contribution; `kind` is `subtotal` or `deduction` (negative)."""

    name: str
    kind: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualEcho:
    """What the recommended list price does to the monthly lease rate, now and once used prices follow."""

    months: int
    residual_share: Decimal
    rate_now: Money
    rate_if_residual_holds: Money
    rate_if_residual_follows: Money
    portfolio_contracts: int
    portfolio_loss: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a named person decided; with `complete` false a second decider is still needed."""

    verdict: Verdict
    price: Money | None
    decided_by: str
    decided_as: str
    decided_at: datetime
    reason_code: str
    reason: str
    complete: bool
    effective_from: date | None = None
    second_decider: str | None = None
    second_decided_at: datetime | None = None
    second_reason_code: str | None = None
    second_reason: str | None = None
    blind_estimate: Money | None = None
    shown_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """A person with roles and the markets these hold in; `*` is every market."""

    user: str
    roles: frozenset[str]
    markets: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRequest:
    """What a person asks for; `price` belongs to the verdict `change` alone."""

    recommendation_id: str
    verdict: Verdict
    reason_code: str
    reason: str
    price: Money | None = None
    effective_from: date | None = None
    blind_estimate: Money | None = None
    shown_at: datetime | None = None
    idempotency_key: str | None = None

    def __post_init__(self) -> None:
        if (self.verdict is Verdict.CHANGE) != (self.price is not None):
            raise InvalidDecision(
                f"verdict '{self.verdict}' with price {self.price}; a price is given with 'change' and only there."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRecommendation:
    """A proposed price with everything it rests on.

    `snapshot` is what was known, `inputs_hash` the hash over it. All fields down to `expires_at` are
    the proposal and never change; `status`, `decision` and `version` follow the decisions.
    """

    id: str
    market: str
    product: str
    brand: str
    lever: str
    current: Money
    low: Money
    point: Money
    high: Money
    reasons: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    guardrails: tuple[Guardrail, ...]
    waterfall: tuple[WaterfallStep, ...]
    residual_echo: ResidualEcho
    demand_grade: str
    elasticity_low: Decimal | None
    elasticity: Decimal | None
    elasticity_high: Decimal | None
    needs_second_decider: tuple[str, ...]
    snapshot: PricingInputs
    inputs_hash: str
    model_version: str
    author: str
    created_at: datetime
    expires_at: datetime
    status: Status = Status.PROPOSED
    decision: Decision | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One link of the chain: what happened, by whom, when; `body` is canonical JSON."""

    sequence: int
    at: datetime
    kind: str
    recommendation_id: str
    actor: str
    body: str
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectivePrice:
    """A price that holds because a person decided it."""

    market: str
    product: str
    lever: str
    price: Money
    effective_from: date
    recommendation_id: str
    decided_by: str
