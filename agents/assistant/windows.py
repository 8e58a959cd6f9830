"""Until when something holds: the next order state in which the verdict is another."""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.assistant.answer import ClaimKind
from agents.assistant.context import Context
from agents.assistant.effects import time_between
from agents.assistant.rulings import STATE, Ruling, Stretch
from agents.assistant.statements import Part, Statement, Until, WindowVerdict
from process_models.addresses import Address, AttributeAddress
from process_models.conditions import understood
from process_models.elements import DurationInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The state in which a verdict ends, the step that brings the order there, and the verdict from there on."""

    state: str
    before: Ruling
    until: str
    step: Address | None
    ruling: Ruling
    usually: DurationInterval | None


def end_of(context: Context, data: Mapping[AttributeAddress, object], ruling: Ruling, state: str) -> End | None:
    """Where a verdict ends, seen from a state; None where it lasts to the end."""
    states = context.rulings.open_states()
    if state not in states:
        return None
    for later in states[states.index(state) + 1 :]:
        then = context.rulings.at({**data, STATE: later})
        if then is not None and then.outcome != ruling.outcome:
            return End(
                state=state,
                before=ruling,
                until=later,
                step=step_into(context, later),
                ruling=then,
                usually=time_between(context, state, later),
            )
    return None


def step_into(context: Context, state: str) -> Address | None:
    """The step that brings an order into a state."""
    for at, node in context.variant.chain.nodes.items():
        for write in node.annotation.writes:
            formula = understood(write.value)
            if write.attribute == STATE and formula is not None and not formula.reads and formula.value({}) == state:
                return at
    return None


def window_statement(context: Context, stretch: Stretch) -> Statement:
    """The verdict of a stretch of order states as a statement."""
    fee = context.rulings.fee(stretch.ruling.fee, context.market, context.day)
    rules = context.proofs.rules(ruling.rule for ruling in stretch.rulings)
    return Statement(
        says=WindowVerdict(
            first=stretch.states[0],
            last=stretch.states[-1],
            outcomes=tuple((each.permission, each.approver) for each in stretch.rulings),
            fee=fee[0] if fee else None,
        ),
        part=Part.REASON,
        kind=ClaimKind.DECISION,
        evidence=(*rules, *context.proofs.parameters([fee[1]] if fee else [])),
    )


def until_statement(context: Context, end: End) -> Statement:
    """The end of a verdict as a statement."""
    rules = context.proofs.rules([end.before.rule, end.ruling.rule])
    return Statement(
        says=Until(
            state=end.state,
            permission=end.before.permission,
            until=end.until,
            step=end.step,
            then=end.ruling.permission,
            then_approver=end.ruling.approver,
            usually=end.usually,
            alternatives=end.ruling.alternatives,
        ),
        part=Part.TIME,
        kind=ClaimKind.DECISION,
        evidence=(*rules, *context.proofs.elements([end.step] if end.step else [])),
    )
