"""The build of a library's files."""

from pathlib import Path

import pytest

from process_models.authoring.build import build, check_built
from process_models.authoring.compact import read_compact
from process_models.bpmn.reader import read
from process_models.records import InvalidContent

PROCESS = """
id: hello
name: {de: Hallo, en: Hello}
lanes: [{id: Lane_A, de: A, en: A}]
nodes:
  - {id: Start_A, kind: startEvent, lane: Lane_A}
  - {id: Activity_Greet, kind: userTask, lane: Lane_A, de: Grüßen, en: Greet}
  - {id: End_A, kind: endEvent, lane: Lane_A}
flows: [Start_A -> Activity_Greet -> End_A]
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "sales").mkdir()
    (tmp_path / "sales" / "hello.process.yaml").write_text(PROCESS, encoding="utf-8")
    return tmp_path


def test_a_process_is_built_with_a_shape_for_everything_in_it(library: Path) -> None:
    assert build(library) == [library / "sales" / "hello.bpmn"]

    reading = read(library / "sales" / "hello.bpmn")
    assert reading.collaboration == read_compact(library / "sales" / "hello.process.yaml")
    assert reading.diagram is not None
    assert {shape.element for shape in reading.diagram.shapes} >= {"Lane_A", "Start_A", "Activity_Greet", "End_A"}
    assert len(reading.diagram.edges) == 2


def test_a_second_build_changes_nothing(library: Path) -> None:
    build(library)

    assert build(library) == []
    assert check_built(library) == []


def test_a_file_that_was_edited_or_is_missing_is_named(library: Path) -> None:
    target = library / "sales" / "hello.bpmn"
    assert check_built(library) == [target]

    build(library)
    target.write_bytes(target.read_bytes().replace(b"Greet", b"Grunt", 1))

    assert check_built(library) == [target]


def test_all_unreadable_files_are_named_and_nothing_is_written(library: Path) -> None:
    for name in ("one", "two"):
        (library / f"{name}.process.yaml").write_text(f"id: {name}\nnodes: [{{id: A, kind: tusk}}]\n", encoding="utf-8")

    with pytest.raises(InvalidContent) as refused:
        build(library)

    assert [line.partition(",")[0] for line in str(refused.value).splitlines()] == [
        "one.process.yaml",
        "two.process.yaml",
    ]
    assert list(library.rglob("*.bpmn")) == []


def test_a_process_called_otherwise_than_its_file_is_refused(library: Path) -> None:
    (library / "other.process.yaml").write_text(PROCESS, encoding="utf-8")

    with pytest.raises(InvalidContent, match="give file and process the same name"):
        build(library)
