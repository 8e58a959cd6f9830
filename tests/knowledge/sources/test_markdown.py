from pathlib import Path

import pytest

from knowledge.documents import Document, quote_of
from knowledge.errors import UnreadableSource
from knowledge.passages import LONGEST_PASSAGE
from knowledge.sources.markdown import read_markdown, reading_text
from knowledge.sources.options import ReadOptions

HEADER = """---
id: wheels
title: Räder
language: de
market: all
audience: all
version: 1.0.0
valid_from: 2026-01-01
source: Handbuch
governs: [vehicle.state, {address: vehicle.wheels, section: Größe}]
---
"""


def article(folder: Path, body: str, header: str = HEADER) -> Document:
    path = folder / "wheels.de.md"
    path.write_bytes((header + body).encode())
    return read_markdown(path)[0]


def texts(document: Document) -> list[str]:
    return [sentence.text for sentence in document.sentences()]


def quotes(document: Document) -> list[str]:
    return [quote_of(document, sentence.span) for sentence in document.sentences()]


def test_the_stored_source_is_the_file(tmp_path: Path) -> None:
    document = article(tmp_path, "Ein Satz.\n")

    assert document.source == (tmp_path / "wheels.de.md").read_bytes()


def test_sentences_stand_in_the_file_byte_for_byte(tmp_path: Path) -> None:
    document = article(tmp_path, "# Größe\n\nÜber die Größe. Noch ein Satz.\n\n- Punkt eins.\n- Punkt zwei.\n")

    assert texts(document) == ["Über die Größe.", "Noch ein Satz.", "Punkt eins.", "Punkt zwei."]
    assert quotes(document) == texts(document)


def test_markup_is_read_without_its_marks_and_quoted_with_them(tmp_path: Path) -> None:
    document = article(tmp_path, "Das **gilt** laut [Tabelle](t.md)\nimmer.\n")

    assert texts(document) == ["Das gilt laut Tabelle immer."]
    assert quotes(document) == ["Das **gilt** laut [Tabelle](t.md)\nimmer."]


def test_marks_of_lists_and_quotations_are_no_part_of_the_sentence(tmp_path: Path) -> None:
    document = article(tmp_path, "1. Erstens.\n2. Zweitens.\n\n> Zitat.\n\n- *Betont* gesagt.\n")

    assert quotes(document) == ["Erstens.", "Zweitens.", "Zitat.", "*Betont* gesagt."]


def test_a_table_row_is_one_statement_with_its_columns(tmp_path: Path) -> None:
    document = article(tmp_path, "| Markt | Frist |\n|---|---|\n| DE | 14 Tage. Nicht mehr. |\n")

    assert texts(document) == ["Markt: DE; Frist: 14 Tage. Nicht mehr."]
    assert quotes(document) == ["| DE | 14 Tage. Nicht mehr. |"]


def test_headings_make_the_section_path(tmp_path: Path) -> None:
    document = article(tmp_path, "# A\n\nEins.\n\n## B\n\nZwei.\n\n# C\n\nDrei.\n")

    assert [passage.section_path for passage in document.passages] == [("A",), ("A", "B"), ("C",)]


def test_a_passage_governs_what_its_article_or_its_section_governs(tmp_path: Path) -> None:
    document = article(tmp_path, "# Räder\n\nEins.\n\n## Größe\n\nZwei.\n")

    assert [passage.governs for passage in document.passages] == [
        ("vehicle.state",),
        ("vehicle.state", "vehicle.wheels"),
    ]


def test_a_long_section_is_cut_between_sentences(tmp_path: Path) -> None:
    sentence = "Dieser Satz hat gewiss eine Länge von ungefähr sechzig Zeichen."
    document = article(tmp_path, "\n".join([sentence] * 40))

    assert len(document.passages) > 1
    assert all(len(passage.text) <= LONGEST_PASSAGE for passage in document.passages)
    assert texts(document) == [sentence] * 40


def test_line_ends_of_windows_do_not_shift_the_quotes(tmp_path: Path) -> None:
    document = article(tmp_path, "# Ä\r\n\r\nEin Satz über\r\nzwei Zeilen.\r\n", HEADER.replace("\n", "\r\n"))

    assert texts(document) == ["Ein Satz über zwei Zeilen."]
    assert quotes(document) == ["Ein Satz über\r\nzwei Zeilen."]


def test_a_file_without_header_gets_its_scope_from_the_options(tmp_path: Path) -> None:
    path = tmp_path / "Über Räder.md"
    path.write_text("# Die Räder\n\nDer Kunde wählt die Räder.\n", "utf-8")

    document = read_markdown(path, ReadOptions(markets=("AT",), audiences=("internal",)))[0]

    assert (document.id, document.title, document.language) == ("ueber-raeder", "Die Räder", "de")
    assert (document.scope.markets, document.scope.audiences) == (("AT",), ("internal",))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xff\xfe", "byte 0 is not UTF-8"),
        (b"# Only a heading\n", "holds no text"),
        (b"x" * 200, "200 bytes are more than the 100 allowed"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(content)

    with pytest.raises(UnreadableSource, match=message) as refused:
        read_markdown(path, ReadOptions(max_bytes=100))

    assert str(refused.value).startswith(str(path))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="cannot be read"):
        read_markdown(tmp_path / "none.md")


def test_code_is_shown_as_it_is_written() -> None:
    assert reading_text("Set `order.state` to *Frozen*.") == "Set order.state to Frozen."
