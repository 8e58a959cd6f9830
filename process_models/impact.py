"""What an intervention does to an order in a position: the forward slice, classified.

An intervention names what the asker supposes: an attribute set anew, an event, a delay, another
plant. From it and a position follow the work that must be repeated, compensated or interrupted,
what will see a new value, where a branch may go the other way, and what stays untouched; each with
the shortest path of evidence through data and process. Prior art: Tsoury, Soffer, Reinhartz-Berger,
*Data Impact Analysis in Business Processes* (Business & Information Systems Engineering).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from typing import Literal

from process_models.addresses import Address, AttributeAddress, ElementId, ProcessId, address, split_address
from process_models.chain import Chain
from process_models.dependencies import Dependencies, EvidencePath, Slice, forward_slice
from process_models.elements import NO_TIME, Activity, DurationInterval, Event, Expression
from process_models.positions import Position
from process_models.runs import Fate, Run, RunStep, difference, work_steps


class Effect(StrEnum):
    """What happens to work that depends on an intervention."""

    UNDONE = "undone"
    COMPENSATED = "compensated"
    REPEATED = "repeated"
    INTERRUPTED = "interrupted"
    SEES_NEW_VALUE = "sees-new-value"
    MAY_FLIP = "may-flip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """What the asker supposes.

    `target` is the attribute that is set, the event's topic or id, or the attribute that stands for
    a delay or for the plant. `change_kind` is the dictionary's kind of change, where it has one.
    """

    kind: Literal["set", "event", "delay", "plant"]
    target: str
    before: object = None
    after: object = None
    change_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One flow node or sequence flow that the intervention concerns, and how.

    `certain` means: in every situation of the position; for work that is ahead, on every way from
    there to the usual end. Otherwise `condition` is the nearest condition on the way there, where
    the model states one. `handler` undoes, for compensated work;
    `redone_by` are steps of the change itself that write what this work wrote.
    """

    at: Address
    effect: Effect
    certain: bool
    path: EvidencePath
    condition: Expression | None = None
    handler: Address | None = None
    redone_by: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Everything an intervention does in a position.

    `consequences` are in the order of the chain; `unaffected` is work that belongs to this order
    and does not depend on the intervention; `changed` are the attributes with their paths; `added`
    are the steps that handle the intervention itself, in the order they are done.
    """

    interventions: tuple[Intervention, ...]
    position: Position
    changed: Mapping[AttributeAddress, EvidencePath]
    consequences: tuple[Consequence, ...]
    unaffected: tuple[Address, ...]
    added: tuple[RunStep, ...]
    delay: DurationInterval

    def having(self, *effects: Effect) -> tuple[Consequence, ...]:
        """The consequences with one of the effects."""
        return tuple(consequence for consequence in self.consequences if consequence.effect in effects)


def assess(
    dependencies: Dependencies,
    position: Position,
    interventions: Sequence[Intervention],
    *,
    usual: Run,
    handled: Run | None = None,
) -> Impact:
    """The impact of interventions on an order in a position.

    `usual` is the run without them; it tells what stands before what. `handled` is the run in which
    the chain takes notice of the intervention; what it has beyond the usual run is the handling.

    Notes:
        The delay is that of the handling plus that of the longest chain of repeated or interrupted
        work, one after the other as in `usual`; work that is only perhaps repeated counts in the
        maximum alone.
    """
    chain = dependencies.chain
    added = difference(usual, handled).having(Fate.ADDED) if handled is not None else ()
    seeds = dict.fromkeys(seed for intervention in interventions for seed in _seeds(chain, intervention))
    dependent = forward_slice(dependencies, seeds)
    found = {consequence.at: consequence for consequence in _events(chain, position, interventions)}
    for consequence in _classified(dependencies, position, dependent, {step.at for step in added}):
        found.setdefault(consequence.at, consequence)
    order = {at: number for number, at in enumerate((*chain.nodes, *chain.flows))}
    consequences = tuple(
        _with_redo(chain, consequence, added) for consequence in sorted(found.values(), key=lambda c: order[c.at])
    )
    belongs = position.done_possibly | position.under_way_possibly | position.ahead_possibly
    return Impact(
        interventions=tuple(interventions),
        position=position,
        changed=dependent.attributes,
        consequences=consequences,
        unaffected=tuple(
            at for at, node in chain.nodes.items() if at in belongs - set(found) and isinstance(node, Activity)
        ),
        added=added,
        delay=_delay(chain, usual, added, consequences),
    )


def _seeds(chain: Chain, intervention: Intervention) -> Iterator[AttributeAddress]:
    """Attributes that have another value from now on."""
    if intervention.kind != "event":
        yield AttributeAddress(intervention.target)
        return
    for at in event_addresses(chain, intervention.target):
        yield from (write.attribute for write in chain.nodes[at].annotation.writes)


def event_addresses(chain: Chain, target: str) -> tuple[Address, ...]:
    """Events a name stands for: an address, an element id, a topic, or the name of a message or error."""
    return tuple(
        at
        for at, node in chain.nodes.items()
        if isinstance(node, Event)
        and node.position != "endEvent"
        and (target in (at, node.id) or any(target in (d.topic, d.reference) for d in node.definitions))
    )


def _events(chain: Chain, position: Position, interventions: Sequence[Intervention]) -> Iterator[Consequence]:
    """An interrupting event stops the work inside the activity it is attached to and undoes what can be undone."""
    for intervention in interventions:
        if intervention.kind != "event":
            continue
        for at in event_addresses(chain, intervention.target):
            event = chain.nodes[at]
            if isinstance(event, Event) and event.attached_to and event.interrupting:
                process, _ = split_address(at)
                guarded = address(process, event.attached_to)
                yield from _stopped(chain, position, at, guarded)


def _stopped(chain: Chain, position: Position, event: Address, guarded: Address) -> Iterator[Consequence]:
    inside = set(content_of(chain, guarded))
    for at in (at for at in chain.nodes if at in inside and isinstance(chain.nodes[at], Activity)):
        path = (event, guarded, at)
        handler = handler_of(chain, at)
        if at in position.under_way_possibly:
            yield Consequence(at=at, effect=Effect.INTERRUPTED, certain=at in position.under_way_surely, path=path)
        elif at in position.done_possibly and handler is not None:
            certain = at in position.done_surely
            yield Consequence(at=at, effect=Effect.COMPENSATED, certain=certain, path=(*path, handler), handler=handler)
        elif at in position.ahead_possibly:
            certain = at in position.ahead_surely
            yield Consequence(
                at=at, effect=Effect.UNDONE, certain=certain, path=path, condition=condition_on_the_way(chain, at)
            )


def content_of(chain: Chain, activity: Address) -> Iterator[Address]:
    """The flow nodes inside a sub-process or a called process, inner ones and called ones included."""
    process, element = split_address(activity)
    node = chain.nodes.get(activity)
    if not isinstance(node, Activity):
        return
    if node.called_element and node.called_element in chain.models:
        inner, scope = ProcessId(node.called_element), ElementId(node.called_element)
    else:
        inner, scope = process, element
    for child in chain.models[inner].nodes:
        if child.scope == scope and child.id != element:
            at = address(inner, child.id)
            yield at
            yield from content_of(chain, at)


def handler_of(chain: Chain, at: Address) -> Address | None:
    """The activity that compensates a flow node, where one is modelled."""
    process, element = split_address(at)
    handler = chain.models[process].compensation_of.get(element)
    return address(process, handler) if handler is not None else None


def _classified(
    dependencies: Dependencies, position: Position, dependent: Slice, handling: set[Address]
) -> Iterator[Consequence]:
    chain = dependencies.chain
    for at, path in dependent.nodes.items():
        if at not in handling and isinstance(chain.nodes[at], Activity):
            effect = _effect_on(dependencies, position, dependent, at)
            if effect is not None:
                handler = handler_of(chain, at) if effect is Effect.COMPENSATED else None
                yield Consequence(
                    at=at,
                    effect=effect,
                    certain=_is_certain(position, at, effect),
                    path=(*path, handler) if handler else path,
                    condition=condition_on_the_way(chain, at),
                    handler=handler,
                )
    for at, path in dependent.flows.items():
        process, _ = split_address(at)
        gateway = address(process, chain.flows[at].source)
        if gateway in position.ahead_possibly | position.done_possibly or _reached(chain, position, gateway):
            yield Consequence(
                at=at, effect=Effect.MAY_FLIP, certain=False, path=path, condition=chain.flows[at].condition
            )


def _effect_on(dependencies: Dependencies, position: Position, dependent: Slice, at: Address) -> Effect | None:
    """What becomes of work that reads something changed; None where the order has nothing to do with it.

    Work that is done is only done again where its result has become wrong: a figure, a decision or a
    message that depends on the change. Who merely looked at the old value has nothing to repeat.
    """
    if at in position.under_way_surely:
        return Effect.INTERRUPTED
    if at in position.done_possibly and _is_stale(dependencies, dependent, at):
        return Effect.COMPENSATED if handler_of(dependencies.chain, at) else Effect.REPEATED
    if at in position.ahead_possibly | position.under_way_possibly:
        return Effect.SEES_NEW_VALUE
    return None


def _is_stale(dependencies: Dependencies, dependent: Slice, at: Address) -> bool:
    annotation = dependencies.chain.nodes[at].annotation
    if not annotation.writes:
        # Its only result is what it told somebody.
        return True
    made = {written for read, written in dependencies.written_from(at) if read in dependent.attributes}
    decided = {write.attribute for write in annotation.writes if write.value is None}
    return bool(made | (decided & set(dependent.attributes)))


def _is_certain(position: Position, at: Address, effect: Effect) -> bool:
    match effect:
        case Effect.INTERRUPTED:
            return at in position.under_way_surely
        case Effect.REPEATED | Effect.COMPENSATED:
            return at in position.done_surely
    return at in position.ahead_surely


def _reached(chain: Chain, position: Position, gateway: Address) -> bool:
    """Gateways do no work; one belongs to the order when an activity next to it does."""
    process, element = split_address(gateway)
    model = chain.models[process]
    near = {flow.source for flow in model.incoming.get(element, ())} | {
        flow.target for flow in model.outgoing.get(element, ())
    }
    belongs = position.done_possibly | position.under_way_possibly | position.ahead_possibly
    return any(address(process, node) in belongs for node in near)


def condition_on_the_way(chain: Chain, at: Address) -> Expression | None:
    """The nearest condition that decides whether a flow node is reached, walking back while the way is one."""
    process, element = split_address(at)
    model = chain.models[process]
    seen = {element}
    while len(flows := model.incoming.get(element, ())) == 1:
        flow = flows[0]
        if flow.condition is not None:
            return flow.condition
        if flow.source in seen:
            return None
        seen.add(flow.source)
        element = flow.source
    return None


def _with_redo(chain: Chain, consequence: Consequence, added: Sequence[RunStep]) -> Consequence:
    node = chain.nodes.get(consequence.at)
    if node is None or consequence.effect not in (Effect.REPEATED, Effect.COMPENSATED):
        return consequence
    wrote = {write.attribute for write in node.annotation.writes} - {"order.state"}
    redone = tuple(dict.fromkeys(step.at for step in added if wrote & set(step.written)))
    return Consequence(
        at=consequence.at,
        effect=consequence.effect,
        certain=consequence.certain,
        path=consequence.path,
        condition=consequence.condition,
        handler=consequence.handler,
        redone_by=redone,
    )


def _delay(chain: Chain, usual: Run, added: Sequence[RunStep], consequences: Sequence[Consequence]) -> DurationInterval:
    again = [c for c in consequences if c.effect in (Effect.REPEATED, Effect.COMPENSATED, Effect.INTERRUPTED)]
    # What the handling itself does anew is in its own duration already.
    again = [c for c in again if not c.redone_by]
    certain = _longest(chain, usual, {c.at for c in again if c.certain})
    perhaps = _longest(chain, usual, {c.at for c in again})
    again_takes = DurationInterval(minimum=certain.minimum, typical=certain.typical, maximum=perhaps.maximum)
    return again_takes.plus(_time_of(chain, added))


def _time_of(chain: Chain, added: Sequence[RunStep]) -> DurationInterval:
    """From the beginning of the first step of the handling to the end of the last."""
    if not added:
        return NO_TIME
    first, last = added[0], max(added, key=lambda step: step.done_after.typical)
    takes = chain.nodes[first.at].annotation.duration or NO_TIME
    return last.done_after.since(first.done_after).plus(takes)


def _longest(chain: Chain, usual: Run, again: set[Address]) -> DurationInterval:
    """The longest chain of work to be done again, where one piece follows another in the usual run."""
    pieces: list[tuple[RunStep, DurationInterval, DurationInterval]] = []
    for step in work_steps(usual):
        if step.at not in again or step.occurrence > 1:
            continue
        takes = chain.nodes[step.at].annotation.duration or NO_TIME
        begins = step.done_after.typical - takes.typical
        earlier = (total for other, _, total in pieces if other.done_after.typical <= begins)
        pieces.append((step, takes, takes.plus(reduce(DurationInterval.longer_of, earlier, NO_TIME))))
    return reduce(DurationInterval.longer_of, (total for _, _, total in pieces), NO_TIME)
