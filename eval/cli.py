"""`murmel eval`: what is measured on data with known answers; joins the command by entry point."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

app = typer.Typer(no_args_is_help=True, help="Measure retrieval, answers, suites, prices and decisions.")

_errors = Console(stderr=True, highlight=False)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Bar = Callable[[str, int, int], None]


@contextmanager
def _bar() -> Iterator[Bar]:
    with Progress(console=_errors, transient=True, disable=not _errors.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda step, done, total: progress.update(task, description=step, completed=done, total=total)


def _measured(module: str, *arguments: Any, **options: Any) -> Any:
    """What `run` of a module of this package measures; bad input ends with one message.

    The modules draw in heavy libraries, so each is imported only when it is asked for.
    """
    try:
        return import_module(f"eval.{module}").run(*arguments, **options)
    except OSError as error:
        _errors.print(f"murmel: {error.filename}: {error.strerror}", markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    except (ValueError, LookupError) as error:
        _errors.print(f"murmel: {error}", markup=False, soft_wrap=True)
        raise typer.Exit(2) from error


def _print(report: Any, *, as_json: bool) -> None:
    told = getattr(report, "as_json" if as_json else "as_text", None) or getattr(
        report, "to_json" if as_json else "to_text"
    )
    typer.echo(json.dumps(told(), ensure_ascii=False, indent=1, default=str) if as_json else told())


@app.command()
def retrieval(
    dataset: Annotated[Path, typer.Option(help="Folder in BEIR form.")],
    dense: Annotated[bool, typer.Option(help="Also rank by meaning, with the configured weights.")] = True,
    as_json: AsJson = False,
) -> None:
    """How well texts are found."""
    with _bar() as bar:
        report = _measured("retrieval", dataset, **_retrieval_options(dense=dense, bar=bar))
    _print(report, as_json=as_json)


def _retrieval_options(*, dense: bool, bar: Bar) -> dict[str, Any]:
    options: dict[str, Any] = {"progress": bar}
    if dense:
        from knowledge.embedders.sentence_transformer import SentenceTransformerEmbedder

        options["embedder"] = SentenceTransformerEmbedder()
    return options


@app.command()
def assistant(
    dataset: Annotated[Path, typer.Option(help="Questions with what is expected, one JSON object a line.")],
    as_json: AsJson = False,
) -> None:
    """How right answers are, and what they rest on."""
    with _bar() as bar:
        report = _measured("assistant", dataset, lambda done, total: bar("questions", done, total))
    _print(report, as_json=as_json)


@app.command()
def dmn(
    dataset: Annotated[Path, typer.Option(help="Folder with models and cases of the DMN compatibility kit.")],
    as_json: AsJson = False,
) -> None:
    """How many cases of a compatibility kit are answered as expected."""
    with _bar() as bar:
        report = _measured("dmn", dataset, progress=lambda done, total: bar("cases", done, total))
    _print(report, as_json=as_json)


@app.command("residual-value")
def residual_value(
    csv: Annotated[Path, typer.Option(help="Table of vehicle prices.")],
    config: Annotated[Path, typer.Option(help="What its columns mean, in YAML.")],
    as_json: AsJson = False,
) -> None:
    """How well residual values are predicted."""
    with _bar() as bar:
        report = _measured("residual_value", csv, config, lambda done, total: bar("folds", done, total))
    _print(report, as_json=as_json)
