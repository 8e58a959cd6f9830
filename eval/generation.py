"""How good derived suites are: what they cover, how many tests they take, and how many any suite needs.

Each model is measured by itself. One that cannot be read or derived is reported with its error, and
the others are measured all the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, TypeAlias

from generators.suites import Certificate, derive, silent
from process_models.bpmn.reader import read
from process_models.catalogue import load
from process_models.errors import ProcessModelError
from process_models.variants import Variant, variant_of_file

Progress: TypeAlias = Callable[[int, int], None]
Source: TypeAlias = Callable[[], Variant]

#: The markets of the reference library that are measured where no folder is named.
MARKETS = ("DE", "AT", "DK")


class NoModels(ProcessModelError, ValueError):
    """A folder without BPMN files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelResult:
    """One model: the certificate of its suite, or why there is none.

    `by_hand` are the conditions for which no data was found; `ms` includes reading and compiling.
    """

    model: str
    criterion: str
    ms: float
    certificate: Certificate | None = None
    by_hand: tuple[str, ...] = ()
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Counts, and the infeasible items with their reasons; counts are 0 where there is an error."""
        found = self.certificate
        return {
            "model": self.model,
            "criterion": self.criterion,
            "semantics": found.semantics if found else "token",
            "items": found.items if found else 0,
            "covered": found.covered if found else 0,
            "infeasible": len(found.infeasible) if found else 0,
            "undecided": len(found.undecided) if found else 0,
            "tests": found.tests if found else 0,
            "steps": found.steps if found else 0,
            "lower_bound_tests": found.lower_bound_tests if found else 0,
            "optimal": bool(found and found.optimal),
            "ms": round(self.ms, 1),
            "because": {each.item: list(each.because) for each in found.infeasible} if found else {},
            "by_hand": list(self.by_hand),
            "error": self.error,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationReport:
    """The results in the order of the files or markets."""

    models: tuple[ModelResult, ...]

    def as_json(self) -> dict[str, Any]:
        """Every model, and sums over all of them; `optimal` and `errors` count models in `total`."""
        rows = [result.as_json() for result in self.models]
        summed = ("items", "covered", "infeasible", "undecided", "tests", "steps", "lower_bound_tests", "optimal")
        total = {key: sum(row[key] for row in rows) for key in summed}
        total |= {
            "models": len(rows),
            "errors": sum(row["error"] is not None for row in rows),
            "ms": round(sum(row["ms"] for row in rows), 1),
        }
        return {"models": rows, "total": total}

    def as_text(self) -> str:
        """One line per model, then the sums, then what was not covered and why."""
        document = self.as_json()
        width = max([len("model"), *(len(result.model) for result in self.models)])
        head = f"{'model':{width}} {'covered':>9} {'tests':>6} {'bound':>6} {'steps':>6} {'ms':>9}"
        lines = [head, *(_line(row, row["model"], width) for row in document["models"])]
        lines += [_line(document["total"], "total", width), ""]
        return "\n".join([*lines, *_remarks(document["models"])]).rstrip()


def run(models: Path | None = None, progress: Progress = silent, *, criterion: str = "all-flows") -> GenerationReport:
    """Derive a suite for every BPMN file under a folder; without folder for markets of the reference library.

    Files are taken in the order of their paths; `progress` hears how many models of how many are done.

    Raises:
        NoModels: there is no BPMN file under the folder.
    """
    sources = list(_of_folder(models) if models is not None else _of_library())
    results = []
    for number, (name, source) in enumerate(sources):
        progress(number, len(sources))
        results.append(_measured(name, source, criterion))
    progress(len(sources), len(sources))
    return GenerationReport(models=tuple(results))


def _of_folder(folder: Path) -> Iterator[tuple[str, Source]]:
    files = sorted(path for path in folder.rglob("*.bpmn") if path.is_file())
    if not files:
        raise NoModels(f"no BPMN files (*.bpmn) under {folder}; name a folder that holds some")
    for path in files:
        yield path.relative_to(folder).as_posix(), partial(_of_file, path)


def _of_file(path: Path) -> Variant:
    return variant_of_file(read(path))


def _of_library() -> Iterator[tuple[str, Source]]:
    library = load()
    for market in MARKETS:
        yield f"{library.root} {market}", partial(library.variant, market)


def _measured(name: str, source: Source, criterion: str) -> ModelResult:
    result = ModelResult(model=name, criterion=criterion, ms=0.0)
    begin = perf_counter()
    try:
        suite = derive(source(), criterion)
    except Exception as error:  # whatever is wrong with one model must not hide the others
        result = replace(result, error=f"{type(error).__name__}: {error}")
    else:
        guards = dict.fromkeys(guard for run in suite.runs for guard in run.by_hand)
        texts = tuple(f"{guard.flow}: {'' if guard.holds else 'not '}{guard.expression.text}" for guard in guards)
        result = replace(result, certificate=suite.certificate, by_hand=texts)
    return replace(result, ms=(perf_counter() - begin) * 1000)


def _line(row: dict[str, Any], name: str, width: int) -> str:
    if row.get("error") is not None:
        return f"{name:{width}} {'failed':>9}"
    covered = f"{row['covered']}/{row['items']}"
    return (
        f"{name:{width}} {covered:>9} {row['tests']:>6} {row['lower_bound_tests']:>6}"
        f" {row['steps']:>6} {row['ms']:>9,.0f}"
    )


def _remarks(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        if row["error"] is not None:
            yield f"{row['model']}: {row['error']}"
        for item, because in row["because"].items():
            yield f"{row['model']}: {item} is infeasible: {'; '.join(because) or 'no reason found'}"
        if row["undecided"]:
            yield f"{row['model']}: {row['undecided']} items not decided"
        for text in row["by_hand"]:
            yield f"{row['model']}: to be met by hand: {text}"
