from math import log

import pytest

from knowledge.glossary import Glossary, GlossaryEntry
from knowledge.retrievers.entries import Entry
from knowledge.retrievers.words import TermIndex, WordSegment
from knowledge.scope import Scope


def entries(language: str, *texts: str) -> list[Entry]:
    return [Entry(id=str(number), text=text, scope=Scope(language=language)) for number, text in enumerate(texts)]


def bm25(tf: int, length: int, mean_length: float, df: int, size: int) -> float:
    """Lucene's BM25 with k1 1.5 and b 0.75, written out."""
    return log(1 + (size - df + 0.5) / (df + 0.5)) * tf / (tf + 1.5 * (1 - 0.75 + 0.75 * length / mean_length))


def test_the_score_is_bm25() -> None:
    index = TermIndex([["wheel", "order"], ["wheel", "wheel", "fee", "tax"], ["tax"]])

    scores = index.score(["wheel", "fee"])

    assert scores == pytest.approx(
        [
            bm25(1, 2, 7 / 3, 2, 3),
            bm25(2, 4, 7 / 3, 2, 3) + bm25(1, 4, 7 / 3, 1, 3),
            0,
        ],
        rel=1e-5,
    )


def test_unknown_terms_and_an_empty_index_score_nothing() -> None:
    assert list(TermIndex([["a"]]).score(["b"])) == [0]
    assert list(TermIndex([]).score(["b"])) == []
    assert list(TermIndex([[], []]).score(["b"])) == [0, 0]


def test_inflected_words_are_found() -> None:
    segment = WordSegment(entries("de", "Die Räder werden geliefert.", "Die Steuer fällt an."))

    scores = segment.score_words("Lieferung des Rades")

    assert scores[0] > 0
    assert scores[1] == 0


def test_grams_find_a_word_inside_a_compound() -> None:
    segment = WordSegment(entries("de", "Leichtmetallfelgen kosten mehr.", "Die Steuer fällt an."))

    assert segment.score_words("Felge")[0] == 0
    assert segment.score_grams("Felge")[0] > segment.score_grams("Felge")[1]


def test_every_entry_is_stemmed_in_its_own_language() -> None:
    mixed = [
        Entry(id="de", text="Die Bestellungen", scope=Scope(language="de")),
        Entry(id="en", text="the orders", scope=Scope(language="en")),
    ]
    segment = WordSegment(mixed)

    assert segment.score_words("Bestellung")[0] > 0
    assert segment.score_words("order")[1] > 0


def test_a_glossary_bridges_the_languages() -> None:
    texts = entries("en", "The rim is changed.", "The tax is due.")
    glossary = Glossary([GlossaryEntry(id="wheels", terms={"de": ("Felge",), "en": ("wheel", "rim")})])
    question = "Was ist mit den Felgen?"

    assert WordSegment(texts).score_words(question)[0] == 0
    assert WordSegment(texts, glossary).score_words(question)[0] > 0


def test_coverage_is_the_weighted_share_of_the_question() -> None:
    segment = WordSegment(entries("en", "wheel fee", "wheel tax", "wheel"))
    common = log(1 + 0.5 / 3.5)
    rare = log(1 + 2.5 / 1.5)

    assert segment.coverage("wheel fee", "the fee", "en") == pytest.approx(rare / (rare + common))
    assert segment.coverage("wheel fee", "a wheel and a fee", "en") == pytest.approx(1)
    assert segment.coverage("weather", "wheel", "en") == 0


def test_a_compound_is_covered_as_far_as_its_parts_are() -> None:
    segment = WordSegment(entries("de", "Der Wechsel der Felgen.", "Die Leichtmetallfelge."))

    # The stems "felg" and "wechsel" are 11 of the 13 letters of "felgenwechsel".
    assert segment.coverage("Felgenwechsel", "der Wechsel der Felgen", "de") == pytest.approx(11 / 13)
    assert segment.coverage("Felge", "die Leichtmetallfelge", "de") == 1
    assert segment.coverage("Felgenwechsel", "die Steuer", "de") == 0


def test_many_synonyms_do_not_outweigh_a_word() -> None:
    texts = entries("en", "The rim and the wheel and the alloy.", "The rim is taxed.", "The rim is blue.")
    glossary = Glossary(
        [
            GlossaryEntry(id="wheels", terms={"de": ("Felge",), "en": ("wheel", "rim", "alloy")}),
            GlossaryEntry(id="tax", terms={"de": ("Steuer",), "en": ("tax",)}),
        ]
    )

    scores = WordSegment(texts, glossary).score_words("Wie hoch ist die Steuer auf die Felge?")

    assert scores[1] == max(scores)
