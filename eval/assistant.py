"""How well questions are answered: runs the assistant on labelled questions and scores what it says.

Sets are scored by precision, recall and F1 over all questions that label them; single values exactly.
A question counts +1 where everything labelled that the answer states is right, 0 where the answer asks
back or leaves something out, -1 where it states something wrong (Yang et al., *CRAG*, 2024).
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from agents.assistant.answer import Answer, to_json
from agents.assistant.assistant import Assistant, Question
from knowledge.analysis_text import fold
from knowledge.library import KnowledgeBase, open_library
from process_models.catalogue import load

Progress = Callable[[int, int], None]
SETS = ("activities", "systems", "roles")
_EXACT = ("kind", "permission", "approver", "fee", "refused")
_CONTENT = Path(__file__).parent.parent / "knowledge" / "content"
#: At least so much of a labelled set has to be in the answer for it to count as complete.
_COMPLETE = 0.8


class InvalidQuestions(ValueError):
    """A file of questions that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One question with its answer and what was right: True, False, or None where the answer is silent."""

    id: str
    language: str
    answer: Answer
    ms: float
    checks: Mapping[str, bool | None]

    @property
    def crag(self) -> int:
        """+1, 0 or -1."""
        if any(right is False for right in self.checks.values()):
            return -1
        return 0 if any(right is None for right in self.checks.values()) else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SetScore:
    """Precision, recall and F1 of ids named, over all questions together."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean, 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantReport:
    """Everything measured on one file of questions."""

    scored: tuple[Scored, ...]
    sets: Mapping[str, SetScore | None]
    broken_citations: int
    unproven_claims: int

    def share(self, check: str, scored: Sequence[Scored] | None = None) -> float | None:
        """How often a check is right, among the questions that label it."""
        found = [each.checks[check] for each in (self.scored if scored is None else scored) if check in each.checks]
        return sum(right is True for right in found) / len(found) if found else None

    def as_json(self) -> dict[str, Any]:
        """The measures by name."""
        times = sorted(each.ms for each in self.scored)
        return {
            "questions": len(self.scored),
            **{
                check: _rounded(self.share(check))
                for check in (*_EXACT[:-1], "open_slot", "claims_mention", "documents")
            },
            **{name: _set(score) for name, score in self.sets.items()},
            "unaffected": _rounded(self.share("unaffected")),
            "crag": _rounded(_mean(each.crag for each in self.scored)),
            "wrong": [each.id for each in self.scored if each.crag < 0],
            "refusals": _rounded(self.share("refused")),
            "broken_citations": self.broken_citations,
            "unproven_claims": self.unproven_claims,
            "ms": {"median": round(median(times), 1), "p95": round(times[int(0.95 * (len(times) - 1))], 1)},
            "by_language": {
                code: {"questions": len(those), "crag": _rounded(_mean(each.crag for each in those))}
                for code, those in _by_language(self.scored).items()
            },
        }

    def as_text(self) -> str:
        """The measures line by line, then what was missed."""
        lines = [f"{name:18} {value}" for name, value in self.as_json().items()]
        for each in self.scored:
            missed = [name for name, right in each.checks.items() if right is not True]
            if missed:
                lines.append(f"  {each.crag:+d} {each.id}: {', '.join(missed)}")
        return "\n".join(lines)


def run(dataset: Path, progress: Progress | None = None, *, assistant: Assistant | None = None) -> AssistantReport:
    """Ask every question of a file twice, the second time timed, and score the answers.

    Raises:
        InvalidQuestions: a line is no JSON object with `id`, `question` and `expect`.
    """
    questions = tuple(_read(dataset))
    asked = assistant if assistant is not None else _assistant()
    scored = []
    for number, row in enumerate(questions):
        scored.append(_score(asked, row))
        if progress is not None:
            progress(number + 1, len(questions))
    evidence = [each for one in scored for each in one.answer.evidence.values()]
    return AssistantReport(
        scored=tuple(scored),
        sets={name: _over_all(questions, scored, name) for name in SETS},
        broken_citations=sum(not asked.still_holds(each) for each in evidence),
        unproven_claims=sum(not claim.evidence for one in scored for claim in one.answer.claims),
    )


def _assistant() -> Assistant:
    library = load()
    knowledge: KnowledgeBase | None = None
    if _CONTENT.is_dir():
        knowledge = open_library(_CONTENT, library.directory / "glossary.yaml")
    return Assistant(library, knowledge)


def _read(dataset: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(dataset.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InvalidQuestions(f"{dataset}:{number}: no JSON: {error.msg}; write one object a line.") from error
        missing = [key for key in ("id", "question", "expect") if not isinstance(row, dict) or key not in row]
        if missing:
            raise InvalidQuestions(f"{dataset}:{number}: lacks {', '.join(missing)}; write one object a line.")
        yield row


def _score(assistant: Assistant, row: Mapping[str, Any]) -> Scored:
    question = Question(
        text=row["question"],
        market=row.get("market"),
        position=row.get("position"),
        turns=tuple(row.get("turns", ())),
        facts=row.get("facts", {}),
    )
    assistant.answer(question)
    begun = perf_counter()
    answer = assistant.answer(question)
    ms = 1000 * (perf_counter() - begun)
    checks = dict(_checks(row["expect"], answer))
    return Scored(id=row["id"], language=str(row.get("language", answer.language)), answer=answer, ms=ms, checks=checks)


def _checks(expect: Mapping[str, Any], answer: Answer) -> Iterator[tuple[str, bool | None]]:
    said = to_json(answer)
    for name in _EXACT:
        if name in expect:
            value = said[name]
            silent = value is None and (bool(answer.open_questions) or name != "permission")
            yield name, None if silent and expect[name] is not None else value == expect[name]
    if "open_slot" in expect:
        slots = [question.slot for question in answer.open_questions]
        yield "open_slot", True if expect["open_slot"] in slots else (False if slots else None)
    for name in (*SETS, "documents"):
        if name in expect:
            named, wanted = set(getattr(answer.affected, name)), set(expect[name])
            yield name, True if len(named & wanted) >= _COMPLETE * len(wanted) else None
    if "unaffected" in expect:
        concerned = set(answer.affected.activities)
        yield "unaffected", not concerned & set(expect["unaffected"])
    if "claims_mention" in expect:
        text = fold(" ".join(claim.text for claim in answer.claims))
        found = [any(fold(word) in text for word in words) for words in expect["claims_mention"]]
        yield "claims_mention", True if all(found) else None


def _over_all(questions: Sequence[Mapping[str, Any]], scored: Sequence[Scored], name: str) -> SetScore | None:
    right = named = wanted = 0
    for row, one in zip(questions, scored, strict=True):
        if name in row["expect"]:
            said, expected = set(getattr(one.answer.affected, name)), set(row["expect"][name])
            right, named, wanted = right + len(said & expected), named + len(said), wanted + len(expected)
    if not wanted:
        return None
    return SetScore(precision=right / named if named else 0.0, recall=right / wanted)


def _by_language(scored: Sequence[Scored]) -> dict[str, list[Scored]]:
    found: dict[str, list[Scored]] = defaultdict(list)
    for each in scored:
        found[each.language].append(each)
    return dict(sorted(found.items()))


def _mean(values: Iterable[int]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _set(score: SetScore | None) -> dict[str, float] | None:
    if score is None:
        return None
    return {"precision": round(score.precision, 4), "recall": round(score.recall, 4), "f1": round(score.f1, 4)}
