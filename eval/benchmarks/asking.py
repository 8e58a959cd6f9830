"""Questions to a variant: exploration once, then impact in every state for every kind of change."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from eval.bench import timed
from process_models.catalogue import LIBRARY, load
from process_models.impact import Intervention
from process_models.semantics.compiler import compile_chain

_STATES = ("ContractConfirmed", "SlotConfirmed", "Frozen", "Painted", "Dispatched", "ReadyForHandover")
_CHANGES = (("vehicle.wheels", "option-co2"), ("vehicle.colour", "colour"), ("finance.term", "payment"))


def measure() -> Iterator[tuple[str, list[float], dict[str, Any]]]:
    """Compiling, exploring and asking the German variant."""
    library = load.__wrapped__(LIBRARY)
    variant = library.variant("DE")
    net = variant.net
    yield (
        "compile the chain",
        timed(lambda: compile_chain(variant.chain), runs=5),
        {"places": len(net.places), "steps": len(net.steps)},
    )
    begin = timed(lambda: variant.surroundings(), runs=1)
    yield "explore all situations, first time", begin, {}
    questions = [
        (state, (Intervention(kind="set", target=target, change_kind=kind),))
        for state in _STATES
        for target, kind in _CHANGES
    ]
    for state, interventions in questions:
        variant.impact(state, interventions)
    times = [timed(partial(variant.impact, *question), runs=1)[0] for question in questions for _ in range(5)]
    yield "impact with evidence", times, {"questions": len(questions)}
