from datetime import date

import pytest

from knowledge.errors import InvalidFrontMatter
from knowledge.front_matter import Governance, parse_front_matter, split_front_matter

FULL = """
id: wheel-change
title: Felgen nach dem Einfrieren
language: de
market: [NO, AT]
audience: [sales, internal]
version: 1.10
valid_from: 2026-01-01
valid_to: 2026-12-31
source: Handbuch, Kapitel 4
governs:
  - change_order#Gateway_Permission
  - vehicle.wheels
  - {address: order_to_handover#Activity_Build, section: Im Werk}
labels: [change]
"""


def test_every_field_of_a_header_is_read() -> None:
    about = parse_front_matter(FULL, "x.md")

    assert (about.id, about.title, about.version) == ("wheel-change", "Felgen nach dem Einfrieren", "1.10")
    assert (about.scope.language, about.scope.markets) == ("de", ("AT", "NO"))
    assert about.scope.audiences == ("internal", "sales")
    assert (about.scope.valid_from, about.scope.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert about.governs == (
        Governance(address="change_order#Gateway_Permission"),
        Governance(address="vehicle.wheels"),
        Governance(address="order_to_handover#Activity_Build", section="Im Werk"),
    )


def test_all_means_no_restriction() -> None:
    header = FULL.replace("[NO, AT]", "all").replace("[sales, internal]", "all")

    about = parse_front_matter(header, "x.md")

    assert (about.scope.markets, about.scope.audiences) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "id: wheel-change",
            "id: Wheel Change",
            "x.md: id is 'Wheel Change'; write lower-case words joined by hyphens",
        ),
        ("title: Felgen nach dem Einfrieren\n", "", "x.md: the front matter lacks title; add them"),
        ("market: [NO, AT]", "market: [Norway]", "market is 'Norway'; write all, or codes such as DE"),
        ("language: de", "language: German", "language is 'German'; write a code such as de"),
        ("valid_from: 2026-01-01", "valid_from: soon", "valid_from is 'soon'; write a day as 2026-01-31"),
        ("valid_to: 2026-12-31", "valid_to: 2025-12-31", "valid_to 2025-12-31 lies before valid_from 2026-01-01"),
        ("- vehicle.wheels", "- wheels", "governs has 'wheels'; write process#Element or entity.attribute"),
        ("- vehicle.wheels", "- a#b#c", "governs has 'a#b#c'"),
        ("labels:", "lables:", "unknown fields lables"),
    ],
)
def test_a_faulty_header_is_refused_with_file_and_field(old: str, new: str, message: str) -> None:
    assert old in FULL

    with pytest.raises(InvalidFrontMatter, match=message):
        parse_front_matter(FULL.replace(old, new), "x.md")


def test_a_header_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(InvalidFrontMatter, match=r"cannot be read: x\.md"):
        parse_front_matter("id: [", "x.md")


def test_the_header_ends_at_the_second_line_of_dashes() -> None:
    text = "---\nid: a\n---\nBody\n---\nMore"

    header, start = split_front_matter(text)

    assert header == "id: a\n"
    assert text[start:] == "Body\n---\nMore"


def test_a_text_without_a_header_has_none() -> None:
    assert split_front_matter("# Title\n\n---\n") == (None, 0)
