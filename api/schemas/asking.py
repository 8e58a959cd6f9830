"""What comes in for the assistant."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.common import Body
from api.schemas.consequences import Fact, Name


class AskBody(Body):
    """A question, and what is known around it; whatever is left out is asked back where it matters."""

    question: str
    market: Name | None = None
    language: Literal["de", "en"] | None = None
    position: Name | None = None
    facts: dict[str, Fact] = Field(default={}, max_length=100)
    as_of: date | None = None
    brand: Name | None = None
    conversation: Name | None = None


class FeedbackBody(Body):
    """What somebody says about an answer, or about its claim with that number, counted from 0."""

    answer: Name
    claim: int | None = Field(default=None, ge=0, lt=10_000)
    verdict: Literal["right", "wrong", "unclear"]
    comment: Annotated[str, StringConstraints(max_length=4000)] = ""
