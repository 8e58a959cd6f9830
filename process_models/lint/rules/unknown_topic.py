"""unknown-topic: a topic that the landscape does not have, or with another key than there."""

from collections.abc import Iterator

from process_models.addresses import AttributeAddress, Topic
from process_models.elements import Activity, Event, FlowNode
from process_models.findings import Severity
from process_models.lint.engine import Problem, Subject, rule
from process_models.records import nearest


@rule("unknown-topic", Severity.ERROR)
def unknown_topic(subject: Subject) -> Iterator[Problem]:
    """Every topic that is emitted, sent or awaited stands in the landscape, with the same key."""
    if subject.landscape is None:
        return
    known = subject.landscape.topic_by_id
    for node in subject.model.nodes:
        for topic, key in _topics(node):
            if topic not in known:
                yield node, f"'{node.id}' names '{topic}', which is no topic of the landscape.{nearest(topic, known)}"
            elif key is not None and key != known[topic].key:
                yield (
                    node,
                    f"'{node.id}' uses the key '{key}' for '{topic}', whose key in the landscape is"
                    f" '{known[topic].key}'; sender and receiver would not meet. Use the same key.",
                )


def _topics(node: FlowNode) -> Iterator[tuple[Topic, AttributeAddress | None]]:
    yield from ((emission.topic, emission.key) for emission in node.annotation.emits)
    definitions = node.definitions if isinstance(node, Event) else ()
    if isinstance(node, Activity) and node.message is not None:
        definitions = (node.message,)
    yield from ((definition.topic, definition.key) for definition in definitions if definition.topic is not None)
