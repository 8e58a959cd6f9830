"""How commands speak: results on standard output, everything else on standard error."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

errors = Console(stderr=True, highlight=False, soft_wrap=True)
_results = Console(highlight=False, markup=False)
if not _results.is_terminal:
    # Nobody reads a pipe on a narrow screen: no cell is cut or wrapped.
    _results = Console(highlight=False, markup=False, width=1000)


def print_json(document: object) -> None:
    """One JSON document, nothing else."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def say(text: str) -> None:
    """A result for people."""
    typer.echo(text)


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows for people."""
    shown = Table(*headers, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*(str(cell) if cell is not None else "" for cell in row))
    _results.print(shown)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while something long runs; call it with what is done and what there is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def money(minor: Any, currency: str) -> str:
    """An amount for people who read English."""
    from process_models.finance import Money

    return str(Money(int(minor), currency))
