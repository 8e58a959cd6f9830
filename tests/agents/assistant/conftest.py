"""The reference library and an assistant over it, once for all tests of this folder."""

from datetime import date
from pathlib import Path

import pytest

from agents.assistant.assistant import Assistant
from knowledge.library import KnowledgeBase, open_library
from process_models.catalogue import Library, load

TODAY = date(2026, 11, 23)
CONTENT = Path(__file__).resolve().parents[3] / "knowledge" / "content"


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(scope="session")
def knowledge(library: Library) -> KnowledgeBase:
    return open_library(CONTENT, library.directory / "glossary.yaml")


@pytest.fixture(scope="session")
def assistant(library: Library, knowledge: KnowledgeBase) -> Assistant:
    return Assistant(library, knowledge, today=lambda: TODAY)
