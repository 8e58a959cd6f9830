"""Exports: each as the tool that reads it wants it."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser

from generators.cases import TestCase, TestSuite, write_cases
from generators.errors import TooManyTests, UnknownFormat
from generators.exporters.gherkin import number_of
from generators.exporters.registry import export, format_of, formats
from generators.exporters.xray import MOST_TESTS, batches, summary_of, xray_test
from generators.exporters.xray_csv import harmless
from generators.steps import EmittedEvent
from generators.suites import derive
from tests.builders import process
from tests.generators.conftest import Derived
from tests.variants import attribute, variant


@pytest.fixture(scope="module")
def small() -> TestSuite:
    """Two cases: an order that is paid and one that is not."""
    one = variant(
        process(
            'start:go -> decide {writes d.answer} -> xor:paid -[d.answer = "yes"]-> hand over -> end:happy',
            "paid -[default]-> end:sorry",
        ),
        attributes=(attribute("d.answer", "yes", "no"),),
    )
    return write_cases(one, derive(one), language="en")


def with_step(suite: TestSuite, **parts: object) -> TestSuite:
    """The suite whose first step of the first case says something else."""
    case = suite.cases[0]
    steps = (replace(case.steps[0], **parts), *case.steps[1:])  # type: ignore[arg-type]  # the test names the fields
    return replace(suite, cases=(replace(case, steps=steps), *suite.cases[1:]))


def rows_of(suite: TestSuite) -> list[dict[str, str]]:
    text = export(suite, "xray-csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_an_unknown_format_is_refused_with_the_known_ones(small: TestSuite) -> None:
    with pytest.raises(UnknownFormat, match="no exporter 'word'; choose one of: gherkin, markdown, pytest,"):
        export(small, "word")


def test_every_format_says_what_kind_of_file_it_is(small: TestSuite) -> None:
    assert {name: format_of(name).extension for name in formats()} == {
        "gherkin": "feature",
        "markdown": "md",
        "pytest": "py",
        "suite": "json",
        "xray": "json",
        "xray-csv": "csv",
        "xray-csv-mapping": "json",
    }
    assert all(export(small, name).endswith(b"\n") for name in formats())


# -- Xray's bulk import -------------------------------------------------------------------------------


def test_more_tests_than_xray_takes_at_once_are_refused_and_sent_in_parts(small: TestSuite) -> None:
    case = small.cases[0]
    many = replace(small, cases=tuple(replace(case, id=f"TC-{number:010X}") for number in range(MOST_TESTS + 1)))

    with pytest.raises(TooManyTests, match="1001 tests are more than the 1000 that Xray imports at once"):
        export(many, "xray")
    assert [len(part) for part in batches(many)] == [1000, 1]


def test_what_wiki_markup_would_render_is_escaped(small: TestSuite) -> None:
    test = xray_test(small, with_step(small, action="Press [OK] | {now} *fast*").cases[0])

    assert test["steps"][0]["action"] == r"Press \[OK\] \| \{now\} \*fast\*"


def test_parts_of_a_step_that_say_nothing_are_left_out(small: TestSuite) -> None:
    test = xray_test(small, with_step(small, data="").cases[0])

    assert set(test["steps"][0]) == {"action", "result"}


def test_requirements_that_are_jira_keys_become_links_and_no_others(small: TestSuite) -> None:
    case = replace(small.cases[0], requirements=("VRT-120", "REQ-OFF-010"))
    test = xray_test(small, case, link_type="Tests")

    assert test["update"] == {
        "issuelinks": [{"add": {"type": {"name": "Tests"}, "outwardIssue": {"key": "VRT-120"}}}],
    }


def test_a_long_title_is_cut_to_what_jira_keeps_and_keeps_its_id(small: TestSuite) -> None:
    summary = summary_of(replace(small.cases[0], title="word " * 80))

    assert len(summary) == 255
    assert summary.startswith(f"[{small.cases[0].id}] word")
    assert summary.endswith("…")


def test_events_and_streams_of_a_step_are_shown(small: TestSuite) -> None:
    told = with_step(
        small,
        events=(EmittedEvent(topic="order.paid", key="ORD-1"),),
        streams={"value": "payment.received = yes"},
    )

    result = xray_test(told, told.cases[0])["steps"][0]["result"]
    assert "Events: order.paid (key ORD-1)" in result
    assert "Streams: Value: payment.received = yes" in result


# -- the Test Case Importer ---------------------------------------------------------------------------


def test_the_csv_has_a_row_for_each_step_and_says_once_what_concerns_the_test(germany: Derived) -> None:
    rows = rows_of(germany.suite)

    assert len(rows) == sum(len(case.steps) for case in germany.suite.cases)
    for number, case in enumerate(germany.suite.cases, 1):
        of_case = [row for row in rows if row["Test ID"] == str(number)]
        assert len(of_case) == len(case.steps)
        assert [bool(row["Summary"]) for row in of_case] == [True] + [False] * (len(case.steps) - 1)
        assert f"murmel-id-{case.id[3:].lower()}" in of_case[0]["Labels"].split(";")
        assert all(row["Action"] and row["Expected result"] and row["Test type"] == "Manual" for row in of_case)


def test_the_mapping_names_the_columns_of_the_csv_in_their_order(small: TestSuite) -> None:
    header = export(small, "xray-csv").decode("utf-8-sig").splitlines()[0].split(";")
    mapping = json.loads(export(small, "xray-csv-mapping"))
    fields = {header[each["column.index"]]: each["jira.field"]["id"] for each in mapping["config.field.mappings"]}

    assert mapping["config.delimiter"] == ";"
    assert len(fields) == len(header)
    assert {"__xray_testId", "summary", "xray_testtype"} <= set(fields.values())
    assert fields["Action"] == "__xray_step_action"
    assert fields["Expected result"] == "__xray_step_result"


@pytest.mark.parametrize("cell", ["=1+1", "+49 30", "-5", "@SUM(A1)", "\t=1"])
def test_a_cell_that_a_spreadsheet_would_calculate_is_text(cell: str, small: TestSuite) -> None:
    assert rows_of(with_step(small, action=cell))[0]["Action"].startswith("'")
    assert harmless(f"a{cell}") == f"a{cell}"


def test_delimiters_quotes_and_line_breaks_survive_the_csv(small: TestSuite) -> None:
    said = 'Say "yes"; then\nwait'

    assert rows_of(with_step(small, action=said))[0]["Action"] == said


# -- Gherkin --------------------------------------------------------------------------------------------


def scenario_of(child: Any) -> dict[str, Any]:
    """The parser's types leave the scenario out."""
    scenario: dict[str, Any] = child["scenario"]
    return scenario


def test_the_feature_is_gherkin_in_the_language_of_the_suite(germany: Derived) -> None:
    feature = Parser().parse(export(germany.suite, "gherkin").decode())["feature"]
    scenarios = [scenario_of(child) for child in feature["children"]]

    assert feature["language"] == "de"
    assert [scenario["name"] for scenario in scenarios] == [case.title for case in germany.suite.cases]
    for scenario, case in zip(scenarios, germany.suite.cases, strict=True):
        actions = [step["text"] for step in scenario["steps"] if step["keywordType"] == "Action"]
        assert len(actions) == len(case.steps)
        assert [tag["name"] for tag in scenario["tags"]].count(f"@id:{number_of(case)}") == 1


def test_a_scenario_has_a_number_that_is_its_id(small: TestSuite) -> None:
    numbers = [number_of(case) for case in small.cases]

    assert [f"TC-{number:010X}" for number in numbers] == [case.id for case in small.cases]
    assert number_of(replace(small.cases[0], id="MINE-7")) == number_of(replace(small.cases[1], id="MINE-7"))


def test_text_cannot_break_out_of_its_line_or_become_a_placeholder(small: TestSuite) -> None:
    told = with_step(small, action="Enter <name>\nScenario: another", expected="@tag # no comment")
    feature = Parser().parse(export(told, "gherkin").decode())["feature"]

    assert len(feature["children"]) == len(small.cases)
    texts = [step["text"] for step in scenario_of(feature["children"][0])["steps"]]
    assert "Enter ‹name› Scenario: another" in texts
    assert "@tag # no comment" in texts


# -- pytest -----------------------------------------------------------------------------------------------

_DRIVER = """
class Refusing:
    def begin(self, case): pass
    def perform(self, step): pass
    def check(self, step):
        assert "hand over" not in step["action"], "the car is not there"


def pytest_configure(config):
    config.murmel_driver = Refusing()
"""


def run_pytest(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_the_module_runs_before_a_system_is_connected(germany: Derived, tmp_path: Path) -> None:
    (tmp_path / "test_suite.py").write_bytes(export(germany.suite, "pytest"))

    assert f"{len(germany.suite.cases)} passed" in run_pytest(tmp_path)


def test_a_driver_decides_whether_a_case_passes(small: TestSuite, tmp_path: Path) -> None:
    (tmp_path / "test_suite.py").write_bytes(export(small, "pytest"))
    (tmp_path / "conftest.py").write_text(_DRIVER, "utf-8")

    said = run_pytest(tmp_path)
    assert "1 failed, 1 passed" in said
    assert "the car is not there" in said


def test_no_text_of_a_case_ends_the_literal_it_stands_in(small: TestSuite, tmp_path: Path) -> None:
    nasty = with_step(small, action='"""\nimport os\\u0022"""\\', expected="'''")
    (tmp_path / "test_suite.py").write_bytes(export(nasty, "pytest"))

    assert "2 passed" in run_pytest(tmp_path)


# -- Markdown --------------------------------------------------------------------------------------------


def test_each_row_of_the_steps_has_the_cells_of_its_head(germany: Derived) -> None:
    rows = [line for line in export(germany.suite, "markdown").decode().splitlines() if line.startswith("| ")]
    bars = {line.replace("\\|", "").count("|") for line in rows}

    assert bars == {7}
    assert len(rows) == sum(len(case.steps) + 2 for case in germany.suite.cases)


def test_markup_in_texts_is_shown_as_it_is(small: TestSuite) -> None:
    text = export(with_step(small, action="a | b <i> *c* snake_case _d_"), "markdown").decode()

    assert r"a \| b \<i\> \*c\* snake_case \_d\_" in text


def test_the_certificate_stands_on_top(germany: Derived) -> None:
    head = export(germany.suite, "markdown").decode().split("\n## ")[0]
    flows = len(germany.variant.chain.flows)

    assert f"- Abgedeckt: {germany.suite.certificate.covered} von {flows}" in head


def test_cases_of_another_language_are_written_in_english(small: TestSuite) -> None:
    french = replace(small, language="fr")

    assert export(french, "gherkin").startswith(b"#language: en\nFeature: ")
    assert isinstance(french.cases[0], TestCase)
