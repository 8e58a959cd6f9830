"""What differs between two models, chains or variants: elements added, removed, changed, flows re-routed.

Elements are the same where their address is the same, since ids are chosen by people and stay. The
order of a difference is that of processes and ids, so that it does not depend on how files are drawn.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from process_models.addresses import ElementId, ProcessId, address, split_address
from process_models.bpmn.reader import Reading
from process_models.chain import Chain
from process_models.collaboration import Association, Collaboration, Lane, MessageFlow, Pool, Process
from process_models.element_properties import (
    Element,
    Properties,
    Shown,
    properties_of,
    properties_of_model,
    type_of,
)
from process_models.elements import DataAssociation, Labels
from process_models.markets.variant import Origin
from process_models.variants import Variant
from process_models.versions import SemanticHash, semantic_hash


class What(StrEnum):
    """What became of an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REROUTED = "rerouted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyChange:
    """A property before and after; None is not stated."""

    name: str
    before: Shown | None
    after: Shown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementChange:
    """What became of one element, property by property.

    `address` is `process#element`, for a process itself its id. `type` is what BPMN calls it,
    `definitions` for what a model says of itself. `before` and `after` are the element itself, None
    where it is not there. `origins` are the template entries that one side has and the other has not.
    """

    what: What
    address: str
    type: str
    before: Element | None
    after: Element | None
    properties: tuple[PropertyChange, ...]
    origins: tuple[Origin, ...] = ()

    @property
    def id(self) -> str:
        """The element's id."""
        return self.address.rpartition("#")[2]

    @property
    def labels(self) -> Labels:
        """What the element is called by language, as it is after, else as it was."""
        element = self.after if self.after is not None else self.before
        if element is None:
            return {}
        if isinstance(element, DataAssociation | Association):
            return {}
        return element.annotation.labels or ({"en": element.name} if element.name else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two that are compared; `hash` where files were compared."""

    name: str
    number: str = ""
    hash: SemanticHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDifference:
    """Two models, chains or variants side by side: every element that is not the same."""

    before: Side
    after: Side
    changes: tuple[ElementChange, ...]

    def having(self, what: What) -> tuple[ElementChange, ...]:
        """The elements that became that."""
        return tuple(change for change in self.changes if change.what is what)

    @property
    def only_what_is_not_read(self) -> bool:
        """Whether the files differ in meaning, yet only in content that is kept and has no bearing on runs."""
        hashes = (self.before.hash, self.after.hash)
        return not self.changes and None not in hashes and hashes[0] != hashes[1]

    def to_json(self) -> dict[str, object]:
        """The difference as plain data, elements by what became of them."""
        return {
            "from": _side_to_json(self.before),
            "to": _side_to_json(self.after),
            "only_what_is_not_read": self.only_what_is_not_read,
            **{what.value: [_to_json(change) for change in self.having(what)] for what in What},
        }


def difference_of_models(before: Collaboration, after: Collaboration) -> ModelDifference:
    """What the second model says otherwise than the first."""
    return _difference(_side(before), _side(after), (before,), (after,))


def difference_of_files(before: Reading, after: Reading) -> ModelDifference:
    """The same of two files, with the hashes of what they mean."""
    sides = [
        Side(
            name=reading.collaboration.name or reading.collaboration.id,
            number=reading.collaboration.version,
            hash=semantic_hash(reading.document, name=reading.collaboration.id),
        )
        for reading in (before, after)
    ]
    return _difference(sides[0], sides[1], (before.collaboration,), (after.collaboration,))


def difference_of_chains(before: Chain, after: Chain) -> ModelDifference:
    """The same of all processes of two chains."""
    return _difference(Side(name=before.id), Side(name=after.id), _models(before), _models(after))


def difference_of_variants(before: Variant, after: Variant) -> ModelDifference:
    """What another market or brand runs otherwise, with the template entries that make it so."""
    found = _difference(_side_of_variant(before), _side_of_variant(after), _models(before.chain), _models(after.chain))
    explained = (replace(change, origins=_origins(change, before, after)) for change in found.changes)
    return replace(found, changes=tuple(explained))


def _side(model: Collaboration) -> Side:
    return Side(name=model.name or model.id, number=model.version)


def _side_of_variant(variant: Variant) -> Side:
    parts = [part for part in (variant.market, variant.brand) if part]
    number = variant.library.version if variant.library is not None else ""
    return Side(name=" ".join([variant.chain.id, *parts]), number=number)


def _models(chain: Chain) -> tuple[Collaboration, ...]:
    # A file with several processes stands in a chain once for each.
    return tuple({id(model): model for model in chain.models.values()}.values())


# -- comparing --------------------------------------------------------------------------------------------------------

# What is called the same in two groups is not the same: ids of pools and nodes may coincide in files from elsewhere.
_Key: TypeAlias = tuple[str, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    address: str
    element: Element | None
    properties: Properties

    @property
    def type(self) -> str:
        return "definitions" if self.element is None else type_of(self.element)


def _difference(
    before: Side, after: Side, old: Iterable[Collaboration], new: Iterable[Collaboration]
) -> ModelDifference:
    had, has = _collected(old), _collected(new)
    changes = (_change(had.get(key), has.get(key)) for key in sorted({*had, *has}))
    return ModelDifference(before=before, after=after, changes=tuple(filter(None, changes)))


def _collected(models: Iterable[Collaboration]) -> dict[_Key, _Said]:
    found: dict[_Key, _Said] = {}
    for model in models:
        first = min((process.id for process in model.processes), default=ProcessId(model.id))
        found[first, -1, ""] = _Said(address=first, element=None, properties=properties_of_model(model))
        for rank, group in enumerate(_groups(model)):
            for element in group:
                process = _process_of(element, model) or first
                at = process if isinstance(element, Process) else address(process, ElementId(element.id))
                properties = properties_of(element, model)
                found[process, rank, element.id] = _Said(address=at, element=element, properties=properties)
    return found


def _groups(model: Collaboration) -> tuple[tuple[Element, ...], ...]:
    lanes = tuple(lane for process in model.processes for lane in process.lanes)
    drawn = (model.processes, model.pools, lanes, model.nodes, model.data, model.flows)
    return (*drawn, model.message_flows, model.data_associations, model.associations)


def _process_of(element: Element, model: Collaboration) -> ProcessId | None:
    match element:
        case Process():
            return element.id
        case Pool():
            return element.process
        case Lane():
            return next((process.id for process in model.processes if element in process.lanes), None)
        case MessageFlow() | DataAssociation() | Association():
            ends = (model.process_of.get(end) for end in (element.source, element.target))
            return next(filter(None, ends), None)
    return model.process_of.get(element.id)


def _change(old: _Said | None, new: _Said | None) -> ElementChange | None:
    one = new or old
    if one is None or (old is not None and new is not None and old.properties == new.properties):
        return None
    changes = tuple(_properties(old.properties if old else {}, new.properties if new else {}))
    return ElementChange(
        what=_what(old, new, changes),
        address=one.address,
        type=one.type,
        before=old.element if old else None,
        after=new.element if new else None,
        properties=changes,
    )


def _what(old: _Said | None, new: _Said | None, changes: Iterable[PropertyChange]) -> What:
    if old is None:
        return What.ADDED
    if new is None:
        return What.REMOVED
    return What.REROUTED if any(change.name in {"source", "target"} for change in changes) else What.CHANGED


def _properties(old: Properties, new: Properties) -> Iterator[PropertyChange]:
    english = (old.get("label.en"), new.get("label.en"))
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        # A model's name is its English label; saying both would say it twice.
        if before != after and not (name == "name" and (before, after) == english):
            yield PropertyChange(name=name, before=before, after=after)


def _origins(change: ElementChange, before: Variant, after: Variant) -> tuple[Origin, ...]:
    """The entries that only one side has; where both have the same, those."""
    made = {origin.address: origin for origin in _makers(change, before)}
    makes = {origin.address: origin for origin in _makers(change, after)}
    return tuple(
        origin for at, origin in (made | makes).items() if (at in made) != (at in makes) or made.keys() == makes.keys()
    )


def _makers(change: ElementChange, variant: Variant) -> Iterator[Origin]:
    if variant.composition is None or "#" not in change.address:
        return
    process, element = split_address(change.address)
    ids = [element]
    for state in (change.before, change.after):
        # Entries address nodes and flows; what hangs on a node comes and goes with it.
        if isinstance(state, DataAssociation | Association | MessageFlow):
            ids += [state.source, state.target]
    for at in (address(process, id) for id in dict.fromkeys(ids)):
        yield from variant.composition.provenance.get(at, ())
        if at in variant.composition.removed:
            yield variant.composition.removed[at]


def _side_to_json(side: Side) -> dict[str, object]:
    return {"name": side.name, "version": side.number, "hash": side.hash}


def _to_json(change: ElementChange) -> dict[str, object]:
    return {
        "id": change.id,
        "address": change.address,
        "type": change.type,
        "labels": dict(change.labels),
        "properties": [
            {"name": each.name, "before": _plain(each.before), "after": _plain(each.after)}
            for each in change.properties
        ],
        "origins": [
            {
                "ref": origin.address,
                "kind": str(origin.entry.kind),
                "reason": dict(origin.entry.reason),
                "source": origin.entry.source,
            }
            for origin in change.origins
        ],
    }


def _plain(value: Shown | None) -> object:
    return list(value) if isinstance(value, tuple) else value
