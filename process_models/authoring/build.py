"""Builds a library: every compact process becomes a BPMN file with its diagram, every compact decision a DMN file."""

from collections.abc import Iterator
from pathlib import Path

from process_models.authoring.compact import read_compact
from process_models.bpmn.writer import write
from process_models.diagram.layout import lay_out

PROCESS_SUFFIX = ".process.yaml"
DECISION_SUFFIX = ".decision.yaml"


def build(library: Path) -> list[Path]:
    """Write the BPMN and DMN files of a library; the paths of those whose content changed, in order.

    Raises:
        InvalidContent: a compact file cannot be read.
    """
    changed = []
    for path, content in built(library):
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            changed.append(path)
    return changed


def check_built(library: Path) -> list[Path]:
    """The files of a library that differ from what `build` would write, missing ones included."""
    return [path for path, content in built(library) if not path.exists() or path.read_bytes() != content]


def built(library: Path) -> Iterator[tuple[Path, bytes]]:
    """Each file that belongs to a compact one, with its content."""
    for source in sorted(library.rglob(f"*{PROCESS_SUFFIX}")):
        yield source.with_name(source.name.removesuffix(PROCESS_SUFFIX) + ".bpmn"), process_file(source)


def process_file(source: Path) -> bytes:
    """The BPMN file of one compact process, with its diagram."""
    model = read_compact(source)
    return write(model, lay_out(model))
