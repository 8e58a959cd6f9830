from pathlib import Path

from knowledge.documents import Document, PassageId
from knowledge.retrievers.graph import GoverningPassages
from knowledge.sources.markdown import read_markdown

HEADER = (
    "---\nid: {id}\ntitle: T\nlanguage: en\nmarket: all\naudience: all\nversion: 1.0.0\nvalid_from: 2026-01-01\n"
    "source: test\ngoverns: [{governs}]\n---\n"
)


def governing(folder: Path, **articles: str) -> GoverningPassages:
    documents: list[Document] = []
    for name, governs in articles.items():
        path = folder / f"{name}.md"
        path.write_text(HEADER.format(id=name, governs=governs) + "# A\n\nOne.\n\n# B\n\nTwo.\n", "utf-8")
        documents += read_markdown(path)
    return GoverningPassages(documents)


def test_passages_are_found_by_the_address_they_govern(tmp_path: Path) -> None:
    passages = governing(tmp_path, wheels="vehicle.wheels", tax="p#Activity_Tax")

    assert passages.strengths(["vehicle.wheels"]) == {"wheels@en#1": 1, "wheels@en#2": 1}
    assert passages.addresses() == ("p#Activity_Tax", "vehicle.wheels")


def test_a_section_governs_alone(tmp_path: Path) -> None:
    passages = governing(tmp_path, wheels="{address: vehicle.wheels, section: B}")

    assert passages.strengths(["vehicle.wheels"]) == {"wheels@en#2": 1}


def test_who_governs_more_of_what_is_asked_about_is_stronger(tmp_path: Path) -> None:
    passages = governing(tmp_path, both="vehicle.wheels, vehicle.colour", one="vehicle.colour")

    strengths = passages.strengths(["vehicle.wheels", "vehicle.colour"])

    assert strengths[PassageId("both@en#1")] == 1
    assert strengths[PassageId("one@en#1")] == 0.5


def test_an_address_nothing_governs_finds_nothing(tmp_path: Path) -> None:
    assert governing(tmp_path, wheels="vehicle.wheels").strengths(["vehicle.colour"]) == {}
