"""What differs between two models or two suites."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from process_models.collaboration import Collaboration

_NO_MEANING = frozenset({"line"})


def difference_of_models(old: Collaboration, new: Collaboration) -> dict[str, list[dict[str, Any]]]:
    """Elements that were added, removed or changed, by id; where something stands in the file does not count."""
    before, after = _elements(old), _elements(new)
    return {
        "added": [{"id": id} for id in after if id not in before],
        "removed": [{"id": id} for id in before if id not in after],
        "changed": [
            {"id": id, "fields": changed}
            for id in after
            if id in before and (changed := _changed(before[id], after[id]))
        ],
    }


def difference_of_suites(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[str]]:
    """The cases of two suites by what became of them."""
    before = {case["id"]: case for case in old["test_cases"]}
    after = {case["id"]: case for case in new["test_cases"]}
    return {
        "unchanged": [id for id in after if id in before and before[id] == after[id]],
        "changed": [id for id in after if id in before and before[id] != after[id]],
        "new": [id for id in after if id not in before],
        "obsolete": [id for id in before if id not in after],
    }


def _elements(model: Collaboration) -> dict[str, Any]:
    lanes = [lane for process in model.processes for lane in process.lanes]
    parts = (model.pools, lanes, model.nodes, model.flows, model.message_flows, model.data, model.data_associations)
    return {str(element.id): element for part in parts for element in part}


def _changed(before: Any, after: Any) -> list[str]:
    if type(before) is not type(after):
        return ["kind"]
    names = [field.name for field in fields(before) if field.name not in _NO_MEANING]
    return [name for name in names if getattr(before, name) != getattr(after, name)]
