"""Item definitions as FEEL types."""

from __future__ import annotations

import re
from collections.abc import Callable

from process_models.dmn.model import Definitions, ItemDefinition
from process_models.feel.errors import FeelSyntaxError
from process_models.feel.evaluator import passes
from process_models.feel.parser import parse_type, parse_unary_tests
from process_models.feel.run import Run
from process_models.feel.scope import Scope
from process_models.feel.types import (
    ANY,
    BUILT_IN,
    ConstrainedType,
    ContextType,
    FunctionType,
    ListType,
    Type,
    resolved,
)

# DMN 1.1 names FEEL's own types with a namespace prefix, as in feel:string.
_PREFIX = re.compile(r"^(?:feel:|\{[^}]*\})")


class TypeBook:
    """The types of a model by name, those of its imports behind the import's name and a dot."""

    def __init__(self, definitions: Definitions) -> None:
        self._items = {item.name: item for item in definitions.item_definitions}
        self._imported: dict[str, TypeBook] = {}
        books = {other.namespace: TypeBook(other) for other in definitions.imported}
        for entry in definitions.imports:
            if entry.namespace in books:
                self._imported[entry.name] = books[entry.namespace]
        self._known: dict[str, Type] = {}
        self._open: set[str] = set()

    def named(self) -> dict[str, Type]:
        """Every type of the model and its imports, for `instance of` and for parameters."""
        found = {name: self.type_of(name) or ANY for name in self._items}
        for prefix, book in self._imported.items():
            for name, kind in book.named().items():
                found[f"{prefix}.{name}" if prefix else name] = kind
        return found

    def type_of(self, reference: str | None) -> Type | None:
        """The type a `typeRef` names; None where the model has none of that name, `Any` where none is named."""
        if reference is None:
            return ANY
        name = _PREFIX.sub("", reference)
        if name in self._items:
            return self._own(name)
        if name in BUILT_IN:
            return BUILT_IN[name]
        before, dot, rest = name.partition(".")
        if dot and before in self._imported:
            return self._imported[before].type_of(rest)
        if "" in self._imported and (found := self._imported[""].type_of(name)) is not None:
            return found
        _, colon, local = name.partition(":")
        return self.type_of(local) if colon else self._written(name)

    def _own(self, name: str) -> Type:
        if name not in self._known:
            if name in self._open:
                # A type that contains itself: what lies inside is not checked again.
                return ANY
            self._open.add(name)
            self._known[name] = self._type(self._items[name])
            self._open.discard(name)
        return self._known[name]

    def _written(self, text: str) -> Type | None:
        """A type written out, such as `list<number>`."""
        if "<" not in text:
            return None
        try:
            expression = parse_type(text)
        except FeelSyntaxError:
            return None
        return resolved(expression, {name: self.type_of(name) or ANY for name in self._items})

    def _type(self, item: ItemDefinition) -> Type:
        if item.is_function:
            parameters = tuple(self.type_of(part.type_ref) or ANY for part in item.parameters)
            return FunctionType(parameters, self.type_of(item.result_type) or ANY)
        if item.components:
            kind: Type = ContextType(tuple((part.name, self._type(part)) for part in item.components))
        else:
            kind = self.type_of(item.type_ref) or ANY
        if item.allowed_values is not None:
            kind = ConstrainedType(kind, _allows(item.allowed_values), item.allowed_values)
        if item.is_collection:
            kind = ListType(kind)
        if item.type_constraint is not None:
            kind = ConstrainedType(kind, _allows(item.type_constraint), item.type_constraint)
        return kind


def _allows(text: str) -> Callable[[object], bool]:
    try:
        tests = parse_unary_tests(text)
    except FeelSyntaxError:
        # Allowed values nobody can read allow everything; the reader's findings name them.
        return lambda _: True
    return lambda value: passes(tests, value, Scope({}), Run()) is True
