"""Connections to the records: short transactions for reading and for writing, on SQLite or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.persistence.migrating import bring_up_to_date

_BUSY_MS = 10_000


class DatabaseUnavailable(RuntimeError):
    """The records cannot be reached."""


class Database:
    """The records behind one address; brought to the newest form on first use.

    On SQLite writers take turns from their first statement on, so that what a transaction read is
    still true when it writes; readers never wait for them.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._engine = _engine(address)
        self._writing = self._engine.execution_options(murmel_writes=True)
        self._ready = False
        self._preparing = Lock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads."""
        self.prepare()
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that is kept as a whole, or not at all if something is raised in it."""
        self.prepare()
        with Session(self._writing) as session, session.begin():
            yield session

    def prepare(self) -> None:
        """Make the file's folder and the tables where they are missing.

        Raises:
            DatabaseUnavailable: the address cannot be reached; the message says which.
        """
        if self._ready:
            return
        with self._preparing:
            if self._ready:
                return
            file = make_url(self.address).database
            try:
                if self._engine.dialect.name == "sqlite" and file and file != ":memory:":
                    Path(file).parent.mkdir(parents=True, exist_ok=True)
                bring_up_to_date(self._writing)
            except (OSError, OperationalError) as error:
                where = make_url(self.address).render_as_string(hide_password=True)
                raise DatabaseUnavailable(
                    f"the records at {where} cannot be opened: {_first_line(error)}. Check MURMEL_DATA_DIR or"
                    " MURMEL_DATABASE_URL."
                ) from error
            self._ready = True

    def answers(self) -> bool:
        """Whether the records can be read now."""
        try:
            with self.reading() as session:
                session.execute(text("SELECT 1"))
        except (DatabaseUnavailable, OperationalError):
            return False
        return True

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def _engine(address: str) -> Engine:
    if make_url(address).get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    engine = create_engine(address, connect_args={"timeout": _BUSY_MS / 1000})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # Python's own handling begins transactions too late; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", f"busy_timeout = {_BUSY_MS}", "foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("murmel_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
