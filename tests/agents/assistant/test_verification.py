"""Nothing leaves that cannot be read again."""

from dataclasses import replace

import pytest

from agents.assistant.answer import Answer, Claim, ClaimKind, EvidenceKind
from agents.assistant.assistant import Assistant, Question
from agents.assistant.errors import UnknownEvidence, UnprovenClaim
from agents.assistant.verification import Verification
from knowledge.library import KnowledgeBase
from process_models.catalogue import Library

WHEELS = Question(text="Was passiert, wenn der Kunde andere Felgen will?", market="AT", position="SlotConfirmed")


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.answer(WHEELS)


@pytest.fixture(scope="module")
def verification(library: Library, knowledge: KnowledgeBase) -> Verification:
    return Verification(library, knowledge)


@pytest.mark.parametrize("kind", list(EvidenceKind))
def test_evidence_of_every_kind_holds_and_its_forgery_does_not(
    answer: Answer, verification: Verification, kind: EvidenceKind
) -> None:
    found = next(each for each in answer.evidence.values() if each.kind is kind)

    assert verification.holds(found)
    assert not verification.holds(replace(found, quote=f"{found.quote} not"))
    assert not verification.holds(replace(found, ref=f"{found.ref}x"))


def test_a_path_with_a_step_left_out_does_not_hold(answer: Answer, verification: Verification) -> None:
    long = next(
        each for each in answer.evidence.values() if each.kind is EvidenceKind.PATH and each.quote.count(" > ") > 2
    )
    steps = long.quote.split(" > ")

    assert not verification.holds(replace(long, quote=" > ".join((steps[0], *steps[2:]))))


def test_an_answer_with_forged_evidence_is_held_back(answer: Answer, verification: Verification) -> None:
    rule = next(each for each in answer.evidence.values() if each.kind is EvidenceKind.DECISION_RULE)
    forged = Claim(text="Free.", kind=ClaimKind.DECISION, evidence=(replace(rule, quote="Everything is free."),))

    with pytest.raises(UnprovenClaim, match="does not say 'Everything is free.'"):
        verification.check(replace(answer, claims=(*answer.claims, forged)))


def test_a_sentence_that_no_claim_says_is_held_back(answer: Answer, verification: Verification) -> None:
    with pytest.raises(UnprovenClaim, match="no claim says 'It is free.'"):
        verification.check(replace(answer, text=f"{answer.text}\nIt is free."))


def test_evidence_given_out_can_be_asked_for(assistant: Assistant, answer: Answer) -> None:
    id, evidence = next(iter(answer.evidence.items()))

    assert assistant.evidence(id) == evidence
    with pytest.raises(UnknownEvidence, match="no evidence 'ev:000000000000'"):
        assistant.evidence("ev:000000000000")
