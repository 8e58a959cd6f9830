"""The benchmarks as one table and `bench.json`: `./dev bench`.

Times depend on the machine, so each is also given as a multiple of a calibration: the time this
machine takes for a fixed piece of plain Python work. Ratios compare between machines.
"""

import argparse
import json
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from statistics import median
from time import perf_counter
from typing import Any, TypeAlias

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from eval import benchmarks

Work: TypeAlias = Callable[[], object]

_CALIBRATION_ROUNDS = 5
_CALIBRATION_WORK = 300_000

_WIDTH = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One benchmark: median and 95th percentile in milliseconds over `runs`, `peak_mb` of the process so far.

    `ratio` is the median as a multiple of the calibration; `notes` are figures of the result itself.
    """

    name: str
    runs: int
    median_ms: float
    p95_ms: float
    ratio: float
    peak_mb: float
    notes: dict[str, Any]


def timed(work: Work, *, runs: int) -> list[float]:
    """Milliseconds of each run, in order."""
    times = []
    for _ in range(runs):
        begin = perf_counter()
        work()
        times.append((perf_counter() - begin) * 1000)
    return times


def measured(name: str, times: Sequence[float], calibration: float, notes: dict[str, Any] | None = None) -> Measurement:
    """The measurement of some runs.

    >>> measured("x", [1.0, 3.0, 2.0], 2.0).median_ms
    2.0
    """
    ordered = sorted(times)
    middle = median(ordered)
    return Measurement(
        name=name,
        runs=len(ordered),
        median_ms=round(middle, 3),
        p95_ms=round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 3),
        ratio=round(middle / calibration, 3),
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        notes=notes or {},
    )


def calibration() -> float:
    """Milliseconds this machine takes for a fixed piece of work; the best of a few rounds."""

    def work() -> int:
        total = 0
        for number in range(_CALIBRATION_WORK):
            total = (total * 31 + number) % 1_000_003
        return total

    return min(timed(work, runs=_CALIBRATION_ROUNDS))


def run(names: Sequence[str] = ()) -> list[Measurement]:
    """Run the benchmarks in the order of their names; all of them where none is named.

    Raises:
        ValueError: there is no benchmark of that name.
    """
    found = {module.name: module.name for module in iter_modules(benchmarks.__path__)}
    for name in names:
        if name not in found:
            raise ValueError(f"no benchmark '{name}'; choose from: {', '.join(sorted(found))}")
    unit = calibration()
    results: list[Measurement] = []
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=len(names or found))
        for name in sorted(names or found):
            progress.update(task, description=name)
            module = import_module(f"{benchmarks.__name__}.{name}")
            results += [measured(each, times, unit, notes) for each, times, notes in module.measure()]
            progress.advance(task)
    return results


def as_table(results: Sequence[Measurement]) -> Table:
    """The measurements for people."""
    table = Table("benchmark", "runs", "median ms", "p95 ms", "× calibration", "peak MB", "result")
    for each in results:
        notes = ", ".join(f"{name} {value}" for name, value in each.notes.items())
        table.add_row(
            each.name,
            str(each.runs),
            f"{each.median_ms:,.2f}",
            f"{each.p95_ms:,.2f}",
            f"{each.ratio:,.2f}",
            f"{each.peak_mb:,.0f}",
            notes,
        )
    return table


def main() -> int:
    """Run, print the table, write `bench.json`."""
    parser = argparse.ArgumentParser(prog="./dev bench", description="Run the benchmarks.")
    parser.add_argument("names", nargs="*", help="benchmarks to run; all without")
    parser.add_argument("--out", type=Path, default=Path("bench.json"))
    arguments = parser.parse_args()
    # A file or a pipe has no width of its own; the table is wide.
    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH)
    try:
        results = run(arguments.names)
    except ValueError as error:
        Console(stderr=True).print(f"bench: {error}")
        return 2
    console.print(as_table(results))
    arguments.out.write_text(json.dumps([asdict(each) for each in results], indent=1) + "\n", "utf-8")
    console.print(f"written to {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
