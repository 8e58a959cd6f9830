"""Reference market data of a fictional maker, so that pricing runs without anybody's figures. Synthetic
throughout: composed by `agents.pricing.reference.composing`, described in the README beside it."""

from __future__ import annotations

from datetime import date

from agents.pricing.memory import MarketTables
from agents.pricing.reference.tables import read_tables

AS_OF = date(2026, 11, 1)
"""The day on which the reference data are fresh."""


def load() -> MarketTables:
    """The reference market data, a `MarketData`."""
    return read_tables()
