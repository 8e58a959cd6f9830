"""A person decides a price recommendation; nothing else ever makes a price effective.

Statuses and who moves them::

    proposed, deferred -> approved | changed | rejected | deferred     a decider
    proposed, deferred -> expired                                      time
    approved, changed  -> in-effect                                    time, on the effective day
    in-effect, approved, changed -> superseded                         a newer price in effect
    all of these       -> stopped                                      head of pricing

Every doubt ends in a refusal: the status stays as it was and no price takes effect.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from agents.pricing.audit import body_of, record
from agents.pricing.canonical import digest, encode
from agents.pricing.corridor import guardrails_at, second_decider_reasons
from agents.pricing.deciders import require_allowed, require_not_author, require_second, role_of
from agents.pricing.errors import (
    AlreadyDecided,
    BelowFloor,
    ConcurrentChange,
    InvalidDecision,
    RecommendationExpired,
    UnknownRecommendation,
)
from agents.pricing.ports import Clock, DecisionLog, RecommendationRepository, utc_now
from agents.pricing.schema import proposal_digest
from agents.pricing.values import (
    Decider,
    Decision,
    DecisionRequest,
    PriceRecommendation,
    Status,
    Strictness,
    Verdict,
)
from process_models.finance import Money

REASON_CODES = (
    "agrees-with-evidence",
    "market-knowledge",
    "competitor-move",
    "stock",
    "residual-value",
    "campaign",
    "strategy",
    "data-doubtful",
    "timing",
    "emergency",
)
_MIN_REASON_LETTERS = 10
_OPEN = (Status.PROPOSED, Status.DEFERRED)
_STOPPABLE = (*_OPEN, Status.APPROVED, Status.CHANGED, Status.IN_EFFECT)
_STATUS_AFTER = {
    Verdict.APPROVE: Status.APPROVED,
    Verdict.CHANGE: Status.CHANGED,
    Verdict.REJECT: Status.REJECTED,
    Verdict.DEFER: Status.DEFERRED,
    Verdict.STOP: Status.STOPPED,
}


def propose(
    recommendation: PriceRecommendation, *, recommendations: RecommendationRepository, log: DecisionLog
) -> PriceRecommendation:
    """Put a recommendation into the queue and on record.

    The same proposal again changes nothing and gives back where it stands by now.
    """
    try:
        known = recommendations.get(recommendation.id)
    except UnknownRecommendation:
        recommendations.add(recommendation)
        body = {"proposal": proposal_digest(recommendation), "inputs_hash": recommendation.inputs_hash}
        _write(log, recommendation, "proposed", recommendation.author, recommendation.created_at, body)
        return recommendation
    if proposal_digest(known) != proposal_digest(recommendation):
        raise ConcurrentChange(f"another recommendation is stored as '{recommendation.id}'; read it with `get`.")
    return known


def decide(
    request: DecisionRequest,
    decider: Decider,
    *,
    recommendations: RecommendationRepository,
    log: DecisionLog,
    clock: Clock = utc_now,
) -> PriceRecommendation:
    """Decide a recommendation and return it in its new state.

    Outside the corridor, or with a large step, two people must agree on the same price: the first
    decision leaves the status open with `decision.complete` false, the second (by somebody else,
    one of the two a head of pricing, neither the author) completes it. The identical request with
    the same `idempotency_key` by the same person again changes nothing.

    Raises:
        UnknownRecommendation: no such id.
        InvalidDecision: reason missing, unknown code, wrong currency, effective day in the past.
        DecisionNotAllowed: role, market, author, or the same person twice.
        BelowFloor: the price breaks a hard guardrail.
        AlreadyDecided: no longer open, or the key was used for another request.
        RecommendationExpired: too old.
        ConcurrentChange: somebody decided meanwhile; read again.
    """
    found = recommendations.get(request.recommendation_id)
    now = clock()
    if _is_repetition(request, decider, log):
        return found
    require_allowed(decider, request.verdict, found)
    _check_open(request, found, now)
    _check_reason(request)
    decision = _decision(request, decider, found, now)
    status = _STATUS_AFTER[decision.verdict] if decision.complete else found.status
    decided = replace(found, status=status, decision=decision, version=found.version + 1)
    body = {
        "request": encode(request),
        "request_digest": digest(request),
        "decision": encode(decision),
        "status": status.value,
        "decides_version": found.version,
        "market": found.market,
        "product": found.product,
        "lever": found.lever,
        "inputs_hash": found.inputs_hash,
        "guardrails": encode(guardrails_at(found.snapshot, decision.price)) if decision.price else [],
    }
    _write(log, found, "decided", decider.user, now, body)
    recommendations.replace(decided, expected_version=found.version)
    return decided


def _is_repetition(request: DecisionRequest, decider: Decider, log: DecisionLog) -> bool:
    if request.idempotency_key is None:
        return False
    for entry in log.records(request.recommendation_id):
        body = body_of(entry)
        if entry.kind == "decided" and body["request"]["idempotency_key"] == request.idempotency_key:
            if entry.actor == decider.user and body["request_digest"] == digest(request):
                return True
            raise AlreadyDecided(
                f"key '{request.idempotency_key}' was used for another decision on"
                f" '{request.recommendation_id}'; use a new key for a new decision."
            )
    return False


def _check_open(request: DecisionRequest, found: PriceRecommendation, now: datetime) -> None:
    allowed = _STOPPABLE if request.verdict is Verdict.STOP else _OPEN
    if found.status not in allowed:
        by = f" by '{found.decision.decided_by}'" if found.decision else ""
        raise AlreadyDecided(f"recommendation '{found.id}' is already {found.status}{by}; ask for a new one.")
    if found.status in _OPEN and now >= found.expires_at:
        raise RecommendationExpired(
            f"recommendation '{found.id}' expired at {found.expires_at.isoformat()}; ask for a new one on today's data."
        )


def _check_reason(request: DecisionRequest) -> None:
    if request.reason_code not in REASON_CODES:
        raise InvalidDecision(f"no reason code '{request.reason_code}'; choose one of: {', '.join(REASON_CODES)}")
    if len(request.reason.strip()) < _MIN_REASON_LETTERS:
        raise InvalidDecision(f"reason '{request.reason.strip()}' is too short; say in a sentence why.")


def _decision(request: DecisionRequest, decider: Decider, found: PriceRecommendation, now: datetime) -> Decision:
    """The decision that results, first or completing."""
    price = _decided_price(request, found)
    if price is None:
        return _single(request, decider, found, now, price=None, complete=True)
    _check_hard_guardrails(found, price)
    why_two = second_decider_reasons(found.snapshot, price)
    if not why_two:
        return _single(request, decider, found, now, price=price, complete=True)
    require_not_author(decider, found, why_two)
    first = found.decision
    if first is None or first.complete or first.price != price:
        return _single(request, decider, found, now, price=price, complete=False)
    require_second(decider, first)
    return _second(request, decider, first, now)


def _decided_price(request: DecisionRequest, found: PriceRecommendation) -> Money | None:
    if request.verdict is Verdict.CHANGE:
        assert request.price is not None  # the request refuses a change without a price
        if request.price.currency != found.point.currency:
            raise InvalidDecision(
                f"{request.price} is not in {found.point.currency}, the currency of {found.market}; convert it first."
            )
        return request.price
    if request.verdict is Verdict.APPROVE:
        waiting = found.decision
        # Approving after a colleague's change means agreeing to that change.
        return waiting.price if waiting is not None and not waiting.complete else found.point
    return None


def _check_hard_guardrails(found: PriceRecommendation, price: Money) -> None:
    broken = [
        f"{rail.name} ({rail.text})"
        for rail in guardrails_at(found.snapshot, price)
        if rail.strictness is Strictness.HARD and not rail.holds
    ]
    if broken:
        raise BelowFloor(f"{price} for '{found.product}' in {found.market} breaks {', '.join(broken)}; nobody may.")


def _single(
    request: DecisionRequest,
    decider: Decider,
    found: PriceRecommendation,
    now: datetime,
    *,
    price: Money | None,
    complete: bool,
) -> Decision:
    return Decision(
        verdict=request.verdict,
        price=price,
        decided_by=decider.user,
        decided_as=role_of(decider),
        decided_at=now,
        reason_code=request.reason_code,
        reason=request.reason.strip(),
        complete=complete,
        effective_from=None if price is None else _effective_day(request, found, now),
        blind_estimate=request.blind_estimate,
        shown_at=request.shown_at,
    )


def _second(request: DecisionRequest, decider: Decider, first: Decision, now: datetime) -> Decision:
    agreed = first.effective_from
    return replace(
        first,
        complete=True,
        # The day the first one named may have passed while the second was awaited.
        effective_from=max(agreed, _tomorrow(now)) if agreed else _tomorrow(now),
        second_decider=decider.user,
        second_decided_at=now,
        second_reason_code=request.reason_code,
        second_reason=request.reason.strip(),
    )


def _effective_day(request: DecisionRequest, found: PriceRecommendation, now: datetime) -> date:
    day = request.effective_from or _tomorrow(now)
    if day < _tomorrow(now):
        raise InvalidDecision(f"'{found.id}' cannot take effect on {day}; the earliest day is {_tomorrow(now)}.")
    return day


def _tomorrow(now: datetime) -> date:
    return now.date() + timedelta(days=1)


def _write(
    log: DecisionLog, about: PriceRecommendation, kind: str, actor: str, at: datetime, body: dict[str, Any]
) -> None:
    record(log, at=at, kind=kind, recommendation_id=about.id, actor=actor, body=body)
