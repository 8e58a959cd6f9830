"""Who asks: a demo user by header or by the cookie of the pages, or a guest."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from agents.pricing.values import Decider
from api.errors import Refused
from api.settings import DemoUser, Settings

HEADER = "X-Murmel-User"
COOKIE = "murmel_user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with roles in markets; a guest has none."""

    name: str
    full_name: str
    roles: frozenset[str] = frozenset()
    markets: frozenset[str] = frozenset()

    @property
    def is_guest(self) -> bool:
        return self == GUEST

    def as_decider(self) -> Decider:
        """The person as pricing sees them."""
        return Decider(user=self.name, roles=self.roles, markets=self.markets)


GUEST = Person(name="guest", full_name="")


def person_named(settings: Settings, name: str) -> Person:
    """The demo user of that name.

    Raises:
        Refused: there is none; where there are any, they are listed.
    """
    if name not in settings.users:
        known = ", ".join(f"{user.name} ({', '.join(user.roles)})" for user in settings.users.values())
        said = f"choose one of: {known}." if known else "demo users count only while the service is local."
        raise Refused(401, "not-identified", f"no user '{name}'; {said}")
    return _person(settings.users[name])


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
    return _person(settings.users[chosen]) if chosen in settings.users else GUEST


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


def _person(user: DemoUser) -> Person:
    return Person(
        name=user.name, full_name=user.full_name, roles=frozenset(user.roles), markets=frozenset(user.markets)
    )


Asker = Annotated[Person, Depends(person_of)]
Identified = Annotated[Person, Depends(identified)]
