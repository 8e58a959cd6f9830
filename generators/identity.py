"""Ids of test cases that survive regeneration, relabelling and a new layout.

An id is a hash of what the run chooses: the ways taken where there were several, and the
exceptional events that happened. What every run passes takes no part, so a step inserted somewhere
leaves the ids as they are.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from process_models.addresses import Address, AttributeAddress, address, split_address
from process_models.elements import Event, EventPosition
from process_models.runs import Run
from process_models.variants import Variant


def choices_of(variant: Variant, run: Run) -> frozenset[Address]:
    """Flows taken where their source has several ways out that exclude each other, events that need not happen."""
    return frozenset(chosen_in_turn(variant, run))


def chosen_in_turn(variant: Variant, run: Run) -> Iterator[Address]:
    """The same in the order of the run, each as often as it was chosen."""
    for element in run.path():
        process, _ = split_address(element)
        model = variant.chain.models[process]
        flow = variant.chain.flows.get(element)
        if flow is not None:
            source = model.node_by_id.get(flow.source)
            if len(model.outgoing.get(flow.source, ())) > 1 and getattr(source, "kind", "") != "parallelGateway":
                yield element
        else:
            node = variant.chain.nodes[element]
            if isinstance(node, Event) and (
                node.position is EventPosition.BOUNDARY or _is_alternative_start(variant, element)
            ):
                yield element


def _is_alternative_start(variant: Variant, at: Address) -> bool:
    node = variant.chain.nodes[at]
    process, _ = split_address(at)
    if not isinstance(node, Event) or node.position is not EventPosition.START:
        return False
    model = variant.chain.models[process]
    return any(
        address(process, other.id) != at
        for other in model.nodes
        if isinstance(other, Event) and other.position is EventPosition.START and other.scope == node.scope
    )


def ids_of(variant: Variant, runs: Sequence[Run]) -> tuple[str, ...]:
    """The id of each run, all different.

    Of runs that choose the same, the first keeps the short identity; the others are told apart by the
    order of their choices, then by their data, then by counting.
    """
    root = "+".join(variant.chain.roots)
    found: dict[str, None] = {}
    for run in runs:
        plain = sorted(choices_of(variant, run))
        in_turn = [f"then {element}" for element in chosen_in_turn(variant, run)]
        data = [f"{name}={value}" for name, value in _decided(run)]
        tries: list[Sequence[str]] = [plain, in_turn, [*in_turn, *data]]
        tries += ([*in_turn, *data, f"again {number}"] for number in range(len(runs)))
        ids = (stable_id(root, said) for said in tries)
        found[next(id for id in ids if id not in found)] = None
    return tuple(found)


def _decided(run: Run) -> Iterator[tuple[AttributeAddress, object]]:
    yield from run.start.items()
    for step in run.steps:
        yield from step.written.items()


def stable_id(process: str, choices: Sequence[str]) -> str:
    """The id of a case: `TC-` and ten hexadecimal digits."""
    text = "\n".join([process, *choices])
    return f"TC-{sha256(text.encode()).hexdigest()[:10].upper()}"
