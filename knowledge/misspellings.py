"""Recognises misspelt names by the number of slips between what was written and what was meant."""

from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Shorter words are too near to each other to tell a slip from another word.
SHORTEST = 5


def similar_names(written: Sequence[str], forms: Mapping[str, str]) -> list[tuple[str, float]]:
    """Keys of the names that are one or two slips away from one of the wordings, with a score below 1, sorted.

    `forms` maps every way to write a name to its key. A slip is a letter too many, too few, wrong,
    or swapped with its neighbour (optimal string alignment).
    """
    best: dict[str, float] = {}
    for wording in dict.fromkeys(written):
        for form, distance, _ in process.extract(
            wording, forms.keys(), scorer=OSA.distance, score_cutoff=_slips_allowed(wording), limit=3
        ):
            if _is_slip(wording, form, distance):
                score = round(1 - distance / len(form), 3)
                best[forms[form]] = max(score, best.get(forms[form], 0.0))
    return sorted(best.items())


def _slips_allowed(written: str) -> int:
    return 2 if len(written) >= 9 else 1


def _is_slip(written: str, form: str, distance: float) -> bool:
    # The first letter is rarely mistyped, and asking for it keeps "Preis" from "Kreis".
    if distance == 0 or form[0] != written[0] or form.count(" ") != written.count(" "):
        return False
    # In a short word one letter makes another word ("order", "older"): only swapped or doubled letters count.
    return min(len(written), len(form)) > SHORTEST or sorted(written) == sorted(form) or set(written) == set(form)
