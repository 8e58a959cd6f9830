"""Ids of test cases that survive regeneration, relabelling and a new layout.

An id is a hash of what the run chooses: the ways taken where there were several, and the
exceptional events that happened. What every run passes takes no part, so a step inserted somewhere
leaves the ids as they are.
"""

from hashlib import sha256

from process_models.addresses import Address, address, split_address
from process_models.elements import Event, EventPosition
from process_models.runs import Run
from process_models.variants import Variant


def choices_of(variant: Variant, run: Run) -> frozenset[Address]:
    """Flows taken where their source has several ways out that exclude each other, events that need not happen."""
    chosen: set[Address] = set()
    for element in run.path():
        process, _ = split_address(element)
        model = variant.chain.models[process]
        flow = variant.chain.flows.get(element)
        if flow is not None:
            source = model.node_by_id.get(flow.source)
            if len(model.outgoing.get(flow.source, ())) > 1 and getattr(source, "kind", "") != "parallelGateway":
                chosen.add(element)
        else:
            node = variant.chain.nodes[element]
            if isinstance(node, Event) and (
                node.position is EventPosition.BOUNDARY or _is_alternative_start(variant, element)
            ):
                chosen.add(element)
    return frozenset(chosen)


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


def stable_id(process: str, choices: frozenset[Address]) -> str:
    """The id of a case: `TC-` and ten hexadecimal digits."""
    text = "\n".join([process, *sorted(choices)])
    return f"TC-{sha256(text.encode()).hexdigest()[:10].upper()}"
