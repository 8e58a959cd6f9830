"""Content files read field by field: each refusal names the file, the entry and the field.

YAML numbers with a decimal point are read as exact decimals, because rates and amounts must not
pass through binary floating point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import yaml

from process_models.elements import Labels
from process_models.errors import ProcessModelError

_Choice = TypeVar("_Choice", bound=str)


class InvalidContent(ProcessModelError, ValueError):
    """A content file says something that cannot be read or does not fit together."""


class _ExactLoader(yaml.SafeLoader):
    """Safe YAML whose floating-point numbers are exact decimals and whose keys are unique.

    Only `true` and `false` are booleans, as in YAML 1.2: `on` is a field and `No` a label.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    text = str(loader.construct_scalar(node))
    try:
        return Decimal(text.replace("_", ""))
    except InvalidOperation as error:
        raise InvalidContent(f"{text!r} is not a finite decimal number") from error


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[object, object]:
    mapping: dict[object, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in mapping:
            raise InvalidContent(f"line {key_node.start_mark.line + 1}: field '{key}' stands twice; remove one")
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


_ExactLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_ExactLoader.add_constructor("tag:yaml.org,2002:float", _decimal)
_ExactLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path) -> object:
    """The content of a YAML file; None where it is empty.

    Raises:
        InvalidContent: the file is missing or not YAML; the message names it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InvalidContent(f"{path.name}: no such file in {path.parent.name}/") from error
    except UnicodeDecodeError as error:
        raise InvalidContent(f"{path.name}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    return parse_yaml(text, path.name)


def parse_yaml(text: str, name: str) -> object:
    """The content of a YAML text; `name` is what messages call it.

    Raises:
        InvalidContent: it is not YAML.
    """
    try:
        content: object = yaml.load(text, Loader=_ExactLoader)  # noqa: S506
    except (yaml.YAMLError, InvalidContent) as error:
        raise InvalidContent(f"{name}: {error}") from error
    return content


def nearest(word: str, known: Iterable[str]) -> str:
    """` Nearest id: 'x'.` for the known word most like `word`, or nothing where none is like it.

    >>> nearest("vat_rte", ["vat_rate", "change_fee"])
    " Nearest id: 'vat_rate'."
    """
    close = get_close_matches(word, sorted(set(known)), n=1)
    return f" Nearest id: '{close[0]}'." if close else ""


@dataclass(frozen=True, slots=True)
class Record:
    """One mapping of a content file; `where` says which, for messages."""

    where: str
    fields: Mapping[str, object]

    def only(self, *allowed: str) -> Record:
        """This record, after refusing fields that nobody reads."""
        for field in self.fields:
            if field not in allowed:
                raise InvalidContent(
                    f"{self.where}: unknown field '{field}'.{nearest(field, allowed)} Allowed: {', '.join(allowed)}."
                )
        return self

    def has(self, field: str) -> bool:
        """Whether the field is there and not null."""
        return self.fields.get(field) is not None

    def text(self, field: str) -> str:
        """A text that must be there."""
        value = self._needed(field)
        if not isinstance(value, str) or not value:
            raise self._wrong(field, "a text")
        return value

    def optional_text(self, field: str) -> str | None:
        """A text, or None."""
        return self.text(field) if self.has(field) else None

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; nothing there is an empty one."""
        if not self.has(field):
            return ()
        value = self.fields[field]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(field, "a list of texts")
        return tuple(value)

    def day(self, field: str) -> date:
        """A calendar date that must be there."""
        value = self._needed(field)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self._wrong(field, "a date like 2026-01-01")
        return value

    def optional_day(self, field: str) -> date | None:
        """A calendar date, or None."""
        return self.day(field) if self.has(field) else None

    def number(self, field: str) -> Decimal:
        """An exact number that must be there."""
        value = self._needed(field)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self._wrong(field, "a number")
        return Decimal(value)

    def optional_number(self, field: str) -> Decimal | None:
        """An exact number, or None."""
        return self.number(field) if self.has(field) else None

    def whole(self, field: str) -> int:
        """A whole number that must be there."""
        value = self._needed(field)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(field, "a whole number")
        return value

    def flag(self, field: str) -> bool:
        """True or false; nothing there is false."""
        value = self.fields.get(field, False)
        if not isinstance(value, bool):
            raise self._wrong(field, "true or false")
        return value

    def labels(self, field: str) -> Labels:
        """Texts by language; both German and English must be there."""
        record = self.record(field)
        for language in ("de", "en"):
            record.text(language)
        return {language: record.text(language) for language in sorted(record.fields)}

    def optional_labels(self, field: str) -> Labels:
        """Texts by language, or none at all."""
        return self.labels(field) if self.has(field) else {}

    def own_labels(self) -> Labels:
        """The `de` and `en` texts that stand in this record itself."""
        return {language: self.text(language) for language in ("de", "en")}

    def record(self, field: str) -> Record:
        """A mapping that must be there."""
        return as_record(self._needed(field), f"{self.where}, {field}")

    def records(self, field: str) -> tuple[Record, ...]:
        """A list of mappings, each named by its id; nothing there is an empty one."""
        return as_records(self.fields.get(field) or [], f"{self.where}, {field}")

    def _needed(self, field: str) -> object:
        if not self.has(field):
            raise InvalidContent(f"{self.where}: field '{field}' is missing; add it.")
        return self.fields[field]

    def _wrong(self, field: str, expected: str) -> InvalidContent:
        return InvalidContent(f"{self.where}: field '{field}' is {self.fields.get(field)!r}; write {expected}.")


def as_record(value: object, where: str) -> Record:
    """The value as a record.

    Raises:
        InvalidContent: it is not a mapping with texts as keys.
    """
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise InvalidContent(f"{where}: expected fields with names, found {value!r}")
    return Record(where, value)


def as_records(value: object, where: str) -> tuple[Record, ...]:
    """The values of a list as records, each named by its id or its place in the list."""
    if not isinstance(value, list):
        raise InvalidContent(f"{where}: expected a list, found {value!r}")
    return tuple(
        as_record(item, f"{where}, {item['id'] if isinstance(item, dict) and 'id' in item else f'entry {number}'}")
        for number, item in enumerate(value, start=1)
    )


def choice(record: Record, field: str, kinds: Iterable[_Choice]) -> _Choice:
    """The field as one of the given values, mostly those of an enumeration.

    Raises:
        InvalidContent: it is none of them; the message names the nearest and all.
    """
    known = {str(kind): kind for kind in kinds}
    text = record.text(field)
    if text not in known:
        raise InvalidContent(
            f"{record.where}: {field} '{text}' is unknown.{nearest(text, known)} Choose one of: {', '.join(known)}."
        )
    return known[text]
