"""Sentences of documents that govern what an answer speaks of, quoted word for word."""

from collections.abc import Sequence

from agents.assistant.answer import ClaimKind
from agents.assistant.context import Context, Draft
from agents.assistant.statements import DocumentSentence, Part, Statement
from knowledge.ports import Hit
from knowledge.scope import Filters

#: Sales staff read what is meant for them, and what is open to everybody.
SALES = ("sales",)
_MOST = 2
_BEST_OF_A_LOOKUP = 3
#: A sentence whose part mentions less of what is asked does not answer it; chosen on the tuning questions.
LEAST_COVERAGE = 0.5


def filters_of(context: Context) -> Filters:
    """What the asker may see, in the language of the answer."""
    audiences = SALES if context.question.audiences is None else context.question.audiences
    return Filters(
        market=context.market,
        audiences=frozenset(audiences),
        valid_on=context.day,
        languages=frozenset({context.language}),
    )


def add_governing(
    context: Context, draft: Draft, addresses: Sequence[str], *, most: int = _MOST, least: float = 0.0
) -> None:
    """Quote what documents say about the elements an answer rests on, nearest to the question and to the state."""
    if context.knowledge is None or not addresses:
        return
    state = context.names.state(context.position) if context.position else ""
    question = f"{context.question.text} {state}"
    hits = context.knowledge.governing(addresses, question=question, k=most, filters=filters_of(context))
    _quote(context, draft, [hit for hit in hits if hit.coverage >= least])


def found_for(context: Context, *, k: int = 6) -> tuple[Hit, ...]:
    """Sentences that fit the question, best first; none where nothing fits."""
    if context.knowledge is None:
        return ()
    about = [each for each in context.understood.mentions if "." in each or "#" in each]
    hits = context.knowledge.retrieve(context.question.text, k=k, filters=filters_of(context), about=about)
    return tuple(hit for hit in hits if hit.coverage >= LEAST_COVERAGE or hit.ranker_scores.get("graph"))


def add_found(context: Context, draft: Draft, *, most: int = _BEST_OF_A_LOOKUP) -> bool:
    """Quote what fits the question best; whether there was anything."""
    hits = found_for(context)[:most]
    _quote(context, draft, hits)
    return bool(hits)


def _quote(context: Context, draft: Draft, hits: Sequence[Hit]) -> None:
    for hit in hits:
        evidence = context.proofs.sentence(hit)
        if context.knowledge is None:
            return
        title = context.knowledge.document(hit.document_id, hit.passage.scope.language).title
        draft.statements.append(
            Statement(
                says=DocumentSentence(quote=" ".join(evidence.quote.split()), title=title),
                part=Part.DOCUMENT,
                kind=ClaimKind.DOCUMENT,
                evidence=(evidence,),
            )
        )
        if hit.document_id not in draft.affected.documents:
            draft.affected = draft.affected.with_document(str(hit.document_id))
