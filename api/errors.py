"""What can go wrong, and of what kind it is; errors of the floors below know no HTTP, so the table here does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import OperationalError

from agents.assistant.errors import AssistantError, UnknownEvidence
from agents.pricing import errors as pricing
from api.persistence.database import DatabaseUnavailable
from generators.errors import GeneratorError
from knowledge.errors import KnowledgeError
from process_models.bpmn.source import UnreadableModel
from process_models.errors import ProcessModelError, UnknownElement

Findings = Sequence[Mapping[str, Any]]


class Refused(Exception):
    """The service itself says no; `kind` is the last part of the problem's type."""

    def __init__(
        self, status: int, kind: str, detail: str, *, findings: Findings = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.findings, self.headers = findings, dict(headers or {})


@dataclass(frozen=True, slots=True)
class _Kind:
    error: type[Exception]
    status: int
    kind: str


# The first entry that fits counts, so the special stands before the general.
KINDS = (
    _Kind(pricing.UnknownRecommendation, 404, "unknown-recommendation"),
    _Kind(pricing.DecisionNotAllowed, 403, "not-allowed"),
    _Kind(pricing.BelowFloor, 422, "below-floor"),
    _Kind(pricing.AlreadyDecided, 409, "already-decided"),
    _Kind(pricing.RecommendationExpired, 409, "expired"),
    _Kind(pricing.ConcurrentChange, 409, "changed-meanwhile"),
    _Kind(pricing.BrokenChain, 500, "broken-record"),
    _Kind(pricing.PricingError, 422, "invalid-pricing-request"),
    _Kind(UnknownEvidence, 404, "unknown-evidence"),
    _Kind(AssistantError, 422, "invalid-question"),
    _Kind(UnreadableModel, 422, "unreadable-model"),
    _Kind(UnknownElement, 404, "unknown-element"),
    _Kind(ProcessModelError, 422, "invalid-request"),
    _Kind(GeneratorError, 422, "invalid-suite-request"),
    _Kind(KnowledgeError, 422, "invalid-document"),
    _Kind(DatabaseUnavailable, 503, "records-unavailable"),
    _Kind(OperationalError, 503, "records-unavailable"),
)


def kind_of(error: Exception) -> tuple[int, str] | None:
    """The status and kind of an error somebody can do something about, None for a fault of ours."""
    if isinstance(error, Refused):
        return error.status, error.kind
    return next(((known.status, known.kind) for known in KINDS if isinstance(error, known.error)), None)


def message_of(error: Exception) -> str:
    """The sentence an error carries."""
    return error.detail if isinstance(error, Refused) else str(error) or type(error).__name__
