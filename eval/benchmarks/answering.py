"""The assistant without a language model and without vectors: the questions the product exists for."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import knowledge
from agents.assistant.assistant import Assistant
from agents.assistant.question import Question
from eval.bench import timed
from knowledge.library import open_library
from process_models.catalogue import LIBRARY, load

_QUESTIONS = (
    "Was passiert, wenn der Kunde nach der Auftragsbestätigung andere Felgen will?",
    "What happens when the customer changes the wheels after the order is confirmed?",
    "Wie ändert sich die Logistikkette, wenn das Fahrzeug aus einem anderen Werk kommt?",
    "How does the logistics chain change when the car comes from another plant?",
    "Wer genehmigt eine andere Farbe nach dem Einfrieren?",
    "What is a certificate of conformity?",
)


def measure() -> Iterator[tuple[str, list[float], dict[str, Any]]]:
    """Answers after warm-up, the market given."""
    content = Path(next(iter(knowledge.__path__))) / "content"
    assistant = Assistant(load(), open_library(content, LIBRARY / "glossary.yaml"))
    assistant.warm_up()
    questions = [Question(text=text, market=market) for text in _QUESTIONS for market in ("DE", "AT", "DK")]
    for question in questions:
        assistant.answer(question)
    times = [timed(partial(assistant.answer, question), runs=1)[0] for question in questions for _ in range(3)]
    yield "answer, words and graph", times, {"questions": len(questions)}
