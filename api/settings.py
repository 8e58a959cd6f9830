"""How the service is set up: the one place that reads the environment (`MURMEL_…`)."""

import ipaddress
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from process_models.catalogue import LIBRARY

EVERY_MARKET = "*"


class DemoUser(BaseModel):
    """A person of the demo: who they are, what they may do, and in which markets."""

    name: str
    full_name: str
    roles: tuple[str, ...]
    markets: tuple[str, ...] = (EVERY_MARKET,)


DEMO_USERS = (
    DemoUser(name="sina", full_name="Sina Vogt", roles=("sales",)),
    DemoUser(name="quirin", full_name="Quirin Adler", roles=("qa",)),
    DemoUser(name="petra", full_name="Petra Lind", roles=("pricing-analyst",)),
    DemoUser(name="paul", full_name="Paul Berger", roles=("pricing-analyst",), markets=("DE", "AT")),
    DemoUser(name="heidi", full_name="Heidi Krone", roles=("head-of-pricing",)),
)


class Settings(BaseSettings):
    """Everything that can be set, with what holds when nothing is said.

    `demo_users` count only while the service listens on this machine alone; without them nobody can
    be told apart, so nobody can decide anything. `jobs` says where long work runs: in processes of
    their own, or in threads of the service.
    """

    model_config = SettingsConfigDict(env_prefix="MURMEL_", frozen=True)

    data_dir: Path = Path("var")
    database_url: str | None = None
    library_dir: Path = LIBRARY
    content_dir: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    demo_users: tuple[DemoUser, ...] = DEMO_USERS
    embedder: Literal["minilm", "none"] = "minilm"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    jobs: Literal["processes", "threads"] = "processes"
    job_workers: int = Field(default=1, ge=1, le=64)
    max_body_bytes: int = Field(default=10_000_000, ge=1_000)

    @property
    def database(self) -> str:
        """The address of the records, a file in `data_dir` where none is set."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'murmel.sqlite3'}"

    @property
    def is_local(self) -> bool:
        """Whether the service listens on this machine alone."""
        return is_loopback(self.host)

    @property
    def users(self) -> dict[str, DemoUser]:
        """The demo users by name; none where others can reach the service."""
        return {user.name: user for user in self.demo_users} if self.is_local else {}


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
