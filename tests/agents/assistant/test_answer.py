"""An answer as a value: no claim without evidence, ids by content, whole days, the public shape."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agents.assistant.answer import Answer, Claim, ClaimKind, Evidence, EvidenceKind, days, to_json
from agents.assistant.errors import UnprovenClaim
from process_models.elements import DurationInterval

EVIDENCE = Evidence(
    kind=EvidenceKind.ELEMENT, ref="sales#Activity_Ask", quote="Ask", source="library/AT", version="1.0.0"
)


def test_a_claim_without_evidence_cannot_be_made() -> None:
    with pytest.raises(UnprovenClaim, match="has no evidence"):
        Claim(text="Yes.", kind=ClaimKind.GRAPH, evidence=())


def test_a_claim_without_words_cannot_be_made() -> None:
    with pytest.raises(UnprovenClaim, match="without words"):
        Claim(text="  ", kind=ClaimKind.GRAPH, evidence=(EVIDENCE,))


def test_evidence_with_another_quote_has_another_id() -> None:
    assert replace(EVIDENCE, quote="Ask again").id != EVIDENCE.id
    assert replace(EVIDENCE).id == EVIDENCE.id


def test_an_evidence_id_is_twelve_hexadecimal_digits() -> None:
    mark, _, digits = EVIDENCE.id.partition(":")

    assert mark == "ev"
    assert len(digits) == 12
    assert int(digits, 16) >= 0


def test_the_least_days_are_rounded_down_and_the_others_up() -> None:
    interval = DurationInterval(
        minimum=timedelta(hours=30), typical=timedelta(hours=49), maximum=timedelta(days=8, minutes=1)
    )

    assert days(interval) == {"min": 1, "typical": 3, "max": 9}


def test_the_public_shape_has_every_key_others_rely_on() -> None:
    answer = Answer(
        question="?", language="en", kind="definition", text="Yes.",
        claims=(Claim(text="Yes.", kind=ClaimKind.GRAPH, evidence=(EVIDENCE,)),),
    )  # fmt: skip

    shape = to_json(answer)

    assert set(shape) >= {
        "id", "question", "language", "kind", "understood", "text", "claims", "evidence", "permission", "approver",
        "fee", "alternatives", "amounts", "delay_days", "affected", "unaffected", "certain", "rankers",
        "open_questions", "refused", "refusal_reason", "follow_ups",
    }  # fmt: skip
    assert shape["claims"] == [{"text": "Yes.", "kind": "graph", "evidence": [EVIDENCE.id]}]
    assert shape["evidence"] == {
        EVIDENCE.id: {
            "kind": "element", "ref": "sales#Activity_Ask", "quote": "Ask", "source": "library/AT", "version": "1.0.0",
        }
    }  # fmt: skip
