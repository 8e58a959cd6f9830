"""The benchmark runner: figures from times, one table, one file; no time is asserted."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rich.console import Console

from eval import bench, benchmarks


def fake(name: str) -> ModuleType:
    module = ModuleType(name)

    def measure() -> Iterator[tuple[str, list[float], dict[str, Any]]]:
        yield "counted", [4.0, 1.0, 3.0, 2.0], {"items": 7}

    vars(module)["measure"] = measure
    return module


def test_median_percentile_and_ratio_are_those_of_the_times() -> None:
    measurement = bench.measured("x", [float(n) for n in range(1, 101)], calibration=10.0, notes={"n": 1})

    assert (measurement.runs, measurement.median_ms, measurement.p95_ms) == (100, 50.5, 96.0)
    assert measurement.ratio == 5.05
    assert measurement.notes == {"n": 1}


def test_work_is_done_as_often_as_asked() -> None:
    calls: list[int] = []

    assert len(bench.timed(lambda: calls.append(1), runs=3)) == 3
    assert len(calls) == 3


def test_an_unknown_benchmark_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no benchmark 'nothing'; choose from: .*asking"):
        bench.run(["nothing"])


def test_every_benchmark_has_something_to_measure() -> None:
    names = {path.stem for path in Path(benchmarks.__path__[0]).glob("[a-z]*.py")}

    assert {"answering", "asking", "drawing", "pricing", "reading", "routing", "suites"} <= names


def test_the_results_are_written_as_json_and_shown_as_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "import_module", fake)
    monkeypatch.setattr("sys.argv", ["bench", "asking", "--out", str(tmp_path / "out.json")])

    assert bench.main() == 0
    (written,) = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert (written["name"], written["median_ms"], written["notes"]) == ("counted", 2.5, {"items": 7})
    assert "counted" in capsys.readouterr().out


def test_the_table_has_a_row_for_each_measurement() -> None:
    rows = [bench.measured(name, [1.0], 1.0) for name in ("one", "two")]
    console = Console(record=True, width=200)
    console.print(bench.as_table(rows))

    assert [name in console.export_text() for name in ("one",)] == [True]
    assert bench.as_table(rows).row_count == 2
