"""Gherkin: one feature for the suite, one scenario for each case, found again by a number that stays.

`@id:<number>` is the tag by which Xray updates a scenario rather than importing it twice; the number
is the case's own id as a decimal.
"""

import re

from generators.cases import TestCase, TestSuite
from generators.exporters.registry import exporter
from generators.exporters.telling import events_of, streams_of, who
from generators.exporters.xray import labels_of
from generators.steps import CaseStep
from generators.suite_json import plain
from generators.wording import word

_KEYWORDS = {
    "de": {
        "feature": "Funktionalität",
        "scenario": "Szenario",
        "given": "Angenommen",
        "when": "Wenn",
        "then": "Dann",
        "and": "Und",
    },
    "en": {
        "feature": "Feature",
        "scenario": "Scenario",
        "given": "Given",
        "when": "When",
        "then": "Then",
        "and": "And",
    },
}
_ID = re.compile(r"[0-9A-F]{10}$")
_NOT_IN_TAGS = re.compile(r"[\s@#]+")


@exporter("gherkin", extension="feature", media_type="text/plain; charset=utf-8")
def gherkin(suite: TestSuite) -> bytes:
    """The feature file; its `#language` is that of the suite."""
    words = _KEYWORDS.get(suite.language, _KEYWORDS["en"])
    language = suite.language if suite.language in _KEYWORDS else "en"
    markets = f", {', '.join(suite.markets)}" if suite.markets else ""
    lines = [f"#language: {language}", f"{words['feature']}: {_line(suite.process)}{markets}", ""]
    lines += [f"  {_line(f'{suite.process} {suite.version}, {suite.criterion}')}"]
    for case in suite.cases:
        lines += ["", *_scenario(suite, case, words)]
    return ("\n".join(lines) + "\n").encode()


def number_of(case: TestCase) -> int:
    """The number that stands for a case's id; it changes only with the id."""
    found = _ID.search(case.id)
    return int(found[0], 16) if found else sum(ord(letter) * 257**place for place, letter in enumerate(case.id))


def _scenario(suite: TestSuite, case: TestCase, words: dict[str, str]) -> list[str]:
    tags = [f"id:{number_of(case)}", *labels_of(suite, case)]
    lines = [f"  {' '.join('@' + _NOT_IN_TAGS.sub('-', tag) for tag in tags)}"]
    lines.append(f"  {words['scenario']}: {_line(case.title)}")
    givens = [*case.preconditions, *_not_said_elsewhere(case)]
    lines += [f"    {words['given' if first else 'and']} {_line(given)}" for first, given in _marked(givens)]
    for step in case.steps:
        lines += _step(step, suite.language, words)
    return lines


def _not_said_elsewhere(case: TestCase) -> list[str]:
    """Data that neither a precondition nor a step names; what the world decides stands in its step."""
    said = "\n".join([*case.preconditions, *(step.data for step in case.steps)])
    return [
        f"{name} = {plain(value)}"
        for name, value in case.data.items()
        if "@" not in name and f"({name})" not in said and f"{name} = " not in said
    ]


def _marked(items: list[str]) -> list[tuple[bool, str]]:
    return [(number == 0, item) for number, item in enumerate(items)]


def _step(step: CaseStep, language: str, words: dict[str, str]) -> list[str]:
    done_by = who(step)
    action = f"{step.action} ({done_by})" if done_by else step.action
    lines = [f"    {words['when']} {_line(action)}"]
    for part in filter(None, step.data.split(" | ")):
        lines.append(f"    {words['and']} {_line(part)}")
    lines.append(f"    {words['then']} {_line(step.expected)}")
    if streams := streams_of(step, language):
        lines.append(f"    {words['and']} {_line(word('streams', language))}: {_line(streams)}")
    if step.events:
        lines.append(f"    {words['and']} {_line(word('events', language))}: {_line(events_of(step, language))}")
    return lines


def _line(text: str) -> str:
    """On one line, without angle brackets, which would be a placeholder."""
    return " ".join(text.split()).replace("<", "‹").replace(">", "›")
