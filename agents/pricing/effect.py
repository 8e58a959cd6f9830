"""Which prices hold, and the steps that time alone takes: expiry, coming into effect, superseding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from agents.pricing.audit import body_of, record, require_whole
from agents.pricing.canonical import decode
from agents.pricing.ports import Clock, DecisionLog, RecommendationRepository, utc_now
from agents.pricing.values import AuditRecord, Decision, EffectivePrice, PriceRecommendation, Status, Verdict

_PAGE = 100
_CLOCK = "clock"


def decided_prices(records: Iterable[AuditRecord]) -> tuple[EffectivePrice, ...]:
    """Every price that a completed decision set and nobody stopped, in the order of their days.

    They come from the whole decision log and from nothing else. Of two decisions on the same version
    of a recommendation the first counts: the second was written by somebody who had not seen it.

    Raises:
        BrokenChain: the log was tampered with; then no price is taken from it.
    """
    decided: dict[str, EffectivePrice] = {}
    seen: set[tuple[str, int]] = set()
    for entry in require_whole(records):
        if entry.kind != "decided":
            continue
        decides = (entry.recommendation_id, body_of(entry)["decides_version"])
        if decides in seen:
            continue
        seen.add(decides)
        decision = decode(Decision, body_of(entry)["decision"])
        if decision.verdict is Verdict.STOP:
            decided.pop(entry.recommendation_id, None)
        elif decision.complete and decision.price is not None and decision.effective_from is not None:
            decided[entry.recommendation_id] = _effective(entry, decision)
    return tuple(sorted(decided.values(), key=lambda price: price.effective_from))


def prices_in_effect(records: Iterable[AuditRecord], on: date) -> tuple[EffectivePrice, ...]:
    """The prices that hold on a day because a person decided them, by market, product and lever.

    A stopped decision no longer counts: the decided price before it holds again.

    Raises:
        BrokenChain: the log was tampered with; then no price is taken from it.
    """
    newest: dict[tuple[str, str, str], EffectivePrice] = {}
    for price in decided_prices(records):
        if price.effective_from <= on:
            newest[price.market, price.product, price.lever] = price
    return tuple(newest[key] for key in sorted(newest))


def advance(
    *, recommendations: RecommendationRepository, log: DecisionLog, clock: Clock = utc_now
) -> tuple[PriceRecommendation, ...]:
    """Take the steps that are due and return what moved, by id; running it again moves nothing more."""
    now = clock()
    holding = {price.recommendation_id for price in prices_in_effect(log.records(), now.date())}
    moved = []
    for found in list(_all(recommendations)):
        status = _due(found, holding, now)
        if status is not found.status:
            changed = replace(found, status=status, version=found.version + 1)
            body = {"from": found.status, "status": status, "inputs_hash": found.inputs_hash}
            record(log, at=now, kind="status", recommendation_id=found.id, actor=_CLOCK, body=body)
            recommendations.replace(changed, expected_version=found.version)
            moved.append(changed)
    return tuple(moved)


def _due(found: PriceRecommendation, holding: set[str], now: datetime) -> Status:
    if found.status in (Status.PROPOSED, Status.DEFERRED) and now >= found.expires_at:
        return Status.EXPIRED
    if found.status not in (Status.APPROVED, Status.CHANGED, Status.IN_EFFECT):
        return found.status
    if found.id in holding:
        return Status.IN_EFFECT
    effective = found.decision.effective_from if found.decision else None
    reached = effective is not None and effective <= now.date()
    return Status.SUPERSEDED if reached else found.status


def _effective(entry: AuditRecord, decision: Decision) -> EffectivePrice:
    assert decision.price is not None  # the caller looked
    assert decision.effective_from is not None
    body = body_of(entry)
    return EffectivePrice(
        market=body["market"],
        product=body["product"],
        lever=body["lever"],
        price=decision.price,
        effective_from=decision.effective_from,
        recommendation_id=entry.recommendation_id,
        decided_by=decision.second_decider or decision.decided_by,
    )


def _all(recommendations: RecommendationRepository) -> Iterator[PriceRecommendation]:
    page = list(recommendations.find(limit=_PAGE))
    while page:
        yield from page
        page = list(recommendations.find(after=page[-1].id, limit=_PAGE))
