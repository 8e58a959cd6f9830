import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Span, content_hash, quote_is_verbatim, quote_of
from knowledge.errors import InvalidDocument
from tests.contracts.document_repository import a_document


def test_a_quote_is_what_the_bytes_of_its_span_say() -> None:
    document = a_document(text="Die Gebühr fällt an. Größe zählt.")
    second = list(document.sentences())[1]

    # "Die Gebühr fällt an. " has 21 characters, two of which take two bytes.
    assert second.span == Span(23, 38)
    assert quote_of(document, second.span) == "Größe zählt."


def test_a_quote_that_differs_in_one_letter_is_not_verbatim() -> None:
    document = a_document(text="The fee is due.")
    span = Span(0, 15)

    assert quote_is_verbatim(document, span, "The fee is due.")
    assert not quote_is_verbatim(document, span, "The fee is dye.")
    assert not quote_is_verbatim(document, Span(0, 14), "The fee is due.")


def test_a_span_that_cuts_a_character_is_refused() -> None:
    document = a_document(text="Größe")

    with pytest.raises(InvalidDocument, match="cuts a character in two"):
        quote_of(document, Span(0, 3))


def test_a_span_beyond_the_source_is_refused() -> None:
    with pytest.raises(InvalidDocument, match="ends after the last byte 4"):
        quote_of(a_document(text="Abc."), Span(0, 9))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4)])
def test_a_span_without_bytes_is_refused(start: int, end: int) -> None:
    with pytest.raises(InvalidDocument, match="holds no byte"):
        Span(start, end)


def test_language_versions_of_a_document_have_different_keys() -> None:
    assert a_document("fees", "de").key == "fees@de"
    assert a_document("fees", "en").key == "fees@en"


def test_the_content_hash_is_sha_256() -> None:
    # The well-known digest of no bytes at all.
    assert content_hash(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.text(min_size=1))
def test_every_sentence_of_any_text_is_quoted_verbatim(text: str) -> None:
    document = a_document(text=text)

    for sentence in document.sentences():
        quote = quote_of(document, sentence.span)
        assert quote_is_verbatim(document, sentence.span, quote)
        assert " ".join(quote.split()) == sentence.text
