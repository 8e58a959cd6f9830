"""Builds passages out of the blocks a format is made of: paragraphs, list items, table rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from knowledge.documents import DocumentId, DocumentKey, Passage, PassageId, Sentence, SentenceId, Span, document_key
from knowledge.front_matter import Governance
from knowledge.scope import Scope
from knowledge.sentences import sentence_spans

# Blocks of one section are gathered up to this many characters: long enough to give a sentence its
# surroundings, short enough to be about one thing.
LONGEST_PASSAGE = 900

Reading = Callable[[str], str]


def collapse(text: str) -> str:
    """`text` with every run of white space as one blank."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Characters `start` to `end` of the source: one paragraph, list item or table row.

    `reading` turns a piece of the source into the text a person reads. `whole` keeps the block
    together as one sentence; `text` then gives its reading text.
    """

    section_path: tuple[str, ...]
    start: int
    end: int
    reading: Reading = collapse
    whole: bool = False
    text: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    section_path: tuple[str, ...]
    start: int
    end: int
    text: str


def build_passages(
    source: str,
    blocks: Iterable[Block],
    *,
    document_id: str,
    scope: Scope,
    governs: Sequence[Governance] = (),
) -> tuple[Passage, ...]:
    """Sentences of consecutive blocks of a section, gathered into passages; offsets are counted in bytes."""
    offsets = list(accumulate((len(char.encode("utf-8")) for char in source), initial=0))
    key = document_key(document_id, scope.language)
    pieces = [piece for block in blocks for piece in _pieces(source, block)]
    return tuple(
        _passage(group, number, offsets, DocumentId(document_id), key, scope, governs)
        for number, group in enumerate(_groups(pieces), start=1)
    )


def _pieces(source: str, block: Block) -> Iterator[_Piece]:
    if block.whole:
        text = block.text if block.text is not None else block.reading(source[block.start : block.end])
        if text:
            yield _Piece(block.section_path, block.start, block.end, text)
        return
    for start, end in sentence_spans(source[block.start : block.end]):
        text = block.reading(source[block.start + start : block.start + end])
        if text:
            yield _Piece(block.section_path, block.start + start, block.start + end, text)


def _groups(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in pieces:
        too_long = sum(len(p.text) + 1 for p in group) + len(piece.text) > LONGEST_PASSAGE
        if group and (too_long or piece.section_path != group[0].section_path):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _passage(
    group: Sequence[_Piece],
    number: int,
    offsets: Sequence[int],
    document_id: DocumentId,
    key: DocumentKey,
    scope: Scope,
    governs: Sequence[Governance],
) -> Passage:
    sentences = tuple(
        Sentence(
            id=SentenceId(f"{key}#{number}.{index}"),
            span=Span(offsets[piece.start], offsets[piece.end]),
            text=piece.text,
        )
        for index, piece in enumerate(group, start=1)
    )
    path = group[0].section_path
    return Passage(
        id=PassageId(f"{key}#{number}"),
        document_id=document_id,
        document_key=key,
        section_path=path,
        span=Span(sentences[0].span.start, sentences[-1].span.end),
        text=" ".join(sentence.text for sentence in sentences),
        sentences=sentences,
        scope=scope,
        governs=tuple(dict.fromkeys(rule.address for rule in governs if rule.section is None or rule.section in path)),
    )
