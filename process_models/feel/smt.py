"""Conditions that relate several attributes, decided by z3.

A term is a solver expression with a formula that says when it is not null; a condition is a pair of formulas,
when it is true and when it is false, as FEEL has three values. Strings become numbers, dates days. The work is
bounded by z3's own count of steps, not by time, so that a busy machine decides the same as an idle one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import z3

from process_models.feel import ast
from process_models.feel.analysis import address_of, addresses, constant
from process_models.feel.boxes import NotBoxable, is_condition
from process_models.feel.domains import Domain
from process_models.feel.encoding import Formula, codes_of, ordered, rational, spaces_of
from process_models.feel.spaces import Space
from process_models.feel.temporal import NANOSECONDS, SECONDS_OF_DAY, Date, DaysTimeDuration

_MOST_STEPS = 20_000_000
_DAY = NANOSECONDS * SECONDS_OF_DAY
_ORDER = ("<", "<=", ">", ">=")


class Untranslatable(Exception):
    """Something the solver has no words for."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A value: its kind (number, string, date, duration, boolean), its expression, when it is not null."""

    kind: str
    value: Formula
    defined: Formula


@dataclass(frozen=True, slots=True)
class _Variable:
    """An attribute: the solver's whole or real number for its coordinate, and for whether it is null."""

    space: Space
    coordinate: Formula
    null: Formula


def solved(
    conditions: Sequence[ast.Expression], domains: Mapping[str, Domain]
) -> dict[str, object] | tuple[int, ...] | str:
    """Values by address; or the indices of a smallest contradiction; or why it cannot be said."""
    try:
        problem = _Problem(conditions, domains)
    except (Untranslatable, NotBoxable) as reason:
        return str(reason)
    return problem.answer()


class _Problem:
    def __init__(self, conditions: Sequence[ast.Expression], domains: Mapping[str, Domain]) -> None:
        self._context = z3.Context()
        self._spaces = spaces_of(conditions, domains)
        self._codes = codes_of(conditions, self._spaces)
        self._limits: list[Formula] = []
        read = sorted({address for condition in conditions for address in addresses(condition)})
        self._variables = {address: self._variable(address) for address in read}
        self._formulas = [self._condition(condition)[0] for condition in conditions]
        self._solver = z3.Solver(ctx=self._context)
        self._solver.set("random_seed", 0)
        self._solver.set("rlimit", _MOST_STEPS)
        self._solver.add(*self._limits)

    def answer(self) -> dict[str, object] | tuple[int, ...] | str:
        marks = [z3.Bool(f"condition {index}", self._context) for index in range(len(self._formulas))]
        for mark, formula in zip(marks, self._formulas, strict=True):
            self._solver.add(z3.Implies(mark, formula))
        outcome = self._solver.check(*marks)
        if outcome == z3.unknown:
            return f"the solver gave up: {self._solver.reason_unknown()}"
        if outcome == z3.unsat:
            names = {str(mark) for mark in self._solver.unsat_core()}
            return self._smallest([i for i, mark in enumerate(marks) if str(mark) in names], marks)
        self._solver.add(*marks)
        return self._preferred()

    def _smallest(self, core: list[int], marks: list[Formula]) -> tuple[int, ...]:
        kept = list(core)
        for index in core:
            rest = [other for other in kept if other != index]
            if self._solver.check(*(marks[other] for other in rest)) == z3.unsat:
                kept = rest
        return tuple(kept)

    # --- choosing ---------------------------------------------------------------------------

    def _preferred(self) -> dict[str, object] | str:
        """Fix one attribute after the other to its preferred value that still leaves a solution."""
        assignment: dict[str, object] = {}
        for address, variable in self._variables.items():
            if not self._possible(z3.Not(variable.null)):
                self._solver.add(variable.null)
                assignment[address] = None
                continue
            self._solver.add(z3.Not(variable.null))
            value = self._fixed(variable)
            if isinstance(value, Untranslatable):
                return str(value)
            assignment[address] = value
        return assignment

    def _possible(self, formula: Formula) -> bool:
        return bool(self._solver.check(formula) == z3.sat)

    def _fixed(self, variable: _Variable) -> object:
        domain = variable.space.domain
        if domain.kind in ("boolean", "enumeration", "string"):
            return self._first_listed(variable)
        coordinate = self._nearest_whole(variable.coordinate, variable.space.is_discrete)
        if coordinate is None:
            return Untranslatable("the solver found no number that can be written down")
        self._solver.add(variable.coordinate == rational(coordinate, self._context))
        return variable.space.value(coordinate)

    def _first_listed(self, variable: _Variable) -> object:
        domain = variable.space.domain
        options: list[tuple[int, object]] = [(0, False), (1, True)]
        if domain.kind == "enumeration":
            options = [(self._codes[text], text) for text in domain.values]
        elif domain.kind == "string":
            options = [(code, text) for text, code in self._codes.items()]
            first = {text: rank for rank, text in enumerate(domain.values)}
            options.sort(key=lambda option: (first.get(str(option[1]), len(first)), option[0]))
        for code, value in options:
            if self._possible(variable.coordinate == code):
                self._solver.add(variable.coordinate == code)
                return value
        return Untranslatable("the solver found no text that can be written down")

    def _nearest_whole(self, coordinate: Formula, discrete: bool) -> Fraction | None:
        """The whole coordinate nearest to zero, upwards first; for a continuous one any, if none is whole."""
        for sign in (1, -1):
            found = self._smallest_whole(coordinate * sign, discrete)
            if found is not None:
                return Fraction(found * sign)
        if discrete or self._solver.check() != z3.sat:
            return None
        value = self._solver.model().eval(coordinate, model_completion=True)
        if not z3.is_rational_value(value):
            return None
        return Fraction(value.numerator_as_long(), value.denominator_as_long())

    def _smallest_whole(self, coordinate: Formula, discrete: bool) -> int | None:
        whole = [] if discrete else [z3.IsInt(coordinate)]
        self._solver.push()
        self._solver.add(coordinate >= 0, *whole)
        found = None
        if self._solver.check() == z3.sat:
            value = self._solver.model().eval(coordinate, model_completion=True)
            found = self._bisected(coordinate, int(value.as_fraction()) if not discrete else value.as_long())
        self._solver.pop()
        return found

    def _bisected(self, coordinate: Formula, high: int) -> int:
        low = 0
        while low < high:
            middle = (low + high) // 2
            if self._possible(coordinate <= middle):
                high = middle
            else:
                low = middle + 1
        return low

    # --- variables --------------------------------------------------------------------------

    def _variable(self, address: str) -> _Variable:
        space = self._spaces.known(address)
        whole = space.is_discrete or space.domain.kind == "string"
        coordinate = (z3.Int if whole else z3.Real)(address, self._context)
        null = z3.Bool(f"null {address}", self._context)
        if not space.domain.nullable:
            self._limits.append(z3.Not(null))
        self._limits.append(self._within(space, coordinate))
        return _Variable(space, coordinate, null)

    def _within(self, space: Space, coordinate: Formula) -> Formula:
        if space.domain.kind == "enumeration":
            codes = [self._codes[value] for value in space.domain.values]
            return z3.Or([coordinate == code for code in codes])
        if space.domain.kind == "string":
            return z3.And(coordinate >= 0, coordinate < len(self._codes))
        spans = []
        for low, high in space.full.line.spans():
            limits = [z3.BoolVal(True, self._context)]
            if low is not None:
                limits.append(coordinate >= rational(low[0], self._context))
            if high is not None:
                end = rational(high[0], self._context)
                limits.append(coordinate <= end if high[1] else coordinate < end)
            spans.append(z3.And(limits))
        return z3.Or(spans)

    # --- conditions -------------------------------------------------------------------------

    def _condition(self, node: ast.Expression) -> tuple[Formula, Formula]:
        """When it is true, and when it is false."""
        match node:
            case ast.BooleanLiteral(value=value):
                return self._flag(value), self._flag(not value)
            case ast.NullLiteral():
                return self._flag(False), self._flag(False)
            case ast.Binary(operator="and" | "or" as symbol, left=left, right=right):
                (true, false), (true2, false2) = self._condition(left), self._condition(right)
                if symbol == "and":
                    return z3.And(true, true2), z3.Or(false, false2)
                return z3.Or(true, true2), z3.And(false, false2)
            case ast.Call(function=ast.Name(name="not"), arguments=(inner,), names=()):
                true, false = self._condition(inner)
                return false, true
            case ast.Binary(operator=symbol, left=left, right=right) if symbol in (*_ORDER, "=", "!="):
                return self._comparison(symbol, left, right)
            case ast.Between(operand=operand, low=low, high=high):
                within = ast.Binary("and", ast.Binary(">=", operand, low), ast.Binary("<=", operand, high))
                return self._condition(within)
            case ast.In(operand=operand, tests=tests):
                return self._in(operand, tests)
            case ast.If(condition=condition, consequence=consequence, alternative=alternative):
                chosen = self._condition(condition)[0]
                (true, false), (true2, false2) = self._condition(consequence), self._condition(alternative)
                return z3.If(chosen, true, true2), z3.If(chosen, false, false2)
        term = self._term(node)
        if term.kind != "boolean":
            raise Untranslatable(f"a {term.kind} is no condition")
        return z3.And(term.defined, term.value), z3.And(term.defined, z3.Not(term.value))

    def _comparison(self, symbol: str, left: ast.Expression, right: ast.Expression) -> tuple[Formula, Formula]:
        if symbol == "!=":
            true, false = self._comparison("=", left, right)
            return false, true
        first, second = self._term(left), self._term(right)
        both = z3.And(first.defined, second.defined)
        if symbol == "=" and "null" in (first.kind, second.kind):
            neither = z3.And(z3.Not(first.defined), z3.Not(second.defined))
            return neither, z3.Xor(first.defined, second.defined)
        if first.kind != second.kind:
            return self._mismatch(symbol, first, second)
        if symbol == "=":
            neither = z3.And(z3.Not(first.defined), z3.Not(second.defined))
            same = z3.And(both, first.value == second.value)
            differ = z3.And(both, first.value != second.value)
            return z3.Or(same, neither), z3.Or(differ, z3.Xor(first.defined, second.defined))
        if first.kind in ("string", "boolean"):
            raise Untranslatable(f"the order of two {first.kind} attributes")
        holds = ordered(symbol, first.value, second.value)
        return z3.And(both, holds), z3.And(both, z3.Not(holds))

    def _mismatch(self, symbol: str, first: _Term, second: _Term) -> tuple[Formula, Formula]:
        """Kinds that do not go together compare to null, unless one or both are null already."""
        if symbol != "=":
            return self._flag(False), self._flag(False)
        neither = z3.And(z3.Not(first.defined), z3.Not(second.defined))
        return neither, z3.Xor(first.defined, second.defined)

    def _in(self, operand: ast.Expression, tests: tuple[ast.Expression, ...]) -> tuple[Formula, Formula]:
        trues, falses = [], []
        for test in tests:
            true, false = self._test(operand, test)
            trues.append(true)
            falses.append(false)
        return z3.Or(trues), z3.And(falses)

    def _test(self, operand: ast.Expression, test: ast.Expression) -> tuple[Formula, Formula]:
        match test:
            case ast.UnaryComparison(operator=symbol, operand=end):
                return self._comparison(symbol, operand, end)
            case ast.Interval(low=low, high=high, low_closed=low_closed, high_closed=high_closed):
                above = ast.Binary(">=" if low_closed else ">", operand, low)
                below = ast.Binary("<=" if high_closed else "<", operand, high)
                return self._condition(ast.Binary("and", above, below))
            case ast.ListLiteral(items=items):
                true = z3.Or([self._flag(False), *(self._test(operand, item)[0] for item in items)])
                return true, z3.Not(true)
        return self._comparison("=", operand, test)

    # --- terms ------------------------------------------------------------------------------

    def _term(self, node: ast.Expression) -> _Term:
        address = address_of(node)
        if address is not None:
            return self._attribute(self._variables[address])
        if isinstance(node, ast.NullLiteral):
            return _Term("null", self._flag(False), self._flag(False))
        value = constant(node)
        if value is not None:
            return self._constant(value)
        match node:
            case ast.Negative(operand=operand):
                inner = self._term(operand)
                self._require(inner, ("number", "duration"))
                return _Term(inner.kind, -inner.value, inner.defined)
            case ast.Binary(operator=symbol, left=left, right=right) if symbol in "+-*/":
                return self._arithmetic(symbol, self._term(left), self._term(right))
            case ast.If(condition=condition, consequence=consequence, alternative=alternative):
                return self._chosen(condition, consequence, alternative)
            case ast.Call(function=ast.Name(name="abs"), arguments=(operand,), names=()):
                inner = self._term(operand)
                self._require(inner, ("number", "duration"))
                return _Term(inner.kind, z3.If(inner.value < 0, -inner.value, inner.value), inner.defined)
            case ast.Call(function=ast.Name(name="min" | "max" as name), arguments=arguments, names=()):
                return self._extreme(name, [self._term(argument) for argument in arguments])
        if is_condition(node):
            true, false = self._condition(node)
            return _Term("boolean", true, z3.Or(true, false))
        raise Untranslatable(f"a {type(node).__name__.lower()} is beyond what can be solved")

    def _attribute(self, variable: _Variable) -> _Term:
        space, coordinate = variable.space, variable.coordinate
        defined = z3.Not(variable.null)
        match space.domain.kind:
            case "boolean":
                return _Term("boolean", coordinate == 1, defined)
            case "enumeration" | "string":
                return _Term("string", coordinate, defined)
            case kind:
                # Dates and durations count in days, whatever their coordinates start from.
                number = z3.ToReal(coordinate) if z3.is_int(coordinate) else coordinate
                scale, start = space.scale()
                value = number * rational(scale, self._context) + rational(start, self._context)
                return _Term(kind, value, defined)

    def _constant(self, value: object) -> _Term:
        defined = self._flag(True)
        match value:
            case bool():
                return _Term("boolean", self._flag(value), defined)
            case Decimal():
                return _Term("number", rational(Fraction(value), self._context), defined)
            case str():
                return _Term("string", z3.IntVal(self._codes[value], self._context), defined)
            case Date():
                return _Term("date", rational(Fraction(value.ordinal), self._context), defined)
            case DaysTimeDuration():
                days = Fraction(value.nanoseconds, _DAY)
                return _Term("duration", rational(days, self._context), defined)
        raise Untranslatable(f"a constant of kind {type(value).__name__}")

    def _arithmetic(self, symbol: str, left: _Term, right: _Term) -> _Term:
        both = z3.And(left.defined, right.defined)
        kinds = (left.kind, symbol, right.kind)
        if kinds == ("number", "/", "number"):
            return _Term("number", left.value / right.value, z3.And(both, right.value != 0))
        result = {
            ("number", "+", "number"): "number",
            ("number", "-", "number"): "number",
            ("number", "*", "number"): "number",
            ("duration", "+", "duration"): "duration",
            ("duration", "-", "duration"): "duration",
            ("date", "-", "date"): "duration",
        }.get(kinds)
        if result is None and kinds in (("date", "+", "duration"), ("date", "-", "duration")):
            # Only whole days keep a date a date without cutting something off.
            both = z3.And(both, z3.IsInt(right.value))
            result = "date"
        if result is None:
            raise Untranslatable(f"{left.kind} {symbol} {right.kind}")
        value = {"+": left.value + right.value, "-": left.value - right.value, "*": left.value * right.value}
        return _Term(result, value[symbol], both)

    def _chosen(self, condition: ast.Expression, consequence: ast.Expression, alternative: ast.Expression) -> _Term:
        chosen = self._condition(condition)[0]
        first, second = self._term(consequence), self._term(alternative)
        if first.kind != second.kind:
            raise Untranslatable("an 'if' with values of two kinds")
        defined = z3.If(chosen, first.defined, second.defined)
        return _Term(first.kind, z3.If(chosen, first.value, second.value), defined)

    def _extreme(self, name: str, terms: Sequence[_Term]) -> _Term:
        """The smallest or largest of several values; null where one of them is."""
        if len(terms) < 2 or len({term.kind for term in terms}) > 1:
            raise Untranslatable(f"'{name}' of anything but several values of one kind")
        best = terms[0]
        self._require(best, ("number", "date", "duration"))
        for term in terms[1:]:
            better = term.value < best.value if name == "min" else term.value > best.value
            value = z3.If(better, term.value, best.value)
            best = _Term(best.kind, value, z3.And(best.defined, term.defined))
        return best

    def _require(self, term: _Term, kinds: Sequence[str]) -> None:
        if term.kind not in kinds:
            raise Untranslatable(f"arithmetic with a {term.kind}")

    def _flag(self, value: bool) -> Formula:
        return z3.BoolVal(value, self._context)
