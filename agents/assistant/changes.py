"""What happens when something about an order is changed: permission, money, work, time, other ways."""

from collections.abc import Iterable, Sequence

from agents.assistant.answer import Alternative, ClaimKind, Deadline, OpenQuestion, Option
from agents.assistant.context import Context, Draft
from agents.assistant.effects import ENDS_HERE, Effects, affected, effects_of, told
from agents.assistant.money import add_tax
from agents.assistant.rulings import KIND, SALES_MODEL, STATE, VIN_ASSIGNMENT, Ruling
from agents.assistant.slots import most_telling
from agents.assistant.statements import (
    Approval,
    DependsOn,
    FeeDue,
    NextAction,
    OtherWay,
    Part,
    Statement,
    TellCustomer,
    Verdict,
    Why,
)
from agents.assistant.windows import end_of, until_statement, window_statement
from agents.assistant.work import add_delay, add_untouched, add_work
from process_models.addresses import Address, AttributeAddress, split_address
from process_models.conditions import understood
from process_models.elements import Activity
from process_models.impact import Effect, Intervention

SLOT_NAMES = {STATE: "position", SALES_MODEL: "sales_model", VIN_ASSIGNMENT: "plant"}
_CHANGE_PROCESS = "change_order"
_PERMISSION = AttributeAddress("change.permission")
#: From most to least restrictive; of several changes at once the most restrictive decides.
_STRICTNESS = (
    "not-allowed", "new-order", "swap", "divert", "retrofit", "needs-approval", "re-quote", "allowed-with-fee",
    "allowed",
)  # fmt: skip


def answer_change(context: Context, draft: Draft, interventions: tuple[Intervention, ...]) -> None:
    """Fill the draft for one or several changes of an order."""
    asked = [each for each in interventions if each.change_kind not in (None, "event")]
    if not asked:
        _effects_only(context, draft, interventions)
        return
    for intervention in _strictest_first(context, asked):
        ruling = _ruling(context, draft, intervention)
        if ruling is None:
            continue
        _tell_ruling(context, draft, intervention, ruling)
    if draft.permission is not None and context.position is not None:
        _tell_effects(context, draft, interventions, draft.permission)


def data_for(context: Context, change_kind: str) -> dict[AttributeAddress, object]:
    """What the tables are asked with."""
    data: dict[AttributeAddress, object] = {**context.facts, KIND: change_kind}
    if context.position is not None:
        data[STATE] = context.position
    return data


def unknown_of(context: Context) -> dict[AttributeAddress, Sequence[object]]:
    """Open facts with their possible values; the order state among them, where it is not told."""
    unknown: dict[AttributeAddress, Sequence[object]] = {}
    if context.position is None:
        unknown[STATE] = context.rulings.open_states()
    unknown.update(context.unknown)
    return unknown


def _strictest_first(context: Context, asked: Sequence[Intervention]) -> list[Intervention]:
    def strictness(intervention: Intervention) -> int:
        ruling = context.rulings.at(data_for(context, str(intervention.change_kind)))
        return _STRICTNESS.index(ruling.permission) if ruling and ruling.permission in _STRICTNESS else 0

    return sorted({each.change_kind: each for each in asked}.values(), key=strictness)


def _ruling(context: Context, draft: Draft, intervention: Intervention) -> Ruling | None:
    """The verdict, or None with an open question where a missing fact would change it."""
    kind = str(intervention.change_kind)
    unknown = unknown_of(context)
    possible = context.rulings.possible(data_for(context, kind), unknown)
    if not possible:
        return None
    narrowing = most_telling([SLOT_NAMES[name] for name in unknown], {v: r.outcome for v, r in possible.items()})
    if narrowing is None:
        ruling = next(iter(possible.values()))
        if context.position is not None:
            _ask_later_state(context, draft, kind)
            return ruling
        if not draft.open_questions:
            _tell_windows(context, draft, intervention)
        return None
    _tell_possible(context, draft, intervention, narrowing.slot, tuple(possible.values()))
    return None


def _ask_later_state(context: Context, draft: Draft, kind: str) -> None:
    """'After the confirmation' may mean any later state: say what is then, and ask which one holds."""
    if not context.understood.since or context.question.position is not None or draft.open_questions:
        return
    states = context.rulings.open_states()
    if context.position not in states:
        return
    later = states[states.index(context.position) :]
    stretches = context.rulings.stretches(data_for(context, kind), later, context.unknown)
    if len(stretches) < 2:
        return
    _ask(context, draft, "position", [(stretch.states, stretch.rulings) for stretch in stretches])


def _ask(context: Context, draft: Draft, slot: str, options: Iterable[tuple[Sequence[str], Sequence[Ruling]]]) -> None:
    """An open question with its possible answers."""
    names = context.names
    label = names.state if slot == "position" else names.place if slot == "plant" else names.label
    draft.open_questions.append(
        OpenQuestion(
            slot=slot,
            question=names.words.ask(slot),
            options=tuple(
                Option(
                    value=value,
                    label=label(value),
                    then=" / ".join(names.words.outcome(each.permission, each.approver, names) for each in rulings),
                )
                for values, rulings in options
                for value in values
            ),
        )
    )


def _tell_windows(context: Context, draft: Draft, intervention: Intervention) -> None:
    """The verdict by stretches of order states, where the state is not known."""
    kind = str(intervention.change_kind)
    stretches = context.rulings.stretches(data_for(context, kind), context.rulings.open_states(), context.unknown)
    draft.statements.append(
        Statement(
            says=DependsOn(
                change=kind,
                attribute=_named(context, intervention),
                slot="position",
                outcomes=tuple(dict.fromkeys((each.permission, None) for one in stretches for each in one.rulings)),
            ),
            part=Part.SHORT,
            kind=ClaimKind.DECISION,
            evidence=context.proofs.rules(each.rule for stretch in stretches for each in stretch.rulings),
        )
    )
    draft.statements.extend(window_statement(context, stretch) for stretch in stretches)
    draft.certain = False
    if len(stretches) > 1:
        _ask(context, draft, "position", [(stretch.states, stretch.rulings) for stretch in stretches])


def _tell_possible(
    context: Context, draft: Draft, intervention: Intervention, slot: str, possible: Sequence[Ruling]
) -> None:
    if slot == "position":
        _tell_windows(context, draft, intervention)
        return
    kind = str(intervention.change_kind)
    outcomes = {ruling.outcome: ruling for ruling in possible}
    draft.certain = False
    draft.statements.append(
        Statement(
            says=DependsOn(
                change=kind,
                attribute=_named(context, intervention),
                slot=slot,
                outcomes=tuple(dict.fromkeys((each.permission, each.approver) for each in outcomes.values())),
            ),
            part=Part.SHORT,
            kind=ClaimKind.DECISION,
            evidence=context.proofs.rules({r.rule.address: r.rule for r in outcomes.values()}.values()),
        )
    )
    for ruling in {r.rule.address: r for r in outcomes.values()}.values():
        draft.statements.append(_why(context, ruling))
    attribute = next(name for name, named in SLOT_NAMES.items() if named == slot)
    data = data_for(context, kind)
    if slot == "plant":
        plants = context.library.logistics.network.plants
        values = {str(plant.id): str(plant.vin_assignment) for plant in plants}
    else:
        values = {str(value): str(value) for value in context.unknown[attribute]}
    asked = {shown: context.rulings.at({**data, attribute: value}) for shown, value in values.items()}
    options = [((shown,), [ruling] if ruling is not None else []) for shown, ruling in asked.items()]
    if not draft.open_questions:
        _ask(context, draft, slot, options)


def _named(context: Context, intervention: Intervention) -> str | None:
    return intervention.target if "." in intervention.target else None


def _why(context: Context, ruling: Ruling) -> Statement:
    return Statement(
        says=Why(reason=ruling.rule.why),
        part=Part.REASON,
        kind=ClaimKind.DECISION,
        evidence=(context.proofs.rule(ruling.rule),),
    )


def _tell_ruling(context: Context, draft: Draft, intervention: Intervention, ruling: Ruling) -> None:
    """Verdict, reason, money and who decides."""
    state = context.position
    if state is None:
        return
    proofs, kind = context.proofs, str(intervention.change_kind)
    found = context.rulings.fee(ruling.fee, context.market, context.day)
    fee = found[0] if found else None
    rows = proofs.parameters([found[1]] if found else [])
    rule = proofs.rule(ruling.rule)
    first = draft.permission is None
    draft.statements.append(
        Statement(
            says=Verdict(
                change=kind,
                attribute=_named(context, intervention),
                state=state,
                permission=ruling.permission,
                approver=ruling.approver,
                fee=fee,
                alternatives=ruling.alternatives,
            ),
            part=Part.SHORT,
            kind=ClaimKind.DECISION,
            evidence=(rule, *rows),
        )
    )
    draft.statements.append(_why(context, ruling))
    if found:
        draft.statements.append(
            Statement(
                says=FeeDue(fee=found[0], assumed=found[1].assumed),
                part=Part.MONEY,
                kind=ClaimKind.PARAMETER,
                evidence=rows,
            )
        )
    _tell_approver(context, draft, kind, ruling)
    _tell_until(context, draft, kind, ruling, state)
    if first:
        draft.permission, draft.approver, draft.fee = ruling.permission, ruling.approver, fee
        _tell_alternatives(context, draft, kind, ruling, state)
    if ruling.fee and context.market is None and not draft.open_questions:
        _ask_market(context, draft)


def _ask_market(context: Context, draft: Draft) -> None:
    names = context.names
    draft.open_questions.append(
        OpenQuestion(
            slot="market",
            question=names.words.ask("market"),
            options=tuple(Option(value=code, label=names.market(code)) for code in context.library.markets),
        )
    )


def _tell_approver(context: Context, draft: Draft, kind: str, ruling: Ruling) -> None:
    if ruling.approver is None:
        return
    consulted, rule = context.rulings.consulted(data_for(context, kind))
    role = context.library.landscape.role(ruling.approver)
    rules = context.proofs.rules([rule] if rule is not None else [])
    draft.statements.append(
        Statement(
            says=Approval(role=ruling.approver, contact=role.contact, consulted=consulted),
            part=Part.MONEY,
            kind=ClaimKind.DECISION,
            evidence=(context.proofs.rule(ruling.rule), *rules, context.proofs.role(ruling.approver)),
        )
    )


def _tell_until(context: Context, draft: Draft, kind: str, ruling: Ruling, state: str) -> None:
    end = end_of(context, data_for(context, kind), ruling, state)
    if end is None:
        return
    draft.statements.append(until_statement(context, end))
    draft.deadlines.append(
        Deadline(until=end.until, permission=ruling.permission, then=end.ruling.permission, after=end.usually)
    )


def _tell_alternatives(context: Context, draft: Draft, kind: str, ruling: Ruling, state: str) -> None:
    """The other ways the rule leaves open: from when, through which step, with whose approval."""
    states = context.rulings.open_states()
    later = states[states.index(state) :] if state in states else ()
    for way in ruling.alternatives:
        opens = next(
            (
                s
                for s in later
                if (r := context.rulings.at({**data_for(context, kind), STATE: s})) and r.permission == way
            ),
            None,
        )
        then = context.rulings.at({**data_for(context, kind), STATE: opens}) if opens else None
        step = step_for(context, way)
        found = context.rulings.fee(then.fee, context.market, context.day) if then else None
        rules = context.proofs.rules([ruling.rule, *([then.rule] if then else [])])
        elements = context.proofs.elements([step] if step else [])
        draft.statements.append(
            Statement(
                says=OtherWay(
                    permission=way,
                    step=step,
                    from_state=opens,
                    approver=then.approver if then else None,
                    fee=found[0] if found else None,
                ),
                part=Part.ALTERNATIVES,
                kind=ClaimKind.DECISION,
                evidence=(*rules, *elements, *context.proofs.parameters([found[1]] if found else [])),
                brief=ruling.permission in ENDS_HERE,
            )
        )
        why = (then or ruling).rule.why.get(context.language, "")
        draft.alternatives.append(Alternative(permission=way, approver=then.approver if then else None, why=why))


def step_for(context: Context, permission: str) -> Address | None:
    """The step of the change order that a permission leads to first."""
    model = context.variant.models.get(split_address(f"{_CHANGE_PROCESS}#x")[0])
    if model is None:
        return None
    for flow in model.flows:
        condition = understood(flow.condition)
        if condition is None or _PERMISSION not in condition.reads or not condition.holds({_PERMISSION: permission}):
            continue
        node = model.node(flow.target)
        while not isinstance(node, Activity):
            ways = model.outgoing.get(node.id, ())
            if len(ways) != 1:
                return None
            node = model.node(ways[0].target)
        return Address(f"{_CHANGE_PROCESS}#{node.id}")
    return None


def _tell_next(context: Context, draft: Draft, effects: Effects) -> None:
    """The first step somebody has to do: of the handling, or, where there is none, of what is done again."""
    again = [each.at for each in effects.having(Effect.REPEATED)]
    at = next(iter((*effects.handling, *again)), None)
    if at is None:
        return
    node, approver = context.variant.chain.nodes[at], draft.approver
    contact = context.library.landscape.role(approver).contact if approver else ""
    draft.statements.append(
        Statement(
            says=NextAction(step=at, role=approver, system=node.annotation.system, contact=contact),
            part=Part.NEXT,
            kind=ClaimKind.GRAPH,
            evidence=(context.proofs.element(at), *([context.proofs.role(approver)] if approver else [])),
        )
    )


def _tell_effects(context: Context, draft: Draft, interventions: tuple[Intervention, ...], permission: str) -> None:
    state = context.position
    if state is None:
        return
    effects = effects_of(context, interventions, state, permission)
    _fill(context, draft, effects)
    if permission == "not-allowed":
        add_customer(context, draft, effects, moves=False)
        return
    add_work(context, draft, effects)
    if permission not in ENDS_HERE:
        add_untouched(context, draft, effects, interventions)
        add_tax(context, draft, effects)
        if context.market is None and not draft.open_questions and "price.tax" in effects.impact.changed:
            _ask_market(context, draft)
    moves = add_delay(context, draft, effects)
    add_customer(context, draft, effects, moves=moves)
    _tell_next(context, draft, effects)


def add_customer(context: Context, draft: Draft, effects: Effects, *, moves: bool) -> None:
    """What to tell the customer, resting on the rule and on the step that asks for consent."""
    first = next((s for s in draft.statements if isinstance(s.says, Verdict)), None)
    if first is None or draft.permission is None:
        return
    ways = tuple(each.permission for each in draft.alternatives)
    informs = [at for at in effects.handling if at.endswith("#Activity_SendInformation")]
    draft.statements.append(
        Statement(
            says=TellCustomer(
                change=first.says.change if isinstance(first.says, Verdict) else "",
                permission=draft.permission,
                fee=draft.fee,
                approver=draft.approver,
                moves_delivery=moves,
                new_information=bool(informs),
                alternatives=ways,
            ),
            part=Part.CUSTOMER,
            kind=ClaimKind.COMPUTED,
            evidence=(*first.evidence, *context.proofs.elements(informs)),
        )
    )


def _effects_only(context: Context, draft: Draft, interventions: tuple[Intervention, ...]) -> None:
    """What depends on something that nobody asks permission for."""
    state = context.position
    if state is None:
        names = context.names
        draft.certain = False
        states = context.rulings.open_states()
        draft.open_questions.append(
            OpenQuestion(
                slot="position",
                question=names.words.ask("position"),
                options=tuple(Option(value=each, label=names.state(each)) for each in states),
            )
        )
        return
    effects = effects_of(context, interventions, state)
    _fill(context, draft, effects)
    add_work(context, draft, effects)
    add_untouched(context, draft, effects, interventions)
    add_tax(context, draft, effects)
    add_delay(context, draft, effects)


def _fill(context: Context, draft: Draft, effects: Effects) -> None:
    draft.affected = affected(context, effects)
    draft.consequences = told(context, effects.consequences)
    draft.unaffected = tuple(map(str, effects.unaffected)) if effects.consequences else ()
