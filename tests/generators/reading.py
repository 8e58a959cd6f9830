"""Reads the conditions of the library in a way of its own: as Python, after a few replacements."""

import re
from collections.abc import Mapping
from decimal import Decimal

_PARTS = re.compile(
    r'(?P<text>"[^"]*")|(?P<name>[a-z]+\.[a-z_0-9]+)|(?P<equals>(?<![<>!=])=(?!=))|(?P<word>true|false)'
)


def is_true(condition: str, data: Mapping[str, object]) -> bool:
    """Whether a condition of comparisons, `in`, `and`, `or` holds; a comparison with nothing does not."""
    values: dict[str, object] = {"nothing": None}

    def python(part: re.Match[str]) -> str:
        if part["name"]:
            name = f"v{len(values)}"
            values[name] = _plain(data.get(part["name"]))
            return name
        return part["text"] or ("==" if part["equals"] else part["word"].capitalize())

    # A list of one value in parentheses is a list in FEEL.
    text = re.sub(r"\bin\s*\(([^()]*)\)", r"in (\1,)", _PARTS.sub(python, condition))
    try:
        return eval(text, {"__builtins__": {}}, values) is True  # the model's own conditions, in a test
    except TypeError:
        return False


def _plain(value: object) -> object:
    return int(value) if isinstance(value, Decimal) and value == int(value) else value
