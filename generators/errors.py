"""What can go wrong in the derivation of tests; one base for all of it."""


class GeneratorError(Exception):
    """A suite cannot be made, read or written."""


class UnknownCriterion(GeneratorError, ValueError):
    """A coverage criterion that does not exist."""


class UnknownFormat(GeneratorError, ValueError):
    """An export format that does not exist."""


class NoSuite(GeneratorError, ValueError):
    """A document that should be a suite and is none."""


class TooManyTests(GeneratorError, ValueError):
    """More test cases than a format takes at once."""
