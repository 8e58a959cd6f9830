"""An answer: claims, each with its evidence, and what was understood, computed and left open.

A claim without evidence cannot be made. Evidence ids are hashes of their content, so a changed source
makes other evidence, and an old id never speaks for a new text.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from agents.assistant.errors import UnprovenClaim
from agents.assistant.json_values import Json, plain
from process_models.elements import DurationInterval
from process_models.finance import Money
from process_models.impact import Intervention

_SECONDS_A_DAY = 86_400


class EvidenceKind(StrEnum):
    """What a claim rests on."""

    ELEMENT = "element"
    PATH = "path"
    DECISION_RULE = "decision-rule"
    PARAMETER = "parameter"
    SENTENCE = "sentence"


class ClaimKind(StrEnum):
    """How a claim came about."""

    GRAPH = "graph"
    DECISION = "decision"
    PARAMETER = "parameter"
    DOCUMENT = "document"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that can be looked up and read again.

    `ref` is where it stands (an address, a rule, a row, a sentence), `quote` what stands there, `source`
    whose it is and `version` which state of it.
    """

    kind: EvidenceKind
    ref: str
    quote: str
    source: str
    version: str

    @property
    def id(self) -> str:
        """`ev:` and twelve hexadecimal digits of the content's SHA-256."""
        content = json.dumps([self.kind, self.ref, self.quote, self.source, self.version], ensure_ascii=False)
        return f"ev:{hashlib.sha256(content.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement in words, with all it rests on."""

    text: str
    kind: ClaimKind
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise UnprovenClaim(f"'{self.text}' has no evidence; a claim needs at least one, or is not made.")
        if not self.text.strip():
            raise UnprovenClaim("a claim without words; leave it out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What becomes of one piece of work, by which path, and whether for sure."""

    id: str
    label: str
    effect: str
    certain: bool
    path: tuple[str, ...]
    role: str | None = None
    system: str | None = None
    condition: str | None = None
    redone_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """Ids of everything the question's supposition concerns, each once, in the order of the chain."""

    activities: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()

    def with_document(self, id: str) -> "Affected":
        """The same, and a document that speaks of it."""
        return replace(self, documents=(*self.documents, id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another way to what the customer wants."""

    permission: str
    approver: str | None = None
    delay: DurationInterval | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Money before and after, and the date that decides which rate holds; an example says so."""

    what: str
    before: Money | None
    after: Money | None
    currency: str
    basis_date: str
    example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Until which order state something holds, and what holds afterwards."""

    until: str
    permission: str
    then: str
    after: DurationInterval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A possible answer to an open question, and what the answer would be then."""

    value: str
    label: str
    then: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """What the assistant asks back: one slot, and how the answer depends on it."""

    slot: str
    question: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grasped:
    """What was understood of the question, as far as it shows."""

    process: str | None = None
    interventions: tuple[Intervention, ...] = ()
    position: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    market: str | None = None
    brand: str | None = None
    order: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What leaves the assistant. `text` consists of sentences of the claims, short answer first."""

    question: str
    language: str
    kind: str
    understood: Grasped = field(default_factory=Grasped)
    text: str
    claims: tuple[Claim, ...] = ()
    permission: str | None = None
    approver: str | None = None
    fee: Money | None = None
    alternatives: tuple[Alternative, ...] = ()
    amounts: tuple[Amount, ...] = ()
    delay: DurationInterval | None = None
    affected: Affected = field(default_factory=Affected)
    consequences: tuple[Consequence, ...] = ()
    unaffected: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    routes: Json = None
    certain: bool = True
    rankers: tuple[str, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    refused: bool = False
    refusal_reason: str | None = None
    follow_ups: tuple[str, ...] = ()
    customer_sentence: str | None = None
    note: str | None = None

    @property
    def evidence(self) -> Mapping[str, Evidence]:
        """All evidence by id, in the order the claims use it."""
        return {each.id: each for claim in self.claims for each in claim.evidence}

    @property
    def id(self) -> str:
        """The same for the same answer: `an:` and twelve hexadecimal digits."""
        content = json.dumps(
            [self.question, self.language, self.text, plain(self.understood.facts), sorted(self.evidence)],
            ensure_ascii=False,
            default=str,
        )
        return f"an:{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def to_json(answer: Answer) -> dict[str, Json]:
    """The answer in the shape other programs read."""
    return {
        "id": answer.id,
        "question": answer.question,
        "language": answer.language,
        "kind": answer.kind,
        "understood": _grasped(answer.understood),
        "text": answer.text,
        "claims": [
            {"text": claim.text, "kind": str(claim.kind), "evidence": [each.id for each in claim.evidence]}
            for claim in answer.claims
        ],
        "evidence": {id: evidence_to_json(each) for id, each in answer.evidence.items()},
        "permission": answer.permission,
        "approver": answer.approver,
        "fee": _money(answer.fee),
        "alternatives": [
            {"permission": a.permission, "approver": a.approver, "delay_days": days(a.delay), "why": a.why}
            for a in answer.alternatives
        ],
        "amounts": [
            {
                "what": amount.what,
                "before": amount.before.minor if amount.before else None,
                "after": amount.after.minor if amount.after else None,
                "currency": amount.currency,
                "basis_date": amount.basis_date,
                "example": amount.example,
            }
            for amount in answer.amounts
        ],
        "delay_days": days(answer.delay),
        "affected": plain(
            {name: getattr(answer.affected, name) for name in Affected.__dataclass_fields__},
        ),
        "consequences": [
            {name: plain(getattr(each, name)) for name in Consequence.__dataclass_fields__}
            for each in answer.consequences
        ],
        "unaffected": list(answer.unaffected),
        "deadlines": [
            {"until": d.until, "permission": d.permission, "then": d.then, "days": days(d.after)}
            for d in answer.deadlines
        ],
        "routes": answer.routes,
        "certain": answer.certain,
        "rankers": list(answer.rankers),
        "open_questions": [
            {
                "slot": question.slot,
                "question": question.question,
                "candidates": [option.value for option in question.options],
                "options": [{"value": o.value, "label": o.label, "then": o.then} for o in question.options],
            }
            for question in answer.open_questions
        ],
        "refused": answer.refused,
        "refusal_reason": answer.refusal_reason,
        "follow_ups": list(answer.follow_ups),
        "customer_sentence": answer.customer_sentence,
        "note": answer.note,
    }


def evidence_to_json(evidence: Evidence) -> dict[str, Json]:
    """One piece of evidence in the shape other programs read."""
    return {
        "kind": str(evidence.kind),
        "ref": evidence.ref,
        "quote": evidence.quote,
        "source": evidence.source,
        "version": evidence.version,
    }


def days(interval: DurationInterval | None) -> dict[str, Json] | None:
    """Whole days: the least is rounded down, the usual and the most are rounded up."""
    if interval is None:
        return None
    low, usual, high = (each.total_seconds() for each in (interval.minimum, interval.typical, interval.maximum))
    return {
        "min": int(low // _SECONDS_A_DAY),
        "typical": int(-(-usual // _SECONDS_A_DAY)),
        "max": int(-(-high // _SECONDS_A_DAY)),
    }


def _grasped(grasped: Grasped) -> Json:
    return {
        "process": grasped.process,
        "interventions": [
            {
                "kind": each.kind,
                "target": each.target,
                "from": plain(each.before),
                "to": plain(each.after),
                "change_kind": each.change_kind,
            }
            for each in grasped.interventions
        ],
        "position": grasped.position,
        "facts": plain(grasped.facts),
        "market": grasped.market,
        "brand": grasped.brand,
        "order": grasped.order,
        "as_of": grasped.as_of,
    }


def _money(money: Money | None) -> Json:
    return {"amount_minor": money.minor, "currency": money.currency} if money else None
