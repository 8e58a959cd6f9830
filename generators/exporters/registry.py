"""Finds the exporter of a format. A new format is one new file that registers a function."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeAlias

from generators import exporters
from generators.cases import TestSuite
from generators.errors import UnknownFormat

Exporter: TypeAlias = Callable[[TestSuite], bytes]
"""Writes a suite; the same suite gives the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What a suite is written as: by whom, and what kind of file that is."""

    name: str
    extension: str
    media_type: str
    write: Exporter


_FORMATS: dict[str, Format] = {}


def exporter(
    name: str, *, extension: str = "json", media_type: str = "application/json"
) -> Callable[[Exporter], Exporter]:
    """Register a function as the exporter of a format."""

    def register(function: Exporter) -> Exporter:
        _FORMATS[name] = Format(name=name, extension=extension, media_type=media_type, write=function)
        return function

    return register


def formats() -> tuple[str, ...]:
    """The names of all formats, in alphabetical order."""
    for module in iter_modules(exporters.__path__, f"{exporters.__name__}."):
        import_module(module.name)
    return tuple(sorted(_FORMATS))


def format_of(name: str) -> Format:
    """A format by its name.

    Raises:
        UnknownFormat: there is none of that name.
    """
    if name not in formats():
        raise UnknownFormat(f"no exporter '{name}'; choose one of: {', '.join(formats())}")
    return _FORMATS[name]


def export(suite: TestSuite, format: str) -> bytes:
    """The suite in a format, as the bytes of a file.

    Raises:
        UnknownFormat: there is no exporter of that name.
    """
    return format_of(format).write(suite)
