"""The base of every error of this package; each module names its own situations below it."""


class ProcessModelError(Exception):
    """Something about a process model, its data or its content is not as it must be."""


class UnknownElement(ProcessModelError, KeyError):
    """An id that no element of the model carries."""

    def __str__(self) -> str:
        # KeyError shows the repr of its argument; a sentence should read as a sentence.
        return str(self.args[0]) if self.args else ""


class InvalidElement(ProcessModelError, ValueError):
    """An element that BPMN 2.0 does not allow."""
