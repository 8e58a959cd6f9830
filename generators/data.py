"""Concrete data for a run found with open data, and the proof that the run accepts it.

The constraint store gives each open value a concrete one. With these the run is played again by
`process_models.runs`, step by step and with every condition evaluated; what does not replay is a
defect of ours and raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generators.errors import GeneratorError
from generators.symbolic import Situation, first_version_of
from process_models.addresses import Address, AttributeAddress
from process_models.feel.ast import Node
from process_models.runs import Data, Run, RunStep, simulate
from process_models.semantics.net import Step
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


def run_of(variant: Variant, situation: Situation) -> Run:
    """The run of a finished situation, with data that meets every condition on its way.

    Raises:
        DoesNotReplay: the token game with concrete data refuses a step; the message names it.
    """
    values, _ = situation.constraints.solve()
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
    run = simulate(variant.chain, variant.net, start, world, decisions=variant)
    if not run.finished or len(run.steps) != len(situation.taken):
        stuck = situation.taken[min(len(run.steps), len(situation.taken) - 1)].step
        raise DoesNotReplay(
            f"run of {len(situation.taken)} steps stops after {len(run.steps)} at '{stuck.at}' with"
            f" conditions {[guard.expression.text for guard in stuck.guards]}"
        )
    return run
