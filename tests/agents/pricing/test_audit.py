from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.pricing.audit import body_of, next_record, record, require_whole, verify
from agents.pricing.errors import BrokenChain
from agents.pricing.memory import InMemoryDecisionLog
from agents.pricing.values import AuditRecord

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
LENGTH = 6


def a_chain(length: int = LENGTH) -> list[AuditRecord]:
    log = InMemoryDecisionLog()
    for number in range(length):
        record(
            log,
            at=NOON + timedelta(minutes=number),
            kind="decided",
            recommendation_id=f"pr-{number % 2}",
            actor="ada",
            body={"price": number},
        )
    return list(log.records())


def test_an_untouched_chain_is_whole() -> None:
    verdict = verify(a_chain())

    assert (verdict.whole, verdict.records, verdict.broken_at) == (True, LENGTH, None)


def test_an_empty_chain_is_whole() -> None:
    assert verify([]).whole


fields_to_spoil = st.sampled_from(
    [
        ("sequence", lambda entry: entry.sequence + 1),
        ("at", lambda entry: entry.at + timedelta(seconds=1)),
        ("kind", lambda entry: entry.kind + "x"),
        ("recommendation_id", lambda entry: entry.recommendation_id + "x"),
        ("actor", lambda entry: "mallory"),
        ("body", lambda entry: entry.body.replace("price", "preis")),
        ("previous_hash", lambda entry: "0" * 64),
        ("hash", lambda entry: "0" * 64),
    ]
)


@given(at=st.integers(0, LENGTH - 1), spoil=fields_to_spoil)
def test_any_change_of_any_record_is_found_where_it_was_made(at: int, spoil: tuple[str, object]) -> None:
    name, new_value = spoil
    chain = a_chain()
    assert callable(new_value)
    chain[at] = replace(chain[at], **{name: new_value(chain[at])})

    verdict = verify(chain)

    assert not verdict.whole
    assert verdict.broken_at == at + 1
    assert verdict.problem


@given(at=st.integers(0, LENGTH - 2))
def test_a_change_sealed_anew_breaks_the_record_after_it(at: int) -> None:
    chain = a_chain()
    chain[at] = next_record(
        chain[at - 1] if at else None,
        at=chain[at].at,
        kind="decided",
        recommendation_id=chain[at].recommendation_id,
        actor="mallory",
        body={"price": -1},
    )

    assert verify(chain).broken_at == at + 2


@given(at=st.integers(0, LENGTH - 2))
def test_a_record_taken_out_is_missed(at: int) -> None:
    chain = a_chain()
    del chain[at]

    assert verify(chain).broken_at == at + 1


@given(at=st.integers(0, LENGTH - 2))
def test_two_records_changing_places_are_noticed(at: int) -> None:
    chain = a_chain()
    chain[at], chain[at + 1] = chain[at + 1], chain[at]

    assert verify(chain).broken_at == at + 1


def test_records_cut_off_at_the_end_are_missed_against_a_noted_count_or_hash() -> None:
    chain = a_chain()
    shortened = chain[:-1]

    assert verify(shortened).whole
    assert verify(shortened, expected_count=LENGTH).broken_at == LENGTH
    assert "cut off" in (verify(shortened, expected_last_hash=chain[-1].hash).problem or "")


def test_whoever_needs_a_whole_chain_is_refused_a_broken_one() -> None:
    chain = a_chain()
    chain[2] = replace(chain[2], actor="mallory")

    with pytest.raises(BrokenChain, match="record 3 of the decision log: does not match its own hash"):
        require_whole(chain)


def test_a_record_says_what_was_written() -> None:
    assert body_of(a_chain()[3]) == {"price": 3}
