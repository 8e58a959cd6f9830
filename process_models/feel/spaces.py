"""The values of a domain laid out on a line, and which of them a comparison holds for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from process_models.feel.domains import Domain
from process_models.feel.lexer import escaped
from process_models.feel.lines import ALL, NOTHING, Coordinate, Cut, Line, below, between
from process_models.feel.temporal import NANOSECONDS, SECONDS_OF_DAY, Date, DaysTimeDuration

_DAY = NANOSECONDS * SECONDS_OF_DAY
# Where nothing bounds a date from below, the days of this century come first.
_FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class ValueSet:
    """Some values of a domain, and whether null is one of them."""

    line: Line
    null: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.null and self.line.is_empty

    def meet(self, other: ValueSet) -> ValueSet:
        return ValueSet(self.line.meet(other.line), self.null and other.null)


class Space:
    """A domain with coordinates: whole numbers for what can be counted, fractions or strings otherwise."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.is_discrete = domain.kind not in ("string",) and (domain.kind != "number" or domain.step is not None)
        self.full = ValueSet(self._universe(), domain.nullable)
        self.nothing = ValueSet(NOTHING, False)

    def without(self, values: ValueSet) -> ValueSet:
        """The values of the domain that are not among `values`."""
        return ValueSet(self.full.line.meet(values.line.complement()), self.domain.nullable and not values.null)

    def comparison(self, symbol: str, constant: object) -> tuple[ValueSet, ValueSet]:
        """The values `v` for which `v symbol constant` is true, and those for which it is false.

        For the others it is null: for null itself, and for all where the kinds do not go together.
        """
        if constant is None:
            same, others = ValueSet(NOTHING, self.domain.nullable), ValueSet(self.full.line, False)
            return {"=": (same, others), "!=": (others, same)}.get(symbol, (self.nothing, self.nothing))
        line = self._line(symbol, constant)
        if line is None:
            return self._mismatch(symbol)
        true, false = self.full.line.meet(line), self.full.line.meet(line.complement())
        null = self.domain.nullable
        return ValueSet(true, null and symbol == "!="), ValueSet(false, null and symbol == "=")

    def first(self, values: ValueSet) -> tuple[tuple[int, Coordinate], object]:
        """The preferred value, and a key that is smaller the more a value is preferred.

        The earliest of an enumeration, the smallest number (the one nearest to zero where nothing
        bounds it from below), an example string; null only where there is nothing else.
        """
        if values.line.is_empty:
            return (1, 0), None
        if self.domain.kind == "string":
            return self._first_string(values.line)
        coordinate = min(self._candidates(values.line), key=_preference)
        return (0, _preference(coordinate)), self.value(coordinate)

    def values(self, most: int = 2_000) -> list[object] | None:
        """All values, preferred ones first, null last; None where there are more than `most`, or no end."""
        if not self.is_discrete:
            return None
        coordinates: list[int] = []
        for low, high in self.full.line.spans():
            if low is None or high is None or high[0] - low[0] > most:
                return None
            coordinates.extend(range(int(low[0]), int(high[0])))
        found = [self.value(coordinate) for coordinate in sorted(coordinates, key=_preference)]
        return [*found, None] if self.domain.nullable else found

    def text(self, values: ValueSet) -> str:
        """The values as unary tests of FEEL, to show them to people."""
        parts = ["null"] if values.null else []
        if values.line == self.full.line:
            return ", ".join([*parts, "any value"])
        for low, high in values.line.spans():
            parts.extend(self._span_text(low, high))
        return ", ".join(parts) or "no value"

    def value(self, coordinate: Coordinate) -> object:
        """The Python value at a coordinate."""
        match self.domain.kind:
            case "boolean":
                return bool(coordinate)
            case "enumeration":
                return self.domain.values[int(coordinate)]
            case "date":
                return date.fromordinal(self._first_day() + int(coordinate))
            case "duration":
                return timedelta(days=int(self._number(coordinate)))
            case "number":
                number = self._number(coordinate)
                return int(number) if self._is_whole() else number
        return coordinate

    def coordinate(self, value: object) -> Coordinate | None:
        """Where a FEEL value lies, possibly between two whole coordinates; None for another kind."""
        match self.domain.kind, value:
            case "boolean", bool():
                return int(value)
            case "enumeration" | "string", str():
                return value
            case "date", Date():
                return value.ordinal - self._first_day()
            case "duration", DaysTimeDuration():
                return Fraction(value.nanoseconds, _DAY) - self._base()
            case "number", Decimal():
                return (Fraction(value) - self._base()) / Fraction(self.domain.step or 1)
        return None

    def scale(self) -> tuple[Fraction, Fraction]:
        """What a coordinate is multiplied with, and what added, to be a number or a day's ordinal."""
        if self.domain.kind == "date":
            return Fraction(1), Fraction(self._first_day())
        return Fraction(self.domain.step or 1), self._base()

    def _span_text(self, low: Cut | None, high: Cut | None) -> list[str]:
        if self.domain.kind in ("boolean", "enumeration") and low is not None and high is not None:
            return [self._shown(coordinate) for coordinate in range(int(low[0]), int(high[0]))]
        first, low_closed = self._shown_end(low, at_low_end=True)
        last, high_closed = self._shown_end(high, at_low_end=False)
        if first is None:
            return [f"{'<=' if high_closed else '<'} {last}"]
        if last is None:
            return [f"{'>=' if low_closed else '>'} {first}"]
        if first == last:
            return [first]
        return [f"{'[' if low_closed else '('}{first}..{last}{']' if high_closed else ')'}"]

    def _shown_end(self, cut: Cut | None, *, at_low_end: bool) -> tuple[str | None, bool]:
        """An end as text, and whether it belongs to the interval."""
        if cut is None:
            return None, False
        coordinate, side = cut
        if self.is_discrete:
            return self._shown(coordinate if at_low_end else coordinate - 1), True
        return self._shown(coordinate), (side == 0) is at_low_end

    def _shown(self, coordinate: Coordinate) -> str:
        value = self.value(coordinate)
        match value:
            case bool():
                return "true" if value else "false"
            case str():
                return escaped(value)
            case date():
                return f'@"{value.isoformat()}"'
            case timedelta():
                return f'@"P{value.days}D"'
        return str(value)

    # --- the line ---------------------------------------------------------------------------

    def _universe(self) -> Line:
        match self.domain.kind:
            case "boolean":
                return between((0, 0), (2, 0))
            case "enumeration":
                return between((0, 0), (len(self.domain.values), 0))
            case "string":
                return ALL
            case "date":
                low, high = self._end(self.domain.low or date.min), self._end(self.domain.high or date.max)
            case _:
                low, high = self._end(self.domain.low), self._end(self.domain.high)
        if not self.is_discrete:
            return between(None if low is None else (low, 0), None if high is None else (high, 1))
        return between(None if low is None else (ceil(low), 0), None if high is None else (floor(high) + 1, 0))

    def _end(self, end: Decimal | date | None) -> Coordinate | None:
        if isinstance(end, date):
            return end.toordinal() - self._first_day()
        if end is None:
            return None
        return (Fraction(end) - self._base()) / Fraction(self.domain.step or 1)

    def _first_day(self) -> int:
        low = self.domain.low
        return (low if isinstance(low, date) else _FIRST_DAY).toordinal()

    def _base(self) -> Fraction:
        """The value at coordinate 0: the low end that steps are counted from."""
        low = self.domain.low
        return Fraction(low) if isinstance(low, Decimal) and self.domain.step is not None else Fraction(0)

    def _is_whole(self) -> bool:
        """Whether all numbers of the domain are whole, and so Python's `int` is their kind."""
        step = self.domain.step
        return step is not None and Fraction(step).denominator == self._base().denominator == 1

    def _number(self, coordinate: Coordinate) -> Decimal:
        value = self._base() + Fraction(coordinate) * Fraction(self.domain.step or 1)
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return number if number != number.to_integral_value() else number.quantize(Decimal(1))

    def _line(self, symbol: str, constant: object) -> Line | None:
        place = self.coordinate(constant)
        if place is None:
            return None
        if self.domain.kind == "enumeration":
            return self._enumerated(symbol, place)
        if self.domain.kind == "boolean" and symbol not in ("=", "!="):
            return None
        return _compared(symbol, self._before(place), self._after(place))

    def _before(self, place: Coordinate) -> Cut:
        return (ceil(place), 0) if self.is_discrete else (place, 0)

    def _after(self, place: Coordinate) -> Cut:
        return (floor(place) + 1, 0) if self.is_discrete else (place, 1)

    def _enumerated(self, symbol: str, text: str) -> Line:
        found = NOTHING
        for index, value in enumerate(self.domain.values):
            if _holds(symbol, value, text):
                found = found.join(between((index, 0), (index + 1, 0)))
        return found

    def _mismatch(self, symbol: str) -> tuple[ValueSet, ValueSet]:
        null = ValueSet(NOTHING, self.domain.nullable)
        if symbol == "=":
            return self.nothing, null
        return (null, self.nothing) if symbol == "!=" else (self.nothing, self.nothing)

    # --- choosing ---------------------------------------------------------------------------

    def _candidates(self, line: Line) -> list[Coordinate]:
        found: list[Coordinate] = []
        for low, high in line.spans():
            found.extend(_whole_candidates(low, high) if self.is_discrete else _dense_candidates(low, high))
        return found

    def _first_string(self, line: Line) -> tuple[tuple[int, Coordinate], object]:
        """An example, or else a text made from the ends of the first interval."""
        ends = [str(cut[0]) for cut in line.cuts]
        made = ["other", "another", *ends, *(f"{end}x" for end in ends), *(f"{end} " for end in ends), ""]
        for rank, text in enumerate([*self.domain.values, *made]):
            if not line.meet(between((text, 0), (text, 1))).is_empty:
                return (0, rank), text
        return (1, 0), None


def _compared(symbol: str, before: Cut, after: Cut) -> Line:
    match symbol:
        case "=":
            return between(before, after)
        case "!=":
            return between(before, after).complement()
        case "<":
            return below(before)
        case "<=":
            return below(after)
        case ">":
            return below(after).complement()
    return below(before).complement()


def _holds(symbol: str, left: str, right: str) -> bool:
    return {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[symbol]


def _preference(coordinate: Coordinate) -> tuple[bool, Coordinate]:
    """Zero, then upwards, then downwards: where there is a low end, coordinates start at zero there."""
    return coordinate < 0, abs(coordinate)


def _whole_candidates(low: Cut | None, high: Cut | None) -> list[int]:
    first = None if low is None else int(low[0])
    last = None if high is None else int(high[0]) - 1
    inside_zero = (first is None or first <= 0) and (last is None or last >= 0)
    return [0] if inside_zero else [end for end in (first, last) if end is not None]


def _dense_candidates(low: Cut | None, high: Cut | None) -> list[Fraction]:
    """The whole number nearest to zero in the interval, or an end, or the middle."""
    line = between(low, high)
    low_end = None if low is None else Fraction(low[0])
    high_end = None if high is None else Fraction(high[0])
    tries = [Fraction(0)]
    for end in (low_end, high_end):
        if end is not None:
            tries += [Fraction(floor(end)), Fraction(ceil(end)), Fraction(floor(end) + 1), Fraction(ceil(end) - 1)]
    whole = [number for number in tries if not line.meet(between((number, 0), (number, 1))).is_empty]
    if whole:
        return whole
    ends = [end for end in (low_end, high_end) if end is not None]
    closed = [end for end in ends if not line.meet(between((end, 0), (end, 1))).is_empty]
    return closed or [sum(ends, Fraction(0)) / len(ends)]
