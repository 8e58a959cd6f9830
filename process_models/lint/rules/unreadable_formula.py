"""unreadable-formula: a condition or formula that is called FEEL and is none, or is in a language nobody reads."""

from collections.abc import Iterator

from process_models.conditions import understood
from process_models.elements import FEEL_LANGUAGE, Activity, Event, EventKind, Expression
from process_models.lint.engine import Placed, Problem, Subject, rule


@rule("unreadable-formula")
def unreadable_formula(subject: Subject) -> Iterator[Problem]:
    """Conditions and formulas are understood, so that runs can follow them."""
    for element, expression in _formulas(subject):
        if understood(expression) is None:
            called = "is no FEEL" if expression.language == FEEL_LANGUAGE else "is not understood"
            yield (
                element,
                f"'{expression.text}' at '{element.id}' {called}, so every way stays possible there."
                ' Write it in FEEL, e.g. order.state = "Frozen".',
            )


def _formulas(subject: Subject) -> Iterator[tuple[Placed, Expression]]:
    for flow in subject.model.flows:
        if flow.condition is not None:
            yield flow, flow.condition
    for node in subject.model.nodes:
        yield from ((node, write.value) for write in node.annotation.writes if write.value is not None)
        if isinstance(node, Event):
            for definition in node.definitions:
                if definition.kind is EventKind.CONDITIONAL and definition.expression is not None:
                    yield node, definition.expression
        elif isinstance(node, Activity) and node.loop is not None and node.loop.condition is not None:
            yield node, node.loop.condition
