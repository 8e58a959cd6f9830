"""What can be wrong with a decision model."""

from __future__ import annotations

from process_models.errors import ProcessModelError


class DmnError(ProcessModelError):
    """Base of everything this package raises."""


class InvalidDecisionModel(DmnError, ValueError):
    """A file or a table that is no DMN; the message says where and what to change."""


class UnknownDecision(DmnError, KeyError):
    """A name or id that no decision, input or service of the model carries."""

    def __str__(self) -> str:
        # KeyError shows the repr of its argument; a sentence should read as a sentence.
        return str(self.args[0]) if self.args else ""
