"""The header of an article: what it is called, for whom, where and since when it holds, what it governs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from knowledge.errors import InvalidFrontMatter, KnowledgeError
from knowledge.scope import Scope
from process_models.addresses import split_address
from process_models.errors import ProcessModelError
from process_models.records import InvalidContent, parse_yaml

_HEADER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MARKET = re.compile(r"[A-Z]{2}")
_ATTRIBUTE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_REQUIRED = ("id", "title", "language", "market", "audience", "version", "valid_from", "source")
_FIELDS = frozenset({*_REQUIRED, "valid_to", "governs", "labels"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Governance:
    """An address that the article, or one section of it, lays down rules for."""

    address: str
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The header as values."""

    id: str
    title: str
    scope: Scope
    version: str
    source: str
    governs: tuple[Governance, ...] = ()
    labels: tuple[str, ...] = ()


def split_front_matter(text: str) -> tuple[str | None, int]:
    """The YAML between the two `---` lines, and where the body begins; `(None, 0)` without a header."""
    header = _HEADER.match(text)
    return (header.group(1), header.end()) if header else (None, 0)


def parse_front_matter(header: str, where: str) -> FrontMatter:
    """Read the header of an article.

    Raises:
        InvalidFrontMatter: a required field is missing, one is unknown, or a value cannot be used.
    """
    try:
        fields = parse_yaml(header, where)
    except InvalidContent as error:
        raise InvalidFrontMatter(f"the front matter cannot be read: {error}") from error
    if not isinstance(fields, dict):
        raise InvalidFrontMatter(f"{where}: the front matter holds no fields; write 'id: ...' and so on.")
    _check_names(fields, where)
    try:
        scope = Scope(
            language=_matching(_LANGUAGE, fields, "language", where, "a code such as de"),
            markets=_several(fields, "market", where, _MARKET, "all, or codes such as DE"),
            audiences=_several(fields, "audience", where, _ID, "all, or names such as sales"),
            valid_from=_day(fields, "valid_from", where),
            valid_to=_day(fields, "valid_to", where),
        )
    except InvalidFrontMatter:
        raise
    except KnowledgeError as error:
        raise InvalidFrontMatter(f"{where}: {error}") from error
    return FrontMatter(
        id=_matching(_ID, fields, "id", where, "lower-case words joined by hyphens"),
        title=str(fields["title"]).strip(),
        scope=scope,
        version=str(fields["version"]),
        source=str(fields["source"]).strip(),
        governs=tuple(_governance(item, where) for item in _listed(fields.get("governs"), where, "governs")),
        labels=tuple(str(label) for label in _listed(fields.get("labels"), where, "labels")),
    )


def _check_names(fields: Mapping[str, Any], where: str) -> None:
    missing = [name for name in _REQUIRED if fields.get(name) in (None, "")]
    if missing:
        raise InvalidFrontMatter(f"{where}: the front matter lacks {', '.join(missing)}; add them.")
    unknown = sorted(str(name) for name in fields.keys() - _FIELDS)
    if unknown:
        raise InvalidFrontMatter(
            f"{where}: the front matter has unknown fields {', '.join(unknown)};"
            f" known are {', '.join(sorted(_FIELDS))}."
        )


def _matching(pattern: re.Pattern[str], fields: Mapping[str, Any], name: str, where: str, wanted: str) -> str:
    value = fields[name]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise InvalidFrontMatter(f"{where}: {name} is '{value}'; write {wanted}.")
    return value


def _several(
    fields: Mapping[str, Any], name: str, where: str, pattern: re.Pattern[str], wanted: str
) -> tuple[str, ...]:
    value = fields[name]
    if value == "all":
        return ()
    values = _listed(value, where, name)
    wrong = [item for item in values if not isinstance(item, str) or not pattern.fullmatch(item)]
    if wrong or not values:
        raise InvalidFrontMatter(f"{where}: {name} is '{wrong[0] if wrong else ''}'; write {wanted}.")
    return tuple(sorted(set(values)))


def _listed(value: Any, where: str, name: str) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, dict):
        raise InvalidFrontMatter(f"{where}: {name} must be a list; put '- ' before each item.")
    return value if isinstance(value, list) else [value]


def _day(fields: Mapping[str, Any], name: str, where: str) -> date | None:
    value = fields.get(name)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise InvalidFrontMatter(f"{where}: {name} is '{value}'; write a day as 2026-01-31.")


def _governance(item: Any, where: str) -> Governance:
    section = item.get("section") if isinstance(item, dict) else None
    address = item.get("address") if isinstance(item, dict) else item
    if not isinstance(address, str) or not _is_address(address):
        raise InvalidFrontMatter(f"{where}: governs has '{address}'; write process#Element or entity.attribute.")
    return Governance(address=address, section=section)


def _is_address(text: str) -> bool:
    if "#" not in text:
        return bool(_ATTRIBUTE.fullmatch(text))
    try:
        split_address(text)
    except ProcessModelError:
        return False
    return True
