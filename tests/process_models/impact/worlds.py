"""A world that respects the data dictionary: what comes out depends on what the dictionary names, and on chance.

Every value the model leaves open is a fixed mix of the seed, the place, how often it was passed, and
the values of exactly those attributes the dictionary derives it from. Two runs in such worlds, of
which one has another value of one attribute, tell what depends on it, independently of any slice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b

from process_models.addresses import Address, AttributeAddress
from process_models.dictionary import Attribute, AttributeType, DataDictionary
from process_models.exploration import ORDER_STATE
from process_models.feel.temporal import Date, date_of
from process_models.runs import Data, Run, RunStep, simulate
from process_models.semantics.net import Step
from process_models.variants import BRAND, MARKET, Variant, usual_of

#: Of a hundred listed or yes-no outcomes that many are the usual one, so that runs get somewhere.
_USUAL_PER_CENT = 80
_FIRST_DAY = Date(2026, 9, 1)
_DAYS = 120

#: What a run is about is not decided by chance; its state is what the processes make of it.
_FIXED = frozenset({MARKET, BRAND, ORDER_STATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthetic:
    """The world of one seed. `other` is an attribute that has another value than it would have.

    Of a hundred exceptional events `happening` happen, each once, in some state of the order.
    """

    dictionary: DataDictionary
    seed: int
    other: AttributeAddress | None = None
    happening: int = 0

    def outcome(self, at: Address, occurrence: int, attribute: AttributeAddress, data: Data) -> object:
        known = self.dictionary.attributes[attribute]
        sources = tuple(repr(data.get(source)) for source in known.derived_from if source != attribute)
        value = _value(known, _mixed(self.seed, at, occurrence, attribute, *sources))
        return _another(known, value) if attribute == self.other else value

    def choose(self, steps: Sequence[Step], data: Data, history: Sequence[RunStep]) -> Step | None:
        happened = {done.number for done in history}
        for step in steps:
            if step.is_exceptional and step.number not in happened and self._happens(step, data):
                return step
        return next((step for step in steps if not step.is_exceptional), None)

    def start(self, variant: Variant, facts: Data) -> Data:
        """Data at the start: what is given is chance, but for the facts and what the run is about."""
        data = variant.usual_data(facts)
        for name, known in self.dictionary.attributes.items():
            if known.given and name not in _FIXED and name not in facts:
                data[name] = _value(known, _mixed(self.seed, "start", name))
        if self.other in data:
            known = self.dictionary.attributes[self.other]
            data[self.other] = _another(known, data[self.other])
        return data

    def _happens(self, step: Step, data: Data) -> bool:
        draw = _mixed(self.seed, step.at)
        states = self.dictionary.attributes[ORDER_STATE].values
        return draw % 100 < self.happening and data.get(ORDER_STATE) == states[draw // 100 % len(states)]


def synthetic_run(variant: Variant, world: Synthetic, facts: Data | None = None) -> Run:
    """The run of a variant in a world of chance."""
    return simulate(variant.chain, variant.net, world.start(variant, facts or {}), world, decisions=variant)


@lru_cache(maxsize=1 << 20)
def _mixed(*parts: object) -> int:
    return int.from_bytes(blake2b("|".join(map(str, parts)).encode(), digest_size=8).digest())


def _value(known: Attribute, draw: int) -> object:
    if values := _listed(known):
        return usual_of(known) if draw % 100 < _USUAL_PER_CENT else values[draw // 100 % len(values)]
    if known.type is AttributeType.DATE:
        return date_of(_FIRST_DAY.ordinal + draw % _DAYS)
    if known.type is AttributeType.STRING:
        return f"{known.address} {draw % 100_000}"
    low = known.low if isinstance(known.low, Decimal) else Decimal(0)
    high = known.high if isinstance(known.high, Decimal) else low + 100_000
    step = known.step or Decimal(1)
    return low + step * (draw % (int((high - low) / step) + 1))


def _listed(known: Attribute) -> Sequence[object]:
    return (True, False) if known.type is AttributeType.BOOLEAN else known.values


def _another(known: Attribute, value: object) -> object:
    """A value of the attribute's domain that is not this one."""
    if values := _listed(known):
        return values[(list(values).index(value) + 1) % len(values)]
    return next(other for other in (_value(known, draw) for draw in range(1, 3)) if other != value)
