"""Data dependencies of a chain: who reads and writes which attribute, and what is computed from what."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, TypeVar

from process_models.addresses import Address, AttributeAddress, split_address
from process_models.chain import Chain
from process_models.conditions import understood
from process_models.dictionary import DataDictionary
from process_models.elements import FlowNode
from process_models.semantics.net import Net

EvidencePath: TypeAlias = tuple[str, ...]
"""Attributes and addresses in the order in which the effect travels, the changed attribute first."""


@dataclass(frozen=True, kw_only=True)
class Dependencies:
    """The data dependencies of a chain, made once per variant."""

    chain: Chain
    net: Net
    dictionary: DataDictionary

    @cached_property
    def reads(self) -> Mapping[Address, tuple[AttributeAddress, ...]]:
        """Attributes each flow node reads: by annotation, by data association, in its formulas."""
        return {at: tuple(dict.fromkeys(self._read_by(at, node))) for at, node in self.chain.nodes.items()}

    @cached_property
    def readers(self) -> Mapping[AttributeAddress, tuple[Address, ...]]:
        """Flow nodes that read an attribute, in the order of the chain."""
        return _turned_round(self.reads)

    @cached_property
    def guarded(self) -> Mapping[AttributeAddress, tuple[Address, ...]]:
        """Sequence flows whose condition asks for an attribute, in the order of the chain."""
        asked: dict[Address, tuple[AttributeAddress, ...]] = {}
        for at, flow in self.chain.flows.items():
            condition = understood(flow.condition)
            asked[at] = condition.reads if condition else ()
        return _turned_round(asked)

    @cached_property
    def derived(self) -> Mapping[AttributeAddress, tuple[AttributeAddress, ...]]:
        """Attributes computed from an attribute, in the order of the dictionary."""
        return _turned_round({name: a.derived_from for name, a in self.dictionary.attributes.items()})

    def written_from(self, at: Address) -> Iterator[tuple[AttributeAddress, AttributeAddress]]:
        """Pairs (read, written) of a node where what is written depends on what is read.

        A formula depends on what it reads. What the world decides depends on everything the node
        reads only where the dictionary does not know the attribute: what it knows, it says.
        """
        for write in self.chain.nodes[at].annotation.writes:
            formula = understood(write.value)
            if formula is not None:
                yield from ((read, write.attribute) for read in formula.reads)
            elif write.attribute not in self.dictionary.attributes:
                yield from ((read, write.attribute) for read in self.reads[at])

    def _read_by(self, at: Address, node: FlowNode) -> Iterator[AttributeAddress]:
        yield from node.annotation.reads
        for write in node.annotation.writes:
            formula = understood(write.value)
            yield from formula.reads if formula else ()
        process, _ = split_address(at)
        model = self.chain.models[process]
        for association in model.data_associations:
            if association.target == node.id and association.source in model.data_by_id:
                yield from association.attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What depends on some attributes: attributes, flow nodes and sequence flows with their shortest path."""

    attributes: Mapping[AttributeAddress, EvidencePath]
    nodes: Mapping[Address, EvidencePath]
    flows: Mapping[Address, EvidencePath]


def forward_slice(dependencies: Dependencies, changed: Iterable[AttributeAddress]) -> Slice:
    """Everything that depends on the changed attributes, each with a shortest evidence path.

    Breadth first, so that the first path found is a shortest one; ties go to what the chain and
    the dictionary name first. Cost: linear in the number of dependencies.
    """
    attributes: dict[AttributeAddress, EvidencePath] = {name: (name,) for name in changed}
    nodes: dict[Address, EvidencePath] = {}
    flows: dict[Address, EvidencePath] = {}
    waiting: deque[AttributeAddress] = deque(attributes)

    def reach(name: AttributeAddress, path: EvidencePath) -> None:
        if name not in attributes:
            attributes[name] = (*path, name)
            waiting.append(name)

    while waiting:
        name = waiting.popleft()
        path = attributes[name]
        for derived in dependencies.derived.get(name, ()):
            reach(derived, path)
        for at in dependencies.readers.get(name, ()):
            nodes.setdefault(at, (*path, at))
            for read, written in dependencies.written_from(at):
                if read == name:
                    reach(written, (*path, at))
        for at in dependencies.guarded.get(name, ()):
            flows.setdefault(at, (*path, at))
    return Slice(attributes=attributes, nodes=nodes, flows=flows)


_Key = TypeVar("_Key", Address, AttributeAddress)


def _turned_round(relation: Mapping[_Key, Sequence[AttributeAddress]]) -> Mapping[AttributeAddress, tuple[_Key, ...]]:
    found: dict[AttributeAddress, list[_Key]] = {}
    for key, names in relation.items():
        for name in dict.fromkeys(names):
            found.setdefault(name, []).append(key)
    return {name: tuple(keys) for name, keys in found.items()}
