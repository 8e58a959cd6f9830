from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from knowledge.documents import quote_of
from knowledge.errors import UnreadableSource
from knowledge.sources.options import ReadOptions
from knowledge.sources.pdf import read_pdf


def write_pdf(
    path: Path, pages: Sequence[Sequence[str]], *, title: str = "", chapter: str = "", password: str = ""
) -> Path:
    """A PDF with these lines of text on its pages."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(width=600, height=800)
        content = DecodedStreamObject()
        shown = " 0 -16 Td ".join(f"({line}) Tj" for line in lines)
        content.set_data(f"BT /F1 12 Tf 20 750 Td {shown} ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(content)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if title:
        writer.add_metadata({"/Title": title})
    if chapter:
        writer.add_outline_item(title=chapter, page_number=0)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    with path.open("wb") as file:
        writer.write(file)
    return path


def test_the_page_and_the_chapter_are_the_section(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "a.pdf",
        [["The first page says this."], ["The second says that."]],
        title="Handbook",
        chapter="Orders",
    )

    document = read_pdf(path)[0]

    assert document.title == "Handbook"
    assert [passage.section_path for passage in document.passages] == [("Orders", "p. 1"), ("Orders", "p. 2")]


def test_lines_are_joined_and_hyphens_at_their_ends_taken_away(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "a.pdf", [["The customer may change the configu-", "ration until the order is frozen. Then not."]]
    )

    document = read_pdf(path)[0]

    assert [sentence.text for sentence in document.sentences()] == [
        "The customer may change the configuration until the order is frozen.",
        "Then not.",
    ]
    assert all(quote_of(document, sentence.span) == sentence.text for sentence in document.sentences())


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [["Order handbook", f"Statement {word} holds.", f"Page {number}"] for number, word in enumerate("ABCD")]

    document = read_pdf(write_pdf(tmp_path / "a.pdf", pages))[0]

    assert [sentence.text for sentence in document.sentences()] == [f"Statement {word} holds." for word in "ABCD"]


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [["Secret."]], password="x")

    with pytest.raises(UnreadableSource, match=r"a\.pdf: is encrypted; save a copy without a password"):
        read_pdf(path)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [["Text."]])
    path.write_bytes(path.read_bytes()[:60])

    with pytest.raises(UnreadableSource, match=r"a\.pdf: is broken or no PDF"):
        read_pdf(path)


def test_a_file_of_pictures_only_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="a scanned document needs text recognition first"):
        read_pdf(write_pdf(tmp_path / "a.pdf", [[""]]))


def test_more_pages_than_allowed_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="3 pages are more than the 2 allowed"):
        read_pdf(write_pdf(tmp_path / "a.pdf", [["A."], ["B."], ["C."]]), ReadOptions(max_pages=2))
