"""The measure of generated suites: one row per model, none lost, the reference models as far as they lie beside."""

import json
from pathlib import Path

import pytest

from eval import generation
from process_models.bpmn.writer import write
from process_models.collaboration import Collaboration
from tests.builders import process

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "bpmn-miwg-reference"


def save(folder: Path, name: str, model: Collaboration) -> None:
    (folder / name).write_bytes(write(model))


def test_each_model_has_its_own_row_and_the_total_sums_them(tmp_path: Path) -> None:
    save(tmp_path, "choice.bpmn", process("start:go -> xor:x -> a -> end:one", "x -> b -> end:two"))
    save(tmp_path, "line.bpmn", process("start:go -> a -> end:done"))
    document = generation.run(tmp_path).as_json()

    assert [(row["model"], row["items"], row["covered"], row["tests"]) for row in document["models"]] == [
        ("choice.bpmn", 5, 5, 2),
        ("line.bpmn", 2, 2, 1),
    ]
    assert document["models"][0] | {"ms": 0} == {
        "model": "choice.bpmn",
        "criterion": "all-flows",
        "semantics": "token",
        "items": 5,
        "covered": 5,
        "infeasible": 0,
        "undecided": 0,
        "tests": 2,
        "steps": 6,
        "lower_bound_tests": 2,
        "optimal": True,
        "ms": 0,
        "because": {},
        "by_hand": [],
        "error": None,
    }
    assert (document["total"]["models"], document["total"]["items"], document["total"]["tests"]) == (2, 7, 3)
    assert document["total"]["optimal"] == 2


def test_a_file_nobody_can_read_is_reported_and_the_others_are_measured(tmp_path: Path) -> None:
    (tmp_path / "broken.bpmn").write_text("<definitions", "utf-8")
    save(tmp_path, "line.bpmn", process("start:go -> a -> end:done"))
    report = generation.run(tmp_path)
    broken, line = report.as_json()["models"]

    assert broken["error"] is not None
    assert "broken.bpmn" in broken["error"]
    assert (broken["items"], broken["optimal"]) == (0, False)
    assert (line["covered"], line["error"]) == (2, None)
    assert report.as_json()["total"]["errors"] == 1
    assert "broken.bpmn" in report.as_text()


def test_whatever_goes_wrong_with_one_model_does_not_stop_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise RecursionError("too deep")

    save(tmp_path, "line.bpmn", process("start:go -> a -> end:done"))
    monkeypatch.setattr(generation, "derive", failing)

    assert [each.error for each in generation.run(tmp_path).models] == ["RecursionError: too deep"]


def test_what_is_infeasible_or_left_to_people_is_told_with_its_reason(tmp_path: Path) -> None:
    save(tmp_path, "stuck.bpmn", process("start:go -> xor:x -> a -> and:j -> end:e", "x -> b -> j", "x -> end:o"))
    save(tmp_path, "odd.bpmn", process("start:go -> xor:x -[look, a squirrel!!]-> end:e", "x -[default]-> end:o"))
    report = generation.run(tmp_path)
    odd, stuck = report.as_json()["models"]

    assert (stuck["covered"], stuck["infeasible"]) == (2, 5)
    assert any("no run that comes here can end" in because for because in stuck["because"].values())
    assert len(odd["by_hand"]) == 2
    assert "to be met by hand" in report.as_text()


def test_files_are_measured_in_the_order_of_their_paths_and_progress_is_heard(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.bpmn", "b/z.bpmn", "a.bpmn"):
        save(tmp_path, name, process("start:go -> a -> end:done"))
    heard: list[tuple[int, int]] = []
    report = generation.run(tmp_path, lambda done, total: heard.append((done, total)))

    assert [each.model for each in report.models] == ["a.bpmn", "b/z.bpmn", "c.bpmn"]
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_folder_without_models_is_refused(tmp_path: Path) -> None:
    with pytest.raises(generation.NoModels, match="no BPMN files"):
        generation.run(tmp_path)


def test_without_folder_the_markets_of_the_library_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "MARKETS", ("DK",))
    (row,) = generation.run(criterion="smoke").as_json()["models"]

    assert row["model"].endswith(" DK")
    assert row["items"] == row["covered"] > 0


def test_the_reference_models_are_covered_but_for_what_no_run_can_cover() -> None:
    if not REFERENCE.is_dir():
        pytest.skip(f"the reference models of the interchange group are not at {REFERENCE}")
    rows = {row["model"]: row for row in generation.run(REFERENCE).as_json()["models"]}

    assert len(rows) == 21
    assert not [row["error"] for row in rows.values() if row["error"]]
    assert all(row["covered"] + row["infeasible"] == row["items"] for row in rows.values())
    # A default flow beside a condition that is always true; a parallel join of three branches of which an
    # inclusive split with a default lets one at most be taken. All else can be covered.
    assert {name for name, row in rows.items() if row["infeasible"]} == {"A.2.1.bpmn", "B.2.0.bpmn"}
    assert rows["A.2.1.bpmn"]["infeasible"] == 1
    assert json.dumps(rows)
