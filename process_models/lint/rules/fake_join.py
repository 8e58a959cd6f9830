"""fake-join: several flows enter an activity or event without a gateway."""

from collections.abc import Iterator

from process_models.elements import Gateway
from process_models.lint.engine import Problem, Subject, rule


@rule("fake-join")
def fake_join(subject: Subject) -> Iterator[Problem]:
    """Several flows that enter a node without a gateway look like a join and are none."""
    for node in subject.model.nodes:
        entering = len(subject.model.incoming[node.id])
        if entering > 1 and not isinstance(node, Gateway):
            yield (
                node,
                f"{entering} sequence flows enter '{node.id}' without a gateway: every token starts it anew."
                " Put the gateway before it that you mean.",
            )
