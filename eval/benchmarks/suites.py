"""Suites: all flows of the German variant of the library, and of the reference models where they lie beside."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval import generation
from eval.bench import timed
from generators.cases import write_cases
from generators.exporters.registry import export
from generators.suites import derive
from process_models.catalogue import load

_REFERENCE = Path("..") / "shared" / "data" / "bpmn-miwg-reference"


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
    if _REFERENCE.is_dir():
        report = generation.run(_REFERENCE)
        total = report.as_json()["total"]
        yield (
            "derive all flows of a reference model",
            [model.ms for model in report.models],
            {"covered": f"{total['covered']}/{total['items']}", "infeasible": total["infeasible"]}
            | {"tests": total["tests"], "at least": total["lower_bound_tests"]},
        )
    yield "write the Xray document", timed(lambda: export(suite, "xray"), runs=5), {"cases": len(suite.cases)}
