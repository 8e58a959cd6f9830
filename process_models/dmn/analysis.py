"""What is wrong with a table whatever the inputs: gaps, overlaps, rules that never count.

Exact over the domains of the inputs, as long as the cells compare an input with constants; for other cells
the finding says that it was not decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from process_models.dmn.findings import Finding
from process_models.dmn.model import DecisionTable, HitPolicy, InputClause
from process_models.feel import ast
from process_models.feel.analysis import address_of, conjunction, disjunction, substitute
from process_models.feel.boxes import Box, NotBoxable, Spaces, boxes, product
from process_models.feel.domains import Domain, enumeration
from process_models.feel.errors import FeelSyntaxError
from process_models.feel.matching import mentions_tested_value
from process_models.feel.parser import parse, parse_unary_tests

# Beyond this a table is better cut into several.
MOST_PIECES = 20_000
_MOST_GAPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAnalysis:
    """The findings, and the gaps as FEEL tests per input expression, for who wants to fill them."""

    findings: tuple[Finding, ...]
    gaps: tuple[Mapping[str, str], ...] = ()
    decided: bool = True

    @property
    def is_complete(self) -> bool:
        """Whether a rule was proven to match every combination of inputs."""
        return self.decided and not self.gaps


def analyse(table: DecisionTable, domains: Mapping[str, Domain] | None = None) -> TableAnalysis:
    """Gaps, overlaps and rules that never count; `domains` say which values the inputs can have.

    Findings carry the rule ids: `gap`, `overlap`, `shadowed`, `never-matches`, `not-decided`. A column without a
    domain takes one from its listed values or from the constants in its cells.
    """
    spaces = Spaces({**_listed_domains(table.inputs), **(domains or {})})
    try:
        conditions = [rule_condition(table, index) for index in range(len(table.rules))]
        # Every cell first, so that all constants are known before anything is called the rest.
        areas = [boxes(condition, spaces) for condition in conditions]
        findings = [*_never(table, areas), *_overlaps(table, areas, spaces), *_shadowed(table, areas, spaces)]
        missing = _without([{}], [box for area in areas for box in area], spaces)
    except (NotBoxable, FeelSyntaxError) as reason:
        finding = Finding(rule="not-decided", severity="info", message=f"gaps and overlaps: {reason}")
        return TableAnalysis(findings=(finding,), decided=False)
    gaps = [_described(box, table, spaces) for box in missing]
    findings += [_gap(gap, table) for gap in gaps[:_MOST_GAPS]]
    return TableAnalysis(findings=tuple(findings), gaps=tuple(gaps))


def rule_condition(table: DecisionTable, index: int) -> ast.Expression:
    """When a rule matches, as one FEEL condition over the input expressions.

    Raises:
        FeelSyntaxError: a cell or an input expression is no FEEL.
    """
    cells = zip(table.inputs, table.rules[index].inputs, strict=False)
    conditions = [_cell_condition(clause, cell) for clause, cell in cells]
    return conjunction([condition for condition in conditions if condition is not None])


def _cell_condition(clause: InputClause, cell: str) -> ast.Expression | None:
    tests = parse_unary_tests(cell)
    if not tests.tests:
        return None
    operand = parse(clause.expression)
    plain = tuple(test for test in tests.tests if not mentions_tested_value(test))
    spoken = [_asked(test, operand) for test in tests.tests if mentions_tested_value(test)]
    inside = disjunction([*([ast.In(operand, plain)] if plain else []), *spoken])
    return ast.Call(ast.Name("not"), (inside,)) if tests.negated else inside


def _asked(test: ast.Expression, operand: ast.Expression) -> ast.Expression:
    """A test about `?` as a condition about the operand."""
    return substitute(test, {"?": operand})


# --- checks ---------------------------------------------------------------------------------


def _never(table: DecisionTable, areas: Sequence[Sequence[Box]]) -> Iterator[Finding]:
    for rule, area in zip(table.rules, areas, strict=True):
        if not area:
            yield Finding(
                rule="never-matches",
                severity="error",
                message=f"rule '{rule.id}' can never match; its cells allow no value of the inputs",
                rules=(rule.id,),
            )


def _overlaps(table: DecisionTable, areas: Sequence[Sequence[Box]], spaces: Spaces) -> Iterator[Finding]:
    """Two rules for the same inputs where the policy forbids it: one at all, or with other outputs."""
    if table.hit_policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
        return
    for second in range(len(areas)):
        for first in range(second):
            left, right = table.rules[first], table.rules[second]
            if table.hit_policy is HitPolicy.ANY and left.outputs == right.outputs:
                continue
            common = product(tuple(areas[first]), tuple(areas[second]))
            if common:
                where = _shown(_described(common[0], table, spaces))
                yield Finding(
                    rule="overlap",
                    severity="error",
                    message=f"rules '{left.id}' and '{right.id}' both match {where}; the hit policy"
                    f" {table.hit_policy} does not allow that",
                    rules=(left.id, right.id),
                )


def _shadowed(table: DecisionTable, areas: Sequence[Sequence[Box]], spaces: Spaces) -> Iterator[Finding]:
    """Rules of which earlier ones take every case, where the first match counts."""
    if table.hit_policy is not HitPolicy.FIRST:
        return
    for index, area in enumerate(areas):
        earlier = [box for before in areas[:index] for box in before]
        if area and not _without(list(area), earlier, spaces):
            above = [table.rules[other].id for other in range(index) if product(tuple(areas[other]), tuple(area))]
            yield Finding(
                rule="shadowed",
                severity="warning",
                message=f"rule '{table.rules[index].id}' never counts: {', '.join(above)} match first",
                rules=(table.rules[index].id, *above),
            )


def _gap(gap: Mapping[str, str], table: DecisionTable) -> Finding:
    has_default = any(output.default is not None for output in table.outputs)
    return Finding(
        rule="gap",
        severity="info" if has_default else "warning",
        message=f"no rule for {_shown(gap)}" + ("; the default counts" if has_default else ""),
    )


# --- areas ----------------------------------------------------------------------------------


def _without(area: Sequence[Box], taken: Sequence[Box], spaces: Spaces) -> list[Box]:
    """What is left of `area` when `taken` is cut out, in boxes that do not overlap each other."""
    left = list(area)
    for box in taken:
        left = [piece for whole in left for piece in _cut(whole, box, spaces)]
        if len(left) > MOST_PIECES:
            raise NotBoxable(f"the table falls apart into more than {MOST_PIECES} cases")
    return left


def _cut(whole: Box, box: Box, spaces: Spaces) -> list[Box]:
    """`whole` without `box`."""
    rest = dict(whole)
    pieces: list[Box] = []
    for address, values in box.items():
        space = spaces.known(address)
        mine = rest.get(address, space.full)
        common = mine.meet(values)
        if common.is_empty:
            return [whole]
        outside = mine.meet(space.without(values))
        if not outside.is_empty:
            pieces.append({**rest, address: outside})
        rest[address] = common
    return pieces


def _described(box: Box, table: DecisionTable, spaces: Spaces) -> dict[str, str]:
    """The box as FEEL tests, one per input expression."""
    described: dict[str, str] = {}
    for clause in table.inputs:
        address = address_of(parse(clause.expression)) or clause.expression
        values = box.get(address)
        described[clause.expression] = "any value" if values is None else spaces.known(address).text(values)
    return described


def _shown(gap: Mapping[str, str]) -> str:
    return ", ".join(f"{expression}: {tests}" for expression, tests in gap.items())


def _listed_domains(inputs: Sequence[InputClause]) -> dict[str, Domain]:
    """Enumerations from the columns that list their values as strings."""
    found: dict[str, Domain] = {}
    for clause in inputs:
        if clause.values is None:
            continue
        try:
            tests = parse_unary_tests(clause.values)
        except FeelSyntaxError:
            continue
        values = [test.value for test in tests.tests if isinstance(test, ast.StringLiteral)]
        if values and len(values) == len(tests.tests):
            found[clause.expression] = enumeration(list(dict.fromkeys(values)))
    return found
