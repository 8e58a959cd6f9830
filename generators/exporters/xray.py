"""Xray Cloud's bulk import of tests: a JSON array of manual tests.

The format is that of "Importing Tests - REST v2" of the Xray documentation: `testtype`, `fields`,
`steps` with `action`, `data`, `result`, a folder of the test repository. The label
`murmel-id-<id>` finds a test again; requirement ids that look like Jira keys become links.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from generators.cases import TestCase, TestSuite
from generators.errors import TooManyTests
from generators.exporters.registry import exporter
from generators.exporters.telling import about, folder_of, lines_of, seen, who
from generators.steps import CaseStep

#: Jira keeps summaries to this length.
LONGEST_SUMMARY = 255
#: Longer step texts are cut; nobody executes them.
LONGEST_STEP = 8_000
#: Jira refuses longer descriptions.
LONGEST_DESCRIPTION = 32_000
#: The bulk import takes no more at once.
MOST_TESTS = 1_000
PROJECT = "MURMEL"
LINK_TYPE = "Test"

_JIRA_KEY = re.compile(r"[A-Z][A-Z0-9_]+-\d+")
_NOT_IN_LABELS = re.compile(r"\s+")
_WIKI = re.compile(r"([{}|*\[\]])")


@exporter("xray")
def xray(suite: TestSuite) -> bytes:
    """One array element per test case, in the order of the suite; indented, with a line break at the end.

    Raises:
        TooManyTests: the import takes no array of this length.
    """
    if len(suite.cases) > MOST_TESTS:
        raise TooManyTests(
            f"{len(suite.cases)} tests are more than the {MOST_TESTS} that Xray imports at once; generate the"
            " suite per market or process, or push it, which sends it in parts"
        )
    tests = [xray_test(suite, case) for case in suite.cases]
    return (json.dumps(tests, ensure_ascii=False, indent=1) + "\n").encode()


def batches(
    suite: TestSuite, *, project: str = PROJECT, link_type: str = LINK_TYPE, size: int = MOST_TESTS
) -> Iterator[list[dict[str, Any]]]:
    """The tests in parts that the import takes, in the order of the suite."""
    for start in range(0, len(suite.cases), size):
        part = suite.cases[start : start + size]
        yield [xray_test(suite, case, project=project, link_type=link_type) for case in part]


def xray_test(
    suite: TestSuite, case: TestCase, *, project: str = PROJECT, link_type: str = LINK_TYPE
) -> dict[str, Any]:
    """One test as Xray's bulk import wants it."""
    test: dict[str, Any] = {
        "testtype": "Manual",
        "fields": {
            "summary": summary_of(case),
            "project": {"key": project},
            "labels": labels_of(suite, case),
            "priority": {"name": case.priority},
            "description": plain("\n".join(about(suite, case)), LONGEST_DESCRIPTION),
        },
        "steps": [_step(step, suite.language) for step in case.steps],
        "xray_test_repository_folder": folder_of(suite, case),
    }
    links = [key for key in case.requirements if _JIRA_KEY.fullmatch(key)]
    if links:
        test["update"] = {
            "issuelinks": [{"add": {"type": {"name": link_type}, "outwardIssue": {"key": key}}} for key in links]
        }
    return test


def summary_of(case: TestCase) -> str:
    """The id and the title on one line, cut to what Jira keeps."""
    summary = " ".join(f"[{case.id}] {case.title}".split())
    return summary if len(summary) <= LONGEST_SUMMARY else f"{summary[: LONGEST_SUMMARY - 1]}…"


def labels_of(suite: TestSuite, case: TestCase) -> list[str]:
    """Labels without blanks: ours, the stable id, the process, the markets, the kind."""
    labels = [
        "murmel",
        f"murmel-id-{case.id.removeprefix('TC-').lower()}",
        f"process-{suite.process}",
        *(f"market-{market}" for market in case.markets),
        f"kind-{case.kind}",
    ]
    return [_NOT_IN_LABELS.sub("-", label.strip())[:LONGEST_SUMMARY] for label in labels]


def _step(step: CaseStep, language: str) -> dict[str, str]:
    """Parts that say nothing are left out."""
    done_by = who(step)
    parts = {
        "action": plain(f"{step.action} ({done_by})" if done_by else step.action),
        "data": plain(lines_of(step)),
        "result": plain(seen(step, language)),
    }
    return {name: text for name, text in parts.items() if text.strip()}


def plain(text: str, longest: int = LONGEST_STEP) -> str:
    """Without characters that Jira's wiki markup would render, cut where it is too long."""
    escaped = _WIKI.sub(r"\\\1", text)
    return escaped if len(escaped) <= longest else escaped[:longest].rstrip("\\")
