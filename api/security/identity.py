"""Who sends a request: a demo user by header or by the cookie of the pages, or a guest."""

from typing import Annotated

from fastapi import Depends, Request

from api.errors import Refused
from api.security.person import GUEST, Person, as_person, person_named
from api.settings import Settings

HEADER = "X-Murmel-User"
COOKIE = "murmel_user"


def person_of(request: Request) -> Person:
    """Who sends a request: the header counts before the cookie.

    Raises:
        Refused: the header names nobody known.
    """
    settings: Settings = request.app.state.services.settings
    named = request.headers.get(HEADER)
    if named is not None:
        return person_named(settings, named)
    chosen = request.cookies.get(COOKIE, "")
    return as_person(settings.users[chosen]) if chosen in settings.users else GUEST


def identified(request: Request) -> Person:
    """Who sends a request; a guest is refused.

    Raises:
        Refused: nobody is named.
    """
    person = person_of(request)
    if person.is_guest:
        names = ", ".join(request.app.state.services.settings.users)
        hint = f"name yourself in the header {HEADER}: one of {names}." if names else "this service knows no users yet."
        raise Refused(401, "not-identified", f"this takes a person who answers for it; {hint}")
    return person


Asker = Annotated[Person, Depends(person_of)]
Identified = Annotated[Person, Depends(identified)]
