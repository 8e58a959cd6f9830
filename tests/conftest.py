"""What every test may rely on: no traffic beyond this machine, its own data directory, a browser if there is one."""

import ipaddress
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent

# The same examples in every run, and none refused because the machine was busy.
settings.register_profile("murmel", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("murmel")

# Libraries that would otherwise ask a server for weights, or tell one that they run.
os.environ |= {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "ANONYMIZED_TELEMETRY": "false",
    "LANGSMITH_TRACING": "false",
}


def _stay_on_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    if event != "socket.connect":
        return
    connection, address = arguments
    if (
        not isinstance(connection, socket.socket)
        or connection.type != socket.SOCK_STREAM
        or not isinstance(address, tuple)
    ):
        return
    host = str(address[0])
    if host not in ("", "localhost") and not ipaddress.ip_address(host).is_loopback:
        raise ConnectionRefusedError(f"a test tried to reach {host}; tests talk to this machine only")


sys.addaudithook(_stay_on_this_machine)


@pytest.fixture(scope="session", autouse=True)
def _own_data_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what a test writes by default out of the data directory of the service."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MURMEL_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Datasets of other people, kept beside the project; tests that need them skip where they are absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no ../shared/data beside the project")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium without a window, for tests marked `browser`."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which finds barriers in a page; `./dev` puts it into tests/vendor."""
    return (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
