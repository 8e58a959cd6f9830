"""What happens when something happens: withdrawal, damage, refused credit, a missed departure."""

from agents.assistant.answer import ClaimKind, OpenQuestion, Option
from agents.assistant.context import Context, Draft
from agents.assistant.effects import affected, effects_of, told
from agents.assistant.statements import EventHandling, Part, Statement
from agents.assistant.work import add_delay, add_untouched, add_work
from process_models.addresses import Address, address, split_address
from process_models.elements import Event
from process_models.impact import Intervention, content_of, event_addresses


def answer_event(context: Context, draft: Draft, intervention: Intervention) -> None:
    """Fill the draft for an event that the process waits for."""
    chain = context.variant.chain
    found = event_addresses(chain, intervention.target)
    boundary = [at for at in found if isinstance(node := chain.nodes[at], Event) and node.attached_to]
    at = next(iter((*boundary, *found)), None)
    if at is None:
        draft.refused, draft.refusal_reason = True, "nothing-found"
        return
    states = [state for state in context.rulings.open_states() if _possible(context, at, state)]
    state = context.position
    if state is None or (context.understood.since and context.question.position is None and state not in states):
        state = next((s for s in states if state is None or _later(context, s, state)), state)
    possible = state in states
    draft.statements.append(
        Statement(
            says=EventHandling(
                event=intervention.target, label=context.names.element(at), state=context.position, possible=possible
            ),
            part=Part.SHORT,
            kind=ClaimKind.GRAPH,
            evidence=(context.proofs.element(at),),
        )
    )
    if not possible or state is None:
        _ask_state(context, draft, states)
        return
    effects = effects_of(context, (intervention,), state)
    draft.affected = affected(context, effects)
    draft.consequences = told(context, effects.consequences)
    draft.unaffected = tuple(map(str, effects.unaffected))
    add_work(context, draft, effects)
    add_untouched(context, draft, effects, (intervention,))
    add_delay(context, draft, effects)
    if context.position is None and len(states) > 1:
        _ask_state(context, draft, states)


def _possible(context: Context, at: Address, state: str) -> bool:
    """Whether an order in that state may still meet the event: it waits for it, or what it hangs on is not over."""
    node = context.variant.chain.nodes[at]
    position = context.variant.position(state)
    if isinstance(node, Event) and node.attached_to:
        process, _ = split_address(at)
        guarded = address(process, node.attached_to)
        inside = {guarded, *content_of(context.variant.chain, guarded)}
        begun = inside & (position.under_way_possibly | position.done_possibly)
        return bool(begun) and bool(inside & (position.under_way_possibly | position.ahead_possibly))
    return at in position.under_way_possibly | position.ahead_possibly


def _later(context: Context, one: str, other: str) -> bool:
    states = context.rulings.open_states()
    return one in states and (other not in states or states.index(one) >= states.index(other))


def _ask_state(context: Context, draft: Draft, states: list[str]) -> None:
    names = context.names
    draft.certain = False
    draft.open_questions.append(
        OpenQuestion(
            slot="position",
            question=names.words.ask("position"),
            options=tuple(Option(value=state, label=names.state(state)) for state in states),
        )
    )
