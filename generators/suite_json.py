"""The suite as JSON, in the shape other tools rely on, and back."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from generators.cases import TestCase, TestSuite
from generators.errors import NoSuite
from generators.steps import CaseStep, EmittedEvent
from generators.suites import Certificate, InfeasibleItem
from process_models.addresses import Address


def to_json(suite: TestSuite) -> dict[str, Any]:
    """A JSON document with sorted content in a fixed order; see the public names of the project."""
    bare = _is_of_one_file(suite)
    return {
        "suite": {
            "process": suite.process,
            "version": suite.version,
            "markets": list(suite.markets),
            "criterion": suite.criterion,
            "language": suite.language,
            "generated_at": suite.generated_at,
        },
        "test_cases": [_case(case, bare=bare) for case in suite.cases],
        "certificate": certificate_to_json(suite.certificate, bare=bare),
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


def _is_of_one_file(suite: TestSuite) -> bool:
    """Whether the suite is of a file from elsewhere, in which bare ids say enough, and are what the file says."""
    if suite.version or suite.markets:
        return False
    addresses = {element for case in suite.cases for element in case.path} | set(_items(suite.certificate))
    return len({_bare(element) for element in addresses}) == len(addresses)


def _items(certificate: Certificate) -> Iterable[Address]:
    yield from (Address(each.item) for each in certificate.infeasible)
    yield from map(Address, certificate.undecided)


def _id(element: Address, *, bare: bool) -> str:
    return _bare(element) if bare else element


def _bare(element: Address) -> str:
    """The id within its file; a suite read back has nothing else."""
    return element.rpartition("#")[2]


def _case(case: TestCase, *, bare: bool) -> dict[str, Any]:
    return {
        "id": case.id,
        "title": case.title,
        "markets": list(case.markets),
        "kind": case.kind,
        "priority": case.priority,
        "requirements": list(case.requirements),
        "preconditions": list(case.preconditions),
        "data": {name: plain(value) for name, value in case.data.items()},
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


def plain(value: object) -> object:
    """JSON knows no exact decimals and no dates; whole numbers stay numbers, the rest is text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value.normalize(), "f")
    return str(value)


def from_json(document: Mapping[str, Any]) -> TestSuite:
    """A suite read back from its JSON document, as far as the document says it.

    Raises:
        NoSuite: the document is no suite; the message names what is missing.
    """
    head, cases = parts(document)
    try:
        return TestSuite(
            process=head["process"],
            version=head.get("version", ""),
            markets=tuple(head.get("markets", ())),
            criterion=head["criterion"],
            language=head.get("language", "en"),
            generated_at=head.get("generated_at", ""),
            cases=tuple(_read_case(case) for case in cases),
            certificate=_read_certificate(document["certificate"]),
            findings=tuple(document.get("findings", ())),
        )
    except KeyError as error:
        raise NoSuite(f"this is no suite: {error} is missing; generate one with --format suite") from error


def _read_case(case: Mapping[str, Any]) -> TestCase:
    return TestCase(
        id=case["id"],
        title=case["title"],
        markets=tuple(case.get("markets", ())),
        kind=case["kind"],
        priority=case["priority"],
        requirements=tuple(case.get("requirements", ())),
        preconditions=tuple(case.get("preconditions", ())),
        data=dict(case.get("data", {})),
        path=tuple(map(Address, case["path"])),
        steps=tuple(_read_step(step) for step in case["steps"]),
    )


def _read_step(step: Mapping[str, Any]) -> CaseStep:
    return CaseStep(
        element=Address(step["element"]),
        action=step["action"],
        data=step.get("data", ""),
        expected=step["expected"],
        role=step.get("role"),
        system=step.get("system"),
        events=tuple(EmittedEvent(topic=each["topic"], key=each["key"]) for each in step.get("events", ())),
        streams=dict(step.get("streams", {})),
    )


def _read_certificate(certificate: Mapping[str, Any]) -> Certificate:
    return Certificate(
        criterion=certificate["criterion"],
        semantics=certificate.get("semantics", "token"),
        market=certificate.get("market"),
        items=certificate["items"],
        covered=certificate["covered"],
        infeasible=tuple(
            InfeasibleItem(item=each["item"], because=tuple(each["because"]))
            for each in certificate.get("infeasible", ())
        ),
        undecided=tuple(certificate.get("undecided", ())),
        tests=certificate["tests"],
        steps=certificate["steps"],
        lower_bound_tests=certificate["lower_bound_tests"],
    )


def parts(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """The head and the test cases of a suite read from JSON.

    Raises:
        NoSuite: the document is no suite.
    """
    is_document = isinstance(document, Mapping)
    head, cases = (document.get("suite"), document.get("test_cases")) if is_document else (None, None)
    if not isinstance(head, Mapping) or not isinstance(cases, list):
        raise NoSuite("this is no suite: 'suite' or 'test_cases' is missing; generate one with --format suite")
    return head, cases
