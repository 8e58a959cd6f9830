"""What a language model may and may not do to a computed sentence."""

import pytest

from agents.assistant.answer import Claim, ClaimKind, Evidence, EvidenceKind
from agents.llm.checking import is_faithful, worded
from agents.llm.scripted import ScriptedModel

FEE = "Fee: 250 EUR net, on top of the price of the change itself."
CLAIM = Claim(
    text=FEE,
    kind=ClaimKind.PARAMETER,
    evidence=(Evidence(kind=EvidenceKind.PARAMETER, ref="r", quote="q", source="s", version="1"),),
)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("On top of the price of the change itself there is a fee of 250 EUR net.", True),
        ("On top of the price of the change itself there is a fee of 260 EUR net.", False),
        ("On top of the price of the change itself there is a fee of 250 DKK net.", False),
        ("There is no fee of 250 EUR net on top of the price of the change itself.", False),
        ("The colour of the seats is lovely, 250 EUR.", False),
        ("", False),
    ],
)
def test_figures_codes_negation_and_words_are_kept(said: str, kept: bool) -> None:
    assert is_faithful(FEE, said, "en") is kept


def test_a_name_in_quotes_has_to_come_back() -> None:
    assert not is_faithful("Next step: “Record the change”.", "The next step is to record it.", "en")


def test_an_unfaithful_sentence_is_replaced_by_the_computed_one() -> None:
    model = ScriptedModel(said={FEE: "It is free."})

    told, claims = worded(model, [FEE], (CLAIM,), "en")

    assert told == [FEE]
    assert claims == (CLAIM,)


def test_a_faithful_sentence_is_taken_over_into_the_claim() -> None:
    better = "On top of the price of the change itself there is a fee of 250 EUR net."

    told, claims = worded(ScriptedModel(said={FEE: better}), [FEE], (CLAIM,), "en")

    assert told == [better]
    assert claims[0].text == better
