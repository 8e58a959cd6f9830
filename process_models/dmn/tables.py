"""What a decision table says for given inputs, and which rules said it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from process_models.dmn.findings import Finding
from process_models.dmn.hit_policies import Hit, aggregated, chosen, gives_list, named
from process_models.dmn.model import DecisionTable, OutputClause, Rule
from process_models.feel import ast
from process_models.feel.errors import FeelSyntaxError
from process_models.feel.evaluator import passes, value_of
from process_models.feel.parser import parse, parse_unary_tests
from process_models.feel.run import Run
from process_models.feel.scope import Scope
from process_models.feel.types import ANY, BUILT_IN, Type, converted, kind_text, type_text


@dataclass(frozen=True, slots=True, kw_only=True)
class TableResult:
    """The result of a table, and where it comes from.

    `value` is what DMN says the table is: one output's value, or a context by output name, in a list for the
    policies that give several, a number after an aggregation, null where no rule counts. `outputs` are the
    outputs by name of every rule that counts, `matched_rule_ids` those rules, in the order of the result;
    `all_matched_rule_ids` also the matching ones the policy left out.
    """

    value: object
    outputs: tuple[Mapping[str, object], ...]
    matched_rule_ids: tuple[str, ...]
    all_matched_rule_ids: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def evaluate_table(
    table: DecisionTable,
    scope: Mapping[str, object] | Scope,
    *,
    types: Mapping[str, Type] | None = None,
    names: Iterable[str] = (),
    run: Run | None = None,
) -> TableResult:
    """Evaluate `table` in a scope; cells nobody can read count as not matching, with a finding.

    `types` are named types for the columns, `names` known names with operators in them.
    """
    known = {**BUILT_IN, **(types or {})}
    return _Evaluation(
        table,
        scope if isinstance(scope, Scope) else Scope(scope),
        known,
        frozenset(names),
        run or Run(types=known),
    ).result()


def output_names(table: DecisionTable) -> tuple[str, ...]:
    """The names of the output columns; a column without one is called `output`."""
    return tuple(output.name or "output" for output in table.outputs)


class _Evaluation:
    def __init__(
        self,
        table: DecisionTable,
        scope: Scope,
        types: Mapping[str, Type],
        names: frozenset[str],
        run: Run,
    ) -> None:
        self._table = table
        self._scope = scope
        self._types = types
        self._names = names
        self._run = run
        self._findings: list[Finding] = []

    def result(self) -> TableResult:
        inputs = [self._input(index) for index in range(len(self._table.inputs))]
        if any(not allowed for _, allowed in inputs):
            return self._outcome(None, (), ())
        values = [value for value, _ in inputs]
        hits = [self._hit(rule, index) for index, rule in enumerate(self._table.rules) if self._matches(rule, values)]
        priorities = [self._priorities(output) for output in self._table.outputs]
        picked = chosen(hits, self._table.hit_policy, priorities)
        if picked.violation is not None:
            self._note("hit-policy", f"{self._table.hit_policy}: {picked.violation}")
            return self._outcome(None, (), hits)
        if not hits:
            return self._outcome(self._default(), (), ())
        return self._outcome(self._value(picked.hits), picked.hits, hits)

    # --- inputs -----------------------------------------------------------------------------

    def _input(self, index: int) -> tuple[object, bool]:
        """The value of an input column, and whether the column allows it."""
        clause = self._table.inputs[index]
        expression = self._parsed(clause.expression)
        value = None if expression is None else value_of(expression, self._scope, self._run)
        kind = self._types.get(clause.type_ref or "", ANY)
        value, fits = converted(value, kind)
        if not fits:
            self._note("input-type", f"'{clause.expression}' is no {type_text(kind)}")
        if clause.values is None or value is None:
            return value, True
        tests = self._parsed_tests(clause.values)
        if tests is None or passes(tests, value, self._scope, self._run) is True:
            return value, True
        self._note("input-values", f"'{clause.expression}' is none of the values {clause.values}")
        return value, False

    def _matches(self, rule: Rule, values: Sequence[object]) -> bool:
        return all(
            (tests := self._parsed_tests(cell, rule.id)) is not None
            and passes(tests, value, self._scope, self._run) is True
            for cell, value in zip(rule.inputs, values, strict=False)
        )

    # --- outputs ----------------------------------------------------------------------------

    def _hit(self, rule: Rule, index: int) -> Hit:
        """The rule with its outputs; a row that is too short says nothing in its last columns."""
        missing = len(self._table.outputs) - len(rule.outputs)
        if missing > 0:
            self._note("cells", f"the row has {len(rule.outputs)} outputs, {missing} too few", rule.id)
        cells = (*rule.outputs, *("null" for _ in range(missing)))
        outputs = [
            self._output(cell, output, rule.id) for cell, output in zip(cells, self._table.outputs, strict=False)
        ]
        return Hit(index=index, rule_id=rule.id, outputs=tuple(outputs))

    def _output(self, cell: str, output: OutputClause, rule_id: str) -> object:
        expression = self._parsed(cell, rule_id)
        value = None if expression is None else value_of(expression, self._scope, self._run)
        kind = self._types.get(output.type_ref or "", ANY)
        fitting, fits = converted(value, kind)
        if not fits:
            message = f"{kind_text(value)} is no {type_text(kind)}, which '{output.name}' must be"
            self._note("output-type", message, rule_id)
        return fitting

    def _priorities(self, output: OutputClause) -> list[object]:
        if output.values is None:
            return []
        tests = self._parsed_tests(output.values)
        return [value_of(test, self._scope, self._run) for test in tests.tests] if tests else []

    def _default(self) -> object:
        """What the table says where no rule matches: its default outputs, or null."""
        if all(output.default is None for output in self._table.outputs):
            return None
        values = tuple(
            self._output(output.default, output, "default") if output.default is not None else None
            for output in self._table.outputs
        )
        return self._entry(values)

    def _entry(self, outputs: tuple[object, ...]) -> object:
        if len(self._table.outputs) == 1:
            return outputs[0]
        return dict(named(outputs, output_names(self._table)))

    def _value(self, hits: Sequence[Hit]) -> object:
        entries = [self._entry(hit.outputs) for hit in hits]
        if self._table.aggregation is not None:
            return aggregated(entries, self._table.aggregation, self._run)
        return entries if gives_list(self._table.hit_policy) else entries[0]

    def _outcome(self, value: object, picked: Sequence[Hit], hits: Sequence[Hit]) -> TableResult:
        names = output_names(self._table)
        return TableResult(
            value=value,
            outputs=tuple(named(hit.outputs, names) for hit in picked),
            matched_rule_ids=tuple(hit.rule_id for hit in picked),
            all_matched_rule_ids=tuple(hit.rule_id for hit in hits),
            findings=tuple(self._findings),
        )

    # --- text -------------------------------------------------------------------------------

    def _parsed(self, text: str, rule_id: str = "") -> ast.Expression | None:
        try:
            return parse(text, self._names)
        except FeelSyntaxError as error:
            self._note("syntax", str(error), rule_id)
            return None

    def _parsed_tests(self, text: str, rule_id: str = "") -> ast.UnaryTests | None:
        try:
            return parse_unary_tests(text, self._names)
        except FeelSyntaxError as error:
            self._note("syntax", str(error), rule_id)
            return None

    def _note(self, rule: str, message: str, rule_id: str = "") -> None:
        finding = Finding(rule=rule, message=message, severity="error", rules=(rule_id,) if rule_id else ())
        if finding not in self._findings:
            self._findings.append(finding)
