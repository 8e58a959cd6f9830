"""default-missing: conditions that leave a case open, and no default for it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from process_models.addresses import AttributeAddress
from process_models.conditions import Condition, understood
from process_models.dictionary import DataDictionary
from process_models.elements import Gateway, GatewayKind, SequenceFlow
from process_models.lint.engine import Problem, Subject, rule

_DECIDING = frozenset({GatewayKind.EXCLUSIVE, GatewayKind.INCLUSIVE})
#: Combinations of values tried before a gateway counts as not proven complete.
_MOST_COMBINATIONS = 20_000


@rule("default-missing")
def default_missing(subject: Subject) -> Iterator[Problem]:
    """A deciding gateway has a default, or its conditions together cover every case.

    Open cases of exclusive gateways that can be decided are told by incomplete-conditions.
    """
    for node in subject.model.nodes:
        ways = subject.model.outgoing[node.id]
        if not isinstance(node, Gateway) or node.kind not in _DECIDING or len(ways) < 2 or node.default is not None:
            continue
        if any(flow.condition is None for flow in ways):
            continue
        case = _open_case(subject, ways)
        if case is not None and not (node.kind is GatewayKind.EXCLUSIVE and _is_decidable(subject, ways)):
            said = f"the conditions behind '{node.id}' {case}, and there is no default; a token would stay there."
            yield node, f"{said} Add a default."


def _open_case(subject: Subject, ways: Sequence[SequenceFlow]) -> str | None:
    """What the conditions leave open, None where they cover everything."""
    conditions = [understood(flow.condition) for flow in ways if flow.condition is not None]
    known = [condition for condition in conditions if condition is not None]
    if len(known) < len(conditions) or subject.dictionary is None:
        return "are not known to cover every case"
    values = _values(subject.dictionary, known)
    if not all(values.values()):
        return "are not known to cover every case"
    tried = 0
    for combination in islice(product(*values.values()), _MOST_COMBINATIONS):
        tried += 1
        data = dict(zip(values, combination, strict=True))
        if not any(condition.value(data) is True for condition in known):
            shown = ", ".join(f"{attribute} = {value}" for attribute, value in data.items())
            return f"leave open the case {shown}"
    return None if tried < _MOST_COMBINATIONS else "are too many to tell whether they cover every case"


def _is_decidable(subject: Subject, ways: Sequence[SequenceFlow]) -> bool:
    conditions = [understood(flow.condition) for flow in ways]
    known = subject.dictionary.attributes if subject.dictionary is not None else {}
    return all(condition is not None and all(name in known for name in condition.reads) for condition in conditions)


def _values(
    dictionary: DataDictionary, conditions: Sequence[Condition]
) -> Mapping[AttributeAddress, tuple[object, ...]]:
    expressions = [condition.expression for condition in conditions]
    asked = dict.fromkeys(attribute for condition in conditions for attribute in condition.reads)
    return {attribute: dictionary.representatives(attribute, expressions) for attribute in asked}
