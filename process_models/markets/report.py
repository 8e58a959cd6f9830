"""The templates of a library in figures: additions by requirement kind, and the harmonised share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from process_models.addresses import ProcessId
from process_models.collaboration import Collaboration
from process_models.markets.template import Layer, Template
from process_models.markets.variant import apply

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"


def markets_to_json(base: Mapping[ProcessId, Collaboration], templates: Sequence[Template]) -> dict[str, Json]:
    """Every market with its entries by kind and its standard share, rounded to four decimals.

    The share is that of the market's own template on the base; brand templates do not count.
    """
    return {"markets": [_market(base, template) for template in templates if template.layer is Layer.MARKET]}


def _market(base: Mapping[ProcessId, Collaboration], template: Template) -> dict[str, Json]:
    variant = apply(base, [template])
    return {
        "market": template.id,
        "entries": len(template.entries),
        "by_kind": {str(kind): count for kind, count in template.by_kind.items()},
        "standard_share": round(float(variant.standard_share), 4),
        "currency": template.currency,
        "languages": list(template.languages),
    }
