"""Markdown to read and to review: the certificate, then each case with its steps as a table."""

import re

from generators.cases import TestCase, TestSuite
from generators.exporters.registry import exporter
from generators.exporters.telling import lines_of, seen
from generators.suite_json import plain
from generators.wording import word

# An underscore inside a word marks nothing.
_MARKS = re.compile(r"([\\`*|<>\[\]]|(?<!\w)_|_(?!\w))")


@exporter("markdown", extension="md", media_type="text/markdown; charset=utf-8")
def markdown(suite: TestSuite) -> bytes:
    """One document; tables hold no line breaks, so these are written as `<br>`."""
    language, certificate = suite.language, suite.certificate
    title = ", ".join([suite.process, *suite.markets])
    covered = word("of", language, part=certificate.covered, whole=certificate.items)
    lines = [
        f"# {_text(title)}",
        "",
        f"- {word('process', language)}: {_text(f'{suite.process} {suite.version}'.strip())}",
        f"- {word('criterion', language)}: {_text(certificate.criterion)}",
        f"- {word('covered', language)}: {covered}",
        f"- {word('cases', language)}: {certificate.tests}",
        f"- {word('lower-bound', language)}: {certificate.lower_bound_tests}",
    ]
    for each in certificate.infeasible:
        because = "; ".join(each.because)
        lines.append(f"- {word('infeasible', language)}: {_text(each.item)} ({_text(because)})")
    lines += [f"- {word('undecided', language)}: {_text(item)}" for item in certificate.undecided]
    lines += [f"- {_text(finding)}" for finding in suite.findings]
    for case in suite.cases:
        lines += ["", *_case(case, language)]
    return ("\n".join(lines) + "\n").encode()


def _case(case: TestCase, language: str) -> list[str]:
    lines = [
        f"## {_text(case.id)} {_text(case.title)}",
        "",
        f"- {word('kind', language)}: {_text(case.kind)}",
        f"- {word('priority', language)}: {_text(case.priority)}",
    ]
    if case.requirements:
        lines.append(f"- {word('requirements', language)}: {_text(', '.join(case.requirements))}")
    if case.preconditions:
        lines += ["", f"### {word('preconditions', language)}", ""]
        lines += [f"- {_text(each)}" for each in case.preconditions]
    if case.data:
        lines += ["", f"### {word('data', language)}", ""]
        lines += [f"- {_text(name)} = {_text(str(plain(value)))}" for name, value in case.data.items()]
    heads = ["#", *(word(name, language) for name in ("action", "data", "expected", "role", "system"))]
    lines += ["", f"### {word('steps', language)}", "", _row(heads), _row(["---"] * len(heads))]
    for number, step in enumerate(case.steps, 1):
        cells = [step.action, lines_of(step), seen(step, language), step.role or "", step.system or ""]
        lines.append(_row([str(number), *map(_cell, cells)]))
    return lines


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return "<br>".join(_text(line) for line in text.splitlines())


def _text(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
