"""What is refused at the door, and what is mended."""

import codecs
from pathlib import Path

import pytest

from process_models.bpmn import source
from process_models.bpmn.reader import read
from process_models.bpmn.source import UnreadableModel

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def bpmn(inside: str, declaration: str = "") -> str:
    return f'{declaration}<definitions xmlns="{MODEL}" id="d"><process id="p">{inside}</process></definitions>'


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableModel) as refused:
        read(data, name="model.bpmn")
    return str(refused.value)


def test_an_entity_bomb_is_refused() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "ha">{levels}]>' + bpmn('<task id="t" name="&e11;"/>')

    assert "refused" in refusal(bomb.encode())


def test_an_entity_that_reads_another_file_is_refused() -> None:
    text = '<!DOCTYPE d [<!ENTITY secret SYSTEM "file:///etc/hostname">]>' + bpmn(
        "<documentation>&secret;</documentation>"
    )

    assert refusal(text.encode()) == (
        "model.bpmn: the file declares XML entities, which is refused because it can be used to read other files or"
        " to exhaust memory. BPMN and DMN need no DOCTYPE: remove it."
    )


def test_an_external_document_type_is_refused() -> None:
    text = '<!DOCTYPE definitions SYSTEM "http://localhost:9/steal.dtd">' + bpmn("")

    assert "refers to the document type" in refusal(text.encode())


@pytest.mark.parametrize("depth", [1_000, 10_000])
def test_nesting_thousands_deep_is_refused_with_its_reason(depth: int) -> None:
    inside = "".join(f'<subProcess id="s{n}">' for n in range(depth)) + "</subProcess>" * depth

    assert "elements are nested more than 200 deep" in refusal(bpmn(inside).encode())


def test_sixty_sub_processes_in_each_other_are_read() -> None:
    inside = "".join(f'<subProcess id="s{n}">' for n in range(60)) + "</subProcess>" * 60

    assert len(read(bpmn(inside).encode()).collaboration.nodes) == 60


def test_a_million_flows_are_refused() -> None:
    flow = '<sequenceFlow id="f" sourceRef="a" targetRef="b"/>'

    assert "more than 800,000 XML elements" in refusal(bpmn(flow * 1_000_000).encode())


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 1_000)
    path = tmp_path / "big.bpmn"
    path.write_bytes(b"x" * 1_001)

    with pytest.raises(UnreadableModel, match="1,001 bytes are more than the 1,000 that are read"):
        read(path)


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x01\x02", b"<definitions", b"PK\x03\x04", b"{}", b"\xff\xfe"])
def test_what_is_no_xml_is_refused_with_its_name(data: bytes) -> None:
    assert refusal(data).startswith("model.bpmn")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableModel, match=r"nowhere\.bpmn: cannot be read"):
        read(tmp_path / "nowhere.bpmn")
    with pytest.raises(UnreadableModel, match="cannot be read"):
        read(tmp_path)


def test_other_xml_is_refused_naming_what_it_is() -> None:
    assert "the root element is 'html'" in refusal(b"<html/>")
    dmn = b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
    assert "this is a DMN decision model" in refusal(dmn)


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + bpmn('<task id="t" name="Prüfen"/>', '<?xml version="1.0"?>').encode(),
        bpmn('<task id="t" name="Prüfen"/>', '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
        bpmn('<task id="t" name="Prüfen"/>', '<?xml version="1.0" encoding="ISO-8859-1"?>').encode("latin-1"),
    ],
    ids=["byte order mark", "utf-16", "latin-1"],
)
def test_encodings_that_a_file_states_rightly_are_read_without_a_word(data: bytes) -> None:
    reading = read(data)

    assert reading.collaboration.node("t").name == "Prüfen"
    assert reading.findings == ()


@pytest.mark.parametrize(
    "data",
    [
        bpmn('<task id="t" name="Prüfen"/>', '<?xml version="1.0" encoding="UTF-8"?>').encode("latin-1"),
        bpmn('<task id="t" name="Prüfen"/>', '<?xml version="1.0" encoding="UTF-16"?>').encode(),
        b"\n\n" + bpmn('<task id="t" name="Prüfen"/>', '<?xml version="1.0" encoding="UTF-8"?>').encode(),
        bpmn('<task id="t" name="Prüfen"/>', '<?xml version="1.0" encoding="no-such"?>').encode(),
    ],
    ids=["latin-1 called utf-8", "utf-8 called utf-16", "blank lines first", "unknown encoding"],
)
def test_encodings_that_a_file_states_wrongly_are_mended_and_reported(data: bytes) -> None:
    reading = read(data)

    assert reading.collaboration.node("t").name == "Prüfen"
    assert [finding.rule for finding in reading.findings] == ["wrong-encoding"]


def test_a_declared_document_type_without_entities_does_no_harm() -> None:
    assert len(read(("<!DOCTYPE definitions>" + bpmn('<task id="t"/>')).encode()).collaboration.nodes) == 1


def test_lines_beyond_65535_are_remembered() -> None:
    reading = read(bpmn("\n" * 70_000 + '<task id="t"/>').encode())

    assert reading.collaboration.node("t").line == 70_001
