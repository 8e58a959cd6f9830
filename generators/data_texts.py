"""Identifiers and names for texts that no condition asks for: believable, and nobody's.

An identifier of the dictionary carries a running number, its group of six or more digits. Each case
gets its own number, so that cases do not meet in the same test system, and every identifier of the
case carries it, so that they still belong together.
"""

import re
from collections.abc import Mapping
from hashlib import sha256

from process_models.addresses import AttributeAddress
from process_models.dictionary import Attribute

_RUNNING_NUMBER = re.compile(r"\d{6,}")
_REVISION = re.compile(r"-(\d)$")
_LAST_DIGITS = re.compile(r"\d+$")

_GIVEN_NAMES = ("Ada", "Bente", "Clemens", "Dorothea", "Emil", "Frida", "Gustav", "Henriette", "Ivo", "Jette")
_FAMILY_NAMES = ("Ahlers", "Brandt", "Castner", "Dreyer", "Eggert", "Falk", "Gerdes", "Holm", "Iversen", "Juhl")

#: A manufacturer's code of nothing but zeros is assigned to nobody, so the number is no car's.
_NOBODYS_CARS = "000"


def number_of(seed: str) -> int:
    """The running number of a case, six digits."""
    return int(sha256(seed.encode()).hexdigest(), 16) % 1_000_000


def renumbered(example: str, number: int, revision: int = 1) -> str:
    """The same kind of identifier with another running number, and with its revision counted up.

    >>> renumbered("ORD-2026-000042", 4711), renumbered("SC-000042-1", 4711, 2), renumbered("A-0815", 4711)
    ('ORD-2026-004711', 'SC-004711-2', 'A-0815')
    """
    changed, count = _RUNNING_NUMBER.subn(lambda found: f"{found[0][:-6]}{number:06}", example)
    if not count:
        return example
    return _REVISION.sub(lambda found: f"-{int(found[1]) + revision - 1}", changed)


def synthetic(attribute: Attribute, number: int) -> str:
    """A text for an attribute without example, by what its name says it is."""
    match attribute.address.rpartition(".")[2].lower():
        case "vin":
            return f"{_NOBODYS_CARS}ZZZ{number:011}"
        case "email" | "mail":
            # example.com belongs to nobody (RFC 2606).
            return f"kunde{number}@example.com"
        case "name" | "buyer" | "holder" | "contact":
            return f"{_GIVEN_NAMES[number % 10]} {_FAMILY_NAMES[number // 10 % 10]}"
        case "id" | "number" | "reference":
            entity = attribute.address.partition(".")[0]
            return f"{entity[:3].upper()}-{number:06}"
    return f"{attribute.address.rpartition('.')[2].upper().replace('_', '-')}-{number:06}"


def text_of(attribute: Attribute, example: str, number: int, revision: int = 1) -> str:
    """The text of a case for an attribute whose example, or address where it has none, is given."""
    if example == attribute.address:
        return synthetic(attribute, number)
    if attribute.address.endswith(".number"):
        return renumbered(example, (number + revision - 1) % 1_000_000)
    if attribute.address.endswith(".plate"):
        return _LAST_DIGITS.sub(str(number % 10_000), example)
    return renumbered(example, number, revision)


def is_free_text(attribute: Attribute | None) -> bool:
    """Whether an attribute is a text without listed values."""
    return attribute is not None and attribute.type == "string" and not attribute.values


def same_as(attribute: Attribute, others: Mapping[AttributeAddress, Attribute]) -> AttributeAddress | None:
    """The attribute it is a copy of: one that it is computed from and that has the same example."""
    if attribute.usual is None:
        return None
    sources = (others[name] for name in attribute.derived_from if name in others)
    return next((source.address for source in sources if source.usual == attribute.usual), None)
