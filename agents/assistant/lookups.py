"""Questions that need no supposition: what a term means, what comes next, until when, which rights, which market."""

from agents.assistant.answer import ClaimKind, Deadline, Evidence
from agents.assistant.changes import data_for
from agents.assistant.context import Context, Draft
from agents.assistant.rulings import STATE, STATES
from agents.assistant.statements import (
    MarketDiffers,
    Meaning,
    ParameterSays,
    Part,
    StateMeans,
    Statement,
    Systems,
)
from agents.assistant.windows import end_of, step_into, until_statement, window_statement
from knowledge.glossary import Match
from process_models.addresses import Address, AttributeAddress, ProcessId, address
from process_models.elements import Activity
from process_models.impact import Intervention
from process_models.markets.template import Insertion
from process_models.parameters import UnknownParameter

_CHANNEL, _CUSTOMER = AttributeAddress("order.channel"), AttributeAddress("customer.kind")
_MOST_STEPS = 4
_RIGHTS = ("withdrawal_period", "withdrawal_refund_period")


def answer_definition(context: Context, draft: Draft) -> bool:
    """What the term asked about is in the models; whether there is one."""
    terms = [match for match in context.understood.terms if match.entry.id != "customer_role"]
    if not terms:
        return False
    _tell_meaning(context, draft, max(terms, key=lambda match: (match.score, match.end - match.start)))
    return True


def _tell_meaning(context: Context, draft: Draft, match: Match) -> None:
    entry, means = match.entry, str(match.entry.means[0])
    if entry.kind == "state":
        tell_state(context, draft, means)
        return
    attribute = AttributeAddress(means)
    known = context.library.dictionary.attributes.get(attribute)
    chain = context.variant.chain
    written = [at for at, node in chain.nodes.items() if any(w.attribute == attribute for w in node.annotation.writes)]
    read = list(context.variant.dependencies.readers.get(attribute, ())) if known else []
    text = ""
    node = chain.nodes.get(Address(means))
    if node is not None:
        text = node.annotation.documentation.get(context.language, "")
    named = means.partition("=")[0] if "=" in means else means
    evidence = _of(context, entry.kind, named)
    draft.statements.append(
        Statement(
            says=Meaning(
                label=entry.label(context.language),
                names=entry.terms.get(context.language, ()),
                what=entry.kind,
                derived_from=tuple(known.derived_from) if known else (),
                written_by=tuple(written[:_MOST_STEPS]),
                read_by=tuple(read[:_MOST_STEPS]),
                text=text,
            ),
            part=Part.SHORT,
            kind=ClaimKind.GRAPH,
            evidence=(evidence, *context.proofs.elements([*written[:_MOST_STEPS], *read[:_MOST_STEPS]])),
        )
    )


def _of(context: Context, kind: str, means: str) -> Evidence:
    proofs = context.proofs
    if kind == "role":
        return proofs.role(means)
    if kind == "system":
        return proofs.system(means)
    if kind == "plant":
        return proofs.logistics([context.library.logistics.network.plant(means).address])[0]
    return proofs.element(means)


def tell_state(context: Context, draft: Draft, state: str) -> None:
    """What an order state means, what comes next, and which steps lead there."""
    decision = context.library.decisions.decide(STATES, {STATE: state})
    if decision is None or not decision.matched:
        return
    following = context.rulings.next_state(state)
    position = context.variant.position(state)
    leading = step_into(context, following) if following else None
    under_way = [at for at in context.variant.chain.nodes if at in position.under_way_surely]
    steps = list(dict.fromkeys((*under_way, *([leading] if leading else []))))[:_MOST_STEPS]
    text = {code: str(decision.outputs.get(f"position_{code}") or "") for code in ("de", "en")}
    draft.statements.append(
        Statement(
            says=StateMeans(state=state, text=text, next_state=following, steps=tuple(steps)),
            part=Part.SHORT,
            kind=ClaimKind.DECISION,
            evidence=(context.proofs.rule(decision.matched[0]), *context.proofs.elements(steps)),
        )
    )


def answer_by_when(context: Context, draft: Draft, intervention: Intervention) -> None:
    """Until when a change is possible: all stretches, and from the state known the next end."""
    kind = str(intervention.change_kind)
    data = data_for(context, kind)
    states = context.rulings.open_states()
    if context.position in states:
        states = states[states.index(str(context.position)) :]
    stretches = context.rulings.stretches({k: v for k, v in data.items() if k != STATE}, states, context.unknown)
    if context.position is not None and stretches:
        ruling = stretches[0].ruling
        draft.permission, draft.approver = ruling.permission, ruling.approver
        end = end_of(context, data, ruling, context.position)
        if end is not None:
            draft.statements.append(until_statement(context, end))
    for one, then in zip(stretches, stretches[1:], strict=False):
        draft.deadlines.append(
            Deadline(until=then.states[0], permission=one.ruling.permission, then=then.ruling.permission)
        )
    draft.statements.extend(window_statement(context, stretch) for stretch in stretches)


def answer_rights(context: Context, draft: Draft) -> None:
    """The dated periods of withdrawal for this customer and channel."""
    country = context.market or context.library.markets[0]
    channel, customer = str(context.facts.get(_CHANNEL, "")), str(context.facts.get(_CUSTOMER, "private"))
    if not channel:
        return
    for id in _RIGHTS:
        try:
            row = context.library.parameters.at(
                id, country=country, basis_date=context.day, channel=channel, customer=customer
            )
        except UnknownParameter:
            continue
        draft.statements.append(
            Statement(
                says=ParameterSays(
                    id=id, country=country, value=str(row.value), unit=row.unit, note=row.note, uncertain=row.uncertain
                ),
                part=Part.REASON,
                kind=ClaimKind.PARAMETER,
                evidence=(context.proofs.parameter(row),),
            )
        )


def answer_comparison(context: Context, draft: Draft, one: str, other: str) -> None:
    """Steps that one market has and the other has not, with the reason its template states."""
    for market, against in ((one, other), (other, one)):
        for entry in context.library.templates[market].entries:
            change = entry.change
            if not isinstance(change, Insertion) or not isinstance(change.node, Activity):
                continue
            at = address(ProcessId(change.process), change.node.id)
            draft.statements.append(
                Statement(
                    says=MarketDiffers(
                        market=market, other=against, step=change.node.annotation.labels, reason=entry.reason
                    ),
                    part=Part.SHORT,
                    kind=ClaimKind.GRAPH,
                    evidence=(context.proofs.of_market(market).element(at),),
                )
            )


def tell_systems(context: Context, draft: Draft) -> None:
    """The systems concerned as one list."""
    if draft.affected.systems:
        draft.statements.insert(
            0,
            Statement(
                says=Systems(systems=draft.affected.systems),
                part=Part.SHORT,
                kind=ClaimKind.GRAPH,
                evidence=tuple(context.proofs.system(system) for system in draft.affected.systems),
            ),
        )
