"""Conditions on the way to a flow node, through the sub-processes and calls around it, and whether they hold."""

import re
from dataclasses import replace

from agents.assistant.context import Context
from process_models.addresses import Address, ElementId, ProcessId, address, split_address
from process_models.collaboration import Collaboration
from process_models.conditions import understood
from process_models.elements import Activity, Event, Expression, Gateway, SequenceFlow

_EQUALS = re.compile(r"([\w.]+)\s*=\s*(\"[^\"]*\")")


def conditions_on_the_way(context: Context, at: Address) -> tuple[Expression, ...]:
    """Every condition that decides whether a flow node is reached, nearest first, through the calls around it."""
    chain = context.variant.chain
    process, element = split_address(at)
    found: list[Expression] = []
    seen: set[str] = set()
    while f"{process}#{element}" not in seen:
        seen.add(f"{process}#{element}")
        model = chain.models[process]
        flows = model.incoming.get(element, ())
        if len(flows) == 1:
            found += _condition_of(model, flows[0])
            element = flows[0].source
        elif (caller := _caller(context, process, element)) is not None:
            # Whatever leads here inside a process, the way into the process is one.
            process, element = split_address(caller)
        else:
            break
    return tuple(found)


def _condition_of(model: Collaboration, flow: SequenceFlow) -> list[Expression]:
    """The condition of a flow; for the default way, that none of the others holds."""
    if flow.condition is not None:
        return [flow.condition]
    source = model.node(flow.source)
    if not isinstance(source, Gateway) or source.default != flow.id:
        return []
    others = [each.condition for each in model.outgoing.get(source.id, ()) if each.condition is not None]
    return [replace(each, text=_otherwise(each.text)) for each in others]


def _otherwise(condition: str) -> str:
    """The opposite of a condition, as plain as it was where it is a plain comparison."""
    plain = _EQUALS.fullmatch(condition.strip())
    return f"{plain[1]} != {plain[2]}" if plain else f"not({condition})"


def _caller(context: Context, process: ProcessId, element: ElementId) -> Address | None:
    """The one activity around a flow node: its sub-process, or the call of its process."""
    model = context.variant.chain.models[process]
    node = model.node_by_id.get(element)
    if node is None or (isinstance(node, Event) and node.attached_to):
        return None
    if node.scope in model.node_by_id:
        return address(process, ElementId(node.scope))
    calls = [
        at
        for at, each in context.variant.chain.nodes.items()
        if isinstance(each, Activity) and each.called_element == process
    ]
    return calls[0] if len(calls) == 1 else None


def holds_here(context: Context, expression: Expression) -> bool | None:
    """Whether a condition holds by the known facts; None where they do not tell."""
    condition = understood(expression)
    if condition is None or not condition.reads or any(name not in context.facts for name in condition.reads):
        return None
    return bool(condition.holds(context.facts))
