"""Where names get their values: bindings inside bindings, the innermost first."""

from __future__ import annotations

from collections.abc import Mapping

# A name may be bound to null, so "not bound" needs a value of its own.
MISSING = object()


class Scope:
    """A set of bindings with the scope around it."""

    __slots__ = ("_bindings", "_outer")

    def __init__(self, bindings: Mapping[str, object], outer: Scope | None = None) -> None:
        self._bindings = bindings
        self._outer = outer

    def lookup(self, name: str) -> object:
        """The value as it was bound, `MISSING` where the name is bound nowhere."""
        scope: Scope | None = self
        while scope is not None:
            value = scope._bindings.get(name, MISSING)
            if value is not MISSING:
                return value
            scope = scope._outer
        return MISSING
