"""An answer's consequences as columns: what must be undone, repeated, what sees the new value, what stays."""

from collections.abc import Callable, Mapping
from typing import Any

from api.services.models import Models
from process_models.addresses import Address, ElementId, ProcessId, split_address
from process_models.elements import label

_COLUMN_OF = {
    "undone": "to-undo",
    "compensated": "to-undo",
    "interrupted": "to-undo",
    "repeated": "to-repeat",
    "sees-new-value": "new-value",
    "may-flip": "new-value",
}
_COLUMNS = ("to-undo", "to-repeat", "new-value", "unaffected")
_GOOD = ("allowed",)
_BAD = ("not-allowed", "new-order")

Naming = Callable[[str | None], str]


def tone_of(permission: str | None) -> str:
    """How a permission looks; the word beside it says the same."""
    return "good" if permission in _GOOD else "bad" if permission in _BAD else "warn"


def columns_of(answer: Mapping[str, Any], models: Models, role: Naming, system: Naming) -> list[dict[str, Any]]:
    """The columns that are not empty, each grouped by department."""
    proofs = {evidence["ref"]: id for id, evidence in answer["evidence"].items() if evidence["kind"] == "path"}
    work: dict[str, list[dict[str, Any]]] = {column: [] for column in _COLUMNS}
    for each in answer["consequences"]:
        work[_COLUMN_OF.get(each["effect"], "new-value")].append(
            {
                "label": each["label"],
                "role": role(each["role"]) if each["role"] else "–",
                "system": system(each["system"]),
                "certain": each["certain"],
                "evidence": proofs.get(each["id"]),
            }
        )
    for address in answer["unaffected"] if any(work.values()) else ():
        found = _named(address, answer, models, role)
        if found is not None:
            work["unaffected"].append(found)
    return [
        {"name": column, "count": len(work[column]), "groups": _by_role(work[column])}
        for column in _COLUMNS
        if work[column]
    ]


def _named(address: str, answer: Mapping[str, Any], models: Models, role: Naming) -> dict[str, Any] | None:
    process, element = split_address(Address(address))
    variant = models.variant(answer["understood"]["market"])
    model = variant.models.get(ProcessId(process))
    node = model.node_by_id.get(ElementId(element)) if model else None
    if model is None or node is None:
        return None
    lane = model.lane_of.get(ElementId(element))
    return {
        "label": label(node, answer["language"]),
        "role": role(lane.role) if lane and lane.role else "–",
        "system": "",
        "certain": True,
        "evidence": None,
    }


def _by_role(work: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in work:
        groups.setdefault(each["role"], []).append(each)
    return [{"role": role, "work": entries} for role, entries in groups.items()]
