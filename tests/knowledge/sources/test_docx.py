from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from knowledge.documents import quote_of
from knowledge.errors import UnreadableSource
from knowledge.sources.docx import read_docx
from knowledge.sources.options import ReadOptions


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    word = docx.Document()
    word.add_heading("Handbuch", 0)
    word.add_heading("Bestellung", 1)
    word.add_paragraph("Der Kunde bestellt. Danach z. B. zahlt er.")
    word.add_heading("Fristen", 2)
    table = word.add_table(2, 2)
    for (row, column), text in {(0, 0): "Markt", (0, 1): "Frist", (1, 0): "DE", (1, 1): "14 Tage"}.items():
        table.cell(row, column).text = text
    path = tmp_path / "handbook.docx"
    word.save(str(path))
    return path


def test_headings_paragraphs_and_tables_are_read_in_order(handbook: Path) -> None:
    document = read_docx(handbook)[0]

    assert (document.title, document.language) == ("Handbuch", "de")
    assert [(passage.section_path, [s.text for s in passage.sentences]) for passage in document.passages] == [
        (("Handbuch", "Bestellung"), ["Der Kunde bestellt.", "Danach z. B. zahlt er."]),
        (("Handbuch", "Bestellung", "Fristen"), ["Markt: DE; Frist: 14 Tage"]),
    ]
    assert all(quote_of(document, sentence.span) == sentence.text for sentence in document.sentences())


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)

    with pytest.raises(UnreadableSource, match=r"a\.docx: is encrypted or in the format before 2007"):
        read_docx(path)


@pytest.mark.parametrize("content", [b"no zip at all", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)

    with pytest.raises(UnreadableSource, match=r"a\.docx: is broken or no Word file"):
        read_docx(path)


def test_another_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")

    with pytest.raises(UnreadableSource, match="is broken or no Word file"):
        read_docx(path)


def test_an_archive_that_unpacks_to_far_more_than_a_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 5_000_000)

    with pytest.raises(UnreadableSource, match="unpacks to 5,000,000 bytes"):
        read_docx(path, ReadOptions(max_bytes=100_000))


def test_a_file_without_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    docx.Document().save(str(path))

    with pytest.raises(UnreadableSource, match="holds no text"):
        read_docx(path)
