"""The library and its variants, read once for everything that is asked of them here."""

from collections.abc import Callable

import pytest

from process_models.catalogue import Library, load
from process_models.variants import Variant


@pytest.fixture(scope="session")
def library() -> Library:
    """The reference library."""
    return load()


@pytest.fixture(scope="session")
def variant_of(library: Library) -> Callable[[str], Variant]:
    """The variant of a market; what it has explored stays with it."""
    return library.variant
