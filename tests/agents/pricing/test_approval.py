from dataclasses import replace
from datetime import date, timedelta

import pytest

from agents.pricing.approval import propose
from agents.pricing.errors import (
    AlreadyDecided,
    BelowFloor,
    ConcurrentChange,
    DecisionNotAllowed,
    InvalidDecision,
    RecommendationExpired,
    UnknownRecommendation,
)
from agents.pricing.memory import InMemoryDecisionLog
from agents.pricing.recommendation import propose_from
from agents.pricing.values import AuditRecord, Decider, Status, Verdict
from process_models.finance import Money
from tests.agents.pricing.builders import ADA, BEN, HEDY, MORNING, Desk, euro, frozen_inputs

# The Pico E in Germany costs 29,500 EUR today: 2 % more is 30,090 EUR, 3 % more 30,385 EUR.
SMALL_STEP = euro(29_900)
LARGE_STEP = euro(30_300)
OUTSIDE = euro(31_000)
BELOW_MARGIN = euro(20_000)


class RefusingLog(InMemoryDecisionLog):
    """A log to which somebody else always wrote first."""

    def append(self, record: AuditRecord) -> None:
        raise ConcurrentChange(f"record {record.sequence} does not follow the last")


def test_an_analyst_approves_a_small_step_alone() -> None:
    desk = Desk()

    approved = desk.approve(ADA)

    assert approved.status is Status.APPROVED
    assert approved.decision is not None
    assert (approved.decision.price, approved.decision.decided_by) == (desk.recommendation.point, "ada")


def test_a_decision_takes_effect_on_the_next_day_unless_a_later_one_is_named() -> None:
    next_day = Desk().approve(ADA).decision
    later = Desk().approve(ADA, effective_from=date(2027, 1, 1)).decision

    assert next_day is not None
    assert later is not None
    assert (next_day.effective_from, later.effective_from) == (date(2026, 11, 2), date(2027, 1, 1))


def test_no_decision_reaches_back() -> None:
    with pytest.raises(InvalidDecision, match="cannot take effect on 2026-11-01; the earliest day is 2026-11-02"):
        Desk().approve(ADA, effective_from=date(2026, 11, 1))


def test_an_analyst_changes_the_price_inside_the_corridor() -> None:
    changed = Desk().change(ADA, SMALL_STEP)

    assert changed.status is Status.CHANGED
    assert changed.decision is not None
    assert changed.decision.price == SMALL_STEP


@pytest.mark.parametrize(("verdict", "status"), [(Verdict.REJECT, Status.REJECTED), (Verdict.DEFER, Status.DEFERRED)])
def test_rejecting_and_deferring_name_no_price(verdict: Verdict, status: Status) -> None:
    decided = Desk().decide(verdict, ADA)

    assert decided.status is status
    assert decided.decision is not None
    assert decided.decision.price is None


def test_what_was_deferred_may_still_be_approved() -> None:
    desk = Desk()
    desk.decide(Verdict.DEFER, ADA)

    assert desk.approve(ADA).status is Status.APPROVED


@pytest.mark.parametrize("price", [LARGE_STEP, OUTSIDE])
def test_a_large_step_waits_for_a_second_person(price: Money) -> None:
    first = Desk().change(ADA, price)

    assert first.status is Status.PROPOSED
    assert first.decision is not None
    assert not first.decision.complete


def test_a_head_of_pricing_completes_what_an_analyst_began() -> None:
    desk = Desk()
    desk.change(ADA, LARGE_STEP)

    decided = desk.approve(HEDY, reason_code="strategy", reason="In line with the plan.")

    assert decided.status is Status.CHANGED
    assert decided.decision is not None
    assert (decided.decision.price, decided.decision.decided_by) == (LARGE_STEP, "ada")
    assert (decided.decision.second_decider, decided.decision.second_reason_code) == ("hedy", "strategy")


def test_nobody_is_their_own_second_person() -> None:
    desk = Desk()
    desk.change(HEDY, LARGE_STEP)

    with pytest.raises(DecisionNotAllowed, match="'hedy' has decided already"):
        desk.approve(HEDY)


def test_two_analysts_are_not_enough() -> None:
    desk = Desk()
    desk.change(ADA, LARGE_STEP)

    with pytest.raises(DecisionNotAllowed, match="one of the two deciders must be head-of-pricing"):
        desk.approve(BEN)


def test_a_second_person_with_another_price_begins_anew() -> None:
    desk = Desk()
    desk.change(ADA, LARGE_STEP)

    other = desk.change(HEDY, OUTSIDE)

    assert other.status is Status.PROPOSED
    assert other.decision is not None
    assert (other.decision.price, other.decision.decided_by, other.decision.complete) == (OUTSIDE, "hedy", False)


def test_the_second_person_may_reject() -> None:
    desk = Desk()
    desk.change(ADA, LARGE_STEP)

    assert desk.decide(Verdict.REJECT, BEN).status is Status.REJECTED


def test_the_author_of_a_large_step_is_neither_of_the_two() -> None:
    asked_by_hedy = propose_from(frozen_inputs(), created_at=MORNING, author="hedy")
    desk = Desk(recommendation=asked_by_hedy)

    with pytest.raises(DecisionNotAllowed, match="'hedy' asked for recommendation .* ask somebody else"):
        desk.change(HEDY, LARGE_STEP)


def test_an_effective_day_that_passed_while_waiting_moves_to_the_next_day() -> None:
    desk = Desk()
    desk.change(ADA, LARGE_STEP)
    desk.now += timedelta(days=5)

    decision = desk.approve(HEDY).decision

    assert decision is not None
    assert decision.effective_from == date(2026, 11, 7)


@pytest.mark.parametrize("by", [ADA, HEDY])
def test_below_the_margin_floor_nobody_decides(by: Decider) -> None:
    with pytest.raises(BelowFloor, match=r"20,000.00 EUR for 'pico-e' in DE breaks margin-floor .* nobody may"):
        Desk().change(by, BELOW_MARGIN)


def test_dearer_than_the_next_model_nobody_decides() -> None:
    with pytest.raises(BelowFloor, match="ladder-order .*below the next higher model at 34,500.00 EUR"):
        Desk().change(HEDY, euro(34_500))


@pytest.mark.parametrize(
    ("by", "message"),
    [
        (replace(ADA, roles=frozenset({"sales"})), "takes the role head-of-pricing or pricing-analyst"),
        (replace(ADA, roles=frozenset()), "takes the role"),
        (replace(ADA, markets=frozenset({"DK"})), "'ada' decides for DK, not for DE"),
        (replace(ADA, markets=frozenset()), "decides for no market"),
    ],
)
def test_without_role_or_market_nothing_is_decided(by: Decider, message: str) -> None:
    desk = Desk()

    with pytest.raises(DecisionNotAllowed, match=message):
        desk.approve(by)

    assert desk.recommendations.get(desk.recommendation.id) == desk.recommendation


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"reason_code": "because"}, "no reason code 'because'; choose one of: agrees-with-evidence"),
        ({"reason": "  ok  "}, "reason 'ok' is too short"),
        ({"reason": ""}, "too short"),
    ],
)
def test_a_decision_without_a_reason_is_refused(more: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidDecision, match=message):
        Desk().approve(ADA, **more)


def test_a_change_needs_a_price_and_an_approval_has_none() -> None:
    with pytest.raises(InvalidDecision, match="a price is given with 'change' and only there"):
        Desk().decide(Verdict.CHANGE, ADA)
    with pytest.raises(InvalidDecision, match="only there"):
        Desk().decide(Verdict.APPROVE, ADA, price=SMALL_STEP)


def test_a_price_in_another_currency_is_refused() -> None:
    with pytest.raises(InvalidDecision, match="not in EUR, the currency of DE"):
        Desk().change(ADA, Money.of("29900", "DKK"))


@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.REJECT, Verdict.DEFER])
def test_deciding_twice_is_refused(verdict: Verdict) -> None:
    desk = Desk()
    desk.approve(ADA)

    with pytest.raises(AlreadyDecided, match="is already approved by 'ada'"):
        desk.decide(verdict, BEN)


def test_the_identical_request_with_its_key_changes_nothing_the_second_time() -> None:
    desk = Desk()
    once = desk.approve(ADA, idempotency_key="k1")
    records = len(desk.log.records())

    assert desk.approve(ADA, idempotency_key="k1") == once
    assert len(desk.log.records()) == records


def test_a_key_is_not_used_for_two_decisions() -> None:
    desk = Desk()
    desk.decide(Verdict.DEFER, ADA, idempotency_key="k1")

    with pytest.raises(AlreadyDecided, match="key 'k1' was used for another decision"):
        desk.approve(ADA, idempotency_key="k1")
    with pytest.raises(AlreadyDecided, match="key 'k1'"):
        desk.decide(Verdict.DEFER, BEN, idempotency_key="k1")


def test_an_expired_recommendation_is_not_decided() -> None:
    desk = Desk()
    desk.now = desk.recommendation.expires_at

    with pytest.raises(RecommendationExpired, match="ask for a new one on today's data"):
        desk.approve(HEDY)


def test_only_the_head_of_pricing_stops() -> None:
    desk = Desk()
    desk.approve(ADA)

    with pytest.raises(DecisionNotAllowed, match="may not stop a price"):
        desk.decide(Verdict.STOP, ADA, reason_code="emergency")
    assert desk.decide(Verdict.STOP, HEDY, reason_code="emergency").status is Status.STOPPED


def test_what_was_stopped_stays_stopped() -> None:
    desk = Desk()
    desk.decide(Verdict.STOP, HEDY)

    with pytest.raises(AlreadyDecided, match="already stopped"):
        desk.approve(HEDY)


def test_an_unknown_recommendation_is_named() -> None:
    desk = Desk()
    desk.recommendation = replace(desk.recommendation, id="pr-none")

    with pytest.raises(UnknownRecommendation, match="pr-none"):
        desk.approve(ADA)


def test_proposal_and_every_decision_are_on_record_with_their_reason() -> None:
    desk = Desk()
    desk.change(ADA, LARGE_STEP)
    desk.approve(HEDY)

    assert [(entry.kind, entry.actor) for entry in desk.log.records()] == [
        ("proposed", "schedule"),
        ("decided", "ada"),
        ("decided", "hedy"),
    ]
    assert '"reason":"Agrees with what dealers say."' in desk.log.records()[-1].body


def test_a_decision_that_cannot_be_recorded_does_not_happen() -> None:
    desk = Desk()
    desk.log = RefusingLog()

    with pytest.raises(ConcurrentChange):
        desk.approve(ADA)
    assert desk.recommendations.get(desk.recommendation.id).status is Status.PROPOSED


def test_the_same_proposal_again_gives_back_where_it_stands() -> None:
    desk = Desk()
    decided = desk.approve(ADA)

    again = propose(desk.recommendation, recommendations=desk.recommendations, log=desk.log)

    assert again == decided
    assert [entry.kind for entry in desk.log.records()] == ["proposed", "decided"]


def test_another_proposal_under_the_same_id_is_refused() -> None:
    desk = Desk()
    other = replace(desk.recommendation, point=euro(29_000))

    with pytest.raises(ConcurrentChange, match="another recommendation is stored as"):
        propose(other, recommendations=desk.recommendations, log=desk.log)
