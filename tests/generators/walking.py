"""Walks paths of test cases over the drawn process, by the rules of BPMN and without the token game.

Every sequence flow carries a number of tokens. A node takes what it needs from its incoming flows
and puts one token on each flow that follows it in the path. What a path takes and nobody gave is a
fault.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from process_models.addresses import Address, address, split_address
from process_models.chain import Chain
from process_models.elements import SCOPED_KINDS, Activity, Event, EventPosition, FlowNode, Gateway, GatewayKind


def faults(chain: Chain, path: Sequence[Address]) -> list[str]:
    """What is wrong with a path: flows out of order, nodes without their tokens."""
    tokens: Counter[Address] = Counter()
    found = []
    at: Address | None = None
    for element in path:
        flow = chain.flows.get(element)
        if flow is None:
            found += list(_taken(chain, chain.nodes[element], element, tokens))
            at = element
            continue
        process, _ = split_address(element)
        source = address(process, flow.source)
        if source != at and not _left_late(chain, source):
            found.append(f"'{element}' does not leave '{at}'")
        tokens[element] += 1
    return found


def _taken(chain: Chain, node: FlowNode, at: Address, tokens: Counter[Address]) -> Iterator[str]:
    process, _ = split_address(at)
    model = chain.models[process]
    incoming = [address(process, flow.id) for flow in model.incoming[node.id]]
    if _acts_without_flow(node) or not incoming:
        return
    arrived = [flow for flow in incoming if tokens[flow] > 0]
    if isinstance(node, Gateway) and node.kind is GatewayKind.PARALLEL:
        missing = set(incoming) - set(arrived)
        if missing:
            yield f"'{at}' joins without {sorted(missing)}"
        taken = incoming
    elif isinstance(node, Gateway) and node.kind is GatewayKind.INCLUSIVE:
        taken = arrived
    else:
        taken = arrived[:1]
    if not arrived:
        yield f"'{at}' acts without a token"
    tokens.subtract(taken)


def _acts_without_flow(node: FlowNode) -> bool:
    """Start and boundary events, and event sub-processes, begin without a token on a sequence flow."""
    if isinstance(node, Activity):
        return node.triggered_by_event
    return isinstance(node, Event) and node.position in (EventPosition.START, EventPosition.BOUNDARY)


def _left_late(chain: Chain, source: Address) -> bool:
    """Sub-processes and calls are left when their content has ended, long after they stood in the path."""
    node = chain.nodes[source]
    return isinstance(node, Activity) and (node.kind in SCOPED_KINDS or node.called_element is not None)
