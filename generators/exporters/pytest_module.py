"""A pytest module that runs: the cases as data, and one test that hands their steps to a driver.

Where no driver is given the module plays the cases against one that accepts every step and notes
it, so that the file runs before anybody has connected a system.
"""

import json
import re
from typing import Any

from generators.cases import TestSuite
from generators.exporters.registry import exporter
from generators.suite_json import to_json

_ESCAPE = re.compile(r"\\(.)")

_BEFORE = '''"""Test cases of {process}. Generated from the process model; change the model, not this file.

Connect a system in `conftest.py`; see `Driver`:

    def pytest_configure(config):
        config.murmel_driver = MyDriver()
"""

import json
from collections.abc import Mapping
from typing import Any, Protocol

import pytest


class Driver(Protocol):
    """What carries out the steps of a case on a real system."""

    def begin(self, case: Mapping[str, Any]) -> None:
        """Bring about the preconditions and the data of a case."""

    def perform(self, step: Mapping[str, Any]) -> None:
        """Do what `step["action"]` says with `step["data"]`."""

    def check(self, step: Mapping[str, Any]) -> None:
        """Raise AssertionError where `step["expected"]`, an event or a stream is not as it should be."""


class Noting:
    """A driver that does nothing but note the elements it passes."""

    def __init__(self) -> None:
        self.performed: list[str] = []
        self.checked: list[str] = []

    def begin(self, case: Mapping[str, Any]) -> None:
        self.performed, self.checked = [], []

    def perform(self, step: Mapping[str, Any]) -> None:
        self.performed.append(step["element"])

    def check(self, step: Mapping[str, Any]) -> None:
        self.checked.append(step["element"])


CASES: list[dict[str, Any]] = json.loads(
    r"""
'''

_AFTER = '''
"""
)


@pytest.fixture(name="driver")
def _connected(request: pytest.FixtureRequest) -> Driver:
    """The driver that `conftest.py` has registered, else one that only notes."""
    registered: Driver = getattr(request.config, "murmel_driver", None) or Noting()
    return registered


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: Mapping[str, Any], driver: Driver) -> None:
    driver.begin(case)
    for step in case["steps"]:
        driver.perform(step)
        driver.check(step)
    if isinstance(driver, Noting):
        assert driver.performed == driver.checked == [step["element"] for step in case["steps"]]
'''


@exporter("pytest", extension="py", media_type="text/x-python; charset=utf-8")
def pytest_module(suite: TestSuite) -> bytes:
    """The module with the cases of the suite as JSON in it."""
    cases: list[dict[str, Any]] = to_json(suite)["test_cases"]
    # With its quotes written as escapes, no text of a case can end the literal it stands in.
    written = _ESCAPE.sub(lambda found: "\\u0022" if found[1] == '"' else found[0], json.dumps(cases, indent=1))
    process = "".join(letter for letter in suite.process if letter.isalnum() or letter in "_-. ")
    return (_BEFORE.replace("{process}", process) + written + _AFTER).encode()
