"""What a change really does to an order: the impact, without what known facts rule out, by role."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agents.assistant.answer import Affected
from agents.assistant.answer import Consequence as Told
from agents.assistant.conditions import conditions_on_the_way, holds_here
from agents.assistant.context import Context
from agents.assistant.names import role_of
from agents.assistant.rulings import KIND, STATE, VIN_ASSIGNMENT
from process_models.addresses import Address, AttributeAddress, address, split_address
from process_models.conditions import understood
from process_models.dependencies import forward_slice
from process_models.dictionary import AttributeType, Stream
from process_models.elements import NO_TIME, Activity, DurationInterval, Expression
from process_models.impact import Consequence, Effect, Impact, Intervention, assess, content_of, event_addresses
from process_models.landscape import topics_of
from process_models.variants import CHANGE_REQUESTED

#: An effect that travels through more attributes than these is remote.
_NEAR = 2
#: Permissions under which the car ordered is not built anew: work is repeated only where the handling asks for it.
_NOT_IN_THE_FACTORY = frozenset({"retrofit", "divert", "swap", "new-order", "not-allowed"})
#: Permissions under which this order does not go on with the change.
ENDS_HERE = frozenset({"swap", "new-order", "not-allowed"})


@dataclass(frozen=True, kw_only=True)
class Effects:
    """The consequences that count, and the steps that handle the change, in the order they are done.

    `if_date_moves` are those that depend on the change by way of a date alone: nothing happens to them
    where the date stays.
    """

    impact: Impact
    handling: tuple[Address, ...]
    consequences: tuple[Consequence, ...]
    if_date_moves: frozenset[Address] = frozenset()

    def having(self, *effects: Effect) -> tuple[Consequence, ...]:
        """The consequences with one of the effects."""
        return tuple(each for each in self.consequences if each.effect in effects)

    @property
    def unaffected(self) -> tuple[Address, ...]:
        """Work of this order that does not depend on the change."""
        concerned = {each.at for each in self.consequences} | set(self.handling)
        return tuple(at for at in self.impact.unaffected if at not in concerned)


def effects_of(
    context: Context, interventions: tuple[Intervention, ...], state: str, permission: str | None = None
) -> Effects:
    """The effects of interventions on an order in a state, as far as the permission lets them happen."""
    variant = context.variant
    event = _event_of(context, interventions)
    kinds = [each.change_kind for each in interventions if each.change_kind]
    outcomes: dict[AttributeAddress, object] = {KIND: kinds[0]} if kinds else {}
    if VIN_ASSIGNMENT in context.facts:
        outcomes[VIN_ASSIGNMENT] = context.facts[VIN_ASSIGNMENT]
    facts = {
        name: value
        for name, value in context.facts.items()
        if name in variant.dictionary.attributes and variant.dictionary.attributes[name].known_at_start
    }
    handled = variant.run_with(event, state, facts, outcomes) if event is not None else None
    impact = assess(
        variant.dependencies,
        variant.position(state),
        interventions,
        usual=variant.usual_run(facts),
        handled=handled,
    )
    handling = _work_of(context, (step.at for step in impact.added))
    if any(each.kind == "event" for each in interventions):
        # A run in which the event cannot happen tells nothing; the way from the event does.
        handling = handling or (_work_of(context, _from(context, event)) if event is not None else ())
        handling = tuple(at for at in handling if at not in impact.position.done_surely)
    kept = tuple(_kept(context, impact, handling, permission))
    timely = all(each.kind == "set" and each.change_kind != "event" for each in interventions)
    moved = frozenset(each.at for each in kept if timely and _by_date(context, each))
    return Effects(impact=impact, handling=handling, consequences=kept, if_date_moves=moved)


def _by_date(context: Context, consequence: Consequence) -> bool:
    """Whether an effect travels by way of a slot or a date."""
    attributes = context.library.dictionary.attributes
    passed = [attributes[AttributeAddress(step)] for step in consequence.path if AttributeAddress(step) in attributes]
    return any(each.type is AttributeType.DATE for each in passed)


def _event_of(context: Context, interventions: Sequence[Intervention]) -> Address | None:
    names = [each.target for each in interventions if each.kind == "event"] or [CHANGE_REQUESTED]
    if all(each.kind == "set" and each.change_kind in (None, "event") for each in interventions):
        return None
    chain = context.variant.chain
    found = [at for name in names for at in event_addresses(chain, name)]
    exceptional = [at for at in found if getattr(chain.nodes[at], "attached_to", None)]
    return next(iter((*exceptional, *found)), None)


def _work_of(context: Context, steps: Iterable[Address]) -> tuple[Address, ...]:
    """Activities that do something themselves; calls only contain others."""
    nodes = context.variant.chain.nodes
    return tuple(
        dict.fromkeys(at for at in steps if isinstance(node := nodes.get(at), Activity) and not node.called_element)
    )


def _from(context: Context, event: Address) -> Iterator[Address]:
    """What lies on the ways from an event, in the order in which it is reached; called processes included."""
    chain = context.variant.chain
    process, element = split_address(event)
    model = chain.models[process]
    waiting, seen = [element], {element}
    while waiting:
        here = waiting.pop(0)
        at = address(process, here)
        if here != element:
            yield at
            yield from content_of(chain, at)
        for flow in model.outgoing.get(here, ()):
            if flow.target not in seen:
                seen.add(flow.target)
                waiting.append(flow.target)


def _kept(
    context: Context, impact: Impact, handling: Sequence[Address], permission: str | None
) -> Iterable[Consequence]:
    if permission in ENDS_HERE:
        return
    concerned = _written_by(context, handling) if permission in _NOT_IN_THE_FACTORY else None
    for consequence in impact.consequences:
        conditions = conditions_on_the_way(context, _node_of(context, consequence.at))
        if consequence.effect is not Effect.MAY_FLIP:
            consequence = replace(consequence, condition=_telling(context, conditions) or consequence.condition)
        agreed = _agrees(context, consequence, conditions)
        if agreed is False:
            continue
        if concerned is not None and not consequence.redone_by and consequence.at not in concerned:
            continue
        done_or_ahead = consequence.effect is Effect.MAY_FLIP or consequence.at in (
            impact.position.done_surely | impact.position.ahead_surely
        )
        yield replace(consequence, certain=True) if agreed and done_or_ahead else consequence


def _node_of(context: Context, at: Address) -> Address:
    """The flow node itself, or the one a sequence flow leaves."""
    flow = context.variant.chain.flows.get(at)
    return address(split_address(at)[0], flow.source) if flow is not None else at


def _written_by(context: Context, handling: Sequence[Address]) -> frozenset[str]:
    """Everything that depends on what the handling writes."""
    nodes = context.variant.chain.nodes
    written = [
        write.attribute
        for at in handling
        for write in nodes[at].annotation.writes
        if not write.attribute.startswith("change.")
    ]
    dependent = forward_slice(context.variant.dependencies, written)
    return frozenset((*dependent.nodes, *dependent.flows))


def _telling(context: Context, conditions: Sequence[Expression]) -> Expression | None:
    """The condition that tells an asker most: one about a fact known when the order is made, and not told here."""
    for expression in conditions:
        condition = understood(expression)
        reads = condition.reads if condition is not None else ()
        known = (context.library.dictionary.attributes.get(name) for name in reads)
        told = set(reads) <= {*context.facts, STATE}
        if reads and all(each is not None and each.given for each in known) and not told:
            return expression
    return None


def _agrees(context: Context, consequence: Consequence, conditions: Sequence[Expression]) -> bool | None:
    """Whether the conditions of a consequence hold by the known facts; None where they do not tell."""
    told = [holds_here(context, expression) for expression in conditions]
    if False in told:
        return False
    return True if told and all(told) and consequence.effect is not Effect.MAY_FLIP else None


def told(context: Context, consequences: Iterable[Consequence]) -> tuple[Told, ...]:
    """Consequences as the answer tells them."""
    nodes = context.variant.chain.nodes
    return tuple(
        Told(
            id=each.at,
            label=context.names.element(each.at),
            effect=str(each.effect),
            certain=each.certain,
            path=tuple(each.path),
            role=role_of(context.variant, each.at),
            system=nodes[each.at].annotation.system if each.at in nodes else None,
            condition=each.condition.text if each.condition else None,
            redone_by=tuple(each.redone_by),
        )
        for each in consequences
    )


def affected(context: Context, effects: Effects) -> Affected:
    """Ids of everything concerned."""
    nodes = context.variant.chain.nodes
    near = [each.at for each in effects.consequences if is_near(context, effects, each)]
    work = [at for at in (*effects.handling, *near) if at in nodes]
    work = [at for at in dict.fromkeys(work) if isinstance(nodes[at], Activity)]
    systems = (nodes[at].annotation.system for at in work)
    roles = (role_of(context.variant, at) for at in work)
    topics = (topic for at in work for topic in topics_of(nodes[at]))
    attributes = context.library.dictionary.attributes
    streams = {attributes[name].stream for name in effects.impact.changed if name in attributes}
    return Affected(
        activities=tuple(work),
        systems=tuple(dict.fromkeys(str(each) for each in systems if each)),
        roles=tuple(dict.fromkeys(each for each in roles if each)),
        events=tuple(dict.fromkeys(map(str, topics))),
        streams=tuple(str(stream) for stream in Stream if stream in streams) if work else (),
    )


def is_near(context: Context, effects: Effects, consequence: Consequence) -> bool:
    """Whether work counts as concerned: what surely is, and what perhaps is where the effect is direct.

    What only a moved date would reach, what perhaps sees some remote sum, and what is simply no longer done
    stays among the consequences: nobody has to do anything there.
    """
    if consequence.at in effects.if_date_moves or consequence.effect is Effect.UNDONE:
        return False
    between = sum("#" not in step for step in consequence.path[1:-1])
    if consequence.effect in (Effect.REPEATED, Effect.COMPENSATED, Effect.INTERRUPTED):
        return consequence.certain or between <= _NEAR + is_given(context, consequence.condition)
    return between <= (_NEAR if consequence.certain else _NEAR - 1)


def is_given(context: Context, expression: Expression | None) -> bool:
    return expression is not None and _telling(context, (expression,)) is not None


def by_role(context: Context, addresses: Iterable[Address]) -> dict[str | None, list[Address]]:
    """Addresses by the role that does the work, in the order in which the roles come first."""
    found: dict[str | None, list[Address]] = {}
    for at in addresses:
        found.setdefault(role_of(context.variant, at), []).append(at)
    return found


def by_process(addresses: Iterable[Address]) -> dict[str, list[Address]]:
    """Addresses by process, in order."""
    found: dict[str, list[Address]] = {}
    for at in addresses:
        found.setdefault(split_address(at)[0], []).append(at)
    return found


def time_between(context: Context, state: str, until: str) -> DurationInterval | None:
    """How long an order usually takes from one state to a later one; None where the usual run lacks one."""
    reached: dict[str, DurationInterval] = {}
    run = context.variant.usual_run()
    start = run.start.get(AttributeAddress("order.state"))
    reached[str(start)] = NO_TIME
    for step in run.steps:
        written = step.written.get(AttributeAddress("order.state"))
        if written is not None:
            reached.setdefault(str(written), step.done_after)
    if state not in reached or until not in reached:
        return None
    return reached[until].since(reached[state])
