"""Text analysis: words, stems, character n-grams, and the language a text is written in."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import Stemmer

from knowledge.function_words import ENGLISH, ENGLISH_VERBS, GERMAN, GERMAN_VERBS, OTHERS

Detected = Literal["de", "en", "other", "undecided"]

_WORD = re.compile(r"[^\W_]+(?:['’](?:s|t|re|ve|ll|d|m)\b)?")
_STEMMERS = {"de": "german", "en": "english"}
_STOP_WORDS = {"de": GERMAN, "en": ENGLISH}
_FOLDS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l"})


def normalise(text: str) -> str:
    """Lower case, compatibility forms composed, curly apostrophes straightened."""
    return unicodedata.normalize("NFKC", text).replace("’", "'").lower()


def fold(text: str) -> str:
    """Normalised text without diacritics; umlauts become two letters as on a keyboard without them.

    >>> fold("Größe") == fold("Groesse")
    True
    """
    decomposed = unicodedata.normalize("NFD", normalise(text).translate(_FOLDS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def word_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of every word in `text`, in characters."""
    return [match.span() for match in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """The normalised words of `text`, in order."""
    return _WORD.findall(normalise(text))


def content_words(text: str, language: str | None) -> list[str]:
    """The words of `text` without the function words of `language`; all of them if nothing would be left."""
    every = words(text)
    stop_words = _STOP_WORDS.get(language or "", frozenset())
    return [word for word in every if word not in stop_words] or every


def has_content_words(text: str, language: str | None) -> bool:
    """Whether `text` has any word beside the function words of `language`; of German and English without one."""
    stop_words = _STOP_WORDS.get(language or "", GERMAN | ENGLISH)
    return any(word not in stop_words for word in words(text))


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS[language])


def stem(tokens: Sequence[str], language: str | None) -> list[str]:
    """Snowball stems, folded. In a language without a stemmer here the words are only folded.

    >>> stem(["räder", "raeder", "rades"], "de")
    ['rad', 'rad', 'rad']
    """
    if language in _STEMMERS:
        tokens = _stemmer(language).stemWords(list(tokens))
    return [fold(token) for token in tokens]


def char_grams(tokens: Sequence[str], size: int = 4) -> list[str]:
    """Runs of `size` characters of each folded word, its edges marked by `_`; a shorter word stands whole.

    They bring compounds and inflections together without knowing the language.

    >>> char_grams(["rad", "felge"])
    ['_rad', 'rad_', '_fel', 'felg', 'elge', 'lge_']
    """
    grams: list[str] = []
    for token in tokens:
        marked = f"_{fold(token)}_"
        grams.extend(marked[i : i + size] for i in range(max(1, len(marked) - size + 1)))
    return grams


# Letters and endings that point at a language, each worth half a function word.
_LETTERS = {
    "ß": ("de",), "ä": ("de", "sv"), "ö": ("de", "sv"), "ü": ("de",), "å": ("sv", "da"), "ø": ("da",), "æ": ("da",),
    "ñ": ("es",), "¿": ("es",), "ã": ("pt",), "õ": ("pt",), "ç": ("fr", "pt"), "ê": ("fr", "pt"), "œ": ("fr",),
    "è": ("fr", "it"), "à": ("fr", "it"), "ù": ("it", "fr"), "ò": ("it",), "ì": ("it",), "ł": ("pl",), "ą": ("pl",),
    "ę": ("pl",), "ż": ("pl",), "ś": ("pl",), "ć": ("pl",), "ř": ("cs",), "ů": ("cs",), "ě": ("cs",), "č": ("cs",),
    "š": ("cs",), "ž": ("cs",),
}  # fmt: skip
_ENDINGS = {
    "de": ("ung", "ungen", "keit", "heit", "schaft", "lich", "liche", "lichen", "ieren", "iert", "tät"),
    "en": ("ing", "ness", "ship", "ful", "ously", "ally", "ity", "able", "ould"),
}
_SCRIPTS = {
    "CYRILLIC": "ru", "GREEK": "el", "HEBREW": "he", "ARABIC": "ar", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja",
    "HANGUL": "ko", "DEVANAGARI": "hi", "THAI": "th", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip
_TELLING_WORDS = {"de": GERMAN | GERMAN_VERBS, "en": ENGLISH | ENGLISH_VERBS, **OTHERS}
_LANGUAGES_OF_WORD: dict[str, tuple[str, ...]] = {
    word: tuple(code for code, known in _TELLING_WORDS.items() if word in known)
    for word in sorted(frozenset().union(*_TELLING_WORDS.values()))
}
# Below this many function words' worth of evidence, or of lead over the next language, nothing is claimed.
_LEAST_EVIDENCE, _LEAST_LEAD = 0.5, 0.3
_LEAST_EVIDENCE_OF_A_THIRD = 1.25


def detect_language(text: str) -> Detected:
    """Whether `text` is German, English, clearly something else, or too short to tell.

    >>> detect_language("Wer genehmigt den Wechsel der Felgen?"), detect_language("Felgen")
    ('de', 'undecided')
    """
    code = identify_language(text)
    if code is None:
        return "undecided"
    if code == "de":
        return "de"
    return "en" if code == "en" else "other"


def identify_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, or `None` when the evidence is too thin.

    Function words count, then letters and endings. A word of several languages counts more for German
    and English than for the others, because those two are what people here write. A script other
    than Latin names the best known language written in it.
    """
    foreign_script = _foreign_script(text)
    if foreign_script:
        return foreign_script
    evidence = _evidence(text)
    (best, most), (_, second) = sorted(evidence.items(), key=lambda item: (-item[1], item[0]))[:2]
    least = _LEAST_EVIDENCE if best in ("de", "en") else _LEAST_EVIDENCE_OF_A_THIRD
    return best if most >= least and most - second >= _LEAST_LEAD else None


def _evidence(text: str) -> dict[str, float]:
    evidence = dict.fromkeys(_TELLING_WORDS, 0.0)
    for word in words(text):
        codes = _LANGUAGES_OF_WORD.get(word, ())
        ours = [code for code in codes if code in _STEMMERS]
        for code in codes:
            evidence[code] += 0.6 / len(ours) if code in ours and len(codes) > 1 else 1 / len(codes)
        if codes:
            continue
        for letter in sorted(set(word) & _LETTERS.keys()):
            for code in _LETTERS[letter]:
                evidence[code] += 0.5 / len(_LETTERS[letter])
        for code, endings in _ENDINGS.items():
            if len(word) > 5 and word.endswith(endings):
                evidence[code] += 0.5
    return evidence


def _foreign_script(text: str) -> str | None:
    letters = [char for char in text if char.isalpha()]
    foreign = [script for char in letters if (script := unicodedata.name(char, "").split(" ")[0]) in _SCRIPTS]
    if len(foreign) * 2 <= len(letters):
        return None
    # Japanese mixes kana with Chinese characters: kana decide.
    decisive = next((script for script in foreign if script in ("HIRAGANA", "KATAKANA")), foreign[0])
    return _SCRIPTS[decisive]
