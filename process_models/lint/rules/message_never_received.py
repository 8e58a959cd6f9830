"""message-never-received: a message is thrown and nobody in the library waits for it."""

from collections.abc import Iterator

from process_models.chain import topics_received_by
from process_models.elements import Activity, ActivityKind, Event, EventDefinition, EventKind, EventPosition, FlowNode
from process_models.lint.engine import Problem, Subject, rule

_THROWING = frozenset({EventPosition.THROW, EventPosition.END})


@rule("message-never-received")
def message_never_received(subject: Subject) -> Iterator[Problem]:
    """Whoever throws a message is heard: by its topic in any model, or over a drawn message flow."""
    if not subject.others:
        return
    models = (subject.model, *subject.others.values())
    heard = {topic for model in models for node in model.nodes for topic in topics_received_by(node)}
    drawn = {flow.source for flow in subject.model.message_flows}
    for node in subject.model.nodes:
        for message in _thrown(node):
            if node.id not in drawn and message.topic not in heard:
                name = message.topic or message.reference or "a message"
                yield node, f"'{node.id}' sends '{name}', and nobody waits for it. Draw or model the receiver."


def _thrown(node: FlowNode) -> Iterator[EventDefinition]:
    if isinstance(node, Event) and node.position in _THROWING:
        yield from (definition for definition in node.definitions if definition.kind is EventKind.MESSAGE)
    elif isinstance(node, Activity) and node.kind is ActivityKind.SEND_TASK and node.message is not None:
        yield node.message
