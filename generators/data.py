"""Concrete data for a run found with open data, and the proof that the run accepts it.

The constraint store gives each open value a concrete one. With these the run is played again by
`process_models.runs`, step by step and with every condition evaluated; what does not replay is a
defect of ours and raises. Only conditions for which no data was found are left to people.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generators.errors import GeneratorError
from generators.symbolic import Situation, attribute_of, first_version_of
from process_models.addresses import Address, AttributeAddress
from process_models.conditions import understood
from process_models.feel.ast import Node
from process_models.runs import Data, Run, RunStep, simulate
from process_models.semantics.net import Guard, Net, Step
from process_models.variants import Variant


class DoesNotReplay(GeneratorError, AssertionError):
    """A run that was found with open data cannot be played with concrete data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A world that takes exactly the given steps and has the given outcomes.

    `outcomes` are by the number of the step in the run and the attribute.
    """

    steps: Sequence[int]
    outcomes: Mapping[tuple[int, AttributeAddress], object]
    counter: list[int]

    def outcome(self, at: Address, occurrence: int, attribute: AttributeAddress, data: Data) -> object:
        return self.outcomes.get((self.counter[0], attribute))

    def choose(self, steps: Sequence[Step], data: Data, history: Sequence[RunStep]) -> Step | None:
        self.counter[0] = len(history)
        if len(history) == len(self.steps):
            return None
        return next((step for step in steps if step.number == self.steps[len(history)]), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWithData:
    """A run, and the conditions on its way that whoever carries it out has to meet: no data is known for them."""

    run: Run
    by_hand: tuple[Guard, ...] = ()


def run_of(variant: Variant, situation: Situation) -> RunWithData:
    """The run of a finished situation, with data that meets the conditions on its way.

    Raises:
        DoesNotReplay: the token game with concrete data refuses a step; the message names it.
    """
    values, unknown = situation.constraints.solve()
    by_hand = tuple(_without_data(situation, frozenset(map(attribute_of, unknown))))
    start = dict(variant.usual_data())
    start |= {name: value for version, value in values.items() if (name := first_version_of(version))}
    start |= {
        name: value
        for name, value in situation.known.items()
        if situation.versions.get(name, 0) == 0 and not isinstance(value, Node)
    }
    outcomes: dict[tuple[int, AttributeAddress], object] = {}
    for number, taken in enumerate(situation.taken):
        for attribute, version in taken.open_writes:
            outcomes[number, attribute] = values.get(version, variant.usual_value(attribute))
    world = Replay(steps=[taken.step.number for taken in situation.taken], outcomes=outcomes, counter=[0])
    run = simulate(variant.chain, _without(variant.net, by_hand), start, world, decisions=variant)
    if not run.finished or len(run.steps) != len(situation.taken):
        stuck = situation.taken[min(len(run.steps), len(situation.taken) - 1)].step
        raise DoesNotReplay(
            f"run of {len(situation.taken)} steps stops after {len(run.steps)} at '{stuck.at}' with"
            f" conditions {[guard.expression.text for guard in stuck.guards]}"
        )
    return RunWithData(run=run, by_hand=by_hand)


def _without_data(situation: Situation, unknown: frozenset[AttributeAddress]) -> Iterator[Guard]:
    """Conditions in a language that is not understood, and those that ask for what nobody found a value for."""
    guards = dict.fromkeys(guard for taken in situation.taken for guard in taken.step.guards)
    for guard in guards:
        condition = understood(guard.expression)
        if condition is None or not unknown.isdisjoint(condition.reads):
            yield guard


def _without(net: Net, guards: Sequence[Guard]) -> Net:
    """The same net, in which some conditions hold whatever the data."""
    if not guards:
        return net
    free = set(guards)
    return replace(
        net, steps=tuple(replace(step, guards=tuple(g for g in step.guards if g not in free)) for step in net.steps)
    )
