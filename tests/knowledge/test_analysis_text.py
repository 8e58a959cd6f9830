import csv
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.analysis_text import (
    char_grams,
    content_words,
    detect_language,
    fold,
    identify_language,
    stem,
    word_spans,
    words,
)

FAQ = Path(__file__).resolve().parents[3] / "shared" / "data" / "faq-de-en" / "faq_200327.tsv"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Was passiert, wenn der Kunde die Farbe ändert?", "de"),
        ("Kunde will andere Felgen, Slot ist bestätigt, Österreich", "de"),
        ("What happens when the vehicle is changed after the order?", "en"),
        ("wheel change after freeze", "en"),
        ("Que se passe-t-il si le client change la voiture après la commande ?", "other"),
        ("Cosa succede se il cliente cambia i cerchi?", "other"),
        ("Что произойдет, если клиент изменит заказ?", "other"),
        ("SlotConfirmed", "undecided"),
        ("", "undecided"),
        ("1234", "undecided"),
    ],
)
def test_the_language_of_a_question_is_recognised(question: str, language: str) -> None:
    assert detect_language(question) == language


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Que se passe-t-il si le client change la voiture après la commande ?", "fr"),
        ("Cosa succede se il cliente cambia i cerchi?", "it"),
        ("Vad händer om kunden byter fälgar?", "sv"),
        ("¿Qué pasa si el cliente cambia el color después del pedido?", "es"),
        ("Co się stanie, jeśli klient zmieni kolor po zamówieniu?", "pl"),
        ("Что произойдет?", "ru"),
        ("Τι γίνεται αν αλλάξει η παραγγελία;", "el"),
        ("注文を変更するとどうなりますか", "ja"),
    ],
)
def test_a_third_language_is_named(question: str, code: str) -> None:
    assert identify_language(question) == code


def test_german_and_english_questions_of_strangers_are_almost_never_mistaken() -> None:
    if not FAQ.exists():
        pytest.skip("the FAQ data is not on this machine")
    csv.field_size_limit(sys.maxsize)
    with FAQ.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["lang"] in ("de", "en")]
    verdicts = Counter(detect_language(row["question"]) == row["lang"] for row in rows)

    assert verdicts[True] / len(rows) >= 0.99


def test_umlauts_may_be_written_without_them() -> None:
    assert fold("Größe") == fold("Groesse") == "groesse"
    assert fold("Crème brûlée") == "creme brulee"


def test_inflections_share_a_stem() -> None:
    assert len(set(stem(["Räder".lower(), "raeder", "rades"], "de"))) == 1
    assert len(set(stem(["orders", "ordered", "ordering"], "en"))) == 1


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert stem(["samochody"], "pl") == ["samochody"]


def test_words_keep_contractions_and_drop_punctuation() -> None:
    assert words("Don’t touch CO2 – 14 Tage!") == ["don't", "touch", "co2", "14", "tage"]


def test_function_words_are_dropped_unless_nothing_else_is_there() -> None:
    assert content_words("Was ist der Auftrag?", "de") == ["auftrag"]
    assert content_words("Was ist das?", "de") == ["was", "ist", "das"]


def test_compounds_share_grams_with_their_parts() -> None:
    assert set(char_grams(["felge"])) & set(char_grams(["leichtmetallfelge"])) == {"felg", "elge", "lge_"}


@given(st.text())
def test_word_spans_lie_in_the_text_in_order(text: str) -> None:
    spans = word_spans(text)

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=12))
def test_every_gram_is_a_piece_of_its_marked_word(word: str) -> None:
    assert all(gram in f"_{fold(word)}_" for gram in char_grams([word]))
