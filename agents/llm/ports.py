"""What the assistant needs of a language model."""

from collections.abc import Sequence
from typing import Protocol


class LanguageModel(Protocol):
    """Understands freer questions and words answers. Implementations may fail; a failure is no answer."""

    def understand(self, question: str, markets: Sequence[str]) -> str | None:
        """The question in plain words of the business, in its own language; None where it does not know."""
        ...

    def word(self, sentences: Sequence[str], language: str) -> Sequence[str] | None:
        """The sentences said better, one for one, in order; None where it cannot."""
        ...
