"""How many cases of a DMN compatibility kit the decision evaluator answers as expected.

A kit is a folder of folders, each with `.dmn` models and `*-test-*.xml` files. What the evaluator does not
support is told from the model before the expected value is looked at, so a wrong answer can never pass as
an unsupported one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, TypeAlias

from lxml import etree

from process_models.dmn.decisions import Evaluator
from process_models.dmn.errors import DmnError, UnknownDecision
from process_models.dmn.model import Definitions
from process_models.dmn.reader import read
from process_models.dmn.support import unsupported
from process_models.errors import ProcessModelError
from process_models.feel.errors import InvalidValue
from process_models.feel.printing import string_of
from process_models.feel.temporal import Date, DateTime, Time
from process_models.feel.temporal_text import date_from, date_time_from, duration_from, time_from
from process_models.feel.values import Function, Range

Status: TypeAlias = Literal["passed", "failed", "unsupported"]
Progress: TypeAlias = Callable[[int, int], None]

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
# The kit's own runner compares numbers to eight decimals.
_TOLERANCE = Decimal("1e-8")


class InvalidKit(ProcessModelError, ValueError):
    """A folder that is no compatibility kit, or a test file nobody can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """The outcome of one test case; `reason` says what was wrong or is not supported."""

    folder: str
    file: str
    case: str
    status: Status
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DmnReport:
    """The outcome of a kit."""

    cases: tuple[CaseResult, ...]

    def count(self, status: Status) -> int:
        return sum(case.status == status for case in self.cases)

    def as_json(self) -> dict[str, object]:
        """`passed`, `failed`, `unsupported` as numbers, and every case."""
        return {
            "passed": self.count("passed"),
            "failed": self.count("failed"),
            "unsupported": self.count("unsupported"),
            "cases": [
                {
                    "folder": case.folder,
                    "file": case.file,
                    "case": case.case,
                    "status": case.status,
                    "reason": case.reason,
                }
                for case in self.cases
            ],
        }

    def as_text(self) -> str:
        """The numbers, then every case that did not pass."""
        lines = [
            f"{self.count('passed')} passed, {self.count('failed')} failed,"
            f" {self.count('unsupported')} unsupported of {len(self.cases)} cases"
        ]
        lines += [
            f"{case.status}: {case.folder} {case.case}: {case.reason}" for case in self.cases if case.status != "passed"
        ]
        return "\n".join(lines)


def run(dataset: Path, progress: Progress | None = None) -> DmnReport:
    """Run every test file under `dataset`; `progress` hears how many files of how many are done.

    Raises:
        InvalidKit: there are no test files, or one of them cannot be read.
    """
    files = sorted(path for path in dataset.rglob("*-test-*.xml") if path.is_file())
    if not files:
        raise InvalidKit(f"no test files (*-test-*.xml) under {dataset}; name the folder of a DMN kit")
    cases: list[CaseResult] = []
    for done, path in enumerate(files, 1):
        cases.extend(_file_results(path))
        if progress is not None:
            progress(done, len(files))
    return DmnReport(cases=tuple(cases))


def _file_results(path: Path) -> Iterator[CaseResult]:
    root = _parsed(path)
    model = root.findtext("{*}modelName") or ""
    definitions: Definitions | str
    try:
        definitions = read(path.parent / model.strip())
    except (DmnError, OSError) as error:
        definitions = str(error)
    for case in root.findall("{*}testCase"):
        status, reason = _case_result(case, definitions)
        yield CaseResult(
            folder=path.parent.name, file=path.name, case=case.get("id") or "", status=status, reason=reason
        )


def _parsed(path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        return etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise InvalidKit(f"{path}: {error}") from error


def _case_result(case: etree._Element, definitions: Definitions | str) -> tuple[Status, str]:
    if isinstance(definitions, str):
        return "failed", definitions
    nodes = case.findall("{*}resultNode")
    service = case.get("invocableName") if case.get("type") == "decisionService" else None
    asked = [service or case.get("invocableName") or _input_name(node) for node in nodes]
    try:
        for name in asked:
            reason = unsupported(definitions, name)
            if reason is not None:
                return "unsupported", reason
        inputs = {_input_name(node): _value(node) for node in case.findall("{*}inputNode")}
    except (UnknownDecision, InvalidKit) as error:
        return "failed", str(error)
    evaluator = Evaluator(definitions)
    for node, name in zip(nodes, asked, strict=True):
        result = evaluator.decide(name, inputs).value
        if service is not None and len(nodes) > 1 and isinstance(result, dict):
            result = result.get(node.get("name"))
        reason = _difference(node, result)
        if reason is not None:
            return "failed", f"{node.get('name')}: {reason}"
    return "passed", ""


def _input_name(node: etree._Element) -> str:
    namespace, name = node.get("namespace"), " ".join((node.get("name") or "").split())
    return f"{namespace}#{name}" if namespace else name


def _difference(node: etree._Element, result: object) -> str | None:
    expected_node = node.find("{*}expected")
    try:
        expected = None if expected_node is None else _value(expected_node)
    except InvalidKit as error:
        return str(error)
    if _same(expected, result):
        return None
    return f"expected {_shown(expected)}, got {_shown(result)}"


# --- values of the kit ----------------------------------------------------------------------


def _value(node: etree._Element) -> object:
    """The value inside an input, an expectation, a component or an item."""
    components = node.findall("{*}component")
    if components:
        return {_input_name(component): _value(component) for component in components}
    listed = node.find("{*}list")
    if listed is not None:
        if listed.get(_NIL) == "true":
            return None
        return [_value(item) for item in listed.findall("{*}item")]
    found = node.find("{*}value")
    if found is None or found.get(_NIL) == "true":
        return None
    return _typed(found.text or "", (found.get(_TYPE) or "xsd:string").rpartition(":")[2])


def _typed(text: str, kind: str) -> object:
    if kind == "string":
        return text
    reading = _READINGS.get(kind, str)
    try:
        return reading(text.strip())
    except (InvalidValue, InvalidOperation) as error:
        raise InvalidKit(f"{text!r} is no value of type {kind}") from error


_READINGS: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(["decimal", "double", "float", "integer", "int", "long"], Decimal),
    "boolean": lambda text: text in ("true", "1"),
    "date": date_from,
    "time": time_from,
    "dateTime": date_time_from,
    **dict.fromkeys(["duration", "dayTimeDuration", "yearMonthDuration"], duration_from),
}


def _same(expected: object, result: object) -> bool:
    match expected, result:
        case Decimal(), Decimal():
            return abs(expected - result) <= _TOLERANCE * max(Decimal(1), abs(expected))
        case list(), list():
            return len(expected) == len(result) and all(map(_same, expected, result))
        case dict(), dict():
            return expected.keys() == result.keys() and all(_same(expected[name], result[name]) for name in expected)
        case Time(), Time():
            return expected.nanoseconds == result.nanoseconds and _offset(expected) == _offset(result)
        case DateTime(), DateTime():
            return expected.time.is_local == result.time.is_local and expected.instant == result.instant
    return type(expected) is type(result) and expected == result


def _offset(time: Time) -> int | None:
    return DateTime(Date(1970, 1, 1), time).offset


def _shown(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, Function):
        return "a function"
    text = string_of(value) if not isinstance(value, Range) else f"the range {string_of(value)}"
    return text if len(text) <= 200 else text[:199] + "…"
