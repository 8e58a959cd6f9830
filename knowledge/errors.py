"""What can go wrong in this package. Every message says what was wrong, where, and what to do."""


class KnowledgeError(Exception):
    """Base of all errors raised by `knowledge`."""


class InvalidDocument(KnowledgeError, ValueError):
    """A document, passage or sentence contradicts itself."""


class UnreadableSource(KnowledgeError, ValueError):
    """A file cannot be turned into a document: broken, encrypted, empty, too large or of no known format."""


class InvalidFrontMatter(KnowledgeError, ValueError):
    """The header of an article lacks a field or holds a value that cannot be used."""


class InvalidGlossary(KnowledgeError, ValueError):
    """A glossary file cannot be used as it stands."""


class UnknownDocument(KnowledgeError, LookupError):
    """No document of that id, or none in that language."""


class EmbedderUnavailable(KnowledgeError, RuntimeError):
    """The embedding model cannot be loaded: not installed, not found, or not the expected file."""


class VectorMismatch(KnowledgeError, ValueError):
    """Vectors of another model or dimension than the store was made for."""
