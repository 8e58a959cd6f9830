from __future__ import annotations

from pathlib import Path

import pytest

from eval.dmn import InvalidKit, run

KIT = Path(__file__).parents[3] / "shared" / "data" / "dmn-tck"

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
  <inputData name="x" id="x"><variable name="x" typeRef="number"/></inputData>
  <decision name="double" id="d"><variable name="double"/>
    <informationRequirement><requiredInput href="#x"/></informationRequirement>
    <literalExpression><text>x * 2</text></literalExpression></decision>
  <decision name="java" id="j"><variable name="java"/>
    <literalExpression><text>(function(a) external {java: {class: "A"}})(1)</text></literalExpression></decision>
</definitions>"""
CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <modelName>m.dmn</modelName>
  <testCase id="right"><inputNode name="x"><value xsi:type="xsd:decimal">4</value></inputNode>
    <resultNode name="double"><expected><value xsi:type="xsd:decimal">8.000000001</value></expected></resultNode>
  </testCase>
  <testCase id="wrong"><inputNode name="x"><value xsi:type="xsd:decimal">4</value></inputNode>
    <resultNode name="double"><expected><value xsi:type="xsd:decimal">9</value></expected></resultNode></testCase>
  <testCase id="kind"><inputNode name="x"><value xsi:type="xsd:decimal">4</value></inputNode>
    <resultNode name="double"><expected><value xsi:type="xsd:string">8</value></expected></resultNode></testCase>
  <testCase id="null"><inputNode name="x"><value xsi:nil="true"/></inputNode>
    <resultNode name="double" errorResult="true"><expected><value xsi:nil="true"/></expected></resultNode></testCase>
  <testCase id="absent"><resultNode name="triple"><expected><value xsi:nil="true"/></expected></resultNode></testCase>
  <testCase id="java"><resultNode name="java"><expected><value xsi:nil="true"/></expected></resultNode></testCase>
</testCases>"""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    folder = tmp_path / "level-2" / "0001-double"
    folder.mkdir(parents=True)
    (folder / "m.dmn").write_text(MODEL, encoding="utf-8")
    (folder / "m-test-01.xml").write_text(CASES, encoding="utf-8")
    return tmp_path


def test_every_case_is_passed_failed_or_unsupported_with_a_reason(kit: Path) -> None:
    report = run(kit)

    assert {case.case: case.status for case in report.cases} == {
        "right": "passed",
        "wrong": "failed",
        "kind": "failed",
        "null": "passed",
        "absent": "failed",
        "java": "unsupported",
    }
    reasons = {case.case: case.reason for case in report.cases}
    assert reasons["wrong"] == "double: expected 9, got 8"
    assert "external" in reasons["java"]


def test_the_report_has_the_keys_scripts_rely_on(kit: Path) -> None:
    report = run(kit).as_json()

    assert (report["passed"], report["failed"], report["unsupported"]) == (2, 3, 1)
    assert isinstance(report["cases"], list)


def test_progress_is_told_file_by_file(kit: Path) -> None:
    told: list[tuple[int, int]] = []

    run(kit, lambda done, total: told.append((done, total)))

    assert told == [(1, 1)]


def test_a_folder_without_test_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidKit, match="no test files"):
        run(tmp_path)


def test_level_2_of_the_compatibility_kit_passes_completely() -> None:
    folder = KIT / "level-2"
    if not folder.is_dir():
        pytest.skip("the DMN compatibility kit is not beside the project")
    report = run(folder)

    assert [case for case in report.cases if case.status != "passed"] == []


def test_level_3_of_the_compatibility_kit_fails_nowhere_and_skips_only_java() -> None:
    folder = KIT / "level-3"
    if not folder.is_dir():
        pytest.skip("the DMN compatibility kit is not beside the project")
    report = run(folder)

    assert [case for case in report.cases if case.status == "failed"] == []
    assert {case.folder for case in report.cases if case.status == "unsupported"} <= {"0076-feel-external-java"}
