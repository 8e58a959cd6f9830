"""Who may decide what: roles, markets, and the second pair of eyes."""

from __future__ import annotations

from agents.pricing.errors import DecisionNotAllowed
from agents.pricing.values import Decider, Decision, PriceRecommendation, Verdict

ANALYST = "pricing-analyst"
HEAD = "head-of-pricing"
EVERY_MARKET = "*"


def role_of(decider: Decider) -> str:
    """The highest pricing role a person holds."""
    return HEAD if HEAD in decider.roles else ANALYST


def require_allowed(decider: Decider, verdict: Verdict, about: PriceRecommendation) -> None:
    """Refuse a person whose role or markets do not cover this decision."""
    if not decider.markets & {about.market, EVERY_MARKET}:
        raise DecisionNotAllowed(
            f"'{decider.user}' decides for {', '.join(sorted(decider.markets)) or 'no market'}, not for"
            f" {about.market}; ask a colleague of that market."
        )
    needed = {HEAD} if verdict is Verdict.STOP else {ANALYST, HEAD}
    if not decider.roles & needed:
        raise DecisionNotAllowed(
            f"'{decider.user}' may not {verdict} a price; that takes the role {' or '.join(sorted(needed))}."
        )


def require_not_author(decider: Decider, about: PriceRecommendation, why_two: tuple[str, ...]) -> None:
    """Where two must agree, the author of the recommendation is neither of them."""
    if decider.user == about.author:
        raise DecisionNotAllowed(
            f"'{decider.user}' asked for recommendation '{about.id}' and may not decide it, because two people"
            f" must agree ({'; '.join(why_two)}); ask somebody else."
        )


def require_second(decider: Decider, first: Decision) -> None:
    """The second decider is somebody else, and one of the two is head of pricing."""
    if decider.user == first.decided_by:
        raise DecisionNotAllowed(f"'{decider.user}' has decided already; a second person must agree to {first.price}.")
    if HEAD not in (first.decided_as, role_of(decider)):
        raise DecisionNotAllowed(
            f"'{first.decided_by}' and '{decider.user}' are both {ANALYST}; one of the two deciders must be {HEAD}."
        )
