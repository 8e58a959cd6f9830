"""What every store of price recommendations and every decision log promises.

Inherit from a class and give the fixture: an empty adapter for each test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from agents.pricing.audit import next_record, verify
from agents.pricing.errors import ConcurrentChange, UnknownRecommendation
from agents.pricing.ports import DecisionLog, RecommendationRepository
from agents.pricing.recommendation import recommend
from agents.pricing.reference import AS_OF, load
from agents.pricing.values import AuditRecord, Decision, PriceRecommendation, Status, Verdict

_MORNING = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def a_recommendation(product: str = "pico-e", market: str = "DE") -> PriceRecommendation:
    """A real recommendation on the reference data."""
    return recommend(load(), product, market, AS_OF, clock=lambda: _MORNING)


class RecommendationRepositoryContract:
    """Give a fixture `recommendations` with an empty repository."""

    def test_what_was_added_is_read_back_with_every_field(self, recommendations: RecommendationRepository) -> None:
        added = a_recommendation()

        recommendations.add(added)

        assert recommendations.get(added.id) == added

    def test_adding_the_identical_recommendation_again_changes_nothing(
        self, recommendations: RecommendationRepository
    ) -> None:
        recommendations.add(a_recommendation())
        recommendations.add(a_recommendation())

        assert len(recommendations.find()) == 1

    def test_another_recommendation_under_the_same_id_is_refused(
        self, recommendations: RecommendationRepository
    ) -> None:
        first = a_recommendation()
        recommendations.add(first)

        with pytest.raises(ConcurrentChange, match=first.id):
            recommendations.add(replace(first, author="somebody else"))

    def test_an_unknown_id_is_named(self, recommendations: RecommendationRepository) -> None:
        with pytest.raises(UnknownRecommendation, match="no recommendation 'pr-nowhere'"):
            recommendations.get("pr-nowhere")

    def test_found_are_those_that_match_in_the_order_of_their_ids(
        self, recommendations: RecommendationRepository
    ) -> None:
        stored = [
            a_recommendation("pico-e", "DE"),
            a_recommendation("aurion-s3", "DE"),
            a_recommendation("pico-e", "DK"),
        ]
        for recommendation in stored:
            recommendations.add(recommendation)

        german = [found.id for found in recommendations.find(market="DE", status=Status.PROPOSED)]

        assert german == sorted(found.id for found in stored if found.market == "DE")
        assert [found.market for found in recommendations.find(product="pico-e")] == ["DE", "DK"]
        assert recommendations.find(status=Status.APPROVED) == []

    def test_pages_follow_each_other_without_gap_or_repetition(self, recommendations: RecommendationRepository) -> None:
        for product in ("pico-e", "pico-cross", "aurion-s3"):
            recommendations.add(a_recommendation(product))

        first = recommendations.find(limit=2)
        second = recommendations.find(after=first[-1].id, limit=2)

        assert [found.id for found in (*first, *second)] == [found.id for found in recommendations.find()]
        assert (len(first), len(second)) == (2, 1)

    def test_a_newer_state_replaces_the_expected_version(self, recommendations: RecommendationRepository) -> None:
        stored = a_recommendation()
        recommendations.add(stored)
        decided = replace(stored, status=Status.REJECTED, version=2, decision=_rejection())

        recommendations.replace(decided, expected_version=1)

        assert recommendations.get(stored.id) == decided

    def test_a_state_that_somebody_else_has_overtaken_is_refused(
        self, recommendations: RecommendationRepository
    ) -> None:
        stored = a_recommendation()
        recommendations.add(stored)
        recommendations.replace(replace(stored, version=2), expected_version=1)

        with pytest.raises(ConcurrentChange, match="version 2, not 1"):
            recommendations.replace(replace(stored, version=2), expected_version=1)


class DecisionLogContract:
    """Give a fixture `log` with an empty log."""

    def test_an_empty_log_has_no_last_record(self, log: DecisionLog) -> None:
        assert log.last() is None
        assert list(log.records()) == []

    def test_records_are_read_back_in_sequence_and_whole(self, log: DecisionLog) -> None:
        written = _chain("pr-a", "pr-b", "pr-a")
        for record in written:
            log.append(record)

        assert list(log.records()) == written
        assert log.last() == written[-1]
        assert verify(log.records()).whole

    def test_records_of_one_recommendation_keep_their_sequence(self, log: DecisionLog) -> None:
        for record in _chain("pr-a", "pr-b", "pr-a"):
            log.append(record)

        assert [record.sequence for record in log.records("pr-a")] == [1, 3]

    @pytest.mark.parametrize(
        "spoil",
        [
            pytest.param(lambda record: replace(record, sequence=2), id="number already taken"),
            pytest.param(lambda record: replace(record, sequence=4), id="number skipped"),
            pytest.param(lambda record: replace(record, previous_hash="0" * 64), id="other predecessor"),
        ],
    )
    def test_a_record_that_does_not_follow_the_last_is_refused(
        self, log: DecisionLog, spoil: Callable[[AuditRecord], AuditRecord]
    ) -> None:
        first, second, third = _chain("pr-a", "pr-b", "pr-a")
        log.append(first)
        log.append(second)

        with pytest.raises(ConcurrentChange, match="does not follow record 2"):
            log.append(spoil(third))

        assert log.last() == second


def _chain(*recommendation_ids: str) -> list[AuditRecord]:
    chain: list[AuditRecord] = []
    for recommendation_id in recommendation_ids:
        chain.append(
            next_record(
                chain[-1] if chain else None,
                at=_MORNING,
                kind="status",
                recommendation_id=recommendation_id,
                actor="clock",
                body={"text": "Änderung", "amount": 1},
            )
        )
    return chain


def _rejection() -> Decision:
    return Decision(
        verdict=Verdict.REJECT,
        price=None,
        decided_by="ada",
        decided_as="pricing-analyst",
        decided_at=_MORNING,
        reason_code="timing",
        reason="The campaign ends this week.",
        complete=True,
    )
