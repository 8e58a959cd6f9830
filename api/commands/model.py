"""`murmel model`: the catalogue, checking and importing files, the markets."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.output import errors, print_json, say, table
from api.commands.setting import AsJson, Market, services
from api.errors import Refused

app = typer.Typer(no_args_is_help=True, help="The catalogue of process models.")

Id = Annotated[str, typer.Argument(help="Process id.")]
Files = Annotated[list[Path], typer.Argument(help="BPMN or DMN files.")]


@app.command("list")
def list_models(market: Market = None, as_json: AsJson = False) -> None:
    """List every process."""
    with services() as opened:
        found = list(opened.models.listed(market))
    if as_json:
        print_json({"models": found})
        return
    columns = ("id", "name", "area", "version", "activities")
    table(columns, [[entry[column] for column in columns] for entry in found])


@app.command()
def show(id: Id, market: Market = None, as_json: AsJson = False) -> None:
    """Show one process with its activities."""
    from api.services.models import model_to_json

    with services() as opened:
        model = model_to_json(id, opened.models.model(id, market))
    if as_json:
        print_json(model)
        return
    say(f"{model['name']} ({model['id']}), version {model['version'] or '-'}, {model['activities']} activities")
    table(("element", "kind", "name", "system"), [[n["id"], n["kind"], n["name"], n["system"]] for n in model["nodes"]])


@app.command()
def check(files: Files, as_json: AsJson = False) -> None:
    """Read any BPMN or DMN file: what was understood, and what was found."""
    from process_models.checking import check as check_files

    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise Refused(404, "not-found", f"no file {', '.join(missing)}.")
    report = check_files(files)
    if as_json:
        print_json(report.as_json())
    else:
        say(report.as_text())
    if report.unreadable and len(files) == 1:
        # The one thing asked for was no model at all.
        errors.print(f"murmel: {report.files[0].error}", markup=False, soft_wrap=True)
        raise typer.Exit(2)
    if report.found_wrong:
        raise typer.Exit(1)


@app.command("import")
def import_models(files: Files, as_json: AsJson = False) -> None:
    """Keep BPMN files as processes of their own."""
    from api.services.models import reading_to_json

    imported = []
    with services() as opened:
        for file in files:
            if not file.is_file():
                raise Refused(404, "not-found", f"no file {file}.")
            id, reading = opened.models.import_model(file.read_bytes(), file.name, "command line")
            imported.append({"id": id, **reading_to_json(str(file), reading)})
    if as_json:
        print_json({"files": imported})
    else:
        table(("id", "file", "findings"), [[each["id"], each["path"], len(each["findings"])] for each in imported])


@app.command()
def export(
    id: Id,
    market: Market = None,
    format: Annotated[str, typer.Option(help="bpmn or json")] = "bpmn",
    out: Annotated[Path | None, typer.Option(help="File to write; standard output without it.")] = None,
) -> None:
    """Write one process as a market runs it."""
    import json

    from api.services.models import model_to_json

    if format not in ("bpmn", "json"):
        raise Refused(422, "invalid-request", f"no format '{format}'; choose bpmn or json.")
    with services() as opened:
        if format == "bpmn":
            content = opened.models.bpmn(id, market)
        else:
            content = json.dumps(model_to_json(id, opened.models.model(id, market)), ensure_ascii=False).encode()
    if out is None:
        typer.echo(content.decode(), nl=False)
    else:
        out.write_bytes(content)


@app.command()
def diff(old: Path, new: Path, as_json: AsJson = False) -> None:
    """Compare two BPMN files element by element."""
    from api.services.differences import difference_of_models
    from process_models.bpmn.reader import read

    for file in (old, new):
        if not file.is_file():
            raise Refused(404, "not-found", f"no file {file}.")
    found = difference_of_models(read(old).collaboration, read(new).collaboration)
    if as_json:
        print_json(found)
        return
    for kind in ("added", "removed", "changed"):
        for entry in found[kind]:
            say(f"{kind:8} {entry['id']}  {', '.join(entry.get('fields', ()))}".rstrip())


@app.command()
def markets(as_json: AsJson = False) -> None:
    """The market templates: additions by kind of requirement, and the harmonised share."""
    with services() as opened:
        found = opened.models.markets()
    if as_json:
        print_json({"markets": found})
        return
    kinds = ("must-have", "regulatory", "differentiating", "legacy")
    rows = [
        [
            each["market"],
            each["entries"],
            *(each["by_kind"].get(kind, 0) for kind in kinds),
            f"{each['standard_share']:.1%}",
        ]
        for each in found
    ]
    table(("market", "entries", *kinds, "standard share"), rows)


@app.command()
def build(
    check_only: Annotated[bool, typer.Option("--check", help="Change nothing; say what is out of step.")] = False,
) -> None:
    """Write the library's BPMN and DMN files from their compact form."""
    from api.settings import Settings
    from process_models.authoring.build import build as build_files
    from process_models.authoring.build import check_built

    library = Settings().library_dir
    changed = check_built(library) if check_only else build_files(library)
    for path in changed:
        say(str(path.relative_to(library)))
    if check_only and changed:
        raise typer.Exit(1)
