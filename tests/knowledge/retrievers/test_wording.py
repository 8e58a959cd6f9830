import pytest

from knowledge.glossary import Glossary, GlossaryEntry
from knowledge.retrievers.wording import Way, worded

GLOSSARY = Glossary(
    [
        GlossaryEntry(id="wheels", terms={"de": ("Felge", "Räder"), "en": ("wheel", "rim")}),
        GlossaryEntry(id="fee", terms={"de": ("Gebühr",)}),
    ]
)


def test_without_a_glossary_a_question_in_its_own_language_stands_as_it_is() -> None:
    assert worded("Was kostet die Felge?", "de", None) == ((Way("Was kostet die Felge?", 1),),)


def test_in_another_language_only_what_may_be_shared_is_kept() -> None:
    assert worded("Was kostet der Macan in Wien?", "en", None) == ((Way("kostet macan wien", 1),),)


def test_what_the_glossary_knows_gets_its_names_in_the_other_language() -> None:
    parts = worded("Was kostet die Felge in Wien?", "en", GLOSSARY)

    assert parts == ((Way("kostet wien", 1),), (Way("wheel", 1), Way("rim", 1)))


def test_a_thing_without_a_name_in_the_other_language_keeps_the_one_it_has() -> None:
    assert (Way("Gebühr", 1),) in worded("Wie hoch ist die Gebühr?", "en", GLOSSARY)


def test_synonyms_stand_behind_the_word_of_the_question() -> None:
    ways = worded("Was kosten die Felgen?", "de", GLOSSARY)[1]

    assert ways[0] == Way("Felgen", 1)
    assert {way.text: way.weight for way in ways[1:]} == pytest.approx({"Felge": 0.7, "Räder": 0.7})


def test_function_words_around_a_name_are_no_part_of_their_own() -> None:
    assert [way.text for part in worded("Was ist das für eine Felge?", "en", GLOSSARY) for way in part] == [
        "wheel",
        "rim",
    ]
