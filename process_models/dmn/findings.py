"""What was noticed while a decision was made or looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing noticed: which check, how bad, at which element or rule, and what to do about it."""

    rule: str
    message: str
    severity: Severity = "warning"
    element: str = ""
    rules: tuple[str, ...] = ()
