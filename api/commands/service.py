"""`murmel serve`, `migrate` and `ingest`: running the service and filling it."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.output import errors, print_json, progress, say
from api.commands.setting import AsJson, services

# A worker that imports everything on a busy machine is not dead yet.
_SECONDS_TO_START = 120


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; this machine alone without it.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535)] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64)] = None,
) -> None:
    """Start the service: API and pages."""
    import os

    import uvicorn

    from api.persistence import jobs
    from api.settings import Settings

    # Workers are processes of their own and read the settings anew.
    said = {"MURMEL_HOST": host, "MURMEL_PORT": port, "MURMEL_WORKERS": workers}
    os.environ.update({name: str(value) for name, value in said.items() if value is not None})
    settings = Settings()
    if not settings.is_local:
        errors.print("demo users are off: others can reach this address, so nobody can decide prices.", markup=False)
    if settings.workers > 1:
        with services() as opened:
            jobs.abandon(opened.database)
    errors.print(f"Murmel on http://{settings.host}:{settings.port}", markup=False)
    uvicorn.run(
        "api.app:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        timeout_worker_healthcheck=_SECONDS_TO_START,
        log_level=settings.log_level,
        access_log=settings.log_level == "debug",
        server_header=False,
    )


def migrate(as_json: AsJson = False) -> None:
    """Bring the records to the form this version needs."""
    from api.persistence.migrating import NEWEST

    with services() as opened:
        opened.database.prepare()
        address = opened.settings.database
    if as_json:
        print_json({"revision": NEWEST})
    else:
        say(f"{address.rpartition('@')[2]}: revision {NEWEST}")


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.")],
    market: Annotated[str | None, typer.Option(help="Market the documents hold for.")] = None,
    audience: Annotated[str | None, typer.Option(help="Who may see them, for example sales.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take documents in: Markdown, HTML, PDF, DOCX, Confluence exports."""
    from api.services.documents import ingest_paths

    with services() as opened, progress("reading") as bar:
        report = ingest_paths(opened.database, paths, market=market, audience=audience, progress=bar)
    if as_json:
        print_json(report)
    else:
        say(
            ", ".join(f"{len(report[kind])} {kind}" for kind in ("added", "changed", "unchanged", "removed", "refused"))
        )
    for refused in report["refused"]:
        errors.print(f"{refused['location']}: {refused['reason']}", markup=False)
    if report["refused"]:
        raise typer.Exit(1)
