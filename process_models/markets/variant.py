"""Base processes + templates = variant, with the entries that made every element of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from process_models.addresses import Address, ElementId, ProcessId, address
from process_models.collaboration import Collaboration
from process_models.errors import ProcessModelError, UnknownElement
from process_models.markets.edits import conditioned, inserted, removed, replaced, set_
from process_models.markets.template import (
    Change,
    Entry,
    Insertion,
    Layer,
    NewCondition,
    Removal,
    Replacement,
    Setting,
    Template,
)
from process_models.records import InvalidContent, nearest


class TemplateConflict(ProcessModelError, ValueError):
    """Two entries want different things of the same element."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """An entry and the template it stands in."""

    template: Template
    entry: Entry

    def __str__(self) -> str:
        return f"entry '{self.entry.id}' of {self.template}"

    @property
    def address(self) -> str:
        """Where an answer points at: `markets/AT#AT-NOVA-01`."""
        folder = "markets" if self.template.layer == "market" else "brands"
        return f"{folder}/{self.template.id}#{self.entry.id}"


@dataclass(frozen=True, kw_only=True)
class Variant:
    """The processes of a brand and market.

    `provenance` tells for every element that is not as in the base which entries made it so, in the
    order applied; an address that is missing there is the base's own. `removed` tells who took an
    element out.
    """

    base: Mapping[ProcessId, Collaboration]
    models: Mapping[ProcessId, Collaboration]
    templates: tuple[Template, ...]
    provenance: Mapping[Address, tuple[Origin, ...]]
    removed: Mapping[Address, Origin]

    @cached_property
    def standard_share(self) -> Fraction:
        """Activities unchanged from the base, as a share of the variant's activities; 1 where there are none."""
        activities = [(process, activity) for process, model in self.models.items() for activity in model.activities()]
        unchanged = sum(
            process in self.base and self.base[process].node_by_id.get(activity.id) == activity
            for process, activity in activities
        )
        return Fraction(unchanged, len(activities)) if activities else Fraction(1)

    def origins_of(self, process: ProcessId, element: ElementId) -> tuple[Origin, ...]:
        """The entries that made an element what it is; none for one that is as in the base."""
        return self.provenance.get(address(process, element), ())


def apply(base: Mapping[ProcessId, Collaboration], templates: Sequence[Template]) -> Variant:
    """The variant of the base under templates: brand before market, each entry after the other.

    The base is not changed. Two insertions on one flow are no conflict: the later node stands
    nearer to the flow's source.

    Raises:
        TemplateConflict: two entries want different things of one element, or one addresses what
            another removed; both are named.
        UnknownElement: an entry addresses what is not there; the nearest id is named.
        InvalidContent: an edit gives no valid process, the entry is named; or a brand comes after a market.
    """
    for earlier, later in pairwise(templates):
        if (earlier.layer, later.layer) == (Layer.MARKET, Layer.BRAND):
            raise InvalidContent(f"{later} comes after {earlier}; apply brands before markets.")
    editor = _Editor(base)
    for template in templates:
        for entry in template.entries:
            editor.apply(Origin(template=template, entry=entry))
    return Variant(
        base=dict(base),
        models=editor.models,
        templates=tuple(templates),
        provenance={place: tuple(origins) for place, origins in sorted(editor.provenance.items())},
        removed=editor.removed,
    )


class _Editor:
    """Applies entries one after the other and remembers who did what."""

    def __init__(self, base: Mapping[ProcessId, Collaboration]) -> None:
        self.models = dict(base)
        self.provenance: dict[Address, list[Origin]] = {}
        self.removed: dict[Address, Origin] = {}

    def apply(self, origin: Origin) -> None:
        change = origin.entry.change
        model = self._model(origin, change.process)
        self._refuse_missing(origin, model)
        self._refuse_conflict(origin)
        try:
            edited = _edit(model, change)
        except InvalidContent as error:
            raise InvalidContent(f"{origin}: {error}") from error
        self._refuse_lost_work(origin, model, edited)
        self._remember(origin, model, edited)
        self.models[change.process] = edited

    def _model(self, origin: Origin, process: ProcessId) -> Collaboration:
        if process not in self.models:
            raise UnknownElement(f"{origin}: no process '{process}'.{nearest(process, self.models)}")
        return self.models[process]

    def _refuse_missing(self, origin: Origin, model: Collaboration) -> None:
        target = origin.entry.target
        if target in self.removed:
            raise TemplateConflict(f"{origin} addresses '{target}', which {self.removed[target]} removes; drop one.")
        known: Iterable[ElementId]
        match origin.entry.change:
            case Insertion(on_flow=element) | NewCondition(flow=element):
                known, what = model.flow_by_id, "sequence flow"
            case Removal(element=element) | Replacement(element=element):
                known, what = model.node_by_id, "flow node"
            case Setting(element=element):
                known, what = (*model.node_by_id, *model.flow_by_id), "node or flow"
        if element not in known:
            raise UnknownElement(f"{origin}: no {what} '{element}' in '{model.id}'.{nearest(element, known)}")

    def _refuse_conflict(self, origin: Origin) -> None:
        for earlier in self.provenance.get(origin.entry.target, ()):
            if not _agree(earlier.entry.change, origin.entry.change):
                raise TemplateConflict(
                    f"{earlier} and {origin} want different things of '{origin.entry.target}';"
                    " keep one, or let both say the same."
                )

    def _refuse_lost_work(self, origin: Origin, before: Collaboration, after: Collaboration) -> None:
        process = origin.entry.change.process
        had, has = {*before.node_by_id, *before.flow_by_id}, {*after.node_by_id, *after.flow_by_id}
        for element in sorted(had - has):
            for earlier in self.provenance.get(address(process, element), ()):
                raise TemplateConflict(
                    f"{origin} removes '{address(process, element)}', on which {earlier} works; drop one."
                )

    def _remember(self, origin: Origin, before: Collaboration, after: Collaboration) -> None:
        process = origin.entry.change.process
        had, has = {**before.node_by_id, **before.flow_by_id}, {**after.node_by_id, **after.flow_by_id}
        for element in has:
            if had.get(element) != has[element]:
                self.provenance.setdefault(address(process, element), []).append(origin)
        for element in had:
            if element not in has:
                self.removed[address(process, element)] = origin


def _edit(model: Collaboration, change: Change) -> Collaboration:
    match change:
        case Insertion():
            return inserted(model, change)
        case Setting():
            return set_(model, change)
        case Removal():
            return removed(model, change)
        case Replacement():
            return replaced(model, change)
        case NewCondition():
            return conditioned(model, change)


def _agree(earlier: Change, later: Change) -> bool:
    """Whether two entries that concern the same element can stand together."""
    if isinstance(earlier, Setting) and isinstance(later, Setting):
        shared = set(earlier.fields) & set(later.fields)
        return all(_compatible(getattr(earlier.annotation, name), getattr(later.annotation, name)) for name in shared)
    if isinstance(earlier, NewCondition) and isinstance(later, NewCondition):
        return earlier.condition == later.condition
    if isinstance(earlier, Replacement) and isinstance(later, Replacement):
        return earlier.node == later.node
    # A removal only led this element elsewhere; what it took out is refused before.
    return isinstance(earlier, Removal) or not (_takes_whole(earlier) or _takes_whole(later))


def _takes_whole(change: Change) -> bool:
    return isinstance(change, Removal | Replacement)


def _compatible(first: object, second: object) -> bool:
    """Equal, or texts that do not contradict each other in any language."""
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return all(first[language] == second[language] for language in set(first) & set(second))
    return first == second
