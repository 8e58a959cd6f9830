"""Rules for the whole house that no single module can keep."""

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("process_models", "knowledge", "generators", "agents", "api", "eval")
LOCKS = ("requirements.lock", "requirements-dev.lock")

# A folder of somebody's machine, not the path part of an address or a route.
MACHINE_PATH = re.compile(r"(?<![\w.:/~$}*-])/(?:home|root|work|Users)/[\w.-]")
# Where a package could be downloaded: an archive, or an index of them.
DOWNLOAD_ADDRESS = re.compile(r"https?://\S+(?:\.whl|\.tgz|\.tar\.gz|/simple|/whl/)|(?:index-url|find-links)[ =]\S*/")
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\]+?))? \\$")


def tracked_text() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so there is no list of tracked files")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content[:8192]:
            yield name, content.decode("utf-8", errors="replace")


def places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for name, text in tracked_text()
        for found in pattern.finditer(text)
    ]


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted(path for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts)


def pins(lock: str) -> dict[tuple[str, str], list[str]]:
    """Name and version of each requirement of a lock file, with the hashes under it."""
    found: dict[tuple[str, str], list[str]] = {}
    hashes: list[str] = []
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if pinned := PINNED.match(line):
            hashes = found[pinned["name"], pinned["version"]] = []
        elif line.startswith("    --hash=sha256:"):
            hashes.append(line.strip(" \\"))
        else:
            assert line.startswith("    #"), f"{lock}: neither a pinned requirement nor a hash: {line}"
    return found


def test_no_tracked_file_names_a_folder_of_somebodys_machine() -> None:
    assert places(MACHINE_PATH) == []


def test_no_tracked_file_says_where_packages_are_downloaded_from() -> None:
    assert places(DOWNLOAD_ADDRESS) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_carries_a_hash(lock: str) -> None:
    assert [name for (name, _), hashes in pins(lock).items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_torch_and_its_libraries_for_graphics_cards_stay_out_of_the_lock(lock: str) -> None:
    assert [name for name, _ in pins(lock) if name.startswith(("torch", "nvidia", "cuda", "triton"))] == []


def test_the_tools_are_locked_around_the_service_as_it_runs() -> None:
    service, tools = (set(pins(lock)) for lock in LOCKS)

    assert service - tools == set()


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    locked = {name for name, _ in pins("requirements-dev.lock")}

    assert [line for line in declared if canonicalize_name(Requirement(line).name) not in locked] == []


def test_browser_libraries_are_locked_by_content_and_not_by_address() -> None:
    lock = json.loads((ROOT / "api" / "ui" / "package-lock.json").read_text(encoding="utf-8"))
    libraries = {name: entry for name, entry in lock["packages"].items() if name}

    assert [name for name, entry in libraries.items() if "integrity" not in entry or "resolved" in entry] == []


def test_a_package_holds_one_paragraph_and_no_code() -> None:
    with_code = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.name == "__init__.py" and len(ast.parse(path.read_bytes()).body) != 1
    ]

    assert with_code == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path.relative_to(ROOT)) for path in modules() if not ast.get_docstring(ast.parse(path.read_bytes()))]

    assert silent == []
