"""Runs: one marble rolling from a start to an end, and what tells two runs apart.

`simulate` rolls a marble through a chain with concrete data. What only the world can decide (a
person's choice, the outcome of a check, whether an exception happens) comes from a `World`; with
the same world the run is the same, step by step. Tokens carry the time they have taken, so that
steps fire in the order in which they would usually happen and the run knows how long it takes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from process_models.addresses import Address, AttributeAddress
from process_models.chain import Chain
from process_models.conditions import understood
from process_models.elements import NO_TIME, DurationInterval, Emission
from process_models.errors import ProcessModelError
from process_models.semantics.game import enabled, fire, is_finished
from process_models.semantics.net import SILENT, CallPath, Guard, Marking, Net, Step, StepKind

Data: TypeAlias = Mapping[AttributeAddress, object]

#: A run longer than this does not end by itself.
LONGEST_RUN = 10_000


class NoWayOn(ProcessModelError, ValueError):
    """A run that can neither go on nor has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """One step of a run: where, what it wrote, and when it was done, counted from the start.

    `occurrence` counts how often the run has passed this place, from 1.
    """

    at: Address
    occurrence: int
    kind: StepKind
    calls: CallPath
    fires: tuple[Address, ...]
    written: Mapping[AttributeAddress, object] = field(default_factory=dict)
    emits: tuple[Emission, ...] = ()
    rules: tuple[str, ...] = ()
    number: int = -1
    done_after: DurationInterval = NO_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A legal sequence of steps, the data at its start and at its end."""

    chain: str
    start: Data
    steps: tuple[RunStep, ...]
    end: Data
    finished: bool
    duration: DurationInterval = NO_TIME

    def path(self) -> tuple[Address, ...]:
        """Flow nodes and sequence flows in the order they fire."""
        return tuple(element for step in self.steps for element in step.fires)


class World(Protocol):
    """Decides what the model leaves open. Implementations are deterministic."""

    def outcome(self, at: Address, occurrence: int, attribute: AttributeAddress, data: Data) -> object:
        """The value that comes out where an activity writes whatever the world decides."""
        ...

    def choose(self, steps: Sequence[Step], data: Data, history: Sequence[RunStep]) -> Step | None:
        """The step to fire next, among those that are possible, or None to end the run here."""
        ...


class DecisionTables(Protocol):
    """Answers the decisions that business rule tasks ask for."""

    def ask(self, decision: str, data: Data) -> tuple[Data, tuple[str, ...]] | None:
        """The outputs as attributes, and the ids of the rules that matched; None if there is no such table."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """A world that follows a script and otherwise lets things go as they usually go.

    `outcomes` gives values by `address@occurrence` or address, and attribute; `usual` the value to
    take else. `events` are the exceptional events that happen, each once, as soon as `when` says.
    """

    outcomes: Mapping[tuple[str, AttributeAddress], object] = field(default_factory=dict)
    usual: Data = field(default_factory=dict)
    events: frozenset[Address] = frozenset()
    when_state: str | None = None

    def outcome(self, at: Address, occurrence: int, attribute: AttributeAddress, data: Data) -> object:
        exact = self.outcomes.get((f"{at}@{occurrence}", attribute), self.outcomes.get((at, attribute)))
        return exact if exact is not None else self.usual.get(attribute)

    def choose(self, steps: Sequence[Step], data: Data, history: Sequence[RunStep]) -> Step | None:
        happened = {element for done in history for element in done.fires}
        ready = self.when_state is None or data.get(AttributeAddress("order.state")) == self.when_state
        for step in steps:
            if ready and (self.events & set(step.fires)) - happened:
                return step
        return next((step for step in steps if not step.is_exceptional), None)


def simulate(chain: Chain, net: Net, data: Data, world: World, *, decisions: DecisionTables | None = None) -> Run:
    """Roll a marble from the start as far as it goes.

    Steps that are possible are offered to the world in the order in which they would be done, those
    that only move tokens first. Raises nothing for a run that gets stuck: it is returned as not
    finished, its last step tells where.
    """
    game = _Game(chain, net, dict(data), decisions)
    while len(game.done) < LONGEST_RUN:
        step = world.choose(game.offers(), game.data, game.done)
        if step is None:
            break
        game.do(step, world)
    return game.run(data)


@dataclass
class _Game:
    chain: Chain
    net: Net
    data: dict[AttributeAddress, object]
    decisions: DecisionTables | None
    marking: Marking = ()
    done: list[RunStep] = field(default_factory=list)
    times: dict[int, DurationInterval] = field(default_factory=dict)
    counts: dict[Address, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.marking = self.net.initial

    def offers(self) -> Sequence[Step]:
        possible = [step for step in enabled(self.net, self.marking) if holds(step.guards, self.data)]
        return sorted(possible, key=lambda step: (_urgency(step), self._ready(step).typical, step.number))

    def do(self, step: Step, world: World) -> None:
        occurrence = self.counts[step.at] = self.counts.get(step.at, 0) + 1
        written: dict[AttributeAddress, object] = {}
        rules: tuple[str, ...] = ()
        emits: tuple[Emission, ...] = ()
        if is_work(step) and step.at in self.chain.nodes:
            written, rules = self._written(step, occurrence, world)
            emits = self.chain.node(step.at).annotation.emits
        finished = self._ready(step)
        before = self.marking
        self.marking = fire(self.net, before, step)
        self.times = {place: self.times[place] for place in self.marking if place in self.times}
        self.times |= {place: finished for place in step.gives if place in self.marking}
        self.data |= written
        self.done.append(
            RunStep(
                at=step.at,
                occurrence=occurrence,
                kind=step.kind,
                calls=step.calls,
                fires=step.fires,
                written=written,
                emits=emits,
                rules=rules,
                number=step.number,
                done_after=finished,
            )
        )

    def run(self, start: Data) -> Run:
        duration = NO_TIME
        for step in self.done:
            duration = duration.longer_of(step.done_after)
        return Run(
            chain=self.chain.id,
            start=dict(start),
            steps=tuple(self.done),
            end=dict(self.data),
            finished=is_finished(self.net, self.marking),
            duration=duration,
        )

    def _ready(self, step: Step) -> DurationInterval:
        """When the step would be done: after the latest of its tokens, plus the time it takes itself."""
        took = self._now() if step.kind is StepKind.INTERRUPT or step.tests else NO_TIME
        # Leaving a scope waits for what happened inside it, which the last finished step inside knows.
        for place in step.taken_from:
            took = took.longer_of(self.times.get(place, NO_TIME))
        if step.kind is StepKind.LEAVE:
            for earlier in self.done:
                if self._is_inside(step, earlier):
                    took = took.longer_of(earlier.done_after)
        if is_work(step) and step.at in self.chain.nodes:
            took = took.plus(self.chain.node(step.at).annotation.duration or NO_TIME)
        return took

    def _now(self) -> DurationInterval:
        """An event beside the work happens after what has been done so far."""
        return next((done.done_after for done in reversed(self.done) if done.kind not in SILENT), NO_TIME)

    def _is_inside(self, leave: Step, earlier: RunStep) -> bool:
        if leave.at in earlier.calls[len(leave.calls) :]:
            return True
        node = self.chain.nodes.get(earlier.at)
        return node is not None and earlier.calls == leave.calls and leave.at.endswith(f"#{node.scope}")

    def _written(
        self, step: Step, occurrence: int, world: World
    ) -> tuple[dict[AttributeAddress, object], tuple[str, ...]]:
        annotation = self.chain.node(step.at).annotation
        decided: Data = {}
        rules: tuple[str, ...] = ()
        if annotation.decision and self.decisions is not None:
            answer = self.decisions.ask(annotation.decision, self.data)
            if answer is not None:
                outputs, rules = answer
                decided = _outputs_as_written([write.attribute for write in annotation.writes], outputs)
        written: dict[AttributeAddress, object] = {}
        for write in annotation.writes:
            formula = understood(write.value)
            if formula is not None:
                written[write.attribute] = formula.value(self.data)
            elif write.attribute in decided:
                written[write.attribute] = decided[write.attribute]
            else:
                written[write.attribute] = world.outcome(step.at, occurrence, write.attribute, self.data)
        return written, rules


def _outputs_as_written(attributes: Sequence[AttributeAddress], outputs: Data) -> dict[AttributeAddress, object]:
    """Decision outputs by the attributes they are written to: the same last part of the name."""
    by_name = {str(name).rpartition(".")[2]: value for name, value in outputs.items()}
    return {a: by_name[name] for a in attributes if (name := a.rpartition(".")[2]) in by_name}


def _urgency(step: Step) -> int:
    """Tokens are moved on first; then a message that interrupts is heard before more work is done."""
    if step.kind in SILENT:
        return 0
    return 1 if step.kind is StepKind.INTERRUPT and not step.from_outside else 2


def is_work(step: Step) -> bool:
    """Whether something happens in the step beside moving tokens."""
    return step.kind not in SILENT


def holds(guards: Sequence[Guard], data: Data) -> bool:
    """Whether all conditions let the step fire; what an attribute that is absent makes null is not true."""
    for guard in guards:
        condition = understood(guard.expression)
        if condition is not None and (condition.value(data) is True) is not guard.holds:
            return False
    return True


class Fate(StrEnum):
    """What became of a step when two runs are laid side by side."""

    SAME = "unaffected"
    ADDED = "added"
    DROPPED = "dropped"
    REPEATED = "repeated"
    OTHER_DATA = "sees-new-value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two runs side by side: every work step with its fate, in the order of the run it stands in."""

    steps: tuple[tuple[Fate, RunStep], ...]
    longer: DurationInterval
    shorter: DurationInterval

    def having(self, fate: Fate) -> tuple[RunStep, ...]:
        """The steps with that fate."""
        return tuple(step for its_fate, step in self.steps if its_fate is fate)


def difference(before: Run, after: Run) -> Difference:
    """What the second run does otherwise than the first.

    Steps are matched by where they are and how often the run has been there. A step that only the
    second run has is *repeated* where the first run passes the place as well, else *added*.
    """
    first = {(step.at, step.calls, step.occurrence): step for step in work_steps(before)}
    places = {step.at for step in first.values()}
    steps: list[tuple[Fate, RunStep]] = []
    for step in work_steps(after):
        match = first.pop((step.at, step.calls, step.occurrence), None)
        if match is None:
            steps.append((Fate.REPEATED if step.at in places else Fate.ADDED, step))
        else:
            steps.append((Fate.SAME if match.written == step.written else Fate.OTHER_DATA, step))
    steps.extend((Fate.DROPPED, step) for step in first.values())
    return Difference(steps=tuple(steps), longer=after.duration, shorter=before.duration)


def work_steps(run: Run) -> Iterator[RunStep]:
    """The steps in which something happens, without those that only move tokens."""
    return (step for step in run.steps if step.kind not in SILENT)
