"""What commands share: the services on the same library and records as the service, and the named user."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.errors import Refused

if TYPE_CHECKING:
    from api.security.person import Person
    from api.wiring import Services

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Market = Annotated[str | None, typer.Option("--market", help="Market, for example DE.")]
AsUser = Annotated[str | None, typer.Option("--as", help="Demo user in whose name this is done.")]


@contextmanager
def services() -> "Iterator[Services]":
    """The services; nothing needs to run for them."""
    from api.settings import Settings
    from api.wiring import Services

    opened = Services(Settings())
    try:
        yield opened
    finally:
        opened.close()


def user_named(opened: "Services", name: str | None) -> "Person":
    """The demo user of `--as`.

    Raises:
        Refused: nobody, or nobody known, is named.
    """
    from api.security.person import person_named

    if name is None:
        names = ", ".join(opened.settings.users)
        raise Refused(401, "not-identified", f"this takes a person who answers for it; say --as with one of: {names}.")
    return person_named(opened.settings, name)
