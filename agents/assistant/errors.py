"""What can go wrong when the assistant is asked; every error says what to do."""


class AssistantError(Exception):
    """Something about a question or an answer is not as it must be."""


class UnusableQuestion(AssistantError, ValueError):
    """A question that cannot be asked: empty, or far too long."""


class UnknownFact(AssistantError, ValueError):
    """A fact about the order that the data dictionary does not know, or a value it does not allow."""


class UnknownEvidence(AssistantError, LookupError):
    """Evidence that was never given out, or was forgotten since."""


class UnprovenClaim(AssistantError, ValueError):
    """A claim that would leave without evidence, or with evidence that does not hold."""
