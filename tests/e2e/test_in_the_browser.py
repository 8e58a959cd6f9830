"""The whole way in a browser: ask, derive a suite and export it, ask for a price and decide it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agents.pricing.audit import verify
from api.persistence.database import Database
from api.persistence.pricing import SqlDecisionLog

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

# Deriving a suite and the first question take seconds, more on a machine that does other things.
PATIENCE_MS = 120_000
STARTS_WITHIN_SECONDS = 120
AXE = "axe.run().then(result => result.violations.map(each => `${each.id}: ${each.nodes[0].html}`))"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("e2e")


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """A service as people start it, on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {**os.environ, "MURMEL_DATA_DIR": str(data), "MURMEL_EMBEDDER": "none"}
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", str(port)]
    with (data / "log.txt").open("wb") as log:
        running = subprocess.Popen(command, env=surroundings, stdout=log, stderr=log)
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}", running)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(30)


def _wait_until_ready(address: str, running: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < end and running.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail("the service did not start; see its log")


@pytest.fixture
def page(browser: "Browser", address: str) -> Iterator["Page"]:
    context = browser.new_context(base_url=address, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield opened
    context.close()
    assert faults == []


def act_as(page: "Page", user: str) -> None:
    page.goto("/prices")
    page.select_option("#user", user)
    page.click("header .who button")


def test_asked_derived_exported_and_decided_in_the_browser(page: "Page", address: str, data: Path) -> None:
    page.goto("/ask")
    page.fill("#q", "Was passiert, wenn der Kunde andere Felgen will?")
    page.select_option("main #market", "AT")
    page.select_option("#position", "SlotConfirmed")
    page.click("main form button")
    page.wait_for_selector("#answer[data-news]")
    assert "Felgen" in page.inner_text("#answer .lead-answer >> nth=0")
    assert page.inner_text("#live") == "Die Antwort ist da."
    page.click("#answer .columns a >> nth=0")
    page.wait_for_selector(".picture svg")
    assert "Der Weg" in page.inner_text("main")

    page.goto("/tests")
    page.select_option("#process", "change_order")
    page.select_option("main #market", "DE")
    page.click("main form button")
    page.wait_for_url("**/tests/ts-*")
    with page.expect_download() as download:
        page.click("text=Exportieren als suite")
    suite = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert suite["certificate"]["covered"] == suite["certificate"]["items"] > 0
    assert len(suite["test_cases"]) == page.locator("details.card").count()

    act_as(page, "petra")
    page.select_option("#product", "pico-e")
    page.select_option("main #market", "DK")
    page.click("main form button")
    page.wait_for_url("**/prices/pr-*")
    act_on = page.url.partition("?")[0]
    act_as(page, "heidi")
    page.goto(act_on)
    page.check("#verdict-reject")
    page.select_option("#reason-code", "timing")
    page.fill("#reason", "Die Aktion endet diese Woche.")
    page.click("text=Entscheidung festhalten")
    page.wait_for_url("**news=recorded")
    assert "abgelehnt" in page.inner_text("main")

    database = Database(f"sqlite:///{data / 'murmel.sqlite3'}")
    with database.reading() as session:
        records = SqlDecisionLog(session).records()
    database.close()
    assert [(record.kind, record.actor) for record in records] == [("proposed", "petra"), ("decided", "heidi")]
    assert verify(records).whole


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ask",
        "/ask?q=Wer+genehmigt+eine+andere+Farbe%3F&market=DE&position=Frozen",
        "/tests",
        "/prices",
        "/prices/in-effect",
        "/prices/record",
        "/processes?market=DK",
        "/processes/change_order?market=AT",
        "/docs",
        "/prices/pr-nowhere",
    ],
)
def test_a_page_has_no_barriers_and_fits_its_screen(
    browser: "Browser", address: str, axe: str, path: str, width: int
) -> None:
    # The checker is brought in from outside, which the pages' own policy rightly forbids.
    context = browser.new_context(
        base_url=address, locale="en-GB", viewport={"width": width, "height": 844}, bypass_csp=True
    )
    try:
        page = context.new_page()
        page.goto(path, timeout=PATIENCE_MS)
        page.evaluate(axe)

        assert page.evaluate(AXE) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        context.close()


def test_the_diagram_and_the_chart_are_drawn(page: "Page") -> None:
    page.goto("/processes/change_order?market=DE")
    page.wait_for_selector(".viewer[data-ready] .djs-shape")
    assert page.locator(".viewer .djs-shape").count() > 20

    act_as(page, "petra")
    page.select_option("#product", "pico-cross")
    page.select_option("main #market", "DE")
    page.click("main form button")
    page.wait_for_selector(".chart canvas")


def test_the_keyboard_reaches_the_question_past_the_navigation(page: "Page") -> None:
    page.goto("/ask")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.id") == "q"
