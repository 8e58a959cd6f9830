"""Numbers as people write them in tables: with currency signs, units, and either decimal sign."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from agents.pricing.vehicle_table import Floats

_GROUPED_BY = {sign: re.compile(rf"\d{{1,3}}(\{sign}\d{{3}})+") for sign in ",."}
_NUMBER = re.compile(r"-?[\d.,' \u00a0\u202f]*\d[\d.,]*")


def numbers_of(cells: Sequence[str]) -> Floats:
    """The column as numbers; what is none becomes NaN.

    Whether a comma or a point parts thousands or decimals is decided for the whole column, because one
    cell alone (`1.499`) does not tell.

    >>> numbers_of(["£12,500", " 9 900 ", "n/a", ""]).tolist()
    [12500.0, 9900.0, nan, nan]
    >>> numbers_of(["1.499", "2.0"]).tolist()
    [1.499, 2.0]
    >>> numbers_of(["12.500,00 €", "9.900,50 €"]).tolist()
    [12500.0, 9900.5]
    """
    bare = [_bare(cell) for cell in cells]
    decimal = _decimal_sign([number for number in bare if number])
    return np.array([_number(number, decimal) for number in bare], dtype=float)


def _bare(cell: str) -> str:
    """The first number in the cell with its signs, without spaces and apostrophes inside it."""
    found = _NUMBER.search(cell.replace("\u2212", "-"))
    return re.sub(r"[ '\u00a0\u202f]", "", found.group()).strip(".,") if found else ""


def _decimal_sign(numbers: Sequence[str]) -> str:
    """`.` or `,`; where both stand in one number the later one is the decimal sign."""
    both = next((number for number in numbers if "," in number and "." in number), None)
    if both is not None:
        return max(",.", key=both.rindex)
    with_comma = [number for number in numbers if "," in number]
    with_point = [number for number in numbers if "." in number]
    if with_comma and not all(_GROUPED_BY[","].fullmatch(number.lstrip("-")) for number in with_comma):
        return ","
    if any(number.count(".") > 1 for number in with_point):
        return ","
    return "."


def _number(bare: str, decimal: str) -> float:
    thousands = "," if decimal == "." else "."
    try:
        return float(bare.replace(thousands, "").replace(decimal, "."))
    except ValueError:
        return float("nan")
