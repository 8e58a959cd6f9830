"""no-condition: a way out of an exclusive or inclusive gateway without a condition."""

from collections.abc import Iterator

from process_models.elements import Gateway, GatewayKind
from process_models.lint.engine import Problem, Subject, rule

_DECIDING = frozenset({GatewayKind.EXCLUSIVE, GatewayKind.INCLUSIVE})


@rule("no-condition")
def no_condition(subject: Subject) -> Iterator[Problem]:
    """Every way out of a deciding gateway has a condition or is the default."""
    for node in subject.model.nodes:
        if not isinstance(node, Gateway) or node.kind not in _DECIDING:
            continue
        ways = subject.model.outgoing[node.id]
        if len(ways) < 2:
            continue
        for flow in ways:
            if flow.condition is None and flow.id != node.default:
                yield (
                    flow,
                    f"sequenceFlow '{flow.id}' leaves the {node.kind} '{node.id}' without a condition and is not its"
                    " default; nobody can tell when it is taken. Write the condition or make it the default.",
                )
