"""Decision tables of a library, asked by the names of attributes.

A business rule task names a decision; its inputs are attributes of the dictionary, its outputs are
written to attributes whose last part is the output's name (`change.permission` from `permission`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from process_models.addresses import AttributeAddress
from process_models.dmn.model import DecisionTable, HitPolicy, Rule
from process_models.dmn.reader import read
from process_models.dmn.tables import evaluate_table, output_names
from process_models.elements import Labels
from process_models.feel.evaluator import holds
from process_models.feel.values import scope_of

_NEGATED = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_REASON = "why "
_SOURCE = "source"
#: Policies under which at most one rule counts, so that a table is a function of its inputs.
_SINGLE = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST})


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedRule:
    """A rule that counted: its address `decision#rule`, why it is so, and where that was read."""

    address: str
    why: Labels
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a table says: outputs by name, none where no rule counted, and the rules, in table order."""

    decision: str
    outputs: Mapping[str, object]
    matched: tuple[MatchedRule, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The addresses of the rules that counted."""
        return tuple(rule.address for rule in self.matched)


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """The decision tables of a library by the id of their decision."""

    tables: Mapping[str, DecisionTable] = field(default_factory=dict)

    def decide(self, decision: str, data: Mapping[AttributeAddress, object]) -> Decision | None:
        """What a table says for the data, None where there is no such table.

        Attributes that are absent are null; a cell that needs them does not match.
        """
        table = self.tables.get(decision)
        if table is None:
            return None
        result = evaluate_table(table, scope_of({str(name): value for name, value in data.items()}))
        matched = tuple(rule for rule in table.rules if rule.id in result.matched_rule_ids)
        outputs: Mapping[str, object] = result.outputs[0] if result.outputs else {}
        return Decision(
            decision=decision,
            outputs=outputs,
            matched=tuple(_matched(decision, table, rule) for rule in matched),
        )

    def rule(self, address: str) -> MatchedRule | None:
        """The rule at an address `decision#rule`, None where there is none."""
        decision, _, id = address.partition("#")
        table = self.tables.get(decision)
        rules = table.rules if table is not None else ()
        return next((_matched(decision, table, rule) for rule in rules if table and rule.id == id), None)

    def inputs(self, decision: str) -> tuple[AttributeAddress, ...]:
        """The attributes a table looks at, in the order of its columns."""
        table = self.tables.get(decision)
        return tuple(AttributeAddress(clause.expression) for clause in table.inputs) if table else ()

    def relation(
        self,
        decision: str,
        written: Sequence[AttributeAddress],
        known: Mapping[AttributeAddress, object] | None = None,
    ) -> str | None:
        """A table as one FEEL condition between its open inputs and the attributes that get its outputs.

        Rules that known inputs exclude are left out, and so are the cells those inputs decide. None
        where there is no such table, or where several of its rules may count at once. For tables that
        take the first matching rule, the earlier ones are excluded.
        """
        table = self.tables.get(decision)
        if table is None or table.hit_policy not in _SINGLE:
            return None
        targets = _targets(table, written)
        rows: dict[str, None] = {}
        earlier: list[str] = []
        for rule in table.rules:
            tests = _open_tests(table, rule, known or {})
            if tests is None:
                continue
            unless = [f"not({row})" for row in earlier] if table.hit_policy is HitPolicy.FIRST else []
            says = [f"{name} = {cell}" for name, cell in zip(targets, rule.outputs, strict=True) if name]
            rows[" and ".join((*tests, *unless, *says)) or "true"] = None
            earlier.append(f"({' and '.join(tests) or 'true'})")
        return " or ".join(f"({row})" for row in rows) or None


NO_DECISIONS = Decisions()


def read_decisions(directory: Path) -> Decisions:
    """The decision tables of all DMN files of a directory; none where there is no such directory.

    Raises:
        InvalidDecisionModel: a file cannot be read.
    """
    return Decisions(
        tables={
            decision.id: decision.expression
            for path in sorted(directory.glob("*.dmn"))
            for decision in read(path).decisions
            if isinstance(decision.expression, DecisionTable)
        }
    )


def _matched(decision: str, table: DecisionTable, rule: Rule) -> MatchedRule:
    notes = dict(zip(table.annotations, rule.annotations, strict=False))
    return MatchedRule(
        address=f"{decision}#{rule.id}",
        why={name.removeprefix(_REASON): text for name, text in notes.items() if name.startswith(_REASON) and text},
        source=notes.get(_SOURCE) or None,
    )


def _targets(table: DecisionTable, written: Sequence[AttributeAddress]) -> tuple[AttributeAddress | None, ...]:
    by_name = {name.rpartition(".")[2]: name for name in written}
    return tuple(by_name.get(name) for name in output_names(table))


def _open_tests(table: DecisionTable, rule: Rule, known: Mapping[AttributeAddress, object]) -> tuple[str, ...] | None:
    """The tests of a rule that known inputs leave open; None where they exclude the rule."""
    tests = []
    for clause, cell in zip(table.inputs, rule.inputs, strict=True):
        attribute = AttributeAddress(clause.expression)
        if cell.strip() == "-":
            continue
        if attribute not in known:
            tests.append(_test(clause.expression, cell.strip()))
        elif not holds(cell, known[attribute], {}):
            return None
    return tuple(tests)


def _test(expression: str, cell: str) -> str:
    """A cell as a condition; `not(...)` around a whole cell is no function there, but turns the tests round."""
    negated = _NEGATED.fullmatch(cell)
    return f"not({expression} in ({negated[1]}))" if negated else f"{expression} in ({cell})"
