"""Variants: processes that can be run and asked, compiled for the token game on first use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from process_models.addresses import Address, AttributeAddress, ProcessId
from process_models.bpmn.reader import Reading
from process_models.chain import Chain, chain_of_file
from process_models.collaboration import Collaboration
from process_models.conditions import understood
from process_models.deciding_work import with_deciding_work
from process_models.decisions import NO_DECISIONS, Decision, Decisions
from process_models.dependencies import Dependencies
from process_models.dictionary import Attribute, AttributeType, DataDictionary
from process_models.errors import ProcessModelError
from process_models.exploration import ORDER_STATE, Explorer
from process_models.feel.domains import Domain
from process_models.feel.temporal import Date
from process_models.impact import Impact, Intervention, assess, event_addresses
from process_models.markets.variant import Origin
from process_models.markets.variant import Variant as Composition
from process_models.positions import Position, Surroundings
from process_models.records import nearest
from process_models.runs import Data, Run, Scripted, simulate
from process_models.semantics.compiler import compile_chain
from process_models.semantics.net import Net

if TYPE_CHECKING:
    # A variant knows the library it is composed from; the library makes variants.
    from process_models.catalogue import Library

MARKET = AttributeAddress("order.market")
BRAND = AttributeAddress("order.brand")

#: The topic on which a customer's wish for a change comes in.
CHANGE_REQUESTED = "change.requested"

#: Runs kept per variant, so that the next question about the same position is answered at once.
_MOST_RUNS = 256


class UnknownState(ProcessModelError, ValueError):
    """An order state that the data dictionary does not list."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """Processes that can be run and asked: a chain with its net, dictionary and decisions."""

    chain: Chain
    dictionary: DataDictionary
    decisions: Decisions = NO_DECISIONS
    library: "Library | None" = None
    composition: Composition | None = None
    market: str | None = None
    brand: str | None = None
    _surroundings: dict[frozenset[tuple[AttributeAddress, object]], Surroundings] = field(
        default_factory=dict, repr=False, compare=False
    )

    _runs: dict[object, Run] = field(default_factory=dict, repr=False, compare=False)

    @property
    def models(self) -> Mapping[ProcessId, Collaboration]:
        """The models of the chain by process id."""
        return self.chain.models

    @cached_property
    def net(self) -> Net:
        """The chain compiled for the token game."""
        return compile_chain(self.chain)

    @cached_property
    def dependencies(self) -> Dependencies:
        """Who reads, writes and asks for what."""
        return Dependencies(chain=self.chain, net=self.net, dictionary=self.dictionary)

    @cached_property
    def explorer(self) -> Explorer:
        """What explores the reachable situations."""
        return Explorer(self.chain, self.net, self.dictionary)

    def origins(self, at: Address) -> tuple[Origin, ...]:
        """The template entries that made an element what it is; none for one of the base."""
        return self.composition.provenance.get(at, ()) if self.composition else ()

    # -- data ---------------------------------------------------------------------------------

    def domain_of(self, attribute: AttributeAddress) -> Domain | None:
        """The values an attribute may have, None for one the dictionary does not know."""
        known = self.dictionary.attributes.get(attribute)
        return known.domain if known is not None else None

    def usual_value(self, attribute: AttributeAddress) -> object:
        """The value an attribute has when nothing unusual happens; see `usual_of`."""
        known = self.dictionary.attributes.get(attribute)
        return usual_of(known) if known is not None else None

    def usual_data(self, facts: Data | None = None) -> dict[AttributeAddress, object]:
        """The data at the start of a run when nothing unusual is said, with facts in their place."""
        data: dict[AttributeAddress, object] = {}
        for name, attribute in self.dictionary.attributes.items():
            formula = understood(attribute.initial)
            if formula is not None:
                data[name] = formula.value(data)
            elif attribute.given:
                data[name] = usual_of(attribute)
        return data | self._own_facts() | dict(facts or {})

    def _own_facts(self) -> dict[AttributeAddress, object]:
        known = {MARKET: self.market, BRAND: self.brand}
        return {name: value for name, value in known.items() if value and name in self.dictionary.attributes}

    # -- questions ----------------------------------------------------------------------------

    def ask(self, decision: str, data: Data) -> tuple[Data, tuple[str, ...]] | None:
        """The answer of a decision table as attributes and rules; the port `runs.DecisionTables`."""
        answer = self.decide(decision, data)
        if answer is None:
            return None
        return {AttributeAddress(name): value for name, value in answer.outputs.items()}, answer.rules

    def decide(self, decision: str, data: Data) -> Decision | None:
        """What a decision table says for the data, None where there is no such table."""
        return self.decisions.decide(decision, data)

    def decision_relation(
        self, decision: str, written: Sequence[AttributeAddress], known: Data | None = None
    ) -> str | None:
        """A table as one condition between its open inputs and the attributes its outputs are written to."""
        return self.decisions.relation(decision, written, known)

    def surroundings(self, facts: Data | None = None) -> Surroundings:
        """What lies behind and ahead of each reachable situation, given facts that hold from the start."""
        start = self._own_facts() | {
            name: value
            for name, value in (facts or {}).items()
            if name in self.dictionary.attributes and self.dictionary.attributes[name].known_at_start
        }
        asked = frozenset((n, v) for n, v in start.items() if n in self.explorer.asked and n != ORDER_STATE)
        if asked not in self._surroundings:
            usual_end = self.usual_run().end.get(ORDER_STATE)
            self._surroundings[asked] = Surroundings(
                self.explorer.explore(dict(asked)), str(usual_end) if usual_end is not None else None
            )
        return self._surroundings[asked]

    def position(self, state: str, facts: Data | None = None) -> Position:
        """Where an order in that state may stand.

        Raises:
            UnknownState: the dictionary has no such order state; the nearest is named.
        """
        states = self.states()
        if state not in states:
            raise UnknownState(f"no order state '{state}'; there are: {', '.join(states)}.{nearest(state, states)}")
        return self.surroundings(facts).position(state, facts or {})

    def states(self) -> tuple[str, ...]:
        """The order states in the order an order passes them."""
        attribute = self.dictionary.attributes.get(ORDER_STATE)
        return attribute.values if attribute is not None else ()

    def usual_run(self, facts: Data | None = None) -> Run:
        """The run in which nothing unusual happens."""
        return self._played(facts, None, "", {})

    def run_with(self, event: Address, state: str, facts: Data | None = None, outcomes: Data | None = None) -> Run:
        """The same run with an event that happens as soon as the order is in a state."""
        return self._played(facts, event, state, outcomes or {})

    def _played(self, facts: Data | None, event: Address | None, state: str, outcomes: Data) -> Run:
        key = (tuple(sorted((facts or {}).items())), event, state, tuple(sorted(outcomes.items())))
        if key not in self._runs:
            if len(self._runs) >= _MOST_RUNS:
                self._runs.clear()
            world = self._world(events=frozenset({event} if event else ()), when_state=state or None, outcomes=outcomes)
            self._runs[key] = simulate(self.chain, self.net, self.usual_data(facts), world, decisions=self)
        return self._runs[key]

    def impact(self, state: str, interventions: tuple[Intervention, ...], facts: Data | None = None) -> Impact:
        """What interventions do to an order in a state; see `process_models.impact`.

        Raises:
            UnknownState: the dictionary has no such order state.
        """
        position = self.position(state, facts)
        event = self._event_of(interventions)
        kinds = [i.change_kind for i in interventions if i.change_kind]
        outcomes = {AttributeAddress("change.kind"): kinds[0]} if kinds else {}
        return assess(
            self.dependencies,
            position,
            interventions,
            usual=self.usual_run(facts),
            handled=self.run_with(event, state, facts, outcomes) if event is not None else None,
        )

    def _event_of(self, interventions: tuple[Intervention, ...]) -> Address | None:
        """The event by which the chain takes notice of interventions: their own, else the wish for a change."""
        names = [i.target for i in interventions if i.kind == "event"] or [CHANGE_REQUESTED]
        found = [at for name in names for at in event_addresses(self.chain, name)]
        exceptional = [at for at in found if getattr(self.chain.nodes[at], "attached_to", None)]
        return next(iter((*exceptional, *found)), None)

    def _world(
        self,
        *,
        events: frozenset[Address] = frozenset(),
        when_state: str | None = None,
        outcomes: Data | None = None,
    ) -> Scripted:
        usual = {name: usual_of(attribute) for name, attribute in self.dictionary.attributes.items()}
        return Scripted(usual=usual | dict(outcomes or {}), events=events, when_state=when_state)


def usual_of(attribute: Attribute) -> object:
    """The usual value: as stated, else the first of an enumeration, true, the lowest number or day.

    A text without listed values is called like its attribute, so that one sees where it came from.
    """
    if attribute.usual is not None:
        formula = understood(attribute.usual)
        return formula.value({}) if formula is not None else None
    if attribute.values:
        return attribute.values[0]
    match attribute.type:
        case AttributeType.BOOLEAN:
            return True
        case AttributeType.STRING:
            return str(attribute.address)
        case AttributeType.DATE:
            return (
                Date(attribute.low.year, attribute.low.month, attribute.low.day)
                if isinstance(attribute.low, date)
                else None
            )
    return attribute.low


def variant_of_file(reading: Reading, dictionary: DataDictionary | None = None) -> Variant:
    """A model from elsewhere as a chain of its own.

    What its conditions ask for and nobody says is decided by the last work before; see `deciding_work`.
    """
    known = dictionary or DataDictionary()
    return Variant(chain=chain_of_file(with_deciding_work(reading.collaboration, known)), dictionary=known)
