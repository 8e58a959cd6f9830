"""What comes in about prices."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from agents.pricing.approval import REASON_CODES
from api.schemas.common import Body

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
_MOST = 10**15


class RecommendationRequest(Body):
    """Which product's price is to be thought about; without one, every product of the market."""

    market: Name
    product: Name
    as_of: date | None = Field(default=None, description="what was known on this day; today's knowledge without it")


class DecisionBody(Body):
    """What a person decides, and why. `price` is in minor units and belongs to `change` alone."""

    verdict: Literal["approve", "change", "reject", "defer", "stop"]
    reason_code: Name = Field(description=f"one of: {', '.join(REASON_CODES)}")
    reason: Annotated[str, StringConstraints(max_length=4000)]
    price: int | None = Field(default=None, gt=0, lt=_MOST)
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")] | None = None
    effective_from: date | None = None
    blind_estimate: int | None = Field(default=None, gt=0, lt=_MOST)
