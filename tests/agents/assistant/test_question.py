"""Questions are refused at the door, facts are read into the types of the dictionary."""

import pytest

from agents.assistant.errors import UnknownFact, UnusableQuestion
from agents.assistant.question import Question, checked_facts
from process_models.catalogue import Library


@pytest.mark.parametrize("text", ["", "   \n"])
def test_an_empty_question_says_what_to_write(text: str) -> None:
    with pytest.raises(UnusableQuestion, match="empty; write what you want to know"):
        Question(text=text)


def test_fifty_thousand_characters_are_refused_with_the_number() -> None:
    with pytest.raises(UnusableQuestion, match="50000 characters; at most 4000"):
        Question(text="x" * 50_000)


def test_facts_are_read_as_values_of_their_type(library: Library) -> None:
    facts = checked_facts({"vehicle.co2": "128", "finance.contract_signed": "true"}, library.dictionary)

    assert facts == {"finance.contract_signed": True, "vehicle.co2": 128}


def test_an_unknown_fact_names_the_nearest(library: Library) -> None:
    with pytest.raises(UnknownFact, match="vehicle.weels"):
        checked_facts({"vehicle.weels": "alloy-19"}, library.dictionary)


def test_a_value_outside_the_enumeration_lists_the_values(library: Library) -> None:
    with pytest.raises(UnknownFact, match="choose one of: petrol, diesel, phev, bev"):
        checked_facts({"vehicle.powertrain": "steam"}, library.dictionary)


@pytest.mark.parametrize("value", ["many", "NaN"])
def test_a_number_has_to_be_one(library: Library, value: str) -> None:
    with pytest.raises(UnknownFact, match="write a"):
        checked_facts({"vehicle.co2": value}, library.dictionary)
