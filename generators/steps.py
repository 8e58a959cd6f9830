"""The steps of a test case: what to do, with which data, and what is to be seen afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generators.wording import Words, first_sentence, label, period, word
from process_models.addresses import Address, AttributeAddress, address, split_address
from process_models.elements import (
    Activity,
    ActivityKind,
    Event,
    EventDefinition,
    EventKind,
    EventPosition,
    FlowNode,
)
from process_models.exploration import ORDER_STATE
from process_models.runs import Data, Run, RunStep, work_steps
from process_models.semantics.net import CallPath
from process_models.texts import phrase

#: Outcomes by which somebody says no.
NO = frozenset({"refused", "not-allowed", "rejected", "declined", "not-available"})

_AUTOMATIC = frozenset({ActivityKind.SERVICE_TASK, ActivityKind.SCRIPT_TASK, ActivityKind.BUSINESS_RULE_TASK})
_HAPPENING = frozenset({EventPosition.CATCH, EventPosition.BOUNDARY, EventPosition.END})


@dataclass(frozen=True, slots=True, kw_only=True)
class EmittedEvent:
    """An event expected on the stream, with the value of its key."""

    topic: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """One step of a test case; `streams` says by stream what the step left there."""

    element: Address
    action: str
    data: str
    expected: str
    role: str | None
    system: str | None
    events: tuple[EmittedEvent, ...]
    streams: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Refusals:
    """Who said no in which call of a process, and the order state when that call began."""

    said: dict[CallPath, dict[AttributeAddress, object]] = field(default_factory=dict)
    states: dict[CallPath, object] = field(default_factory=dict)

    def note(self, step: RunStep, before: Data) -> None:
        self.states.setdefault(step.calls, before.get(ORDER_STATE))
        refused = self.said.setdefault(step.calls, {})
        for name, value in step.written.items():
            refused.pop(name, None)
            if value in NO:
                refused[name] = value


def refused_calls(run: Run) -> frozenset[CallPath]:
    """The calls of a process that end although, or because, somebody said no in them."""
    refusals = _Refusals()
    found = set()
    for step in work_steps(run):
        refusals.note(step, run.start)
        if step.kind == "end" and refusals.said[step.calls]:
            found.add(step.calls)
    return frozenset(found)


def steps_of(words: Words, run: Run) -> Iterator[CaseStep]:
    """The steps of a run in the order in which they happen."""
    data: dict[AttributeAddress, object] = dict(run.start)
    refusals = _Refusals()
    for step in work_steps(run):
        before = dict(data)
        data |= step.written
        refusals.note(step, before)
        node = words.variant.chain.nodes[step.at]
        if _is_to_do(node):
            yield _step(words, step, before, data, refusals)


def _is_to_do(node: FlowNode) -> bool:
    """Work, and events from outside or of an end: what a tester does or sees."""
    if isinstance(node, Activity):
        return True
    return isinstance(node, Event) and (
        node.position in _HAPPENING or bool(node.definitions) or bool(node.annotation.writes)
    )


def _step(words: Words, step: RunStep, before: Data, after: Data, refusals: _Refusals) -> CaseStep:
    node = words.variant.chain.nodes[step.at]
    return CaseStep(
        element=step.at,
        action=_action(words, step, node, before),
        data=_data(words, step, node, before),
        expected=" ".join(_expected(words, step, node, after, refusals)),
        role=words.role_at(step.at),
        system=node.annotation.system,
        events=tuple(
            EmittedEvent(topic=each.topic, key=words.value(each.key, after.get(each.key))) for each in step.emits
        ),
        streams=_streams(words, {write.attribute: after.get(write.attribute) for write in node.annotation.writes}),
    )


def _action(words: Words, step: RunStep, node: FlowNode, data: Data) -> str:
    """What the tester does: the label, for work with what the model says about it."""
    name = label(node, words.language)
    if isinstance(node, Event):
        return f"{_occasion(words, step, node, data)}: {name}"
    says = first_sentence(node.annotation.documentation.get(words.language, ""))
    told = f"{name}: {says}" if says else name
    if isinstance(node, Activity) and node.for_compensation:
        return f"{word('undoing', words.language)}: {told}"
    is_automatic = isinstance(node, Activity) and node.kind in _AUTOMATIC
    return f"{word('automatic', words.language)}: {told}" if is_automatic else told


def _occasion(words: Words, step: RunStep, event: Event, data: Data) -> str:
    """How the event comes about: the tester brings it about, or only watches."""
    if event.position is EventPosition.END:
        return word("ending", words.language)
    if event.position is EventPosition.THROW:
        return word("sending", words.language)
    net = words.variant.net
    is_ours = 0 <= step.number < len(net.steps) and not net.steps[step.number].from_outside
    definition = next(iter(event.definitions), None)
    if definition is None or (is_ours and definition.kind is not EventKind.TIMER):
        return word("await", words.language)
    return _cause(words, definition, data)


def _cause(words: Words, definition: EventDefinition, data: Data) -> str:
    match definition.kind:
        case EventKind.TIMER:
            length = period(definition.expression.text, words.language) if definition.expression else ""
            passing = word("time", words.language)
            return f"{passing} ({length})" if length else passing
        case EventKind.MESSAGE | EventKind.SIGNAL:
            sending = word("message", words.language, topic=definition.topic or definition.reference or "").strip()
            return f"{sending} ({words.pair(definition.key, data.get(definition.key))})" if definition.key else sending
        case EventKind.ERROR | EventKind.ESCALATION:
            return word("error", words.language, code=definition.reference or "").strip()
    return word("await", words.language)


def _data(words: Words, step: RunStep, node: FlowNode, before: Data) -> str:
    """What is entered, or answered by a system, and what is there already."""
    annotation = node.annotation
    chosen: dict[AttributeAddress, object] = {
        write.attribute: step.written.get(write.attribute)
        for write in annotation.writes
        if write.value is None and not annotation.decision
    }
    given: dict[AttributeAddress, object] = {name: before.get(name) for name in annotation.reads}
    is_automatic = isinstance(node, Activity) and node.kind in _AUTOMATIC
    parts = (
        (word("answer" if is_automatic else "enter", words.language), chosen),
        (word("given", words.language), given),
    )
    return " | ".join(f"{title}: {words.pairs(values)}" for title, values in parts if values)


def _expected(words: Words, step: RunStep, node: FlowNode, after: Data, refusals: _Refusals) -> Iterator[str]:
    language, annotation = words.language, node.annotation
    yield annotation.expected.get(language) or _default(words, step, node)
    computed: dict[AttributeAddress, object] = {
        write.attribute: after.get(write.attribute)
        for write in annotation.writes
        if write.value is not None or annotation.decision
    }
    if computed:
        yield word("then", language, what=words.pairs(computed))
    if reasons := "; ".join(_reasons(words, step)):
        yield word("because", language, why=reasons)
    if step.kind == "end" and (refused := refusals.said.get(step.calls)):
        yield word("refused", language, what=words.pairs(refused))
        state = refusals.states[step.calls]
        if state is not None and state == after.get(ORDER_STATE):
            yield word("unchanged", language, what=words.pair(ORDER_STATE, state))


def _reasons(words: Words, step: RunStep) -> Iterator[str]:
    """Why the decision table says so: the reason of each rule that counted, with the rule."""
    for rule in step.rules:
        known = words.variant.decisions.rule(rule)
        why = known.why.get(words.language, "").rstrip(".") if known is not None else ""
        yield f"{why} ({rule})" if why else rule


def _default(words: Words, step: RunStep, node: FlowNode) -> str:
    """What is to be seen where the model does not say it."""
    if not isinstance(node, Event):
        return phrase("done-without-error", words.language)
    if node.position is EventPosition.END:
        return word("reached", words.language, label=label(node, words.language))
    following = _next_work(words, step.at)
    return word("next", words.language, label=following) if following else word("noticed", words.language)


def _next_work(words: Words, at: Address) -> str | None:
    """The label of the work that follows directly."""
    process, element = split_address(at)
    model = words.variant.chain.models[process]
    flows = model.outgoing.get(element, ())
    if len(flows) != 1:
        return None
    following = words.variant.chain.nodes.get(address(process, flows[0].target))
    return label(following, words.language) if isinstance(following, Activity) else None


def _streams(words: Words, writes: Data) -> Mapping[str, str]:
    streams: dict[str, list[str]] = {}
    for name, value in writes.items():
        attribute = words.variant.dictionary.attributes.get(name)
        if attribute is not None:
            streams.setdefault(attribute.stream, []).append(words.pair(name, value))
    return {str(stream): "; ".join(parts) for stream, parts in streams.items()}
