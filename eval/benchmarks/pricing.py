"""Pricing: a recommendation from the reference market data, the first in a market and the next ones."""

from collections.abc import Iterator
from typing import Any

from agents.pricing.recommendation import recommend
from agents.pricing.reference import AS_OF, load
from eval.bench import timed


def measure() -> Iterator[tuple[str, list[float], dict[str, Any]]]:
    """The first recommendation trains the residual-value model of the market."""
    data = load()
    product = "pico-e"
    yield "recommend a price, first in a market", timed(lambda: recommend(data, product, "DK", AS_OF), runs=1), {}
    yield "recommend a price", timed(lambda: recommend(data, product, "DK", AS_OF), runs=5), {}
