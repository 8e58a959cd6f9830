"""The suite as JSON, in the shape other tools rely on, and back."""

from collections.abc import Mapping
from typing import Any

from generators.cases import CaseStep, TestCase, TestSuite
from generators.suites import Certificate
from process_models.addresses import Address, split_address


def to_json(suite: TestSuite) -> dict[str, Any]:
    """A JSON document with sorted content in a fixed order; see the public names of the project."""
    return {
        "suite": {
            "process": suite.process,
            "version": suite.version,
            "markets": list(suite.markets),
            "criterion": suite.criterion,
            "language": suite.language,
            "generated_at": suite.generated_at,
        },
        "test_cases": [_case(case, bare=_is_single(suite)) for case in suite.cases],
        "certificate": certificate_to_json(suite.certificate, bare=_is_single(suite)),
        "findings": list(suite.findings),
    }


def certificate_to_json(certificate: Certificate, *, bare: bool = False) -> dict[str, Any]:
    """What a suite covers and how good it is."""
    return {
        "criterion": certificate.criterion,
        "semantics": certificate.semantics,
        "market": certificate.market,
        "items": certificate.items,
        "covered": certificate.covered,
        "infeasible": [
            {"item": _id(Address(each.item), bare=bare), "because": list(each.because)}
            for each in certificate.infeasible
        ],
        "undecided": [_id(Address(item), bare=bare) for item in certificate.undecided],
        "tests": certificate.tests,
        "steps": certificate.steps,
        "lower_bound_tests": certificate.lower_bound_tests,
        "optimal": certificate.optimal,
    }


def _is_single(suite: TestSuite) -> bool:
    """Whether all elements are of one file; their bare ids are then enough."""
    processes = {split_address(element)[0] for case in suite.cases for element in case.path}
    return len(processes) <= 1 and not suite.markets


def _id(element: Address, *, bare: bool) -> str:
    return split_address(element)[1] if bare else element


def _case(case: TestCase, *, bare: bool) -> dict[str, Any]:
    return {
        "id": case.id,
        "title": case.title,
        "markets": list(case.markets),
        "kind": case.kind,
        "priority": case.priority,
        "requirements": list(case.requirements),
        "preconditions": list(case.preconditions),
        "data": {name: _plain(value) for name, value in case.data.items()},
        "path": [_id(element, bare=bare) for element in case.path],
        "steps": [_step(step, bare=bare) for step in case.steps],
    }


def _step(step: CaseStep, *, bare: bool) -> dict[str, Any]:
    return {
        "element": _id(step.element, bare=bare),
        "action": step.action,
        "data": step.data,
        "expected": step.expected,
        "role": step.role,
        "system": step.system,
        "events": [{"topic": event.topic, "key": event.key} for event in step.events],
        "streams": dict(step.streams),
    }


def _plain(value: object) -> object:
    """JSON knows no exact decimals and no dates; whole numbers stay numbers, the rest is text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    text = str(value)
    return int(text) if text.lstrip("-").isdigit() else text


def parts(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """The head and the test cases of a suite read from JSON.

    Raises:
        ValueError: the document is no suite.
    """
    head, cases = document.get("suite"), document.get("test_cases")
    if not isinstance(head, Mapping) or not isinstance(cases, list):
        raise ValueError("this is no suite: 'suite' or 'test_cases' is missing; generate one with --format suite")
    return head, cases
