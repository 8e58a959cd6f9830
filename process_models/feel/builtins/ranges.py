"""The relations between points and ranges (Allen's interval algebra), DMN 1.5 table 78."""

from __future__ import annotations

from dataclasses import dataclass

from process_models.feel.errors import InvalidValue
from process_models.feel.functions import Registry
from process_models.feel.operators import compare, contains, equal
from process_models.feel.types import kind_text
from process_models.feel.values import Range

FUNCTIONS = Registry()


@dataclass(frozen=True, slots=True)
class _Ends:
    """The two ends of a point or a range."""

    low: object
    high: object
    low_closed: bool
    high_closed: bool


@FUNCTIONS.add("before", "point1: any, point2: any")
@FUNCTIONS.add("before", "point: any, range: range")
@FUNCTIONS.add("before", "range: range, point: any")
@FUNCTIONS.add("before", "range1: range, range2: range")
def _before(first: object, second: object) -> bool:
    left, right = _ends(first), _ends(second)
    if _less(left.high, right.low):
        return True
    return _same(left.high, right.low) and not (left.high_closed and right.low_closed)


@FUNCTIONS.add("after", "point1: any, point2: any")
@FUNCTIONS.add("after", "point: any, range: range")
@FUNCTIONS.add("after", "range: range, point: any")
@FUNCTIONS.add("after", "range1: range, range2: range")
def _after(first: object, second: object) -> bool:
    return _before(second, first)


@FUNCTIONS.add("meets", "range1: range, range2: range")
def _meets(left: Range, right: Range) -> bool:
    return left.high_closed and right.low_closed and _same(left.high, right.low)


@FUNCTIONS.add("met by", "range1: range, range2: range")
def _met_by(left: Range, right: Range) -> bool:
    return left.low_closed and right.high_closed and _same(left.low, right.high)


@FUNCTIONS.add("overlaps", "range1: range, range2: range")
def _overlaps(left: Range, right: Range) -> bool:
    return not _before(left, right) and not _before(right, left)


@FUNCTIONS.add("overlaps before", "range1: range, range2: range")
def _overlaps_before(left: Range, right: Range) -> bool:
    starts_earlier = _starts_before(left, right)
    ends_inside = _less(left.high, right.high) or (
        _same(left.high, right.high) and (not left.high_closed or right.high_closed)
    )
    return starts_earlier and ends_inside and _reaches(left, right)


@FUNCTIONS.add("overlaps after", "range1: range, range2: range")
def _overlaps_after(left: Range, right: Range) -> bool:
    return _overlaps_before(right, left)


@FUNCTIONS.add("finishes", "point: any, range: range")
@FUNCTIONS.add("finishes", "range1: range, range2: range")
def _finishes(first: object, second: Range) -> bool:
    if not isinstance(first, Range):
        return second.high_closed and _same(first, second.high)
    return (
        first.high_closed == second.high_closed and _same(first.high, second.high) and not _starts_before(first, second)
    )


@FUNCTIONS.add("finished by", "range: range, point: any")
@FUNCTIONS.add("finished by", "range1: range, range2: range")
def _finished_by(first: Range, second: object) -> bool:
    return _finishes(second, first)


@FUNCTIONS.add("includes", "range: range, point: any")
@FUNCTIONS.add("includes", "range1: range, range2: range")
def _includes(first: Range, second: object) -> bool:
    if not isinstance(second, Range):
        return _decided(contains(first, second))
    return not _starts_before(second, first) and not _ends_after(second, first)


@FUNCTIONS.add("during", "point: any, range: range")
@FUNCTIONS.add("during", "range1: range, range2: range")
def _during(first: object, second: Range) -> bool:
    return _includes(second, first)


@FUNCTIONS.add("starts", "point: any, range: range")
@FUNCTIONS.add("starts", "range1: range, range2: range")
def _starts(first: object, second: Range) -> bool:
    if not isinstance(first, Range):
        return second.low_closed and _same(first, second.low)
    return first.low_closed == second.low_closed and _same(first.low, second.low) and not _ends_after(first, second)


@FUNCTIONS.add("started by", "range: range, point: any")
@FUNCTIONS.add("started by", "range1: range, range2: range")
def _started_by(first: Range, second: object) -> bool:
    return _starts(second, first)


@FUNCTIONS.add("coincides", "point1: any, point2: any")
@FUNCTIONS.add("coincides", "range1: range, range2: range")
def _coincides(first: object, second: object) -> bool:
    if isinstance(first, Range) != isinstance(second, Range):
        raise InvalidValue("a point and a range cannot coincide")
    return _decided(equal(first, second))


def _ends(value: object) -> _Ends:
    if isinstance(value, Range):
        return _Ends(value.low, value.high, value.low_closed, value.high_closed)
    return _Ends(value, value, True, True)


def _starts_before(left: Range, right: Range) -> bool:
    if _less(left.low, right.low):
        return True
    return _same(left.low, right.low) and left.low_closed and not right.low_closed


def _ends_after(left: Range, right: Range) -> bool:
    if _less(right.high, left.high):
        return True
    return _same(left.high, right.high) and left.high_closed and not right.high_closed


def _reaches(left: Range, right: Range) -> bool:
    """Whether the upper end of `left` lies in or behind the lower end of `right`."""
    if _less(right.low, left.high):
        return True
    return _same(left.high, right.low) and left.high_closed and right.low_closed


def _less(left: object, right: object) -> bool:
    outcome = compare("<", left, right)
    if outcome is None:
        raise InvalidValue(f"{kind_text(left)} and {kind_text(right)} have no common order")
    return outcome


def _same(left: object, right: object) -> bool:
    return _decided(equal(left, right))


def _decided(outcome: bool | None) -> bool:
    if outcome is None:
        raise InvalidValue("the values are of different kinds")
    return outcome
