"""What comes in about consequences and routes."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.common import Body

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Fact = str | bool | int


class Change(Body):
    """An attribute that gets another value; without `to`, any other."""

    attribute: Name
    to: Fact | None = None


class ImpactBody(Body):
    """What is supposed, where the order stands, and what else is known of it."""

    position: Name
    market: Name
    process: Name | None = None
    changes: list[Change] = Field(default=[], max_length=20)
    event: Name | None = None
    delay: Annotated[str, StringConstraints(pattern=r"^P(\d{1,4}[YMWD]|T\d{1,4}[HM])+$", max_length=20)] | None = None
    to_plant: Name | None = None
    facts: dict[str, Fact] = Field(default={}, max_length=100)


class RoutesBody(Body):
    """Which car, from which plant and which other one, to which market."""

    vehicle: Name
    from_plant: Name
    to_plant: Name
    market: Name
    on: date | None = None
