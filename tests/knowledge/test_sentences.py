import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Das gilt z. B. für Felgen.",
        "Die Frist endet am 31. Dezember 2026.",
        "Siehe Nr. 5 des Vertrags.",
        "Dr. Meier prüft den Auftrag.",
        "It costs 3.5 EUR, i.e. little.",
        "See Fig. 2 of the handbook.",
        "Das Werk liefert ggf. später.",
        "Er gilt seit dem 3. Okt. 2026.",
        "Vorher ... und nachher.",
    ],
)
def test_a_stop_that_ends_nothing_does_not_cut(text: str) -> None:
    assert sentences(text) == [text]


def test_stops_questions_and_exclamations_end_sentences() -> None:
    assert sentences("Geht das? Ja! Es geht. Gut") == ["Geht das?", "Ja!", "Es geht.", "Gut"]


def test_a_closing_quote_belongs_to_its_sentence() -> None:
    assert sentences('"It works." He left.') == ['"It works."', "He left."]


def test_a_letter_that_names_a_thing_may_end_a_sentence() -> None:
    assert sentences("The car comes from plant B. It ships later.") == [
        "The car comes from plant B.",
        "It ships later.",
    ]


def test_a_year_may_end_a_sentence() -> None:
    assert sentences("Das war 2025. Danach galt es nicht.") == ["Das war 2025.", "Danach galt es nicht."]


def test_a_blank_line_ends_a_sentence_without_a_stop() -> None:
    assert sentences("Überschrift\n\nEin Satz") == ["Überschrift", "Ein Satz"]


def test_a_sentence_may_run_over_a_line_break() -> None:
    assert sentences("Ein Satz über\nzwei Zeilen. Noch einer.") == ["Ein Satz über\nzwei Zeilen.", "Noch einer."]


def test_no_text_has_no_sentences() -> None:
    assert sentences("") == []
    assert sentences(" \n\n ") == []


@given(st.text(alphabet=st.sampled_from('aB1 .!?\n"ß'), max_size=60))
def test_sentences_never_overlap_and_lose_nothing_but_white_space(text: str) -> None:
    spans = list(sentence_spans(text))

    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
