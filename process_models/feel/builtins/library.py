"""All built-in functions by name."""

from __future__ import annotations

from collections.abc import Mapping

from process_models.feel.builtins import (
    aggregates,
    contexts,
    conversions,
    lists,
    numeric,
    ranges,
    strings,
    temporal,
)
from process_models.feel.functions import BuiltIn

BUILT_INS: Mapping[str, BuiltIn] = {
    name: function
    for module in (numeric, strings, lists, aggregates, contexts, temporal, conversions, ranges)
    for name, function in module.FUNCTIONS.built_ins().items()
}
