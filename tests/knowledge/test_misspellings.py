import pytest

from knowledge.misspellings import similar_names


@pytest.mark.parametrize(
    ("written", "score"),
    [
        ("cusotmer", 1 - 1 / 8),  # swapped
        ("custommer", 1 - 1 / 8),  # one too many
        ("custmer", 1 - 1 / 8),  # one too few
        ("customar", 1 - 1 / 8),  # a wrong one
    ],
)
def test_a_slip_costs_one_letter_of_the_name(written: str, score: float) -> None:
    ((key, found),) = similar_names([written], {"customer": "custom"})

    assert key == "custom"
    assert found == pytest.approx(score)


def test_long_words_may_have_two_slips() -> None:
    forms = {"anmeldebestaetigung": "key"}

    # Swapped letters and one missing; with two more swapped it is too far away.
    assert [key for key, _ in similar_names(["anmedlebestetigung"], forms)] == ["key"]
    assert similar_names(["anmedlebestetignug"], forms) == []


@pytest.mark.parametrize(
    ("written", "name"), [("older", "order"), ("kreis", "preis"), ("custom", "customers"), ("order", "order")]
)
def test_other_words_and_the_word_itself_are_no_slips(written: str, name: str) -> None:
    assert similar_names([written], {name: name}) == []


def test_in_a_short_word_letters_may_be_swapped_or_doubled() -> None:
    assert [key for key, _ in similar_names(["odrer"], {"order": "order"})] == ["order"]
    assert [key for key, _ in similar_names(["orrder"], {"order": "order"})] == ["order"]


def test_the_better_wording_counts() -> None:
    key, score = similar_names(["felgne", "felgn"], {"felgen": "felg", "felgx": "other"})[0]

    assert key == "felg"
    assert score == pytest.approx(1 - 1 / 6, abs=1e-3)
