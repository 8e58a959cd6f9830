"""What comes in about test suites."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.common import Body

_Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class SuiteBody(Body):
    """Which suite is to be derived; without process the whole chain from the first offer on."""

    process: _Name | None = None
    market: _Name | None = None
    criterion: _Name = "all-flows"
    language: Literal["de", "en"] = "en"
    loops: int = Field(default=1, ge=0, le=5)
