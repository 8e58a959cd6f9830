"""Reading BPMN: the library's files, and the reference models of the interchange group where they lie beside."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from eval.bench import timed
from process_models.bpmn.reader import read
from process_models.catalogue import LIBRARY, load

_REFERENCE = Path("..") / "shared" / "data" / "bpmn-miwg-reference"


def _read_all(files: Sequence[Path]) -> None:
    for path in files:
        read(path)


def measure() -> Iterator[tuple[str, list[float], dict[str, Any]]]:
    """Files read per run are in the notes."""
    for name, folder in (("read library files", LIBRARY), ("read reference models", _REFERENCE)):
        files = sorted(folder.rglob("*.bpmn"))
        if files:
            yield name, timed(partial(_read_all, files), runs=3), {"files": len(files)}
    yield "load the library", timed(lambda: load.__wrapped__(LIBRARY), runs=3), {}
