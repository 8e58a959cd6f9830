"""Routes: two ways of a car to a market and their difference."""

from collections.abc import Iterator
from functools import partial
from itertools import permutations
from typing import Any

from eval.bench import timed
from process_models.catalogue import load


def measure() -> Iterator[tuple[str, list[float], dict[str, Any]]]:
    """Every pair of plants to every market, with one reference car."""
    library = load()
    logistics, network = library.logistics, library.logistics.network
    car = network.vehicles[0]
    pairs = [(a.id, b.id, market) for a, b in permutations(network.plants, 2) for market in library.markets]

    def compare(first: str, second: str, market: str) -> None:
        ways = [logistics.routes(plant, market, car, on=library.released) for plant in (first, second)]
        logistics.compare(*ways)

    times = [timed(partial(compare, *pair), runs=1)[0] for pair in pairs]
    yield "two routes and their difference", times, {"pairs": len(pairs)}
