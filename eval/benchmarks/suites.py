"""Suites: all flows of the German variant of the reference library."""

from collections.abc import Iterator
from typing import Any

from eval.bench import timed
from generators.cases import write_cases
from generators.exporters.registry import export
from generators.suites import derive
from process_models.catalogue import load


def measure() -> Iterator[tuple[str, list[float], dict[str, Any]]]:
    """Runs of the search; the certificate is in the notes."""
    variant = load().variant("DE")
    certificate = derive(variant, "all-flows").certificate
    yield (
        "derive all flows",
        timed(lambda: derive(variant, "all-flows"), runs=3),
        {
            "covered": f"{certificate.covered}/{certificate.items}",
            "tests": certificate.tests,
            "at least": certificate.lower_bound_tests,
        },
    )
    suite = write_cases(variant, derive(variant, "all-flows"), language="de")
    yield "write the Xray document", timed(lambda: export(suite, "xray"), runs=5), {"cases": len(suite.cases)}
