"""Finds the exporter of a format. A new format is one new file that registers a function."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeAlias

from generators import exporters
from generators.cases import TestSuite
from generators.errors import UnknownFormat

Exporter: TypeAlias = Callable[[TestSuite], bytes]
"""Writes a suite; the same suite gives the same bytes."""

_EXPORTERS: dict[str, Exporter] = {}


def exporter(name: str) -> Callable[[Exporter], Exporter]:
    """Register a function as the exporter of a format."""

    def register(function: Exporter) -> Exporter:
        _EXPORTERS[name] = function
        return function

    return register


def formats() -> tuple[str, ...]:
    """The names of all formats, in alphabetical order."""
    for module in iter_modules(exporters.__path__, f"{exporters.__name__}."):
        import_module(module.name)
    return tuple(sorted(_EXPORTERS))


def export(suite: TestSuite, format: str) -> bytes:
    """The suite in a format, as the bytes of a file.

    Raises:
        UnknownFormat: there is no exporter of that name.
    """
    if format not in formats():
        raise UnknownFormat(f"no exporter '{format}'; choose one of: {', '.join(formats())}")
    return _EXPORTERS[format](suite)
