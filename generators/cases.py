"""Test cases: runs told step by step, so that a person or a tool can carry them out.

Each activity becomes a step with the words of the model, the data it needs, what is to be seen
afterwards, who does it, on which system, which events appear, and what each stream then says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generators.data_values import Dresser
from generators.identity import ids_of
from generators.steps import CaseStep, steps_of
from generators.suites import Certificate, SuiteOfRuns
from generators.titles import Titles
from generators.wording import Words
from process_models.addresses import Address, AttributeAddress
from process_models.conditions import understood
from process_models.runs import Run, work_steps
from process_models.semantics.net import Step
from process_models.texts import LANGUAGES, phrase
from process_models.variants import Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCase:
    """A run to be carried out, with the data that makes it go this way.

    `data` holds what conditions on the way ask for: the value at the start, and under `name@2`,
    `name@3` ... each later one that the world decides.
    """

    __test__ = False

    id: str
    title: str
    markets: tuple[str, ...]
    kind: str
    priority: str
    requirements: tuple[str, ...]
    preconditions: tuple[str, ...]
    data: Mapping[str, object]
    path: tuple[Address, ...]
    steps: tuple[CaseStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSuite:
    """Test cases of one process and market, with the certificate of their coverage."""

    __test__ = False

    process: str
    version: str
    markets: tuple[str, ...]
    criterion: str
    language: str
    generated_at: str
    cases: tuple[TestCase, ...]
    certificate: Certificate
    findings: tuple[str, ...] = ()


def write_cases(variant: Variant, suite: SuiteOfRuns, *, language: str | None = None) -> TestSuite:
    """The test cases of a suite of runs in the order of the runs; without language in that of the market.

    `generated_at` is the release of the library, so that the same model gives the same bytes.
    """
    words = Words(variant, language or market_language(variant))
    library = variant.library
    return TestSuite(
        process=variant.chain.id,
        version=library.version if library else "",
        markets=(variant.market,) if variant.market else (),
        criterion=suite.certificate.criterion,
        language=words.language,
        generated_at=library.released.isoformat() if library else "",
        cases=_cases(words, suite),
        certificate=suite.certificate,
    )


def market_language(variant: Variant) -> str:
    """The first language of the variant's market that we have words for, else English."""
    library, market = variant.library, variant.market
    template = library.templates.get(market) if library and market else None
    spoken = template.languages if template else ()
    return next((language for language in spoken if language in LANGUAGES), "en")


def _cases(words: Words, suite: SuiteOfRuns) -> tuple[TestCase, ...]:
    ids = ids_of(words.variant, [covering.run for covering in suite.runs])
    dresser = Dresser(words.variant)
    runs = [dresser.dressed(covering.run, id) for covering, id in zip(suite.runs, ids, strict=True)]
    titles = Titles(words, runs)
    cases = [_case(words, titles, run, id) for run, id in zip(runs, ids, strict=True)]
    return tuple(_told_apart(cases))


def _told_apart(cases: list[TestCase]) -> Iterator[TestCase]:
    """Titles that stand twice carry the id."""
    seen: set[str] = set()
    for case in cases:
        yield replace(case, title=f"{case.title} ({case.id})") if case.title in seen else case
        seen.add(case.title)


def _case(words: Words, titles: Titles, run: Run, id: str) -> TestCase:
    steps = tuple(steps_of(words, run))
    return TestCase(
        id=id,
        title=titles.title(run),
        markets=(words.variant.market,) if words.variant.market else (),
        kind=titles.kind(run),
        priority=titles.priority(run),
        requirements=titles.requirements(run),
        preconditions=tuple(_preconditions(words, run, steps)),
        data=_deciding_data(words.variant, run),
        path=run.path(),
        steps=steps,
    )


def _deciding_data(variant: Variant, run: Run) -> dict[str, object]:
    """What conditions on the way ask for: its value at the start, then every outcome the world decides."""
    asked = {name for step in run.steps for name in _asked(variant.net.steps[step.number])}
    data: dict[str, object] = {
        str(name): value for name, value in run.start.items() if name in asked and value is not None
    }
    for step in work_steps(run):
        writes = variant.chain.nodes[step.at].annotation.writes
        for attribute in dict.fromkeys(write.attribute for write in writes if write.value is None):
            if attribute in asked:
                data[_free_name(attribute, data)] = step.written.get(attribute)
    return data


def _free_name(attribute: AttributeAddress, data: Mapping[str, object]) -> str:
    if attribute not in data:
        return str(attribute)
    number = 2
    while f"{attribute}@{number}" in data:
        number += 1
    return f"{attribute}@{number}"


def _asked(step: Step) -> Iterator[AttributeAddress]:
    for guard in step.guards:
        condition = understood(guard.expression)
        yield from condition.reads if condition else ()


def _preconditions(words: Words, run: Run, steps: tuple[CaseStep, ...]) -> Iterator[str]:
    systems = dict.fromkeys(step.system for step in steps if step.system)
    if systems:
        names = ", ".join(words.system(system) for system in systems)
        yield f"{phrase('systems-ready', words.language)}: {names}"
    for name, value in run.start.items():
        attribute = words.variant.dictionary.attributes.get(name)
        if attribute is not None and attribute.given:
            yield words.pair(name, value)
