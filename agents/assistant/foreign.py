"""Questions in other languages, restated in the English words they can be understood by."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.analysis_text import fold
from process_models.records import as_record, read_yaml

FOREIGN_WORDS = Path(__file__).parent / "foreign_words.yaml"
_LEAST_KNOWN = 2
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True)
class ForeignWords:
    """Names of things in other languages, by language, folded, with their English names."""

    by_language: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, path: Path = FOREIGN_WORDS) -> "ForeignWords":
        """The words of a file."""
        record = as_record(read_yaml(path), path.name)
        return cls({code: _names(record.record(code).fields) for code in record.fields})

    def likely_language(self, text: str) -> str | None:
        """The language most words of which stand in the text; None where that is fewer than two, or a tie."""
        words = set(_WORD.findall(fold(text.replace("’", "'"))))
        words |= {_bare([word]) for word in words}
        counts = sorted(((len(words & names.keys()), code) for code, names in self.by_language.items()), reverse=True)
        (most, code), (second, _) = counts[0], counts[1] if len(counts) > 1 else (0, "")
        return code if most >= _LEAST_KNOWN and most > second else None

    def restated(self, text: str, language: str | None) -> str | None:
        """The known words of a question in English, in their order; None where none is known."""
        names = self.by_language.get(language or "")
        if names is None:
            return None
        longest = max(name.count(" ") + 1 for name in names)
        words = _WORD.findall(fold(text.replace("’", "'")))
        said: list[str] = []
        known = False
        while words:
            for count in range(min(longest, len(words)), 0, -1):
                name = names.get(" ".join(words[:count])) or names.get(_bare(words[:count]))
                if name is not None:
                    said.append(name)
                    known = True
                    words = words[count:]
                    break
            else:
                # Numbers, codes and proper names are the same in every language.
                said += [word for word in words[:1] if len(word) > 3 or any(char.isdigit() for char in word)]
                words = words[1:]
        return f"when the {' '.join(said)}" if known else None


def _names(fields: Mapping[str, object]) -> Mapping[str, str]:
    return {fold(name): str(english) for name, english in fields.items()}


def _bare(words: list[str]) -> str:
    """Words without an article elided before the first."""
    return " ".join([words[0].rpartition("'")[2], *words[1:]])
