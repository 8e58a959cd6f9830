"""A service with its own records, and the people of its demo."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings

SALES = {"X-Murmel-User": "sina"}
ANALYST = {"X-Murmel-User": "petra"}
GERMAN_ANALYST = {"X-Murmel-User": "paul"}
HEAD = {"X-Murmel-User": "heidi"}


def settings_in(folder: Path, **more: Any) -> Settings:
    """Settings that keep everything in a folder and need neither weights nor other processes."""
    return Settings(data_dir=folder, jobs="threads", embedder="none", **more)


class TickingClock:
    """A second later each time it is asked: two recommendations are never of the same moment."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(settings_in(tmp_path_factory.mktemp("service")))
    app.state.services.pricing = replace(app.state.services.pricing, clock=TickingClock())
    with TestClient(app, client=("127.0.0.1", 50000)) as client:
        yield client
