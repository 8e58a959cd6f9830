"""Cuts text into sentences, German and English alike, keeping where each one stands."""

import re
from collections.abc import Iterator


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A full stop after these ends no sentence. Compared in lower case, without the final stop.
_ABBREVIATIONS = _listed(
    """
    abb abs abschn abt allg anm art aufl bd bes bspw bzgl bzw ca co d.h dgl dr etc evtl ff fig ggf gem hr hrsg
    inkl insb i.d.r i.d.f i.s.d i.v.m jr kap kfz max mind min mio mr mrs ms mrd mwst nr o.ä o.g pos prof rd s.o
    s.u sog st str tel u.a u.u usw v.a vgl vs z.b z.t zzgl approx dept e.g eq est i.e incl inc ltd no p pp resp
    sec vol
    """
)
_MONTH = re.compile(
    r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|jan|feb|mär|apr|jun|jul|aug|sept?|okt|nov|dez)\b",
    re.IGNORECASE,
)
# End marks with closing quotes or brackets behind them, then white space or the end of the text.
_END = re.compile(r"[.!?…]+[\"'”“»«)\]*_]*(?=\s|$)")
_LOWER_NEXT = re.compile(r"\s+[a-zäöüß]")
_NUMBER_NEXT = re.compile(r"\s+\d")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end, in characters, of every sentence of `text`, in order, without outer white space.

    A stop after an abbreviation, an initial, a number before a month or a lower-case word ends none.
    A blank line always does.

    >>> text = "Das gilt z. B. ab dem 1. Mai. Danach nicht."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['Das gilt z. B. ab dem 1. Mai.', 'Danach nicht.']
    """
    start = 0
    for block_end in [match.start() for match in _BLANK_LINE.finditer(text)] + [len(text)]:
        for match in _END.finditer(text, start, block_end):
            if match.start() >= start and _ends_sentence(text, start, match):
                yield from _trimmed(text, start, match.end())
                start = match.end()
        yield from _trimmed(text, start, block_end)
        start = block_end


def _ends_sentence(text: str, start: int, mark: re.Match[str]) -> bool:
    if _LOWER_NEXT.match(text, mark.end()):
        return False
    if text[mark.start()] != ".":
        return True
    sentence = text[start : mark.start()].strip()
    last = sentence.split()[-1].lstrip("(\"'„“»«[*_") if sentence else ""
    if last.lower() in _ABBREVIATIONS or (_MONTH.fullmatch(last) and _NUMBER_NEXT.match(text, mark.end())):
        return False
    if last.isdigit():
        return not _MONTH.match(text[mark.end() :].lstrip()) and last != sentence
    return not _is_initial(last, sentence)


def _is_initial(last: str, sentence: str) -> bool:
    """Whether a single letter is part of an abbreviation or a name, and not a thing called so, as in "plant B"."""
    if len(last) != 1 or not last.isalpha():
        return False
    before = sentence.split()[-2:-1]
    return last.islower() or not before or not before[0].isalpha()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    stripped = part.strip()
    if stripped:
        begin = start + len(part) - len(part.lstrip())
        yield begin, begin + len(stripped)
