"""The command: results on standard output, one message for whatever was wrong, exit codes 0, 1 and 2."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from tests.api.test_processes_over_http import BOMB, MODEL


@pytest.fixture(autouse=True)
def _own_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MURMEL_DATA_DIR", str(tmp_path / "records"))
    monkeypatch.setenv("MURMEL_EMBEDDER", "none")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    """The JSON document a command prints, and nothing else."""
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a refused command says: on standard error, in one line, without traceback."""
    assert run(list(arguments)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err


def model_file(folder: Path, content: str) -> str:
    path = folder / "model.bpmn"
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_the_catalogue_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    models = printed(capsys, "model", "list")["models"]

    assert {"id", "name", "area", "version", "activities"} <= set(models[0])
    assert "change_order" in [model["id"] for model in models]


def test_the_markets_are_listed_with_their_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    markets = printed(capsys, "model", "markets")["markets"]

    assert set(markets[0]["by_kind"]) == {"must-have", "regulatory", "differentiating", "legacy"}


def test_a_sound_model_is_understood(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    [file] = printed(capsys, "model", "check", model_file(tmp_path, MODEL.format(id="p", target="End")))["files"]

    assert (file["processes"], file["flow_nodes"], file["sequence_flows"], file["error"]) == (1, 3, 2, None)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("a model, surely", id="no XML"),
        pytest.param("<html/>", id="no BPMN"),
        pytest.param(BOMB, id="bomb"),
    ],
)
def test_a_file_that_is_no_model_ends_with_one_message(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    path = model_file(tmp_path, content)

    assert run(["model", "check", path]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"murmel: {path}")
    assert len(said.err.splitlines()) == 1


def test_a_dangling_reference_is_a_finding(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = model_file(tmp_path, MODEL.format(id="p", target="Nowhere"))

    [file] = printed(capsys, "model", "check", path, code=1)["files"]

    assert any(finding["element"] == "f2" and finding["severity"] == "error" for finding in file["findings"])


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no file nowhere.bpmn" in refused(capsys, "model", "check", "nowhere.bpmn")


def test_an_imported_model_appears_in_the_catalogue(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["model", "import", model_file(tmp_path, MODEL.format(id="car_wash", target="End"))]) == 0
    capsys.readouterr()

    assert "car_wash" in [model["id"] for model in printed(capsys, "model", "list")["models"]]


def test_an_exported_process_is_bpmn(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["model", "export", "change_order", "--market", "DE"]) == 0

    assert "http://www.omg.org/spec/BPMN/20100524/MODEL" in capsys.readouterr().out


def test_two_versions_of_a_model_are_compared_by_element(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    old = tmp_path / "old.bpmn"
    old.write_text(MODEL.format(id="p", target="End"), encoding="utf-8")
    new = tmp_path / "new.bpmn"
    new.write_text(MODEL.format(id="p", target="End").replace("Wash the car", "Polish the car"), encoding="utf-8")

    found = printed(capsys, "model", "diff", str(old), str(new))

    assert found == {"added": [], "removed": [], "changed": [{"id": "Task_Wash", "fields": ["name"]}]}


def test_a_suite_of_a_foreign_model_goes_to_standard_output(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = model_file(tmp_path, MODEL.format(id="p", target="End"))

    suite = printed(capsys, "tests", "generate", "--model", path)

    assert suite["test_cases"][0]["path"] == ["Start", "f1", "Task_Wash", "f2", "End"]


def test_two_suites_are_compared_by_case(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps({"suite": {}, "test_cases": [{"id": "a", "title": "x"}, {"id": "b"}]}))
    new.write_text(json.dumps({"suite": {}, "test_cases": [{"id": "a", "title": "y"}, {"id": "c"}]}))

    found = printed(capsys, "tests", "diff", str(old), str(new))

    assert found == {"unchanged": [], "changed": ["a"], "new": ["c"], "obsolete": ["b"]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("prices", "decide", "x", "--approve"), "say --as", id="nobody decides"),
        pytest.param(("prices", "decide", "x", "--approve", "--as", "eve"), "petra", id="unknown person"),
        pytest.param(("prices", "decide", "x", "--approve", "--as", "petra"), "no recommendation 'x'", id="unknown id"),
        pytest.param(("prices", "decide", "x", "--approve", "--reject"), "say one of", id="two verdicts"),
        pytest.param(("prices", "recommend", "--market", "XX"), "choose one of: AT, DE, DK", id="unknown market"),
        pytest.param(("prices", "list", "--status", "lost"), "proposed", id="unknown status"),
        pytest.param(("model", "show", "nothing"), "no process 'nothing'", id="unknown process"),
        pytest.param(("tests", "generate", "change_order", "--format", "papyrus"), "xray", id="unknown format"),
        pytest.param(("tests", "diff", "a.json", "b.json"), "a.json", id="missing suite"),
        pytest.param(("ingest", "nowhere"), "nowhere", id="missing folder"),
        pytest.param(
            ("impact", "--market", "XX", "--position", "Frozen", "--change", "vehicle.wheels"),
            "there are: AT, DE, DK",
            id="impact in an unknown market",
        ),
        pytest.param(
            ("impact", "--market", "AT", "--position", "Frozzen", "--change", "vehicle.wheels"),
            "'Frozen'",
            id="impact in an unknown state",
        ),
        pytest.param(
            ("routes", "--vehicle", "bino_bev", "--from-plant", "haian", "--to-plant", "valdoro", "--market", "DK"),
            "haiyan",
            id="unknown plant",
        ),
        pytest.param(("fly",), "No such command 'fly'", id="unknown command"),
    ],
)
def test_bad_input_ends_with_one_message(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert said in refused(capsys, *arguments)


def test_a_recommendation_is_made_decided_and_verified(capsys: pytest.CaptureFixture[str]) -> None:
    made = printed(capsys, "prices", "recommend", "--market", "DK", "--product", "pico-e")
    why = ("--reason-code", "market-knowledge", "--reason", "Agrees with what dealers say.")

    decided = printed(capsys, "prices", "decide", made["id"], "--reject", *why, "--as", "heidi")

    assert decided["status"] == "rejected"
    assert printed(capsys, "prices", "show", made["id"]) == decided
    assert printed(capsys, "prices", "replay", made["id"])["equal"] is True
    assert printed(capsys, "prices", "verify") == {"whole": True, "records": 2, "broken_at": None, "problem": None}


def test_documents_are_ingested_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# Wheels\n\nWinter wheels are delivered in October.\n", encoding="utf-8")

    first = printed(capsys, "ingest", str(tmp_path / "note.md"), "--market", "DE")
    second = printed(capsys, "ingest", str(tmp_path / "note.md"), "--market", "DE")

    assert (len(first["added"]), len(second["added"]), len(second["unchanged"])) == (1, 0, 1)


def test_two_routes_and_their_difference(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(
        capsys,
        *["routes", "--vehicle", "bino_bev", "--from-plant", "haiyan", "--to-plant", "valdoro", "--market", "DK"],
    )

    assert set(found) == {"from", "to", "difference"}
    assert found["to"]["duty"]["percent"] == 0


def test_measuring_bad_data_ends_with_one_message(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert str(tmp_path) in refused(capsys, "eval", "dmn", "--dataset", str(tmp_path))


def test_the_tables_are_made_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "migrate") == {"revision": "0001"}
