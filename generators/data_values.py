"""Believable data for what no condition asks for: a run keeps its way and gets values a tester can work with.

Conditions decide what a run needs; everything else would be the same in every case. Each case gets
its own identifiers, days in the order of the steps, and amounts that add up. The run is then played
again with these data, so that formulas and decision tables see them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generators.data import DoesNotReplay
from generators.data_amounts import Amounts
from generators.data_dates import Days, calendar_of
from generators.data_texts import is_free_text, number_of, same_as, text_of
from generators.wording import Words
from process_models.addresses import Address, AttributeAddress
from process_models.conditions import understood
from process_models.dictionary import AttributeType
from process_models.runs import Data, Run, RunStep, simulate
from process_models.semantics.net import Step
from process_models.variants import Variant

CHANGE_KIND = AttributeAddress("change.kind")


def asked_attributes(variant: Variant) -> frozenset[AttributeAddress]:
    """Everything a condition of the chain depends on: directly, by a formula, or by a decision table."""
    asked = {
        name
        for step in variant.net.steps
        for guard in step.guards
        if (condition := understood(guard.expression))
        for name in condition.reads
    }
    grown = True
    while grown:
        before = len(asked)
        for node in variant.chain.nodes.values():
            for write in node.annotation.writes:
                if write.attribute not in asked:
                    continue
                formula = understood(write.value)
                asked |= set(formula.reads) if formula else set()
                if formula is None and node.annotation.decision:
                    asked |= set(variant.decisions.inputs(node.annotation.decision))
        grown = len(asked) > before
    return frozenset(asked)


class Dresser:
    """Gives the runs of one variant believable data."""

    def __init__(self, variant: Variant) -> None:
        self._variant = variant
        self._asked = asked_attributes(variant)
        self._calendar = calendar_of(variant)
        self._usual: Data = variant.usual_run().end if variant.library else {}

    def dressed(self, run: Run, seed: str) -> Run:
        """The same steps with believable data; the same seed gives the same data.

        Raises:
            DoesNotReplay: the token game refuses the data, which is a defect.
        """
        # An amount that a condition compares with nothing may be any other amount as well; the play tells.
        for free in (self._taxed(run), frozenset[AttributeAddress]()):
            played = self._played(run, number_of(seed), free)
            if played.finished == run.finished and played.path() == run.path():
                return played
        raise DoesNotReplay(
            f"run of {len(run.steps)} steps leaves its way with believable data after {len(played.steps)}"
        )

    def _taxed(self, run: Run) -> frozenset[AttributeAddress]:
        """Amounts that conditions ask for and that are not zero somewhere in the run."""
        attributes = self._variant.dictionary.attributes
        return frozenset(
            name
            for step in run.steps
            for name, value in step.written.items()
            if value and name in self._asked and name in attributes and attributes[name].type is AttributeType.MONEY
        )

    def _played(self, run: Run, number: int, free: frozenset[AttributeAddress]) -> Run:
        amounts = Amounts(
            variant=self._variant,
            currency=Words(self._variant, "en").currency,
            usual=self._usual,
            number=number,
            needed=free,
        )
        days = Days(self._variant, self._calendar)
        world = _World(self._variant, run, number, self._asked - free, days, amounts)
        chain, net = self._variant.chain, self._variant.net
        return simulate(chain, net, world.start(), world, decisions=self._variant)


@dataclass
class _World:
    """Takes the steps of a run again, with other outcomes where nothing depends on them."""

    variant: Variant
    run: Run
    number: int
    asked: frozenset[AttributeAddress]
    days: Days
    amounts: Amounts
    _at: int = 0
    _own: dict[AttributeAddress, object] = field(default_factory=dict)
    _writes: dict[AttributeAddress, int] = field(default_factory=dict)

    def start(self) -> dict[AttributeAddress, object]:
        """The data at the start, with the case's own identifiers."""
        attributes = self.variant.dictionary.attributes
        start = dict(self.run.start)
        for name, value in start.items():
            known = attributes.get(name)
            if (
                known is not None
                and is_free_text(known)
                and isinstance(value, str)
                and value
                and name not in self.asked
            ):
                start[name] = text_of(known, value, self.number)
        return start

    def choose(self, steps: Sequence[Step], data: Data, history: Sequence[RunStep]) -> Step | None:
        self._at, self._own = len(history), {}
        if self._at == len(self.run.steps):
            return None
        wanted = self.run.steps[self._at].number
        return next((step for step in steps if step.number == wanted), None)

    def outcome(self, at: Address, occurrence: int, attribute: AttributeAddress, data: Data) -> object:
        original = self.run.steps[self._at].written.get(attribute)
        value = original if attribute in self.asked else self._believable(at, attribute, original, data)
        self._own[attribute] = value
        return value

    def _believable(self, at: Address, attribute: AttributeAddress, original: object, data: Data) -> object:
        known = self.variant.dictionary.attributes.get(attribute)
        if known is None:
            return original
        if known.type is AttributeType.DATE:
            return self.days.of(self.run.steps[self._at], attribute, {**data, **self._own})
        if known.type is AttributeType.MONEY:
            others = self._asked_outcomes() | self._own
            return self.amounts.of(attribute, original, data, self._formulas(at, data), others)
        if is_free_text(known) and isinstance(original, str) and original:
            return self._text(attribute, original, data)
        return original

    def _text(self, attribute: AttributeAddress, original: str, data: Data) -> object:
        attributes = self.variant.dictionary.attributes
        known = attributes[attribute]
        copied = same_as(known, attributes)
        if copied is not None and data.get(copied) is not None:
            return data[copied]
        self._writes[attribute] = revision = self._writes.get(attribute, 0) + 1
        # Whoever asks for another buyer or another place gets one.
        is_other = known.change_kind is not None and data.get(CHANGE_KIND) == known.change_kind
        return text_of(known, original, (self.number + is_other) % 1_000_000, revision)

    def _asked_outcomes(self) -> dict[AttributeAddress, object]:
        """Outcomes of this step that are what they were, also those that are written later in it."""
        attributes = self.variant.dictionary.attributes
        return {
            name: value
            for name, value in self.run.steps[self._at].written.items()
            if name in self.asked or (name in attributes and attributes[name].type is not AttributeType.MONEY)
        }

    def _formulas(self, at: Address, data: Data) -> Mapping[AttributeAddress, object]:
        """What the formulas of the step come to."""
        writes = self.variant.chain.node(at).annotation.writes
        return {write.attribute: formula.value(data) for write in writes if (formula := understood(write.value))}
