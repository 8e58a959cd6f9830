"""What all bodies share."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """A body somebody sends: nothing unknown, nothing of another type."""

    model_config = ConfigDict(extra="forbid", strict=False, str_max_length=200_000)


class Page(BaseModel):
    """Some entries of a list, and where the next begin."""

    items: list[dict[str, Any]]
    next_cursor: str | None
