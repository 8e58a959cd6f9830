from pathlib import Path

import pytest

from knowledge.documents import Document, quote_of
from knowledge.errors import UnreadableSource
from knowledge.sources.html import read_html

PAGE = """<!doctype html><html lang="de"><head><title>Handbuch</title><style>p {color: red}</style></head><body>
<nav>Menü</nav><main><h1>Übergabe</h1><p>Das <b>gilt</b> für alle<br>Fahrzeuge. Zweiter Satz.</p><!-- Notiz -->
<h2>Fristen</h2><ul><li>Erstens <a href="x">hier</a>.<ul><li>Unterpunkt.</li></ul></li><li>Zweitens.</li></ul>
<table><tr><th>Markt</th><th>Frist</th></tr><tr><td>DE</td><td>14 <i>Tage</i></td></tr></table></main>
<script>alert(1)</script><footer>Impressum</footer></body></html>"""


def page(folder: Path, content: str = PAGE) -> Document:
    path = folder / "handover.html"
    path.write_text(content, "utf-8")
    return read_html(path)[0]


def test_what_the_page_says_is_read_and_nothing_around_it(tmp_path: Path) -> None:
    document = page(tmp_path)

    assert [(passage.section_path, [s.text for s in passage.sentences]) for passage in document.passages] == [
        (("Übergabe",), ["Das gilt für alle Fahrzeuge.", "Zweiter Satz."]),
        (
            ("Übergabe", "Fristen"),
            ["Erstens hier.", "Unterpunkt.", "Zweitens.", "Markt: DE; Frist: 14 Tage"],
        ),
    ]


def test_every_sentence_is_found_in_the_stored_text(tmp_path: Path) -> None:
    document = page(tmp_path)

    assert all(quote_of(document, sentence.span) == sentence.text for sentence in document.sentences())


def test_title_and_language_are_taken_from_the_page(tmp_path: Path) -> None:
    document = page(tmp_path)

    assert (document.id, document.title, document.language) == ("handover", "Übergabe", "de")


def test_a_language_that_cannot_be_recognised_is_the_declared_one(tmp_path: Path) -> None:
    assert page(tmp_path, '<html lang="sv-SE"><body><p>Volvo XC40 T5</p></body></html>').language == "sv"


def test_broken_markup_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    document = page(tmp_path, "<h1>Titel<p>Ein <b>Satz.<p>Noch einer.")

    assert [sentence.text for sentence in document.sentences()][-1] == "Noch einer."


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="holds no text"):
        page(tmp_path, "<html><body><script>x()</script></body></html>")
