"""Decision tables of a library, asked by the names of attributes.

A business rule task names a decision; its inputs are attributes of the dictionary, its outputs are
written to attributes whose last part is the output's name (`change.permission` from `permission`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from process_models.addresses import AttributeAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a table says: outputs by name and the ids of the rules that matched, in table order."""

    decision: str
    outputs: Mapping[str, object]
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """The decisions of a library by id."""

    tables: Mapping[str, object] = field(default_factory=dict)

    def decide(self, decision: str, data: Mapping[AttributeAddress, object]) -> Decision | None:
        return None

    def relation(self, decision: str, written: tuple[AttributeAddress, ...]) -> str | None:
        return None


NO_DECISIONS = Decisions()


def read_decisions(directory: Path) -> Decisions:
    return Decisions()
