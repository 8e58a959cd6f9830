"""People: demo users with their roles and markets, and guests."""

from dataclasses import dataclass

from agents.pricing.values import Decider
from api.errors import Refused
from api.settings import DemoUser, Settings


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
    return as_person(settings.users[name])


def as_person(user: DemoUser) -> Person:
    return Person(
        name=user.name, full_name=user.full_name, roles=frozenset(user.roles), markets=frozenset(user.markets)
    )
