"""Template files -> template values."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from process_models.addresses import ElementId, ProcessId, split_address
from process_models.authoring.fields import ANNOTATION_FIELDS, annotation, feel
from process_models.authoring.nodes import flow_node
from process_models.elements import FlowNode, RequirementKind
from process_models.markets.sales_models import SalesModel, SalesModelPeriod
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
from process_models.records import InvalidContent, Record, as_record, choice, read_yaml

_CHANGES = ("insert", "set", "remove", "replace", "condition")
# What a file calls an annotation's field, and what the annotation calls it.
_ANNOTATION_NAMES = {"de": "labels", "en": "labels", "says": "documentation"}
# The scope of a new node is that of the flow or node it is put on; until then it has none.
_NO_SCOPE = ElementId("")


def load_templates(directory: Path) -> tuple[Template, ...]:
    """The templates of a directory, by file name; none where there is no such directory.

    Raises:
        InvalidContent: a field is missing, unknown or of the wrong kind.
    """
    return tuple(read_template(path) for path in sorted(directory.glob("*.yaml")))


def read_template(path: Path) -> Template:
    """The template of one file; a brand's or market's file is called like it."""
    record = as_record(read_yaml(path), path.name).only(
        "market", "brand", "languages", "currency", "sales_model", "entries"
    )
    layer = Layer.MARKET if record.has("market") else Layer.BRAND
    name = record.text(layer)
    if name != path.stem:
        raise InvalidContent(f"{path.name}: the {layer} is called '{name}'; give file and {layer} the same name.")
    return Template(
        id=name,
        layer=layer,
        entries=tuple(_entry(item) for item in record.records("entries")),
        languages=record.texts("languages"),
        currency=record.optional_text("currency"),
        sales_models=_sales_models(record),
    )


def _entry(record: Record) -> Entry:
    record.only("id", "kind", "reason", "source", *_CHANGES)
    stated = [name for name in _CHANGES if record.has(name)]
    if len(stated) != 1:
        raise InvalidContent(f"{record.where}: write exactly one of {', '.join(_CHANGES)}; found {len(stated)}.")
    return Entry(
        id=record.text("id"),
        kind=choice(record, "kind", RequirementKind),
        reason=record.labels("reason"),
        source=record.text("source"),
        change=_change(stated[0], record.record(stated[0])),
    )


def _change(name: str, record: Record) -> Change:
    match name:
        case "insert":
            return _insertion(record.only("on_flow", "node", "flow"))
        case "set":
            return _setting(record)
        case "remove":
            process, element = split_address(record.only("element").text("element"))
            return Removal(process=process, element=element)
        case "replace":
            return _replacement(record.only("element", "node"))
        case _:
            process, flow = split_address(record.only("flow", "if").text("flow"))
            return NewCondition(process=process, flow=flow, condition=feel(record.text("if")))


def _insertion(record: Record) -> Insertion:
    process, flow = split_address(record.text("on_flow"))
    lane = record.record("node").optional_text("lane")
    return Insertion(
        process=process,
        on_flow=flow,
        node=_node(record),
        new_flow=ElementId(record.text("flow")),
        lane=ElementId(lane) if lane else None,
    )


def _setting(record: Record) -> Setting:
    record.only("element", *ANNOTATION_FIELDS)
    process, element = split_address(record.text("element"))
    fields = dict.fromkeys(_ANNOTATION_NAMES.get(name, name) for name in record.fields if name != "element")
    if not fields:
        raise InvalidContent(f"{record.where}: nothing is set; write at least one of {', '.join(ANNOTATION_FIELDS)}.")
    return Setting(process=process, element=element, annotation=annotation(record), fields=tuple(fields))


def _replacement(record: Record) -> Replacement:
    process, element = split_address(record.text("element"))
    node = _node(record)
    if node.id != element:
        raise InvalidContent(f"{record.where}: the node is called '{node.id}'; a replacement keeps the id '{element}'.")
    return Replacement(process=ProcessId(process), element=element, node=node)


def _node(record: Record) -> FlowNode:
    return flow_node(record.record("node"), _NO_SCOPE)


def _sales_models(record: Record) -> dict[str, tuple[SalesModelPeriod, ...]]:
    if not record.has("sales_model"):
        return {}
    brands = record.record("sales_model")
    return {brand: _periods(brands, brand) for brand in sorted(brands.fields)}


def _periods(brands: Record, brand: str) -> tuple[SalesModelPeriod, ...]:
    periods = tuple(
        SalesModelPeriod(start=item.only("from", "model").day("from"), model=choice(item, "model", SalesModel))
        for item in brands.records(brand)
    )
    if not periods:
        raise InvalidContent(f"{brands.where}, {brand}: no period; write - {{from: 2024-01-01, model: agency}}.")
    for earlier, later in pairwise(periods):
        if later.start <= earlier.start:
            raise InvalidContent(
                f"{brands.where}, {brand}: {later.start} does not come after {earlier.start}; order the periods."
            )
    return periods
