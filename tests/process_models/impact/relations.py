"""The single relations of a variant's data dependencies, and what hangs on each; made from the models alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import networkx as nx

from process_models.addresses import Address, AttributeAddress, ElementId, ProcessId, address, split_address
from process_models.collaboration import Collaboration
from process_models.conditions import understood
from process_models.dependencies import Dependencies


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One `reads` of a flow node, one attribute of a data association, or one `derived_from` of the dictionary.

    `holder` is the flow node, the association or the attribute that states it.
    """

    kind: Literal["reads", "association", "derived_from"]
    holder: str
    attribute: AttributeAddress

    def __str__(self) -> str:
        return f"{self.holder} {self.kind} {self.attribute}"


def relations(dependencies: Dependencies) -> Iterator[Relation]:
    """Every relation, in the order of the chain and the dictionary."""
    for at, node in dependencies.chain.nodes.items():
        for name in node.annotation.reads:
            yield Relation(kind="reads", holder=at, attribute=name)
    for process, model in dependencies.chain.models.items():
        for association in model.data_associations:
            if association.source in model.data_by_id:
                for name in association.attributes:
                    yield Relation(kind="association", holder=address(process, association.id), attribute=name)
    for name, attribute in dependencies.dictionary.attributes.items():
        for source in attribute.derived_from:
            yield Relation(kind="derived_from", holder=name, attribute=source)


def without(dependencies: Dependencies, relation: Relation) -> Dependencies:
    """The same dependencies, but for one relation."""
    if relation.kind == "derived_from":
        attributes = dict(dependencies.dictionary.attributes)
        known = attributes[AttributeAddress(relation.holder)]
        kept = tuple(name for name in known.derived_from if name != relation.attribute)
        attributes[known.address] = replace(known, derived_from=kept)
        return replace(dependencies, dictionary=replace(dependencies.dictionary, attributes=attributes))
    process, element = split_address(Address(relation.holder))
    models = dict(dependencies.chain.models)
    models[process] = _without_in(models[process], element, relation)
    return replace(dependencies, chain=replace(dependencies.chain, models=models))


def _without_in(model: Collaboration, element: ElementId, relation: Relation) -> Collaboration:
    if relation.kind == "association":
        associations = tuple(
            replace(each, attributes=tuple(name for name in each.attributes if name != relation.attribute))
            if each.id == element
            else each
            for each in model.data_associations
        )
        return replace(model, data_associations=associations)
    nodes = []
    for node in model.nodes:
        if node.id == element:
            reads = tuple(name for name in node.annotation.reads if name != relation.attribute)
            node = replace(node, annotation=replace(node.annotation, reads=reads))
        nodes.append(node)
    return replace(model, nodes=tuple(nodes))


def influence(dependencies: Dependencies) -> "nx.DiGraph[str]":
    """Which attribute leads to which attribute, flow node or sequence flow in one step."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, attribute in dependencies.dictionary.attributes.items():
        graph.add_edges_from((source, name) for source in attribute.derived_from)
    for process, model in dependencies.chain.models.items():
        graph.add_edges_from(_edges_in(process, model))
    return graph


def _edges_in(process: ProcessId, model: Collaboration) -> Iterator[tuple[str, str]]:
    for node in model.nodes:
        at = address(process, node.id)
        yield from ((name, at) for name in node.annotation.reads)
        for write in node.annotation.writes:
            formula = understood(write.value)
            for name in formula.reads if formula else ():
                yield (name, at)
                yield (name, write.attribute)
    for association in model.data_associations:
        if association.source in model.data_by_id:
            yield from ((name, address(process, association.target)) for name in association.attributes)
    for flow in model.flows:
        condition = understood(flow.condition)
        yield from ((name, address(process, flow.id)) for name in (condition.reads if condition else ()))
