from pathlib import Path

import pytest

from knowledge.errors import UnreadableSource
from knowledge.sources.options import ReadOptions, recognised_language, slug
from knowledge.sources.reading import read


def test_the_reader_is_chosen_by_the_ending(tmp_path: Path) -> None:
    for name, content in {"a.md": "A sentence.", "b.HTML": "<p>A sentence.</p>"}.items():
        (tmp_path / name).write_text(content, "utf-8")

    formats = [read(tmp_path / name)[0].provenance.format for name in ("a.md", "b.HTML")]

    assert formats == ["markdown", "html"]


def test_an_unknown_format_is_refused_and_the_known_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("x", "utf-8")

    with pytest.raises(UnreadableSource, match=r"no reader for '\.xyz' files; known are \.docx, \.htm, \.html"):
        read(tmp_path / "a.xyz")


def test_more_text_than_allowed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>" + "word " * 100 + "</p>", "utf-8")

    with pytest.raises(UnreadableSource, match="characters are more than the 50 allowed"):
        read(tmp_path / "a.html", ReadOptions(max_characters=50))


def test_the_fingerprint_without_options_is_that_of_the_file() -> None:
    assert ReadOptions().fingerprint(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert ReadOptions(markets=("DE",)).fingerprint(b"") != ReadOptions().fingerprint(b"")
    assert ReadOptions(max_bytes=5).fingerprint(b"") == ReadOptions().fingerprint(b"")


def test_names_become_ids() -> None:
    assert slug("Übergabe & Zulassung (AT)") == "uebergabe-zulassung-at"
    assert slug("???") == "document"


def test_a_text_that_cannot_be_told_is_undetermined() -> None:
    assert recognised_language("XC40 T5 AWD") == "und"
