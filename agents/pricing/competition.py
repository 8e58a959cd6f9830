"""Where a price stands among comparable offers, after equipment; list price against list price misleads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

from agents.pricing.figures import decimal_share
from agents.pricing.market import Access, CompetitorOffer, PricingPolicy
from process_models.finance import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitivePosition:
    """A price against the median of like-for-like offers; `index` 1.02 is two per cent dearer."""

    offers: int
    median: Money
    index: Decimal
    oldest: date


def admissible(
    offers: Iterable[CompetitorOffer], policy: PricingPolicy, as_of: date
) -> tuple[tuple[CompetitorOffer, ...], tuple[str, ...]]:
    """The offers that may be used, and a sentence for each that may not.

    Figures that customers could not get at the same cost are never used: knowing a competitor's
    non-public price is an exchange of sensitive information (Art. 101 TFEU; Horizontal Guidelines 2023).
    """
    used: list[CompetitorOffer] = []
    refused: list[str] = []
    for offer in sorted(offers, key=lambda offer: offer.id):
        age = (as_of - offer.observed_on).days
        if offer.access is Access.NON_PUBLIC:
            refused.append(f"offer '{offer.id}' is not used: its source '{offer.source}' is not public.")
        elif age > policy.competitor_max_age_days:
            refused.append(f"offer '{offer.id}' is not used: {age} days old, at most {policy.competitor_max_age_days}.")
        else:
            used.append(offer)
    return tuple(used), tuple(refused)


def like_for_like(offer: CompetitorOffer) -> Money:
    """The offer's price once it is equipped like ours."""
    return offer.price + offer.equipment


def position(offers: Iterable[CompetitorOffer], price: Money) -> CompetitivePosition | None:
    """Where `price` stands among the offers, or nothing without a comparable offer."""
    comparable = list(offers)
    if not comparable:
        return None
    middle = Money.rounded(Fraction(median(like_for_like(offer).minor for offer in comparable)), price.currency)
    return CompetitivePosition(
        offers=len(comparable),
        median=middle,
        index=decimal_share(price.share_of(middle)),
        oldest=min(offer.observed_on for offer in comparable),
    )
