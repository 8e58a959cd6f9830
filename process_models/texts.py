"""Values and a few fixed phrases in the languages of the product."""

from datetime import date
from decimal import Decimal

from process_models.feel.temporal import Date

LANGUAGES = ("de", "en")

_PHRASES = {
    "usual-course": {"de": "üblicher Verlauf", "en": "usual course"},
    "systems-ready": {"de": "Diese Systeme sind erreichbar", "en": "These systems are available"},
    "done-without-error": {
        "de": "Der Schritt ist ohne Fehler abgeschlossen.",
        "en": "The step is finished without error.",
    },
    "yes": {"de": "ja", "en": "yes"},
    "no": {"de": "nein", "en": "no"},
    "none": {"de": "leer", "en": "empty"},
}


def phrase(name: str, language: str) -> str:
    """A fixed phrase, in English where the language is not one of ours."""
    texts = _PHRASES[name]
    return texts.get(language, texts["en"])


def said(value: object, language: str) -> str:
    """A value as a reader would write it; codes stay as they are.

    >>> said(True, "de"), said(Decimal("4.50"), "de"), said("Frozen", "en")
    ('ja', '4,50', 'Frozen')
    """
    match value:
        case None:
            return phrase("none", language)
        case bool():
            return phrase("yes" if value else "no", language)
        case Decimal():
            return format(value, "f").replace(".", "," if language == "de" else ".")
        case date():
            return value.isoformat()
        case Date(year=year, month=month, day=day):
            return f"{year:04}-{month:02}-{day:02}"
    return str(value)
