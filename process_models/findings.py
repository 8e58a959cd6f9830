"""What was found wrong or worth knowing, as values: one run reports all of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is: the model cannot mean this; it probably does not mean this; good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found by one rule at one element; `line` is where it stands in the file."""

    rule: str
    severity: Severity
    message: str
    element: str | None = None
    line: int | None = None

    def located(self, path: str) -> str:
        """The finding as one line of text that editors can jump to.

        >>> Finding(rule="no-end", severity=Severity.ERROR, message="…", line=4).located("a.bpmn")
        'a.bpmn:4: error: … [no-end]'
        """
        place = path if self.line is None else f"{path}:{self.line}"
        return f"{place}: {self.severity}: {self.message} [{self.rule}]"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by line, worst first within a line, each said once."""
    unique = dict.fromkeys(findings)
    return tuple(
        sorted(unique, key=lambda f: (f.line or 0, _RANK[f.severity], f.rule, f.element or "", f.message)),
    )
