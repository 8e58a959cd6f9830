"""From the rules that match to the result of a decision table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from process_models.dmn.model import Aggregation, HitPolicy
from process_models.feel import operators
from process_models.feel.builtins.library import BUILT_INS
from process_models.feel.run import Run
from process_models.feel.values import Arguments


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A rule that matches: its place in the table, its id, its outputs in the order of the columns."""

    index: int
    rule_id: str
    outputs: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The hits that count, in their order, or why none of them may."""

    hits: tuple[Hit, ...]
    violation: str | None = None


def chosen(hits: Sequence[Hit], policy: HitPolicy, priorities: Sequence[Sequence[object]] = ()) -> Chosen:
    """The hits that count under a policy.

    `priorities` are per output column the output values, most important first.
    """
    match policy:
        case HitPolicy.UNIQUE:
            if len(hits) > 1:
                ids = ", ".join(hit.rule_id for hit in hits)
                return Chosen(hits=(), violation=f"only one rule may match, but {ids} do")
            return Chosen(hits=tuple(hits))
        case HitPolicy.ANY:
            if any(not _same(hits[0].outputs, hit.outputs) for hit in hits[1:]):
                return Chosen(hits=(), violation="all rules that match must agree, but they do not")
            return Chosen(hits=tuple(hits[:1]))
        case HitPolicy.FIRST:
            return Chosen(hits=tuple(hits[:1]))
        case HitPolicy.PRIORITY:
            return Chosen(hits=tuple(_by_priority(hits, priorities)[:1]))
        case HitPolicy.OUTPUT_ORDER:
            return Chosen(hits=tuple(_by_priority(hits, priorities)))
        case HitPolicy.COLLECT | HitPolicy.RULE_ORDER:
            return Chosen(hits=tuple(hits))


def gives_list(policy: HitPolicy) -> bool:
    """Whether the result is a list, one entry per hit."""
    return policy in (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)


def aggregated(values: Sequence[object], aggregation: Aggregation, run: Run) -> object:
    """What COLLECT makes of the collected values; without any, a sum, minimum or maximum is null."""
    if aggregation is Aggregation.COUNT:
        return BUILT_INS["count"].invoke(Arguments((list(values),)), run)
    if not values:
        return None
    return BUILT_INS[aggregation.value.lower()].invoke(Arguments((list(values),)), run)


def named(outputs: Sequence[object], names: Sequence[str]) -> Mapping[str, object]:
    return dict(zip(names, outputs, strict=True))


def _same(left: Sequence[object], right: Sequence[object]) -> bool:
    return all(operators.equal(one, other) is True for one, other in zip(left, right, strict=True))


def _by_priority(hits: Sequence[Hit], priorities: Sequence[Sequence[object]]) -> list[Hit]:
    """Most important output first, column by column; the order of the rules decides what is left."""
    return sorted(hits, key=lambda hit: (*map(_rank, hit.outputs, priorities), hit.index))


def _rank(output: object, priorities: Sequence[object]) -> int:
    for rank, value in enumerate(priorities):
        if operators.equal(output, value) is True:
            return rank
    return len(priorities)
