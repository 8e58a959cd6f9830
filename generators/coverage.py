"""Coverage criteria as values: which items a suite must cover, and which steps cover them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generators.errors import UnknownCriterion
from process_models.addresses import Address, split_address
from process_models.chain import Chain
from process_models.elements import Activity
from process_models.semantics.net import Net

Item: TypeAlias = str
"""What has to be covered: the address of a flow node or a sequence flow."""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The items of a criterion in the order of the chain, with the numbers of the steps that cover each.

    An item without steps lies where no token can come: in a handler of compensation, or beside
    everything that starts.
    """

    criterion: str
    items: Mapping[Item, frozenset[int]]


_CRITERIA: dict[str, Callable[[Chain], Iterable[Address]]] = {}


def criterion(name: str) -> Callable[[Callable[[Chain], Iterable[Address]]], Callable[[Chain], Iterable[Address]]]:
    """Register a function that lists the elements a criterion asks for."""

    def register(elements: Callable[[Chain], Iterable[Address]]) -> Callable[[Chain], Iterable[Address]]:
        _CRITERIA[name] = elements
        return elements

    return register


@criterion("all-flows")
def all_flows(chain: Chain) -> Iterator[Address]:
    """Every sequence flow of every process of the chain."""
    yield from chain.flows


@criterion("all-activities")
def all_activities(chain: Chain) -> Iterator[Address]:
    """Every activity that the token game can reach; what only undoes others is left out."""
    for at, node in chain.nodes.items():
        if isinstance(node, Activity) and not node.for_compensation:
            yield at


@criterion("smoke")
def smoke(chain: Chain) -> Iterator[Address]:
    """Every end event of the root process: one way to each outcome."""
    for at, node in chain.nodes.items():
        process, _ = split_address(at)
        if process in chain.roots and str(node.scope) == process and not chain.models[process].outgoing.get(node.id):
            yield at


def coverage(name: str, chain: Chain, net: Net) -> Coverage:
    """The items of a criterion; several criteria may be joined with `+`.

    Raises:
        UnknownCriterion: there is none of that name.
    """
    covering: dict[Address, set[int]] = {}
    for step in net.steps:
        for element in step.fires:
            covering.setdefault(element, set()).add(step.number)
    items: dict[Item, frozenset[int]] = {}
    for part in name.split("+"):
        if part not in _CRITERIA:
            raise UnknownCriterion(f"no coverage criterion '{part}'; choose from: {', '.join(criteria())}")
        items |= {element: frozenset(covering.get(element, ())) for element in _CRITERIA[part](chain)}
    return Coverage(criterion=name, items=items)


def criteria() -> tuple[str, ...]:
    """The names of all criteria, in alphabetical order."""
    return tuple(sorted(_CRITERIA))
