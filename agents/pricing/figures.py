"""Exact fractions to the decimals that are shown and recorded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from process_models.finance import Money

_SHARE_DIGITS = 4


def decimal_share(share: Fraction) -> Decimal:
    """A share with four decimals, half to even: 1/3 becomes 0.3333."""
    return Decimal(round(share * 10**_SHARE_DIGITS)).scaleb(-_SHARE_DIGITS)


def per_cent(share: Fraction | Decimal) -> str:
    """A share for people, one decimal: `-3.0 %`."""
    tenths = round(Fraction(share) * 1000)
    return f"{Decimal(tenths).scaleb(-1)} %"


def floor_to_step(minor: Fraction | int, step: Money) -> Money:
    """The highest multiple of the price step that is not above `minor`."""
    return Money(int(minor // step.minor) * step.minor, step.currency)


def ceil_to_step(minor: Fraction | int, step: Money) -> Money:
    """The lowest multiple of the price step that is not below `minor`."""
    return Money(-int(-minor // step.minor) * step.minor, step.currency)
