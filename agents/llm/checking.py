"""What a language model worded, checked sentence by sentence against the sentence that was computed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.assistant.answer import Claim
from agents.llm.ports import LanguageModel
from knowledge.analysis_text import content_words, fold, stem

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*|\b[A-Z]{2,5}\b")
_NAMED = re.compile(r"[„“\"]([^„“”\"]+)[“”\"]")
_NEGATION = re.compile(
    r"\b(nicht|kein\w*|nie|ohne|nein|nur|not|no|never|none|only|without|cannot|can't)\b", re.IGNORECASE
)
#: Of the words of the computed sentence so many must come back, and of the new ones so many stem from it.
_LEAST_KEPT, _LEAST_OWN = 0.5, 0.6


def worded(
    llm: LanguageModel, told: Sequence[str], claims: tuple[Claim, ...], language: str
) -> tuple[list[str], tuple[Claim, ...]]:
    """The sentences as the model words them; where one fails the check, as it was computed."""
    said = llm.word(list(told), language)
    if said is None or len(said) != len(told):
        return list(told), claims
    better = {old: new for old, new in zip(told, said, strict=True) if is_faithful(old, new, language)}
    return (
        [better.get(sentence, sentence) for sentence in told],
        tuple(replace(claim, text=better.get(claim.text, claim.text)) for claim in claims),
    )


def is_faithful(computed: str, said: str, language: str) -> bool:
    """Whether a sentence says the same: figures, codes and names kept, none added, negation kept, words covered."""
    if sorted(_FIGURE.findall(computed)) != sorted(_FIGURE.findall(said)):
        return False
    if not all(fold(name) in fold(said) for name in _NAMED.findall(computed)):
        return False
    if bool(_NEGATION.search(computed)) != bool(_NEGATION.search(said)):
        return False
    old, new = (set(stem(content_words(text, language), language)) for text in (computed, said))
    shared = len(old & new)
    return bool(new) and shared >= _LEAST_KEPT * len(old) and shared >= _LEAST_OWN * len(new)
