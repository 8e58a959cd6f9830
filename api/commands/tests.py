"""`murmel tests`: suites from process models."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.output import errors, print_json, progress, say
from api.commands.setting import AsJson, services
from api.errors import Refused

app = typer.Typer(no_args_is_help=True, help="Test suites derived from process models.")


@app.command()
def generate(
    process: Annotated[str | None, typer.Argument(help="Process to begin with; the whole chain without it.")] = None,
    model: Annotated[Path | None, typer.Option(help="A BPMN file from elsewhere.")] = None,
    market: Annotated[list[str] | None, typer.Option(help="Market; may be given several times.")] = None,
    all_markets: Annotated[bool, typer.Option("--all-markets")] = False,
    criterion: Annotated[str, typer.Option(help="What is to be covered.")] = "all-flows",
    loops: Annotated[int, typer.Option(min=0, max=5, help="How often a loop is taken.")] = 1,
    language: Annotated[str, typer.Option("--lang", help="de or en")] = "en",
    format: Annotated[str, typer.Option(help="suite, xray, ...")] = "suite",
    out: Annotated[Path | None, typer.Option(help="File, or a folder where several markets are made.")] = None,
    as_json: AsJson = False,
) -> None:
    """Derive the smallest suite that covers a criterion."""
    from api.services.suites import EXTENSIONS, SuiteRequest
    from api.services.suites import generate as derive_suite
    from generators.exporters.registry import export, formats
    from process_models.bpmn.reader import read
    from process_models.variants import variant_of_file

    format = "suite" if as_json else format
    if format not in formats():
        raise Refused(422, "invalid-request", f"no format '{format}'; choose one of: {', '.join(formats())}.")
    if language not in ("de", "en"):
        raise Refused(422, "invalid-request", f"no language '{language}'; choose de or en.")
    if model is not None and (process or market or all_markets):
        raise Refused(
            422, "invalid-request", "a file from elsewhere is a chain of its own; leave process and market out."
        )
    with services() as opened:
        if model is not None:
            if not model.is_file():
                raise Refused(404, "not-found", f"no file {model}.")
            wanted: list[tuple[str | None, Any]] = [(None, variant_of_file(read(model)))]
        else:
            markets: list[str | None] = (
                list(opened.models.library.markets) if all_markets else [*market] if market else [None]
            )
            wanted = [(each, opened.models.variant_of(process, each)) for each in markets]
        contents: list[tuple[str | None, bytes]] = []
        complete = True
        for each, variant in wanted:
            asked = SuiteRequest(process=process, market=each, criterion=criterion, language=language, loops=loops)
            with progress(f"{variant.chain.id} {each or ''}".strip()) as bar:
                suite = derive_suite(variant, asked, bar)
            certificate = suite.certificate
            complete = complete and not certificate.undecided
            errors.print(
                f"{variant.chain.id} {each or ''}: {certificate.tests} tests cover {certificate.covered} of"
                f" {certificate.items} items, {len(certificate.infeasible)} infeasible, at least"
                f" {certificate.lower_bound_tests} tests needed",
                markup=False,
            )
            contents.append((each, export(suite, format)))
    _write(contents, format, out, EXTENSIONS.get(format, ("txt", ""))[0])
    if not complete:
        raise typer.Exit(1)


def _write(contents: list[tuple[str | None, bytes]], format: str, out: Path | None, extension: str) -> None:
    if len(contents) == 1:
        content = contents[0][1]
        if out is None:
            typer.echo(content.decode(), nl=False)
        else:
            out.write_bytes(content)
        return
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for market, content in contents:
            (out / f"{market}.{extension}").write_bytes(content)
        return
    if extension == "json":
        print_json([json.loads(content) for _, content in contents])
        return
    for _, content in contents:
        typer.echo(content.decode())


@app.command()
def diff(old: Path, new: Path, as_json: AsJson = False) -> None:
    """Compare two suites: unchanged, changed, new, obsolete."""
    from api.services.differences import difference_of_suites

    found = difference_of_suites(_suite(old), _suite(new))
    if as_json:
        print_json(found)
        return
    for kind, ids in found.items():
        say(f"{kind}: {len(ids)}")
        for id in ids if kind != "unchanged" else ():
            say(f"  {id}")


def _suite(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        ids = [case["id"] for case in document["test_cases"]]
    except OSError as error:
        raise Refused(404, "not-found", f"{path}: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        detail = f"{path} is no suite; make one with `murmel tests generate --format suite`."
        raise Refused(422, "invalid-request", detail) from error
    if len(set(ids)) != len(ids):
        raise Refused(422, "invalid-request", f"{path} has two cases of the same id.")
    return document
