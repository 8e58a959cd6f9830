"""An append-only chain of records: each carries the hash of the one before it.

Whoever changes, removes, adds or reorders a record breaks the chain at that place. Cutting off the
newest records is noticed only against a hash or count kept elsewhere; `verify` takes both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from agents.pricing.canonical import canonical_json, digest
from agents.pricing.errors import BrokenChain
from agents.pricing.ports import DecisionLog
from agents.pricing.values import AuditRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerdict:
    """Whether a chain is whole; if not, the first record that broke and how."""

    whole: bool
    records: int
    broken_at: int | None = None
    problem: str | None = None


def next_record(
    previous: AuditRecord | None, *, at: datetime, kind: str, recommendation_id: str, actor: str, body: dict[str, Any]
) -> AuditRecord:
    """The record that follows `previous`; `body` is written as canonical JSON."""
    unsealed = AuditRecord(
        sequence=previous.sequence + 1 if previous else 1,
        at=at,
        kind=kind,
        recommendation_id=recommendation_id,
        actor=actor,
        body=canonical_json(body),
        previous_hash=previous.hash if previous else "",
        hash="",
    )
    return replace(unsealed, hash=_seal(unsealed))


def record(
    log: DecisionLog, *, at: datetime, kind: str, recommendation_id: str, actor: str, body: dict[str, Any]
) -> AuditRecord:
    """Append what happened to the log."""
    entry = next_record(log.last(), at=at, kind=kind, recommendation_id=recommendation_id, actor=actor, body=body)
    log.append(entry)
    return entry


def verify(
    records: Iterable[AuditRecord], *, expected_last_hash: str | None = None, expected_count: int | None = None
) -> AuditVerdict:
    """Check a whole chain from its first record on; says which record broke and how."""
    previous: AuditRecord | None = None
    count = 0
    for count, entry in enumerate(records, start=1):
        problem = _problem(entry, previous, count)
        if problem:
            return AuditVerdict(whole=False, records=count, broken_at=count, problem=problem)
        previous = entry
    if expected_count is not None and count != expected_count:
        problem = f"the log holds {count} records, {expected_count} were counted; records were cut off or added."
        return AuditVerdict(whole=False, records=count, broken_at=count + 1, problem=problem)
    if expected_last_hash is not None and (previous is None or previous.hash != expected_last_hash):
        problem = "the newest record is not the one that was noted; records were cut off or written again."
        return AuditVerdict(whole=False, records=count, broken_at=count + 1, problem=problem)
    return AuditVerdict(whole=True, records=count)


def require_whole(records: Iterable[AuditRecord]) -> tuple[AuditRecord, ...]:
    """The records, if their chain is whole.

    Raises:
        BrokenChain: it is not; nothing that rests on it may be used.
    """
    chain = tuple(records)
    verdict = verify(chain)
    if not verdict.whole:
        raise BrokenChain(
            f"record {verdict.broken_at} of the decision log: {verdict.problem}"
            " No price takes effect from a broken log; restore it from the backup."
        )
    return chain


def body_of(entry: AuditRecord) -> dict[str, Any]:
    """What a record says, as plain data."""
    body: dict[str, Any] = json.loads(entry.body)
    return body


def _problem(entry: AuditRecord, previous: AuditRecord | None, position: int) -> str | None:
    if entry.sequence != position:
        return f"carries number {entry.sequence} at place {position}; a record is missing, added or moved."
    if entry.previous_hash != (previous.hash if previous else ""):
        return "does not continue the record before it; one of the two was changed or replaced."
    if _seal(entry) != entry.hash:
        return "does not match its own hash; its content was changed after it was written."
    return None


def _seal(entry: AuditRecord) -> str:
    """The hash over everything a record says except the hash itself."""
    return digest(replace(entry, hash=""))
