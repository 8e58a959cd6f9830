"""Which part of the models answers which kind of question."""

from dataclasses import replace

from agents.assistant.answer import ClaimKind
from agents.assistant.changes import answer_change, data_for
from agents.assistant.context import Context, Draft
from agents.assistant.documents import LEAST_COVERAGE, add_found, add_governing
from agents.assistant.effects import effects_of
from agents.assistant.events import answer_event
from agents.assistant.lookups import (
    answer_by_when,
    answer_comparison,
    answer_definition,
    answer_rights,
    tell_state,
    tell_systems,
)
from agents.assistant.plants import answer_plant
from agents.assistant.rulings import MATRIX
from agents.assistant.statements import NoApproval, Part, Statement
from agents.assistant.work import add_concerned
from process_models.impact import Intervention

_ASKABLE = ("concept", "system", "activity", "role", "attribute")
_GOVERNED = 12


def answer_for(context: Context, draft: Draft) -> None:
    """Fill the draft: by the kind of question where one was recognised, else by what documents say."""
    understood = context.understood
    if understood.foreign_country is not None and context.question.market is None:
        _refuse(draft, "unknown-country")
        return
    match draft.kind:
        case "small-talk":
            return
        case "definition":
            found = answer_definition(context, draft)
            documented = add_found(context, draft, most=2)
            if not (found or documented):
                _refuse(draft, "nothing-found")
            return
        case "next-step" if context.position is not None:
            tell_state(context, draft, context.position)
            return
        case "rights":
            answer_rights(context, draft)
            _documents_or_refuse(context, draft)
            return
        case "compare-variants" if len(understood.markets) > 1:
            answer_comparison(context, draft, understood.markets[0], understood.markets[1])
            return
        case "conflict":
            _documents_or_refuse(context, draft)
            return
    if not understood.interventions:
        _without_supposition(context, draft)
        return
    _supposed(context, draft, understood.interventions)
    _order_for_kind(context, draft)
    targets, steps = _spoken_of(draft, understood.interventions)
    add_governing(context, draft, targets)
    if not draft.affected.documents:
        add_governing(context, draft, steps, least=LEAST_COVERAGE)


def _supposed(context: Context, draft: Draft, interventions: tuple[Intervention, ...]) -> None:
    """What follows from what the asker supposes."""
    if draft.kind == "by-when" and interventions[0].change_kind not in (None, "event"):
        answer_by_when(context, draft, interventions[0])
        return
    plant = next((each for each in interventions if each.kind == "plant"), None)
    event = next((each for each in interventions if each.kind == "event"), None)
    if plant is not None and draft.kind in ("plant-switch", "change-impact", "price-tax-effect"):
        answer_plant(context, draft, plant)
    elif event is not None:
        answer_event(context, draft, event)
    else:
        answer_change(context, draft, interventions)


def _order_for_kind(context: Context, draft: Draft) -> None:
    """Put first what was asked for."""
    match draft.kind:
        case "which-systems":
            tell_systems(context, draft)
            _brief(draft, {Part.SHORT})
        case "who-approves":
            _tell_nobody(context, draft)
            _brief(draft, {Part.SHORT, Part.REASON, Part.MONEY, Part.NEXT})
        case "by-when":
            _brief(draft, {Part.TIME, Part.REASON, Part.SHORT})
        case "why":
            _brief(draft, {Part.SHORT, Part.REASON, Part.DOCUMENT})
        case "price-tax-effect":
            _brief(draft, {Part.SHORT, Part.REASON, Part.MONEY, Part.TIME, Part.CUSTOMER})
        case "unaffected":
            _tell_asked(context, draft)


def _brief(draft: Draft, parts: set[Part]) -> None:
    """Keep the text to the parts that were asked for; everything stays among the claims."""
    draft.statements = [replace(each, brief=each.brief and each.part in parts) for each in draft.statements]


def _tell_nobody(context: Context, draft: Draft) -> None:
    """Where no approver is named, say so first."""
    intervention = next((i for i in context.understood.interventions if i.change_kind), None)
    if draft.permission is None or draft.approver is not None or context.position is None or intervention is None:
        return
    if draft.permission == "not-allowed":
        return
    ruling = context.rulings.at(data_for(context, str(intervention.change_kind)))
    if ruling is None:
        return
    draft.statements.insert(
        0,
        Statement(
            says=NoApproval(
                change=str(intervention.change_kind), attribute=intervention.target, state=context.position
            ),
            part=Part.SHORT,
            kind=ClaimKind.DECISION,
            evidence=(context.proofs.rule(ruling.rule),),
        ),
    )


def _tell_asked(context: Context, draft: Draft) -> None:
    """Whether the part asked about is concerned."""
    targets = {each.target for each in context.understood.interventions}
    asked = next(
        (
            str(match.entry.means[0])
            for match in context.understood.terms
            if match.entry.kind in _ASKABLE
            and not targets & set(match.means)
            and match.entry.id not in ("customer_role", "change_order_process")
        ),
        None,
    )
    if asked is None or context.position is None:
        return
    effects = effects_of(context, context.understood.interventions, context.position, draft.permission)
    kept = draft.statements
    draft.statements = []
    add_concerned(context, draft, effects, asked)
    draft.statements += kept
    _brief(draft, {Part.SHORT, Part.UNAFFECTED})


def _without_supposition(context: Context, draft: Draft) -> None:
    """Nothing is supposed: documents first, then what the terms mean, then honesty."""
    understood = context.understood
    if not understood.on_topic and not understood.kind_said:
        if not add_found(context, draft):
            _refuse(draft, "out-of-scope")
        else:
            draft.kind = "document-lookup"
        return
    if add_found(context, draft):
        draft.kind = draft.kind if understood.kind else "document-lookup"
    if context.position is not None:
        tell_state(context, draft, context.position)
        draft.kind = draft.kind if understood.kind else "next-step"
    elif not draft.statements and answer_definition(context, draft):
        draft.kind = "definition"
    if not draft.statements:
        _refuse(draft, "nothing-found" if understood.on_topic else "out-of-scope")


def _documents_or_refuse(context: Context, draft: Draft) -> None:
    if not add_found(context, draft) and not draft.statements:
        _refuse(draft, "nothing-found")


def _refuse(draft: Draft, reason: str) -> None:
    draft.refused, draft.refusal_reason = True, reason
    if reason == "out-of-scope":
        draft.kind = "out-of-scope"


def _spoken_of(draft: Draft, interventions: tuple[Intervention, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Addresses whose governing sentences belong into the answer: what is supposed, else the steps that handle it."""
    targets = tuple(dict.fromkeys(each.target for each in interventions))
    ruled = any(each.ref.startswith(f"{MATRIX}#") for statement in draft.statements for each in statement.evidence)
    steps = (*draft.affected.activities[:_GOVERNED], *(["change_order#Activity_CheckWindow"] if ruled else []))
    return targets, steps
