"""A model or a chain played in every way there is, once for all rules that ask what can happen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from process_models.addresses import Address, ElementId, ProcessId, split_address
from process_models.chain import Chain, chain_of_file, close_chain
from process_models.collaboration import Collaboration
from process_models.dictionary import DataDictionary
from process_models.elements import Activity, FlowNode, Gateway, Write, label
from process_models.exploration import Exploration, Explorer, Move
from process_models.semantics.compiler import compile_chain
from process_models.semantics.net import Marking, Net, Place, PlaceKind, Step

#: Situations looked at before what was not found counts as not decided.
MOST_SITUATIONS = 30_000
#: The same for a library's chain, which is played once for all of its models.
MOST_OF_A_CHAIN = 100_000

#: Looked at first: where tokens only become more and more, there is no end to find.
_FIRST_LOOK = 2_000
_FLOOD = 4

#: A longer way is shown with its first and its last elements.
_LONG_WAY, _SHOWN_FIRST, _SHOWN_LAST = 24, 4, 16

#: Places whose token waits for something; the others only say what is under way.
_HOLDING = frozenset({PlaceKind.FLOW, PlaceKind.READY, PlaceKind.WAITING})


@dataclass(frozen=True, kw_only=True)
class Play:
    """Every situation a chain can get into; `unusual` says whether exceptional events happen as well.

    Loops and multi-instance activities are run through once, an event that leaves the work running
    happens once, decision tables answer anything. Not slotted, to play once.
    """

    chain: Chain
    dictionary: DataDictionary = field(default_factory=DataDictionary)
    unusual: bool = True
    limit: int = MOST_SITUATIONS

    @cached_property
    def net(self) -> Net:
        """The chain compiled for the token game."""
        return compile_chain(self.chain)

    @cached_property
    def exploration(self) -> Exploration:
        """The situations and the moves between them, up to the limit."""
        explorer = Explorer(self.chain, self.net, self.dictionary)
        first = explorer.explore(exceptions=self.unusual, limit=min(self.limit, _FIRST_LOOK))
        if first.complete or self.limit <= _FIRST_LOOK or any(_is_flooded(s.marking) for s in first.situations):
            return first
        return explorer.explore(exceptions=self.unusual, limit=self.limit)

    @property
    def complete(self) -> bool:
        """Whether all situations were looked at."""
        return self.exploration.complete

    @cached_property
    def looked_at(self) -> range:
        """The numbers of the situations whose moves are known."""
        if self.complete:
            return range(len(self.exploration.situations))
        return range(max((move.source for move in self.exploration.moves), default=-1) + 1)

    @cached_property
    def fired(self) -> frozenset[Address]:
        """Flow nodes and sequence flows that act in some run."""
        return frozenset(at for step in self.steps for at in step.fires)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps that some run takes, each once."""
        return tuple({move.step.number: move.step for move in self.exploration.moves}.values())

    def marking(self, situation: int) -> Marking:
        """The tokens of a situation."""
        return self.exploration.situations[situation].marking

    def way_to(self, situation: int) -> tuple[Move, ...]:
        """A shortest way from the start to a situation."""
        way: list[Move] = []
        while situation in self._reached_by:
            move = self._reached_by[situation]
            way.append(move)
            situation = move.source
        return tuple(reversed(way))

    @cached_property
    def _reached_by(self) -> Mapping[int, Move]:
        # Found breadth first, so the first move that leads to a situation ends a shortest way.
        found: dict[int, Move] = {}
        for move in self.exploration.moves:
            if move.target != 0:
                found.setdefault(move.target, move)
        return found

    def waiting(self, places: Iterable[int]) -> tuple[Address, ...]:
        """The flow nodes before which the tokens of some places wait, each once."""
        found = (self.waits_at(self.net.places[place]) for place in places)
        return tuple(dict.fromkeys(at for at in found if at is not None))

    def waits_at(self, place: Place) -> Address | None:
        """The flow node that a token in a place waits to get through; None where it waits for nothing."""
        if place.kind not in _HOLDING:
            return None
        flow = self.chain.flows.get(place.at)
        at = Address(f"{split_address(place.at)[0]}#{flow.target}") if flow is not None else place.at
        return at if at in self.chain.nodes else None

    def scope_of(self, place: Place) -> ElementId | None:
        """The process or sub-process a place lies in."""
        element = self.chain.flows.get(place.at) or self.chain.nodes.get(place.at)
        return element.scope if element is not None else None

    def shown(self, way: Sequence[Move]) -> str:
        """The flow nodes on a way by their names, gateways without name left out."""
        nodes: list[str] = []
        for at in (at for move in way for at in move.step.fires if at in self.chain.nodes):
            node = self.chain.node(at)
            said = " ".join(label(node, "en").split())
            is_named = bool(node.name or node.annotation.labels)
            if (is_named or not isinstance(node, Gateway)) and nodes[-1:] != [said]:
                nodes.append(said)
        if len(nodes) > _LONG_WAY:
            nodes = [*nodes[:_SHOWN_FIRST], "…", *nodes[-_SHOWN_LAST:]]
        return " > ".join(nodes)

    def name(self, at: Address) -> str:
        """What to call an element: its id, with its process where there are several."""
        return at if len(self.chain.models) > 1 else split_address(at)[1]


def play_file(
    model: Collaboration,
    dictionary: DataDictionary | None = None,
    others: Mapping[ProcessId, Collaboration] | None = None,
) -> Play:
    """A file as a chain of its own.

    Where it is part of a library, its data starts open, and a call of a process of another file
    may write whatever that process and all behind it write.
    """
    known = dictionary or DataDictionary()
    if not {process.id for process in model.processes}.issuperset(others or {}):
        known = DataDictionary(known.entities, {name: replace(a, initial=None) for name, a in known.attributes.items()})
        model = replace(model, nodes=tuple(_with_what_it_calls(node, model, others or {}) for node in model.nodes))
    return Play(chain=chain_of_file(model), dictionary=known)


def _with_what_it_calls(node: FlowNode, model: Collaboration, others: Mapping[ProcessId, Collaboration]) -> FlowNode:
    called = ProcessId(node.called_element or "") if isinstance(node, Activity) else ProcessId("")
    if not isinstance(node, Activity) or called not in others or called in {own.id for own in model.processes}:
        return node
    behind = (other for file in close_chain(called, others).models.values() for other in file.nodes)
    written = dict.fromkeys(write.attribute for other in behind for write in other.annotation.writes)
    writes = tuple(Write(attribute=attribute) for attribute in written)
    return replace(node, annotation=replace(node.annotation, writes=(*node.annotation.writes, *writes)))


def play_chain(chain: Chain, dictionary: DataDictionary) -> Play:
    """A library's chain without unusual events; with them, processes side by side are too many to play."""
    return Play(chain=chain, dictionary=dictionary, unusual=False, limit=MOST_OF_A_CHAIN)


def _is_flooded(marking: Marking) -> bool:
    """Whether many tokens stand in one place."""
    return any(place == later for place, later in zip(marking, marking[_FLOOD:], strict=False))


def elements_of(model: Collaboration, addresses: Iterable[Address]) -> Iterator[tuple[Address, FlowNode]]:
    """Those of the flow nodes that stand in the model."""
    own = {process.id for process in model.processes}
    for at in addresses:
        process, element = split_address(at)
        if process in own and element in model.node_by_id:
            yield at, model.node_by_id[element]
