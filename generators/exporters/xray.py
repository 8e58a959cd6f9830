"""Xray Cloud's bulk import of tests: a JSON array of manual tests.

The format is that of "Importing Tests - REST v2" of the Xray documentation: `testtype`, `fields`,
`steps` with `action`, `data`, `result`, a folder of the test repository. The label
`murmel-id-<id>` finds a test again; requirement ids that look like Jira keys become links.
"""

import json
import re
from typing import Any

from generators.cases import CaseStep, TestCase, TestSuite
from generators.exporters.registry import exporter

#: Jira keeps summaries to this length.
LONGEST_SUMMARY = 255
#: Longer step texts are cut; nobody executes them.
LONGEST_STEP = 8_000
PROJECT = "MURMEL"
LINK_TYPE = "Test"

_JIRA_KEY = re.compile(r"[A-Z][A-Z0-9_]+-\d+")
_NOT_IN_LABELS = re.compile(r"\s+")
_WIKI = re.compile(r"([{}|*\[\]])")


@exporter("xray")
def xray(suite: TestSuite) -> bytes:
    """One array element per test case, in the order of the suite; indented, with a line break at the end."""
    tests = [xray_test(suite, case) for case in suite.cases]
    return (json.dumps(tests, ensure_ascii=False, indent=1) + "\n").encode()


def xray_test(
    suite: TestSuite, case: TestCase, *, project: str = PROJECT, link_type: str = LINK_TYPE
) -> dict[str, Any]:
    """One test as Xray's bulk import wants it."""
    test: dict[str, Any] = {
        "testtype": "Manual",
        "fields": {
            "summary": f"[{case.id}] {case.title}"[:LONGEST_SUMMARY],
            "project": {"key": project},
            "labels": labels_of(suite, case),
            "priority": {"name": case.priority},
            "description": _description(suite, case),
        },
        "steps": [_step(step) for step in case.steps],
        "xray_test_repository_folder": "/".join(["Murmel", suite.process, *(case.markets or ("base",))]),
    }
    links = [key for key in case.requirements if _JIRA_KEY.fullmatch(key)]
    if links:
        test["update"] = {
            "issuelinks": [{"add": {"type": {"name": link_type}, "outwardIssue": {"key": key}}} for key in links]
        }
    return test


def labels_of(suite: TestSuite, case: TestCase) -> list[str]:
    """Labels without blanks: ours, the stable id, the markets, the kind."""
    labels = [
        "murmel",
        f"murmel-id-{case.id.removeprefix('TC-').lower()}",
        f"process-{suite.process}",
        *(f"market-{market}" for market in case.markets),
        f"kind-{case.kind}",
    ]
    return [_NOT_IN_LABELS.sub("-", label) for label in labels]


def _step(step: CaseStep) -> dict[str, str]:
    who = ", ".join(filter(None, (step.role, step.system)))
    events = "; ".join(f"{event.topic} ({event.key})" for event in step.events)
    return {
        "action": _plain(f"{step.action} [{who}]" if who else step.action),
        "data": _plain(step.data),
        "result": _plain("\n".join(filter(None, (step.expected, f"Events: {events}" if events else "")))),
    }


def _description(suite: TestSuite, case: TestCase) -> str:
    lines = [
        f"Process: {suite.process} {suite.version}",
        f"Criterion: {suite.criterion}",
        f"Requirements: {', '.join(case.requirements)}",
        "",
        *(f"- {condition}" for condition in case.preconditions),
    ]
    return _plain("\n".join(lines))


def _plain(text: str) -> str:
    """Without characters that Jira's wiki markup would render."""
    return _WIKI.sub(r"\\\1", text)[:LONGEST_STEP]
