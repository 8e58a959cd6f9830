"""A language model that says what it was told to say; for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedModel:
    """Restates and words by tables; what is not in them it leaves as it is."""

    restated: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    def understand(self, question: str, markets: Sequence[str]) -> str | None:
        return self.restated.get(question)

    def word(self, sentences: Sequence[str], language: str) -> Sequence[str] | None:
        return [self.said.get(sentence, sentence) for sentence in sentences]
