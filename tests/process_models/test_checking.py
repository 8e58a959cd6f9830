"""What `murmel model check` reports."""

import json
from pathlib import Path

import pytest

from process_models.bpmn.writer import write
from process_models.checking import check
from tests.builders import process

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "bpmn-miwg-reference"
DECISION = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
  <decision id="fee" name="fee"><variable name="fee"/><decisionTable id="t" hitPolicy="UNIQUE">
    <input id="i"><inputExpression><text>change.late</text></inputExpression></input><output id="o"/>
    <rule id="r"><inputEntry><text>true</text></inputEntry><outputEntry><text>50</text></outputEntry></rule>
  </decisionTable></decision></definitions>"""
LIBRARY = {
    "dictionary.yaml": """
entities: {order: {stream: customer, de: Auftrag, en: Order}}
attributes:
  order.id: {type: string, given: true, de: Nummer, en: Number}
  order.state: {type: string, values: [new, done], given: true, de: Stand, en: State}
""",
    "landscape.yaml": """
roles: [{id: agent, de: Agent, en: Agent, organisation: agent, contact: desk}]
systems: [{id: oms, de: OMS, en: OMS, owner: agent, stream: customer, central: true}]
topics: [{id: order.done, key: order.id, owner: oms, stream: customer, payload: [order.id], version: 1}]
""",
    "sales/greet.process.yaml": """
id: greet
nodes:
  - {id: Start_A, kind: startEvent}
  - {id: Activity_Greet, kind: userTask, de: Grüßen, en: Greet, system: omms, reads: [order.staate]}
  - {id: End_A, kind: endEvent}
flows: [Start_A -> Activity_Greet -> End_A]
""",
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    for name, text in LIBRARY.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def file_of(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_report_counts_what_was_understood(tmp_path: Path) -> None:
    model = process("start:go -> xor:s -[order.state = 1]-> a -> end:over", "s -[default]-> over")

    report = check([file_of(tmp_path, "model.bpmn", write(model))])

    assert report.as_json() == {
        "files": [
            {
                "path": str(tmp_path / "model.bpmn"),
                "error": None,
                "processes": 1,
                "flow_nodes": 4,
                "sequence_flows": 4,
                "message_flows": 0,
                "conditions": 1,
                "decisions": 0,
                "findings": [],
            }
        ]
    }
    assert not report.found_wrong


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference models are not beside the project (../shared/data)")
def test_the_reference_model_c_1_0_is_counted_as_its_makers_drew_it() -> None:
    file = check([REFERENCE / "C.1.0.bpmn"]).files[0]

    assert (file.processes, file.flow_nodes, file.sequence_flows) == (2, 21, 20)
    assert (file.message_flows, file.conditions) == (5, 4)


def test_files_that_cannot_be_read_are_part_of_the_report(tmp_path: Path) -> None:
    paths = [
        file_of(tmp_path, "text.bpmn", "hello"),
        tmp_path / "missing.bpmn",
        file_of(tmp_path, "page.bpmn", "<html/>"),
        file_of(tmp_path, "broken.dmn", DECISION[:200]),
        file_of(tmp_path, "bad.process.yaml", "id: ["),
        file_of(tmp_path, "good.bpmn", write(process("start:go -> end:over"))),
    ]

    report = check(paths)

    assert [file.error is None for file in report.files] == [False] * 5 + [True]
    assert report.unreadable
    assert report.found_wrong
    lines = report.as_text().splitlines()
    assert lines[1].startswith(f"{tmp_path / 'missing.bpmn'}: not read: cannot be read")
    assert lines[-1] == f"{tmp_path / 'good.bpmn'}: 1 process, 2 flow nodes, 1 sequence flow; no findings"


def test_findings_carry_rule_severity_element_line_and_message(tmp_path: Path) -> None:
    text = write(process("start:go -> a -> end:over")).replace(b'targetRef="a"', b'targetRef="b"')

    report = check([file_of(tmp_path, "model.bpmn", text)])

    first = json.loads(json.dumps(report.as_json()))["files"][0]["findings"][0]
    assert set(first) == {"rule", "severity", "element", "line", "message"}
    found = {finding.rule: finding for finding in report.files[0].findings}
    assert found["dangling-flow"].severity == "error"
    assert found["dangling-flow"].line is not None
    assert report.found_wrong


def test_a_decision_table_that_leaves_a_case_open_is_reported(tmp_path: Path) -> None:
    file = check([file_of(tmp_path, "fee.dmn", DECISION)]).files[0]

    assert (file.error, file.decisions) == (None, 1)
    assert [(finding.rule, finding.element) for finding in file.findings] == [("gap", "fee")]


def test_a_decision_is_known_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    assert check([file_of(tmp_path, "fee.xml", DECISION)]).files[0].decisions == 1


def test_a_file_of_a_library_is_held_against_its_dictionary_and_landscape(library: Path) -> None:
    file = check([library / "sales" / "greet.process.yaml"]).files[0]

    assert {finding.rule for finding in file.findings} == {"unknown-system", "unknown-attribute"}


def test_a_library_that_cannot_be_read_is_said_and_the_file_still_checked(library: Path) -> None:
    (library / "dictionary.yaml").write_text("entities: 1", encoding="utf-8")

    file = check([library / "sales" / "greet.process.yaml"]).files[0]

    assert file.flow_nodes == 3
    assert [finding.rule for finding in file.findings] == ["unreadable-library"]


def test_the_same_file_gives_the_same_report(tmp_path: Path) -> None:
    path = file_of(tmp_path, "model.bpmn", write(process("start:go -> a -> b -> a", "island -> b")))

    assert check([path]).as_json() == check([path]).as_json()
