"""Lays two runs side by side that differ in one attribute and says what a slice or an impact misses.

As long as both runs take the same way, every value that differs must be in the slice, and so must
the step that wrote it. Where their ways part, the branch must ask for something in the slice. Behind
it a difference is accounted for by the slice or by what the steps of one way alone wrote.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from process_models.addresses import Address, AttributeAddress, address, split_address
from process_models.conditions import understood
from process_models.dependencies import Slice
from process_models.exploration import ORDER_STATE
from process_models.impact import Effect, Impact
from process_models.runs import Run, RunStep
from process_models.variants import Variant

_ANEW = (Effect.REPEATED, Effect.COMPENSATED, Effect.INTERRUPTED)


def together(without: Run, changed: Run) -> int:
    """How many steps both runs take alike before their ways part."""
    pairs = zip(without.steps, changed.steps, strict=False)
    shorter = min(len(without.steps), len(changed.steps))
    return next((number for number, (one, other) in enumerate(pairs) if one.fires != other.fires), shorter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A step that both runs take, and that writes something else: its number, what, and what it saw differ.

    A step that sees nothing differ and yet comes out otherwise reads less than it computes from;
    that is for the model to say and nothing a slice could know.
    """

    number: int
    step: RunStep
    names: frozenset[AttributeAddress]
    saw: frozenset[AttributeAddress]

    def __str__(self) -> str:
        return f"{self.step.at} writes another {', '.join(sorted(self.names))}"


def rewritten(variant: Variant, seed: AttributeAddress, without: Run, changed: Run) -> Iterator[Rewritten]:
    """The steps that write something else while the runs are together, but for the seed itself."""
    differs = {name for name in without.start if without.start[name] != changed.start.get(name)}
    for number in range(together(without, changed)):
        one, other = without.steps[number], changed.steps[number]
        names = {name for name in one.written if one.written[name] != other.written.get(name)}
        if names - {seed}:
            saw = frozenset(differs.intersection(variant.dependencies.reads.get(one.at, ())))
            yield Rewritten(number=number, step=one, names=frozenset(names - {seed}), saw=saw)
        differs = (differs - set(one.written)) | names


def outside_the_slice(
    variant: Variant, dependent: Slice, seed: AttributeAddress, without: Run, changed: Run
) -> Iterator[str]:
    """What differs between the runs and is not in the slice of `seed`, in words."""
    for found in rewritten(variant, seed, without, changed):
        yield from (
            f"{found.step.at} writes another {name}" for name in sorted(found.names - set(dependent.attributes))
        )
        if found.saw and found.step.at not in dependent.nodes:
            yield f"{found}, having read {', '.join(sorted(found.saw))}"
    parted = together(without, changed)
    one, other = without.steps[parted:], changed.steps[parted:]
    if one or other:
        taken = {flow for rest in (one, other) if rest for flow in rest[0].fires if flow in variant.chain.flows}
        if not any(beside in dependent.flows for flow in taken for beside in _alternatives(variant, flow)):
            yield f"the ways part at {', '.join(sorted(taken)) or 'an event'}, which asks for nothing of the slice"
        yield from _behind(variant, dependent, seed, one, other)


def _behind(
    variant: Variant,
    dependent: Slice,
    seed: AttributeAddress,
    one: Collection[RunStep],
    other: Collection[RunStep],
) -> Iterator[str]:
    first, second = ({(s.at, s.calls, s.occurrence): s for s in steps} for steps in (one, other))
    alone = [(first.get(key) or second[key]).written for key in first.keys() ^ second.keys()]
    written_alone = _with_derived(variant, {name for written in alone for name in written})
    for key in (key for key in first if key in second):
        before, after = first[key].written, second[key].written
        for name in (name for name in before if before[name] != after.get(name)):
            if name not in dependent.attributes and name not in written_alone and name != seed:
                yield f"{first[key].at} writes another {name} behind a branch, for no reason"


def outside_the_impact(
    variant: Variant, impact: Impact, seed: AttributeAddress, without: Run, changed: Run
) -> Iterator[str]:
    """Steps that would have come out otherwise, but are no consequence in the position, or only ahead when done."""
    effects = {consequence.at: consequence.effect for consequence in impact.consequences}
    states = [step.written.get(ORDER_STATE) for step in without.steps]
    if impact.position.state not in states:
        return
    arrival = states.index(impact.position.state)
    for found in (each for each in rewritten(variant, seed, without, changed) if each.saw):
        if found.step.at not in effects:
            yield f"{found} and is no consequence"
        elif found.number <= arrival and effects[found.step.at] not in _ANEW:
            yield f"{found}, was done, and is not to be done anew"


def _alternatives(variant: Variant, flow: Address) -> Iterator[Address]:
    """The sequence flows that leave where this one leaves."""
    process, _ = split_address(flow)
    source = variant.chain.flows[flow].source
    for beside in variant.chain.models[process].outgoing.get(source, ()):
        if understood(beside.condition) is not None:
            yield address(process, beside.id)


def _with_derived(variant: Variant, names: Collection[AttributeAddress]) -> frozenset[AttributeAddress]:
    found, waiting = set(names), list(names)
    while waiting:
        for name in variant.dependencies.derived.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)
