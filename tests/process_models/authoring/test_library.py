"""The reference library is built from its compact form and keeps every rule."""

from importlib.resources import files
from pathlib import Path

import pytest

from process_models.authoring.build import check_built
from process_models.checking import FileReport, check
from process_models.findings import Severity

LIBRARY = Path(str(files("process_models"))) / "library"
MODELS = sorted([*LIBRARY.rglob("*.bpmn"), *LIBRARY.rglob("*.dmn")])


def test_committed_files_are_what_the_build_writes() -> None:
    stale = [str(path.relative_to(LIBRARY)) for path in check_built(LIBRARY)]

    assert stale == [], "run `murmel model build` and commit what it writes"


def test_every_built_file_has_a_compact_source() -> None:
    sources = {path.name.partition(".")[0] for path in LIBRARY.rglob("*.yaml")}

    assert [path.name for path in MODELS if path.stem not in sources] == []


@pytest.fixture(scope="module")
def checked() -> dict[Path, FileReport]:
    """The report on each model; asked for together, because the library around them is then read and played once."""
    return dict(zip(MODELS, check(MODELS).files, strict=True))


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_every_model_of_the_library_keeps_every_rule(path: Path, checked: dict[Path, FileReport]) -> None:
    file = checked[path]

    assert file.path == str(path)
    assert file.error is None
    assert [f.located(path.name) for f in file.findings if f.severity is not Severity.INFO] == []
