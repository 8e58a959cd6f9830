"""From a draft to an answer: statements become claims, the brief ones the text."""

from agents.assistant.answer import Answer, Claim, Grasped
from agents.assistant.context import Context, Draft
from agents.assistant.rulings import SALES_MODEL
from agents.assistant.statements import Part, Statement, TellCustomer
from agents.llm.checking import worded
from agents.llm.ports import LanguageModel

_ORDER = {part: number for number, part in enumerate(Part)}
_MOST_QUOTES = 2


def finished(context: Context, draft: Draft, llm: LanguageModel | None) -> Answer:
    """The answer in words."""
    claims = tuple(_claim(context, statement) for statement in draft.statements)
    told = [
        claim.text
        for statement, claim in sorted(
            zip(draft.statements, claims, strict=True), key=lambda pair: _ORDER[pair[0].part]
        )
        if statement.brief
    ]
    if llm is not None and told:
        told, claims = worded(llm, told, claims, context.language)
    customer = next(
        (c.text for s, c in zip(draft.statements, claims, strict=True) if isinstance(s.says, TellCustomer)), None
    )
    text = "\n".join(dict.fromkeys(told))
    notes = _notes(context, draft)
    language_note = _language_note(context)
    return Answer(
        question=context.question.text,
        language=context.language,
        kind=draft.kind,
        understood=_grasped(context),
        text="\n".join(filter(None, (language_note, text or notes))),
        claims=claims,
        permission=draft.permission,
        approver=draft.approver,
        fee=draft.fee,
        alternatives=tuple(draft.alternatives),
        amounts=tuple(draft.amounts),
        delay=draft.delay,
        affected=draft.affected,
        consequences=draft.consequences,
        unaffected=draft.unaffected,
        deadlines=tuple(draft.deadlines),
        routes=draft.routes,
        certain=draft.certain and all(each.certain for each in draft.consequences),
        rankers=context.knowledge.rankers if context.knowledge is not None else ("graph",),
        open_questions=tuple(draft.open_questions),
        refused=draft.refused,
        refusal_reason=notes if draft.refused else None,
        follow_ups=_follow_ups(context, draft),
        customer_sentence=customer,
        note=language_note,
    )


def _claim(context: Context, statement: Statement) -> Claim:
    return Claim(
        text=context.names.words.sentence(statement.says, context.names),
        kind=statement.kind,
        evidence=tuple({each.id: each for each in statement.evidence}.values()),
    )


def _notes(context: Context, draft: Draft) -> str:
    """What is said where there is nothing to claim: a greeting, a refusal, a question back."""
    words, names = context.names.words, context.names
    if draft.kind == "small-talk":
        return words.phrase("small-talk")
    if draft.refused:
        country = context.understood.foreign_country or ""
        markets = ", ".join(map(names.market, context.library.markets))
        return words.phrase(draft.refusal_reason or "nothing-found", country=names.market(country), markets=markets)
    if draft.open_questions:
        return draft.open_questions[0].question
    return words.phrase("nothing-found")


def _language_note(context: Context) -> str | None:
    asked = context.understood.language
    if asked in (None, "de", "en") or context.question.language is not None:
        return None
    return context.names.words.phrase("third-language")


def _follow_ups(context: Context, draft: Draft) -> tuple[str, ...]:
    words = context.names.words
    if draft.refused or draft.kind == "small-talk":
        return (words.phrase("follow-1"), words.phrase("follow-2"))
    if not context.understood.interventions:
        return ()
    asked = {
        "who-approves": "follow-who",
        "by-when": "follow-when",
        "which-systems": "follow-systems",
        "unaffected": "follow-unaffected",
    }
    return tuple(words.phrase(key) for kind, key in asked.items() if kind != draft.kind)[:3]


def _grasped(context: Context) -> Grasped:
    understood = context.understood
    shown = {name: value for name, value in context.facts.items() if name != SALES_MODEL or context.market}
    return Grasped(
        process=str(context.library.root),
        interventions=understood.interventions,
        position=context.position,
        facts={str(name): value for name, value in shown.items()},
        market=context.market,
        brand=context.question.brand,
        order=context.question.order,
        as_of=context.day.isoformat(),
    )
