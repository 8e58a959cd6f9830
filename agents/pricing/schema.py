"""A recommendation as JSON: the form people and programs are shown, and the form it is stored in."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from agents.pricing.canonical import canonical_json, decode, encode
from agents.pricing.values import PriceRecommendation
from process_models.finance import Money


def to_json(recommendation: PriceRecommendation) -> dict[str, Any]:
    """The recommendation as plain data: what `prices show` prints.

    Amounts are whole minor units of `currency`; shares and slacks are decimals as text.
    """
    return {
        "id": recommendation.id,
        "status": recommendation.status.value,
        "market": recommendation.market,
        "product": recommendation.product,
        "lever": recommendation.lever,
        "current": recommendation.current.minor,
        "range": {"low": recommendation.low.minor, "high": recommendation.high.minor},
        "point": recommendation.point.minor,
        "currency": recommendation.current.currency,
        "reasons": encode(recommendation.reasons),
        "reasons_against": encode(recommendation.reasons_against),
        "guardrails": [{**encode(rail), "holds": rail.holds} for rail in recommendation.guardrails],
        "waterfall": [_step(step.name, step.kind, step.amount) for step in recommendation.waterfall],
        "inputs_hash": recommendation.inputs_hash,
        "model_version": recommendation.model_version,
        "expires_at": recommendation.expires_at.isoformat(),
        "decision": encode(recommendation.decision),
        "brand": recommendation.brand,
        "author": recommendation.author,
        "created_at": recommendation.created_at.isoformat(),
        "as_of": recommendation.snapshot.as_of.isoformat(),
        "version": recommendation.version,
        "residual_echo": encode(recommendation.residual_echo),
        "demand": _demand(recommendation),
        "needs_second_decider": list(recommendation.needs_second_decider),
        "offers_refused": list(recommendation.snapshot.offers_refused),
    }


def dump(recommendation: PriceRecommendation) -> str:
    """The whole recommendation, snapshot included, as canonical JSON; `load` reads it back."""
    return canonical_json(recommendation)


def load(text: str) -> PriceRecommendation:
    """The recommendation that `dump` had written."""
    return decode(PriceRecommendation, json.loads(text))


def proposal_json(recommendation: PriceRecommendation) -> str:
    """The part that never changes, as canonical JSON: without status, decision and version."""
    data = encode(recommendation)
    for moving in ("status", "decision", "version"):
        del data[moving]
    return canonical_json(data)


def proposal_digest(recommendation: PriceRecommendation) -> str:
    """SHA-256 over the part that never changes; it stands in the first record about a recommendation."""
    return hashlib.sha256(proposal_json(recommendation).encode()).hexdigest()


def _step(name: str, kind: str, amount: Money) -> dict[str, Any]:
    return {"name": name, "kind": kind, "amount": amount.minor}


def _demand(recommendation: PriceRecommendation) -> dict[str, Any]:
    return {
        "grade": recommendation.demand_grade,
        "identified": recommendation.elasticity is not None,
        "elasticity": encode(recommendation.elasticity),
        "low": encode(recommendation.elasticity_low),
        "high": encode(recommendation.elasticity_high),
    }
