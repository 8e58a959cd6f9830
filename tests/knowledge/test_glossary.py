from pathlib import Path

import pytest

from knowledge.errors import InvalidGlossary
from knowledge.glossary import Glossary, GlossaryEntry, load_glossary

WHEELS = GlossaryEntry(
    id="wheels",
    terms={"de": ("Felge", "Räder", "Felgengröße"), "en": ("wheel", "rim", "wheel size")},
    means=("vehicle.wheels",),
    kind="attribute",
)
INVOICE = GlossaryEntry(id="invoice", terms={"de": ("Rechnung",), "en": ("invoice",)})
FINAL_INVOICE = GlossaryEntry(id="final-invoice", terms={"de": ("Schlussrechnung",), "en": ("final invoice",)})
CUSTOMER = GlossaryEntry(id="customer", terms={"de": ("Kunde",), "en": ("customer", "client")})
ORDER = GlossaryEntry(id="order", terms={"de": ("Auftrag", "Bestellung"), "en": ("order",)})


@pytest.fixture
def glossary() -> Glossary:
    return Glossary([WHEELS, INVOICE, FINAL_INVOICE, CUSTOMER, ORDER])


def named(glossary: Glossary, text: str, language: str | None = None) -> list[tuple[str, str, str]]:
    return [(match.entry.id, match.text, match.kind) for match in glossary.find(text, language)]


def test_names_are_found_in_any_inflection_with_their_place(glossary: Glossary) -> None:
    text = "Die Kunden wollen andere Felgen."

    matches = glossary.find(text, "de")

    assert [(match.entry.id, match.start, match.end, match.score) for match in matches] == [
        ("customer", 4, 10, 1.0),
        ("wheels", 25, 31, 1.0),
    ]
    assert all(text[match.start : match.end] == match.text for match in matches)
    assert matches[1].means == ("vehicle.wheels",)


def test_the_longest_name_wins(glossary: Glossary) -> None:
    assert named(glossary, "the final invoice", "en") == [("final-invoice", "final invoice", "exact")]


def test_umlauts_may_be_missing(glossary: Glossary) -> None:
    assert named(glossary, "welche Felgengroesse?", "de") == [("wheels", "Felgengroesse", "exact")]


def test_a_compound_is_recognised_by_its_part_with_a_lower_score(glossary: Glossary) -> None:
    match = glossary.find("neue Leichtmetallfelgen", "de")[0]

    assert (match.entry.id, match.text, match.kind) == ("wheels", "Leichtmetallfelgen", "compound")
    assert match.score < 1


def test_misspelt_names_are_found_with_a_lower_score(glossary: Glossary) -> None:
    assert named(glossary, "die Schlusrechnung", "de") == [("final-invoice", "Schlusrechnung", "fuzzy")]
    assert named(glossary, "the cusotmer", "en") == [("customer", "cusotmer", "fuzzy")]
    assert glossary.find("the cusotmer", "en")[0].score == pytest.approx(1 - 1 / 8)


@pytest.mark.parametrize("text", ["an older car", "a clear view", "gerade eben", "der Hund bellt"])
def test_other_words_are_not_taken_for_misspelt_names(glossary: Glossary, text: str) -> None:
    assert glossary.find(text) == ()


def test_without_a_language_both_are_tried(glossary: Glossary) -> None:
    assert [match.language for match in glossary.find("Kunde, invoice")] == ["de", "en"]


def test_a_name_of_two_entries_gives_both() -> None:
    glossary = Glossary(
        [
            GlossaryEntry(id="handover-activity", terms={"de": ("Übergabe",)}),
            GlossaryEntry(id="handover-state", terms={"de": ("Übergabe",)}),
        ]
    )

    assert [match.entry.id for match in glossary.find("nach der Übergabe")] == ["handover-activity", "handover-state"]


def test_names_are_translated_for_texts_in_the_other_language(glossary: Glossary) -> None:
    assert glossary.translations("Felgen des Kunden", source="de", target="en") == (
        "wheel", "rim", "wheel size", "customer", "client",
    )  # fmt: skip


def test_an_empty_glossary_finds_nothing() -> None:
    assert Glossary().find("Felgen") == ()


def test_a_label_falls_back_to_the_other_language() -> None:
    assert GlossaryEntry(id="x", terms={"en": ("slot",)}).label("de") == "slot"


def test_a_glossary_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "glossary.yaml"
    file.write_text(
        "entries:\n- id: wheels\n  de: [Felge]\n  en: wheel\n  means: [vehicle.wheels]\n  kind: attribute\n", "utf-8"
    )

    glossary = load_glossary(file)

    assert glossary.entry("wheels") == GlossaryEntry(
        id="wheels", terms={"de": ("Felge",), "en": ("wheel",)}, means=("vehicle.wheels",), kind="attribute"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("entries:\n- de: [Felge]\n", "entry 1 has no id"),
        ("entries:\n- id: wheels\n", "entry 'wheels' has no name"),
        ("entries:\n- {id: a, de: [x]}\n- {id: a, de: [y]}\n", "id 'a' occurs twice"),
        ("entries:\n- {id: a, de: [5]}\n", "'de' must be a list of texts"),
        ("nothing: here\n", "has no list 'entries'"),
        ("entries: [", "cannot be read as a glossary"),
    ],
)
def test_a_faulty_glossary_is_refused_with_the_reason(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "glossary.yaml"
    file.write_text(content, "utf-8")

    with pytest.raises(InvalidGlossary, match=message):
        load_glossary(file)


def test_a_missing_glossary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidGlossary, match=r"none\.yaml"):
        load_glossary(tmp_path / "none.yaml")


def test_an_unknown_entry_is_refused(glossary: Glossary) -> None:
    with pytest.raises(InvalidGlossary, match="no glossary entry 'tyres'"):
        glossary.entry("tyres")
