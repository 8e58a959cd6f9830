"""Builds a library: every compact process becomes a BPMN file with its diagram, every compact decision a DMN file."""

from collections.abc import Callable, Iterator
from pathlib import Path

from process_models.authoring.compact import read_compact
from process_models.bpmn.writer import write
from process_models.diagram.layout import lay_out
from process_models.dmn.authoring import definitions_of, read_table
from process_models.dmn.writer import write as write_decision
from process_models.errors import ProcessModelError
from process_models.records import InvalidContent


def process_file(source: Path) -> bytes:
    """The BPMN file of one compact process, with its diagram."""
    model = read_compact(source)
    return write(model, lay_out(model))


def decision_file(source: Path) -> bytes:
    """The DMN file of one compact decision."""
    return write_decision(definitions_of(read_table(source)))


_BUILDERS: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    ".process.yaml": (".bpmn", process_file),
    ".decision.yaml": (".dmn", decision_file),
}


def build(library: Path) -> list[Path]:
    """Write the BPMN and DMN files of a library; the paths of those whose content changed, in order.

    Nothing is written unless every compact file can be read.

    Raises:
        InvalidContent: compact files cannot be read; the message has a line for each.
    """
    changed = []
    for path, content in list(built(library)):
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            changed.append(path)
    return changed


def check_built(library: Path) -> list[Path]:
    """The files of a library that differ from what `build` would write, missing ones included.

    Raises:
        InvalidContent: compact files cannot be read; the message has a line for each.
    """
    return [path for path, content in built(library) if not path.exists() or path.read_bytes() != content]


def built(library: Path) -> Iterator[tuple[Path, bytes]]:
    """Each file that belongs to a compact one, with its content, by path."""
    problems = []
    for source in sorted(library.rglob("*.yaml")):
        for suffix, (built_suffix, builder) in _BUILDERS.items():
            if source.name.endswith(suffix):
                try:
                    content = builder(source)
                except ProcessModelError as error:
                    problems.append(str(error))
                else:
                    yield source.with_name(source.name.removesuffix(suffix) + built_suffix), content
    if problems:
        raise InvalidContent("\n".join(problems))
