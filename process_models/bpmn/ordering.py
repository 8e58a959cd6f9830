"""The order of elements in a collaboration: that of the file, scope by scope, sub-processes behind their node."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from process_models.addresses import ElementId
from process_models.collaboration import Collaboration
from process_models.elements import DataElement, FlowNode, SequenceFlow

_Scoped = TypeVar("_Scoped", bound=SequenceFlow | DataElement)


def ordered(model: Collaboration) -> Collaboration:
    """The same collaboration with its elements in the order in which the reader gives them.

    Nodes whose scope is nothing of the collaboration come last.
    """
    nodes: dict[ElementId, list[FlowNode]] = {}
    for node in model.nodes:
        nodes.setdefault(node.scope, []).append(node)
    in_order: list[FlowNode] = []
    scopes: list[ElementId] = []
    for process in model.processes:
        scope = ElementId(process.id)
        inside = list(_inside(scope, nodes))
        in_order += inside
        scopes += [scope, *(node.id for node in inside)]
    in_order += [node for rest in nodes.values() for node in rest]
    place = {scope: number for number, scope in enumerate(scopes)}
    rank = {node.id: number for number, node in enumerate(in_order)}
    return replace(
        model,
        nodes=tuple(in_order),
        flows=_by_scope(model.flows, place),
        data=_by_scope(model.data, place),
        data_associations=tuple(
            sorted(
                model.data_associations,
                # Inputs are written before outputs.
                key=lambda a: (rank.get(a.target, rank.get(a.source, -1)), a.target not in rank),
            )
        ),
        associations=tuple(sorted(model.associations, key=lambda a: place.get(_scope(model, a.source), -1))),
    )


def _by_scope(elements: Iterable[_Scoped], place: dict[ElementId, int]) -> tuple[_Scoped, ...]:
    return tuple(sorted(elements, key=lambda element: place.get(element.scope, len(place))))


def _inside(scope: ElementId, nodes: dict[ElementId, list[FlowNode]]) -> Iterator[FlowNode]:
    # Taken out, so that a scope that contains itself is gone through once.
    for node in nodes.pop(scope, ()):
        yield node
        yield from _inside(node.id, nodes)


def _scope(model: Collaboration, node: ElementId) -> ElementId:
    found = model.node_by_id.get(node)
    return ElementId("") if found is None else found.scope
