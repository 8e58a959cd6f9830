"""One suite of the reference library for all tests that look at it; deriving it takes some seconds."""

from dataclasses import dataclass

import pytest

from generators.cases import TestSuite, write_cases
from generators.suites import SuiteOfRuns, derive
from process_models.catalogue import load
from process_models.variants import Variant


@dataclass(frozen=True)
class Derived:
    """A variant with its runs and its test cases."""

    variant: Variant
    runs: SuiteOfRuns
    suite: TestSuite


@pytest.fixture(scope="session")
def germany() -> Derived:
    variant = load().variant("DE")
    runs = derive(variant, "all-flows")
    return Derived(variant, runs, write_cases(variant, runs, language="de"))
