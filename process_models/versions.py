"""Versions of models: the number that the owner chooses, and a hash of what the model means.

Two files with the same hash mean the same, however they are drawn, indented or prefixed. A new
condition, a label, one more attribute that is read gives another hash. The number is no part of
it: that the number is new says nothing about the model.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NewType

from process_models.bpmn.canonical import canonical
from process_models.bpmn.reader import Reading, read_tree
from process_models.bpmn.source import Source, load, parse
from process_models.bpmn.writer import write
from process_models.collaboration import Collaboration
from process_models.errors import ProcessModelError

SemanticHash = NewType("SemanticHash", str)

# Semantic Versioning 2.0.0, section 9 and 10: numbers without leading zeros, pre-release, build.
_IDENTIFIERS = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_NUMBER = re.compile(rf"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){{2}}(?:-{_IDENTIFIERS})?(?:\+{_IDENTIFIERS})?", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")
_SHORT = 12


class InvalidVersion(ProcessModelError, ValueError):
    """A version number or hash that is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Which state of a model is meant: its number, and the hash of what it means.

    >>> str(Version(number="1.2.0", hash=SemanticHash("3f" * 32)))
    '1.2.0 (3f3f3f3f3f3f)'
    """

    number: str
    hash: SemanticHash

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.number):
            raise InvalidVersion(
                f"'{self.number}' is no version number; write major.minor.patch, e.g. 1.2.0 (Semantic Versioning)."
            )
        if not _HASH.fullmatch(self.hash):
            raise InvalidVersion(f"'{self.hash}' is no semantic hash; it has 64 digits 0-9 and a-f.")

    def __str__(self) -> str:
        return f"{self.number} ({self.hash[:_SHORT]})"

    def means_the_same_as(self, other: "Version") -> bool:
        """Whether nothing but the drawing, the writing or the number differs."""
        return self.hash == other.hash


def semantic_hash(source: Path | bytes, *, name: str | None = None) -> SemanticHash:
    """The SHA-256 of what a BPMN file means, in hexadecimal digits.

    Raises:
        UnreadableModel: it is no XML or no BPMN, or is hostile or too large.
    """
    parsed = parse(load(source, name))
    read_tree(parsed)
    return SemanticHash(sha256(canonical(parsed)).hexdigest())


def hash_of(model: Collaboration, document: bytes | None = None) -> SemanticHash:
    """The hash of a model as it would be written; with a `document`, of what else that file says as well."""
    return SemanticHash(sha256(canonical(parse(Source(model.id, write(model, document=document))))).hexdigest())


def hash_of_models(models: Iterable[Collaboration]) -> SemanticHash:
    """The hash of models that belong together, such as those of a variant; their order does not count."""
    several = sorted({hash_of(model) for model in models})
    return SemanticHash(sha256("\n".join(several).encode()).hexdigest())


def version_of(reading: Reading, number: str | None = None) -> Version:
    """The version of a file that was read; `number` for one that states none of its own.

    Raises:
        InvalidVersion: neither the file nor the caller gives a version number.
    """
    model = reading.collaboration
    stated = number if number is not None else model.version
    if not stated:
        raise InvalidVersion(
            f"'{model.id}' states no version number; write murmel:version=\"1.0.0\" at its definitions, or give one."
        )
    return Version(number=stated, hash=semantic_hash(reading.document, name=model.id))
