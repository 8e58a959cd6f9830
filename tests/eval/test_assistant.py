"""Scoring of answers against labels."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agents.assistant.assistant import Assistant
from eval.assistant import AssistantReport, InvalidQuestions, run
from process_models.catalogue import load


def _run(folder: Path, expect: dict[str, Any], text: str = "Another colour?") -> AssistantReport:
    row = {
        "id": "q", "question": text, "language": "en", "market": "AT", "position": "SlotConfirmed", "expect": expect,
    }  # fmt: skip
    dataset = folder / "questions.jsonl"
    dataset.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return run(dataset, assistant=Assistant(load(), today=lambda: date(2026, 11, 23)))


def test_a_right_answer_counts_one(tmp_path: Path) -> None:
    report = _run(tmp_path, {"permission": "allowed-with-fee", "fee": {"amount_minor": 25_000, "currency": "EUR"}})

    assert report.as_json()["crag"] == 1
    assert report.broken_citations == 0


def test_a_wrong_statement_counts_minus_one(tmp_path: Path) -> None:
    report = _run(tmp_path, {"permission": "not-allowed"})

    assert (report.as_json()["crag"], report.as_json()["wrong"]) == (-1, ["q"])


def test_something_left_out_counts_nothing(tmp_path: Path) -> None:
    assert _run(tmp_path, {"activities": ["withdrawal#Activity_RefundCustomer"]}).as_json()["crag"] == 0


def test_a_line_that_lacks_a_key_is_named(tmp_path: Path) -> None:
    dataset = tmp_path / "questions.jsonl"
    dataset.write_text('{"id": "q"}\n', encoding="utf-8")

    with pytest.raises(InvalidQuestions, match="questions.jsonl:1: lacks question, expect"):
        run(dataset)
