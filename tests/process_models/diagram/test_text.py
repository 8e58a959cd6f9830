from hypothesis import given
from hypothesis import strategies as st

from process_models.diagram.text import longest_word, text_width, wrap


def test_words_stay_whole_where_they_fit() -> None:
    assert wrap("Bonität des Kunden prüfen", 80) == ("Bonität des", "Kunden", "prüfen")


def test_a_word_too_long_is_broken_at_a_syllable_with_a_hyphen() -> None:
    lines = wrap("Fahrzeugidentifizierungsnummer", 100)

    assert all(line.endswith("-") for line in lines[:-1])
    assert all(text_width(line) <= 100 for line in lines)
    assert "".join(line.rstrip("-") for line in lines) == "Fahrzeugidentifizierungsnummer"


def test_a_hyphen_in_the_text_is_a_place_to_break() -> None:
    assert wrap("Kfz-Zulassung", 70) == ("Kfz-", "Zulassung")


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = wrap("one two three four five six", 50, max_lines=2)

    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_nothing_has_no_lines_and_no_width() -> None:
    assert wrap("  ", 50) == ()
    assert longest_word("") == 0


@given(st.text(alphabet="abcdeimwÄß -/", max_size=60), st.integers(40, 200))
def test_no_letter_is_lost_and_lines_keep_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)

    kept = [letter for letter in "".join(lines) if letter not in " -"]
    assert kept == [letter for letter in text if letter not in " -"]
    assert all(text_width(line) <= width for line in lines)
