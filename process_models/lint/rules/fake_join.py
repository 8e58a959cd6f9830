"""fake-join: several flows enter an activity or event without a gateway."""

from collections.abc import Iterator

from process_models.elements import Event, EventPosition, FlowNode, Gateway
from process_models.lint.engine import Problem, Subject, rule


@rule("fake-join")
def fake_join(subject: Subject) -> Iterator[Problem]:
    """Several flows that enter a node without a gateway look like a join and are none."""
    for node in subject.model.nodes:
        entering = len(subject.model.incoming[node.id])
        if entering > 1 and not isinstance(node, Gateway) and not _only_ends(node):
            yield (
                node,
                f"{entering} sequence flows enter '{node.id}' without a gateway: every token starts it anew."
                " Put the gateway before it that you mean.",
            )


def _only_ends(node: FlowNode) -> bool:
    """Whether the node is an end without effect, at which tokens may arrive as they like."""
    return isinstance(node, Event) and node.position is EventPosition.END and not node.definitions
