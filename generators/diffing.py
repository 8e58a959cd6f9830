"""What became of the test cases between two suites: unchanged, changed, new, obsolete.

Cases are matched by their stable ids. When and from which version a suite was made does not count,
nor does the order of the cases.
"""

from collections.abc import Mapping
from typing import Any

from generators.errors import NoSuite
from generators.suite_json import parts


def diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[str]]:
    """The ids of the cases of two suites by what became of them.

    Those of the new suite stand in its order, obsolete ones in the order of the old.

    Raises:
        NoSuite: a document is no suite, or has two cases of the same id.
    """
    before, after = _by_id(old, "old"), _by_id(new, "new")
    kept = [id for id in after if id in before]
    return {
        "unchanged": [id for id in kept if before[id] == after[id]],
        "changed": [id for id in kept if before[id] != after[id]],
        "new": [id for id in after if id not in before],
        "obsolete": [id for id in before if id not in after],
    }


def changed_parts(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[str]]:
    """For each changed case what differs: the names of its parts, of its steps `steps[3].expected`.

    Raises:
        NoSuite: a document is no suite, or has two cases of the same id.
    """
    before, after = _by_id(old, "old"), _by_id(new, "new")
    return {
        id: [name for part in after[id] | before[id] for name in _differing(part, before[id], after[id])]
        for id in diff(old, new)["changed"]
    }


def _differing(part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    if before.get(part) == after.get(part):
        return []
    steps, others = before.get("steps", []), after.get("steps", [])
    if part != "steps" or [step["element"] for step in steps] != [step["element"] for step in others]:
        return [part]
    return [
        f"steps[{number}].{name}"
        for number, (step, other) in enumerate(zip(steps, others, strict=True), 1)
        for name in other | step
        if step.get(name) != other.get(name)
    ]


def _by_id(document: Mapping[str, Any], which: str) -> dict[str, dict[str, Any]]:
    _, cases = parts(document)
    found: dict[str, dict[str, Any]] = {}
    for case in cases:
        if not isinstance(case, Mapping) or "id" not in case:
            raise NoSuite(f"the {which} suite has a test case without id; generate it again")
        if case["id"] in found:
            raise NoSuite(f"the {which} suite has two cases with id '{case['id']}'; generate it again")
        found[case["id"]] = dict(case)
    return found
