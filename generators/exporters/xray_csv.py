"""Xray Cloud's Test Case Importer: a CSV file, and the mapping that tells the importer its columns.

One row per step; what concerns the whole test stands in its first row. With the mapping loaded, a
tester without access to the interface imports a suite in the wizard.
"""

import csv
import io
import json
from collections.abc import Iterator

from generators.cases import TestCase, TestSuite
from generators.exporters.registry import exporter
from generators.exporters.telling import about, folder_of, lines_of, seen, who
from generators.exporters.xray import PROJECT, labels_of, summary_of
from generators.steps import CaseStep

_DELIMITER = ";"
#: Spreadsheets would take a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

#: Column, and the field of the importer it goes to: group, id, type.
_COLUMNS = (
    ("Test ID", "Xray", "__xray_testId", "string"),
    ("Issue type", "Native", "__xray_issue_type", "string"),
    ("Test type", "Xray", "xray_testtype", "string"),
    ("Summary", "Native", "summary", "string"),
    ("Description", "Native", "description", "string"),
    ("Priority", "Native", "__priority_name", "string"),
    ("Labels", "Native", "labels", "array"),
    ("Action", "Xray Test Step Fields", "__xray_step_action", "text"),
    ("Data", "Xray Test Step Fields", "__xray_step_data", "text"),
    ("Expected result", "Xray Test Step Fields", "__xray_step_result", "text"),
    ("Folder", "Xray", "xray_test_repository_folder", "string"),
)


@exporter("xray-csv", extension="csv", media_type="text/csv; charset=utf-8")
def xray_csv(suite: TestSuite) -> bytes:
    """The rows, UTF-8 with byte order mark as the importer's own samples have it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=_DELIMITER, lineterminator="\r\n")
    writer.writerow([name for name, *_ in _COLUMNS])
    for number, case in enumerate(suite.cases, 1):
        writer.writerows([harmless(cell) for cell in row] for row in _rows(suite, case, number))
    return text.getvalue().encode("utf-8-sig")


@exporter("xray-csv-mapping")
def xray_csv_mapping(suite: TestSuite) -> bytes:
    """The saved mapping to load in the wizard; the project is chosen there or here, it is in no row."""
    mapping = {
        "config.encoding": "UTF-8",
        "config.delimiter": _DELIMITER,
        "config.list.delimiter": _DELIMITER,
        "config.project.from.csv": False,
        "config.project.key": PROJECT,
        "config.date.format": "YYYY-MM-DD",
        "config.create.test.repository.folders": True,
        "config.field.mappings": [
            {"column.index": index, "jira.field": {"group": group, "id": id, "type": type}}
            for index, (_, group, id, type) in enumerate(_COLUMNS)
        ],
    }
    return (json.dumps(mapping, ensure_ascii=False, indent=1) + "\n").encode()


def _rows(suite: TestSuite, case: TestCase, number: int) -> Iterator[list[str]]:
    about_test = [
        summary_of(case),
        "\n".join(about(suite, case)),
        case.priority,
        _DELIMITER.join(labels_of(suite, case)),
    ]
    nothing = [""] * len(about_test)
    # The first row needs a step; a case without any gets an empty one.
    for row, step in enumerate(case.steps or (None,)):
        first = row == 0
        yield [
            str(number),
            "test",
            "Manual",
            *(about_test if first else nothing),
            *(_cells(step, suite.language) if step else ["", "", ""]),
            folder_of(suite, case) if first else "",
        ]


def _cells(step: CaseStep, language: str) -> list[str]:
    done_by = who(step)
    action = f"{step.action} ({done_by})" if done_by else step.action
    return [action, lines_of(step), seen(step, language)]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("1 + 1")
    ("'=1+1", '1 + 1')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
