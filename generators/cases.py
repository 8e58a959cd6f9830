"""Test cases: runs told step by step, so that a person or a tool can carry them out.

Each activity becomes a step with the words of the model, the data it needs, what is to be seen
afterwards, who does it, on which system, which events appear, and what each stream then says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generators.identity import choices_of, stable_id
from generators.suites import Certificate, CoveringRun, SuiteOfRuns
from process_models.addresses import Address, AttributeAddress, split_address
from process_models.conditions import understood
from process_models.elements import Activity, Event, EventPosition, label
from process_models.runs import Data, Run, RunStep, work_steps
from process_models.semantics.net import Step
from process_models.texts import phrase, said
from process_models.variants import Variant

ORDER_STATE = AttributeAddress("order.state")
_ENDED_WITHOUT_CAR = frozenset({"Withdrawn", "Cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EmittedEvent:
    """An event expected on the stream, with the value of its key."""

    topic: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """One step of a test case; `streams` says by stream what the step left there."""

    element: Address
    action: str
    data: str
    expected: str
    role: str | None
    system: str | None
    events: tuple[EmittedEvent, ...]
    streams: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCase:
    """A run to be carried out, with the data that makes it go this way."""

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


def write_cases(variant: Variant, suite: SuiteOfRuns, *, language: str) -> TestSuite:
    """The test cases of a suite of runs in a language, in the order of the runs.

    `generated_at` is the release of the library, so that the same model gives the same bytes.
    """
    usual = choices_of(variant, variant.usual_run()) if variant.library else frozenset()
    library = variant.library
    return TestSuite(
        process=variant.chain.id,
        version=library.version if library else "",
        markets=(variant.market,) if variant.market else (),
        criterion=suite.certificate.criterion,
        language=language,
        generated_at=library.released.isoformat() if library else "",
        cases=tuple(_case(variant, covering, usual, language) for covering in suite.runs),
        certificate=suite.certificate,
    )


def _case(variant: Variant, covering: CoveringRun, usual: frozenset[str], language: str) -> TestCase:
    run = covering.run
    choices = choices_of(variant, run)
    steps = tuple(_steps(variant, run, language))
    return TestCase(
        id=stable_id(variant.chain.id, choices),
        title=_title(variant, run, choices - usual, language),
        markets=(variant.market,) if variant.market else (),
        kind=_kind(variant, run),
        priority="High" if not choices - usual else "Medium",
        requirements=tuple(dict.fromkeys(_requirements(variant, run))),
        preconditions=tuple(_preconditions(variant, run, steps, language)),
        data=_deciding_data(variant, run),
        path=run.path(),
        steps=steps,
    )


def _title(variant: Variant, run: Run, unusual: frozenset[str], language: str) -> str:
    """What is special about the run: the labels of what it takes otherwise than the usual run."""
    words = []
    for element in dict.fromkeys(run.path()):
        if element in unusual:
            said_so = _label(variant, element, language)
            if said_so:
                words.append(said_so)
    market = f"{variant.market}: " if variant.market else ""
    special = ", ".join(dict.fromkeys(words)) or phrase("usual-course", language)
    return f"{market}{special}"[:200]


def _label(variant: Variant, element: str, language: str) -> str:
    """A flow's label with the question it answers, or the name of an event."""
    flow = variant.chain.flows.get(Address(element))
    if flow is None:
        return label(variant.chain.nodes[Address(element)], language)
    process, _ = split_address(Address(element))
    asks = label(variant.chain.models[process].node(flow.source), language)
    own = flow.annotation.labels.get(language) or flow.name
    return f"{asks} {own}".strip() if own else ""


def _kind(variant: Variant, run: Run) -> str:
    exceptional = {step.at for step in variant.net.steps if step.is_exceptional}
    if run.end.get(ORDER_STATE) in _ENDED_WITHOUT_CAR:
        return "negative"
    return "change" if any(step.at in exceptional for step in run.steps) else "positive"


def _requirements(variant: Variant, run: Run) -> Iterator[str]:
    for step in work_steps(run):
        yield from (requirement.id for requirement in variant.chain.nodes[step.at].annotation.requirements)


def _deciding_data(variant: Variant, run: Run) -> dict[str, object]:
    """Given data that conditions on the way ask for, and every outcome the world decides, in order."""
    asked = {name for step in run.steps for name in _asked(variant.net.steps[step.number])}
    data: dict[str, object] = {
        str(name): value for name, value in run.start.items() if name in asked and value is not None
    }
    for step in work_steps(run):
        for write in variant.chain.nodes[step.at].annotation.writes:
            if write.value is None and write.attribute in asked:
                data[str(write.attribute)] = step.written.get(write.attribute)
    return data


def _asked(step: Step) -> Iterator[AttributeAddress]:
    for guard in step.guards:
        condition = understood(guard.expression)
        yield from condition.reads if condition else ()


def _preconditions(variant: Variant, run: Run, steps: tuple[CaseStep, ...], language: str) -> Iterator[str]:
    systems = tuple(dict.fromkeys(step.system for step in steps if step.system))
    if systems:
        yield f"{phrase('systems-ready', language)}: {', '.join(systems)}"
    for name, value in run.start.items():
        attribute = variant.dictionary.attributes.get(name)
        if attribute is not None and attribute.given:
            yield f"{attribute.labels.get(language, name)} ({name}) = {said(value, language)}"


def _steps(variant: Variant, run: Run, language: str) -> Iterator[CaseStep]:
    data: dict[AttributeAddress, object] = dict(run.start)
    for step in work_steps(run):
        node = variant.chain.nodes[step.at]
        before = dict(data)
        data |= step.written
        if _is_to_do(node):
            yield _step(variant, step, before, data, language)


def _is_to_do(node: object) -> bool:
    """Work, and events from outside or of an end: what a tester does or sees."""
    if isinstance(node, Activity):
        return True
    return isinstance(node, Event) and (
        node.position in (EventPosition.CATCH, EventPosition.BOUNDARY, EventPosition.END)
        or bool(node.definitions)
        or bool(node.annotation.writes)
    )


def _step(variant: Variant, step: RunStep, before: Data, after: Data, language: str) -> CaseStep:
    node = variant.chain.nodes[step.at]
    annotation = node.annotation
    writes = {write.attribute: after.get(write.attribute) for write in annotation.writes}
    chosen = [write.attribute for write in annotation.writes if write.value is None and not annotation.decision]
    needs = [f"{name} = {said(before.get(name), language)}" for name in annotation.reads]
    enters = [f"{name} := {said(step.written.get(name), language)}" for name in chosen]
    seen = [f"{name} = {said(value, language)}" for name, value in writes.items()]
    expected = annotation.expected.get(language, "")
    return CaseStep(
        element=step.at,
        action=label(node, language),
        data="; ".join((*needs, *enters)),
        expected=" ".join(filter(None, (expected, "; ".join(seen)))) or phrase("done-without-error", language),
        role=variant.chain.role_of(step.at),
        system=annotation.system,
        events=tuple(EmittedEvent(topic=e.topic, key=said(after.get(e.key), language)) for e in step.emits),
        streams=_streams(variant, writes, language),
    )


def _streams(variant: Variant, writes: Data, language: str) -> Mapping[str, str]:
    streams: dict[str, list[str]] = {}
    for name, value in writes.items():
        attribute = variant.dictionary.attributes.get(name)
        if attribute is not None:
            streams.setdefault(attribute.stream, []).append(f"{name} = {said(value, language)}")
    return {str(stream): "; ".join(parts) for stream, parts in streams.items()}
