"""How test management tools are told a step; shared by the formats that write for people."""

from generators.cases import TestCase, TestSuite
from generators.steps import CaseStep
from generators.wording import stream_name, word


def who(step: CaseStep) -> str:
    """Who does a step, and on which system."""
    return ", ".join(filter(None, (step.role, step.system)))


def seen(step: CaseStep, language: str) -> str:
    """What is to be seen: the expectation, then streams and events, a line each."""
    lines = [step.expected]
    if streams := streams_of(step, language):
        lines.append(f"{word('streams', language)}: {streams}")
    if step.events:
        lines.append(f"{word('events', language)}: {events_of(step, language)}")
    return "\n".join(lines)


def streams_of(step: CaseStep, language: str) -> str:
    """What each stream says after the step, without what the expectation says already."""
    found = []
    for stream, said in step.streams.items():
        parts = [part for part in said.split("; ") if part not in step.expected]
        if parts:
            found.append(f"{stream_name(stream, language)}: {'; '.join(parts)}")
    return ". ".join(found)


def events_of(step: CaseStep, language: str) -> str:
    """The events with their keys."""
    return "; ".join(f"{event.topic} ({word('key', language)} {event.key})" for event in step.events)


def lines_of(step: CaseStep) -> str:
    """The data of a step, what is entered and what is given on lines of their own."""
    return step.data.replace(" | ", "\n")


def folder_of(suite: TestSuite, case: TestCase) -> str:
    """The folder of the test repository."""
    return "/".join(["Murmel", suite.process, *(case.markets or ("base",))])


def about(suite: TestSuite, case: TestCase) -> list[str]:
    """Where a case comes from and what it needs, a line each."""
    language = suite.language
    lines = [
        f"{word('process', language)}: {suite.process} {suite.version}".rstrip(),
        f"{word('criterion', language)}: {suite.criterion}",
    ]
    if case.requirements:
        lines.append(f"{word('requirements', language)}: {', '.join(case.requirements)}")
    if case.preconditions:
        lines += ["", f"{word('preconditions', language)}:", *(f"- {each}" for each in case.preconditions)]
    return lines
