from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from process_models.dmn.analysis import analyse
from process_models.dmn.model import DecisionTable, HitPolicy, InputClause, OutputClause, Rule
from process_models.dmn.tables import evaluate_table
from process_models.feel.domains import Domain, enumeration, integers
from process_models.feel.evaluator import holds
from process_models.feel.values import scope_of

DOMAINS: dict[str, Domain] = {"change.kind": enumeration(["soft", "colour", "plant"]), "order.days": integers(0, 4)}


def table(policy: HitPolicy, *rows: tuple[str, str, str]) -> DecisionTable:
    return DecisionTable(
        inputs=(InputClause(expression="change.kind"), InputClause(expression="order.days")),
        outputs=(OutputClause(name="permission"),),
        rules=tuple(Rule(id=f"r{index}", inputs=row[:2], outputs=(row[2],)) for index, row in enumerate(rows, 1)),
        hit_policy=policy,
    )


def test_a_gap_is_described_in_the_words_of_the_table() -> None:
    analysis = analyse(table(HitPolicy.UNIQUE, ('"soft"', "-", "1"), ('"colour", "plant"', "< 3", "2")), DOMAINS)

    assert analysis.gaps == ({"change.kind": '"colour", "plant"', "order.days": "[3..4]"},)
    assert analysis.findings[0].message == 'no rule for change.kind: "colour", "plant", order.days: [3..4]'
    assert not analysis.is_complete


def test_a_table_without_gaps_is_complete() -> None:
    analysis = analyse(table(HitPolicy.UNIQUE, ('"soft"', "-", "1"), ('not("soft")', "-", "2")), DOMAINS)

    assert (analysis.is_complete, analysis.findings) == (True, ())


def test_an_overlap_names_both_rules_and_an_input_they_share() -> None:
    rows = (('"soft"', "-", "1"), ("-", "> 2", "2"), ('"colour", "plant"', "<= 2", "2"))
    findings = analyse(table(HitPolicy.UNIQUE, *rows), DOMAINS).findings

    assert [(finding.rule, finding.rules) for finding in findings] == [("overlap", ("r1", "r2"))]
    assert '"soft"' in findings[0].message


def test_any_allows_an_overlap_of_rules_that_say_the_same() -> None:
    rows = (('"soft"', "-", "1"), ("-", "-", "1"))

    assert analyse(table(HitPolicy.ANY, *rows), DOMAINS).findings == ()
    assert analyse(table(HitPolicy.ANY, rows[0], ("-", "-", "2")), DOMAINS).findings[0].rule == "overlap"


def test_a_rule_that_earlier_ones_leave_nothing_is_shadowed_by_them_together() -> None:
    rows = (("-", "< 3", "1"), ("-", ">= 3", "2"), ('"soft"', "-", "3"))
    findings = analyse(table(HitPolicy.FIRST, *rows), DOMAINS).findings

    assert [(finding.rule, finding.rules) for finding in findings] == [("shadowed", ("r3", "r1", "r2"))]


def test_a_rule_outside_the_domain_can_never_match() -> None:
    findings = analyse(table(HitPolicy.FIRST, ("-", "> 4", "1"), ("-", "-", "2")), DOMAINS).findings

    assert [(finding.rule, finding.rules) for finding in findings] == [("never-matches", ("r1",))]


def test_a_cell_that_calls_a_function_is_reported_as_not_decided() -> None:
    analysis = analyse(table(HitPolicy.FIRST, ('starts with(?, "s")', "-", "1")), DOMAINS)

    assert not analysis.decided
    assert [finding.rule for finding in analysis.findings] == ["not-decided"]


def test_a_question_mark_stands_for_the_input() -> None:
    analysis = analyse(table(HitPolicy.FIRST, ("-", "? < 2 or ? = 4", "1")), DOMAINS)

    assert analysis.gaps == ({"change.kind": "any value", "order.days": "[2..3]"},)


KINDS = st.sampled_from(["-", '"soft"', '"soft", "plant"', 'not("colour")', '"sold"'])
DAYS = st.sampled_from(["-", "< 2", ">= 2", "[1..3]", "(1..3)", "not(4)", "0, > 3", "? != 2"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(KINDS, DAYS, st.just("1")), min_size=1, max_size=5))
def test_gaps_are_exactly_the_inputs_that_trying_all_of_them_leaves_without_a_rule(
    rows: list[tuple[str, str, str]],
) -> None:
    drawn = table(HitPolicy.COLLECT, *rows)
    analysis = analyse(drawn, DOMAINS)

    for kind, days in product(["soft", "colour", "plant"], range(5)):
        hit = bool(evaluate_table(drawn, scope_of({"change.kind": kind, "order.days": days})).matched_rule_ids)
        in_gap = any(
            all(
                tests == "any value" or holds(tests, value, {})
                for tests, value in zip(gap.values(), (kind, days), strict=True)
            )
            for gap in analysis.gaps
        )
        assert hit != in_gap
