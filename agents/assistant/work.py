"""The work an answer tells of: who does what because of the change, what goes on with new values, what stays."""

from collections.abc import Sequence
from datetime import timedelta

from agents.assistant.answer import ClaimKind
from agents.assistant.context import Context, Draft
from agents.assistant.effects import Effects, by_process, by_role, is_given
from agents.assistant.statements import ConcernedOrNot, Delay, Flip, Part, RedoneBy, Statement, Untouched, WorkOf
from process_models.addresses import Address, split_address
from process_models.elements import NO_TIME, DurationInterval
from process_models.impact import Consequence, Effect, Intervention

_DELIVERY = "delivery.date"
#: More steps that fall away than these are told in one line.
_MANY = 6
_STOPPED = {Effect.INTERRUPTED: "interrupted", Effect.UNDONE: "undone", Effect.COMPENSATED: "compensated"}


def add_work(context: Context, draft: Draft, effects: Effects) -> None:
    """Handling by role, then what is done again, stopped, goes on with new values, or may go another way."""
    _add_handling(context, draft, effects)
    _add_again(context, draft, effects)
    _add_stopped(context, draft, effects)
    _add_ahead(context, draft, effects)
    _add_flips(context, draft, effects)


def _add_handling(context: Context, draft: Draft, effects: Effects) -> None:
    for role, steps in by_role(context, effects.handling).items():
        draft.statements.append(
            Statement(
                says=WorkOf(part=Part.HANDLING, role=role, steps=tuple(steps), effect="handling"),
                part=Part.HANDLING,
                kind=ClaimKind.GRAPH,
                evidence=context.proofs.elements(steps),
            )
        )


def _add_again(context: Context, draft: Draft, effects: Effects) -> None:
    repeated = effects.having(Effect.REPEATED)
    replaced = [each for each in repeated if each.redone_by]
    if replaced:
        draft.statements.append(
            Statement(
                says=RedoneBy(pairs=tuple((each.at, each.redone_by) for each in replaced)),
                part=Part.AGAIN,
                kind=ClaimKind.GRAPH,
                evidence=context.proofs.paths(replaced),
                brief=False,
            )
        )
    again = [each for each in repeated if not each.redone_by]
    for effect, those in (
        ("repeated", [each for each in again if each.certain]),
        ("perhaps-repeated", [each for each in again if not each.certain]),
    ):
        told = [each for each in those if each.certain or is_given(context, each.condition)]
        _add_by_role(context, draft, Part.AGAIN, effect, told, brief=True)
        _add_by_role(context, draft, Part.AGAIN, effect, [each for each in those if each not in told], brief=False)


def _add_stopped(context: Context, draft: Draft, effects: Effects) -> None:
    for effect, word in _STOPPED.items():
        for certain in (True, False):
            those = [each for each in effects.having(effect) if each.certain is certain]
            many = len(those) > _MANY
            if many and certain:
                draft.statements.append(
                    Statement(
                        says=WorkOf(part=Part.AGAIN, role=None, steps=tuple(each.at for each in those), effect=word),
                        part=Part.AGAIN,
                        kind=ClaimKind.GRAPH,
                        evidence=context.proofs.paths(those),
                    )
                )
            brief = certain and not many
            _add_by_role(context, draft, Part.AGAIN, word if certain else f"perhaps-{word}", those, brief=brief)


def _add_ahead(context: Context, draft: Draft, effects: Effects) -> None:
    ahead = effects.having(Effect.SEES_NEW_VALUE)
    moved = [each for each in ahead if each.at in effects.if_date_moves]
    ahead = tuple(each for each in ahead if each not in moved)
    certain = [each for each in ahead if each.certain]
    if certain:
        draft.statements.append(
            Statement(
                says=WorkOf(
                    part=Part.AHEAD, role=None, steps=tuple(each.at for each in certain), effect="sees-new-value"
                ),
                part=Part.AHEAD,
                kind=ClaimKind.GRAPH,
                evidence=context.proofs.paths(certain),
            )
        )
    for effect, those in (
        ("sees-new-value", certain),
        ("perhaps-sees-new-value", [each for each in ahead if not each.certain]),
        ("if-date-moves", moved),
    ):
        _add_by_role(context, draft, Part.AHEAD, effect, those, brief=False)


def _add_by_role(
    context: Context, draft: Draft, part: Part, effect: str, those: Sequence[Consequence], *, brief: bool
) -> None:
    by_address = {each.at: each for each in those}
    for role, steps in by_role(context, by_address).items():
        found = [by_address[at] for at in steps]
        conditions = tuple(each.condition.text if each.condition and not each.certain else None for each in found)
        draft.statements.append(
            Statement(
                says=WorkOf(part=part, role=role, steps=tuple(steps), effect=effect, conditions=conditions),
                part=part,
                kind=ClaimKind.GRAPH,
                evidence=context.proofs.paths(found),
                brief=brief,
            )
        )


def _add_flips(context: Context, draft: Draft, effects: Effects) -> None:
    for each in effects.having(Effect.MAY_FLIP):
        process, _ = split_address(each.at)
        flow = context.variant.chain.flows[each.at]
        draft.statements.append(
            Statement(
                says=Flip(gateway=f"{process}#{flow.source}", flow=each.at, attribute=each.path[-2]),
                part=Part.FLIP,
                kind=ClaimKind.GRAPH,
                evidence=(context.proofs.path(each),),
                brief=False,
            )
        )


def add_untouched(context: Context, draft: Draft, effects: Effects, interventions: Sequence[Intervention]) -> None:
    """What stays as it is: whole processes first, then single steps of the others that come later."""
    if not effects.consequences:
        return
    untouched = by_process(effects.unaffected)
    concerned = by_process([*effects.handling, *(each.at for each in effects.consequences)])
    ahead = effects.impact.position.ahead_surely
    possible = effects.impact.position.ahead_possibly
    whole = [
        process
        for process, those in untouched.items()
        if process not in concerned and process != context.library.root and possible & set(those)
    ]
    steps = [at for those in untouched.values() for at in those if at in ahead and split_address(at)[0] not in whole]
    if not (whole or steps):
        return
    first = interventions[0]
    draft.statements.append(
        Statement(
            says=Untouched(
                change=str(first.change_kind),
                attribute=first.target if "." in first.target else None,
                processes=tuple(whole),
                steps=tuple(steps),
            ),
            part=Part.UNAFFECTED,
            kind=ClaimKind.GRAPH,
            evidence=context.proofs.elements(steps or [at for process in whole for at in untouched[process]]),
        )
    )


def add_delay(context: Context, draft: Draft, effects: Effects) -> bool:
    """How long it takes; whether the delivery date is told anew."""
    draft.delay = effects.impact.delay
    moves = _DELIVERY in effects.impact.changed
    told = next((each.after for each in effects.impact.interventions if each.kind == "delay"), None)
    if isinstance(told, timedelta):
        draft.delay = DurationInterval(minimum=told, typical=told, maximum=told)
        return moves
    if effects.impact.delay == NO_TIME or not (effects.handling or effects.consequences):
        return moves
    again = [each.at for each in effects.having(Effect.REPEATED, Effect.COMPENSATED, Effect.INTERRUPTED)]
    draft.statements.append(
        Statement(
            says=Delay(
                interval=effects.impact.delay,
                moves_delivery=moves,
                asked_for=all(each.kind != "event" for each in effects.impact.interventions),
            ),
            part=Part.TIME,
            kind=ClaimKind.COMPUTED,
            evidence=context.proofs.elements([*effects.handling, *again]),
        )
    )
    return moves


def add_concerned(context: Context, draft: Draft, effects: Effects, asked: str) -> None:
    """Whether one process, role, system or step is concerned, asked by its id."""
    by_address = {each.at: each for each in effects.consequences}
    work = [*effects.handling, *by_address]
    hits = [at for at in dict.fromkeys(work) if _belongs(context, at, asked)]
    conditional = bool(hits) and all(at in by_address and not by_address[at].certain for at in hits)
    evidence = (
        *context.proofs.paths([by_address[at] for at in hits if at in by_address]),
        *context.proofs.elements(at for at in hits if at not in by_address),
    )
    if not evidence:
        untouched = [at for at in effects.unaffected if _belongs(context, at, asked)]
        evidence = context.proofs.elements(untouched) or (context.proofs.element(asked),)
    draft.statements.append(
        Statement(
            says=ConcernedOrNot(asked=asked, steps=tuple(hits), conditional=conditional),
            part=Part.SHORT,
            kind=ClaimKind.GRAPH,
            evidence=evidence,
        )
    )


def _belongs(context: Context, at: Address, asked: str) -> bool:
    if at == asked or split_address(at)[0] == asked:
        return True
    node = context.variant.chain.nodes.get(at)
    if node is None:
        return False
    lane = context.variant.chain.lane_of(at)
    if asked in (node.annotation.system, lane.role if lane else None):
        return True
    written = {write.attribute for write in node.annotation.writes}
    return asked in written or asked in context.variant.dependencies.reads.get(at, ())
