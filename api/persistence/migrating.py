"""Brings the tables to the form this version of Murmel needs."""

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0001"


def bring_up_to_date(engine: Engine) -> tuple[str | None, str]:
    """Run the migrations that are missing; the revisions before and after."""
    with engine.begin() as connection:
        before = MigrationContext.configure(connection).get_current_revision()
        if before != NEWEST:
            script = ScriptDirectory(str(MIGRATIONS))

            def steps(revision: Any, _context: MigrationContext) -> Any:
                return script._upgrade_revs(NEWEST, revision)

            with EnvironmentContext(Config(), script, fn=steps, destination_rev=NEWEST) as environment:
                environment.configure(connection=connection)
                environment.run_migrations()
    return before, NEWEST
