"""Examples of questions by kind, for questions that no pattern recognises."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from pathlib import Path

from knowledge.analysis_text import char_grams, words
from process_models.records import as_record, read_yaml

EXAMPLES = Path(__file__).parent / "examples.yaml"
#: Less alike than this is not alike; chosen on the questions of `eval/datasets/assistant/tune.jsonl`.
_LEAST = 0.42


@dataclass(frozen=True)
class Examples:
    """Questions with their kind."""

    by_kind: Mapping[str, Sequence[str]]

    @classmethod
    def load(cls, path: Path = EXAMPLES) -> "Examples":
        """The examples of a file: a list of questions under each kind."""
        record = as_record(read_yaml(path), path.name)
        return cls({kind: record.texts(kind) for kind in record.fields})

    def nearest_kind(self, text: str) -> str | None:
        """The kind of the most similar example, None where none is similar; ties go to what comes first."""
        asked = _profile(text)
        best, score = None, _LEAST
        for kind, profile in self._profiles:
            similarity = _cosine(asked, profile)
            if similarity > score:
                best, score = kind, similarity
        return best

    @cached_property
    def _profiles(self) -> tuple[tuple[str, Counter[str]], ...]:
        return tuple((kind, _profile(text)) for kind, texts in self.by_kind.items() for text in texts)


def _profile(text: str) -> Counter[str]:
    return Counter(char_grams(words(text)))


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[gram] for gram, count in one.items() if gram in other)
    if not shared:
        return 0.0
    lengths = [sqrt(sum(count * count for count in profile.values())) for profile in (one, other)]
    return shared / (lengths[0] * lengths[1])
