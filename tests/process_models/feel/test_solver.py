from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from process_models.feel import ast, smt
from process_models.feel.analysis import not_true
from process_models.feel.domains import (
    Domain,
    booleans,
    dates,
    decimals,
    durations,
    enumeration,
    integers,
    strings,
)
from process_models.feel.errors import InvalidDomain
from process_models.feel.evaluator import evaluate
from process_models.feel.parser import parse
from process_models.feel.rendering import text
from process_models.feel.solver import Conflict, Constraints, Solution, Undecided, satisfiable
from process_models.feel.values import scope_of

ORDER = {
    "order.state": enumeration(["Quote", "Offer", "Frozen"]),
    "finance.rate": decimals("0", "20", "0.1"),
    "vehicle.wheels": integers(16, 22),
    "customer.credit": booleans(),
}

# Small enough to try every combination: the independent method.
SMALL: dict[str, Domain] = {
    "a.kind": enumeration(["x", "y", "z"]),
    "b.count": integers(-1, 2),
    "c.flag": booleans().or_null(),
    "d.level": integers(0, 4, step=2).or_null(),
}
SMALL_VALUES: dict[str, list[object]] = {
    "a.kind": ["x", "y", "z"],
    "b.count": [-1, 0, 1, 2],
    "c.flag": [False, True, None],
    "d.level": [0, 2, 4, None],
}


def _atoms(*, related: bool) -> st.SearchStrategy[ast.Expression]:
    orders = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    texts = st.one_of(
        st.builds('a.kind {} "{}"'.format, st.sampled_from(["=", "!="]), st.sampled_from("xyzw")),
        st.builds("b.count {} {}".format, orders, st.integers(-2, 3)),
        st.builds("{} {} d.level".format, st.integers(-1, 5), orders),
        st.sampled_from(["c.flag", "c.flag = null", "d.level != null", "c.flag != true", "true", "null"]),
        st.builds("b.count in ({}, > {})".format, st.integers(-2, 3), st.integers(-2, 3)),
        st.builds("d.level in [{}..3)".format, st.integers(0, 3)),
        st.builds('a.kind in ["x", "{}"]'.format, st.sampled_from("yz")),
        st.builds("b.count between {} and {}".format, st.integers(-2, 1), st.integers(0, 3)),
    )
    if related:
        pairs = st.builds("b.count {} d.level".format, orders)
        sums = st.builds("b.count + d.level {} {}".format, orders, st.integers(-1, 6))
        extremes = st.builds(
            "{}(b.count, d.level) {} {}".format, st.sampled_from(["min", "max"]), orders, st.integers(-1, 5)
        )
        distances = st.builds("abs(b.count - d.level) {} {}".format, orders, st.integers(0, 5))
        chosen = st.builds("(if c.flag then b.count else d.level) {} 1".format, orders)
        texts = texts | pairs | sums | chosen | extremes | distances
    return texts.map(parse)


def _conditions(*, related: bool) -> st.SearchStrategy[ast.Expression]:
    def larger(inner: st.SearchStrategy[ast.Expression]) -> st.SearchStrategy[ast.Expression]:
        return st.one_of(
            st.builds(ast.Binary, st.sampled_from(["and", "or"]), inner, inner),
            inner.map(lambda part: ast.Call(ast.Name("not"), (part,))),
            inner.map(not_true),
        )

    return st.recursive(_atoms(related=related), larger, max_leaves=4)


def _all_assignments(read: Sequence[str]) -> Iterator[dict[str, object]]:
    for values in product(*(SMALL_VALUES[address] for address in read)):
        yield dict(zip(read, values, strict=True))


def _hold(conditions: Sequence[ast.Expression], assignment: Mapping[str, object]) -> bool:
    scope = scope_of(assignment)
    return all(evaluate(condition, scope) is True for condition in conditions)


def _possible(conditions: Sequence[ast.Expression]) -> bool:
    return any(_hold(conditions, assignment) for assignment in _all_assignments(sorted(SMALL)))


@settings(max_examples=300, deadline=None)
@given(st.lists(_conditions(related=False), min_size=1, max_size=4))
def test_single_attributes_are_decided_as_trying_every_combination_decides(
    conditions: list[ast.Expression],
) -> None:
    verdict = satisfiable(conditions, SMALL)

    assert isinstance(verdict, Solution) == _possible(conditions), [text(c) for c in conditions]
    assert not isinstance(verdict, Undecided)


@settings(max_examples=60, deadline=None)
@given(st.lists(_conditions(related=True), min_size=1, max_size=3))
def test_related_attributes_are_decided_as_trying_every_combination_decides(
    conditions: list[ast.Expression],
) -> None:
    outcome = smt.solved(conditions, SMALL)

    assert isinstance(outcome, dict) == _possible(conditions), [text(c) for c in conditions]
    if isinstance(outcome, dict):
        assert _hold(conditions, outcome)


@settings(max_examples=150, deadline=None)
@given(st.lists(_conditions(related=False), min_size=1, max_size=4))
def test_a_conflict_contradicts_and_loses_that_with_any_condition_left_out(
    conditions: list[ast.Expression],
) -> None:
    verdict = satisfiable(conditions, SMALL)
    if not isinstance(verdict, Conflict):
        return
    core = [conditions[index] for index in verdict.indices]

    assert not _possible(core)
    for index in range(len(core)):
        assert _possible(core[:index] + core[index + 1 :])


@settings(max_examples=60, deadline=None)
@given(st.lists(_conditions(related=False), min_size=1, max_size=3))
def test_boxes_and_solver_choose_the_same_values(conditions: list[ast.Expression]) -> None:
    verdict = satisfiable(conditions, SMALL)
    if isinstance(verdict, Solution):
        assert smt.solved(conditions, SMALL) == verdict.assignment


@settings(max_examples=60, deadline=None)
@given(st.lists(_conditions(related=True), min_size=1, max_size=4))
def test_groups_of_conditions_are_decided_as_all_of_them_together(conditions: list[ast.Expression]) -> None:
    verdict = satisfiable(conditions, SMALL)

    assert isinstance(verdict, Solution) == _possible(conditions), [text(c) for c in conditions]
    if isinstance(verdict, Conflict):
        core = [conditions[index] for index in verdict.indices]
        assert not _possible(core)
        assert all(_possible(core[:index] + core[index + 1 :]) for index in range(len(core)))


def test_many_independent_choices_stay_decided() -> None:
    conditions = [f"a{number}.x = 1 or a{number}.y = 2" for number in range(30)]

    verdict = satisfiable(conditions)

    assert isinstance(verdict, Solution)
    assert verdict.assignment["a0.x"] == 0
    assert verdict.assignment["a0.y"] == 2


def test_a_solution_takes_the_first_value_and_the_smallest_number() -> None:
    verdict = satisfiable(['order.state != "Quote"', "finance.rate > 4.5", "vehicle.wheels >= 18"], ORDER)

    assert verdict == Solution({"finance.rate": Decimal("4.6"), "order.state": "Offer", "vehicle.wheels": 18})


def test_a_conflict_names_only_the_conditions_that_contradict() -> None:
    conditions = ["vehicle.wheels > 18", "customer.credit", "vehicle.wheels < 19"]

    assert satisfiable(conditions, ORDER) == Conflict((0, 2), (conditions[0], conditions[2]))


def test_a_value_outside_the_domain_is_a_conflict_of_one_condition() -> None:
    assert satisfiable(['order.state = "Sold"'], ORDER) == Conflict((0,), ('order.state = "Sold"',))


def test_an_empty_list_of_conditions_is_satisfied_by_nothing_in_particular() -> None:
    assert satisfiable([], ORDER) == Solution({})


def test_dates_and_durations_are_related_by_days() -> None:
    domains = {
        "slot.date": dates(date(2026, 1, 1)),
        "handover.date": dates(date(2026, 1, 1), date(2026, 12, 31)),
        "delay.length": durations(0, 30),
    }
    conditions = ["slot.date + delay.length = handover.date", 'delay.length >= duration("P10D")']

    verdict = satisfiable(conditions, domains)

    assert isinstance(verdict, Solution)
    assert verdict.assignment["handover.date"] == date(2026, 1, 11)
    assert verdict.assignment["slot.date"] == date(2026, 1, 1)


def test_a_relation_of_attributes_can_contradict_a_comparison() -> None:
    conditions = ["customer.credit", "vehicle.wheels > finance.rate + 18", "finance.rate > 4.05"]

    assert satisfiable(conditions, ORDER) == Conflict((1, 2), (conditions[1], conditions[2]))


def test_a_function_over_an_enumeration_is_decided_by_trying_its_values() -> None:
    conditions = ['matches(order.state, "[OF].*")', 'order.state != "Offer"']

    assert satisfiable(conditions, ORDER) == Solution({"order.state": "Frozen"})
    assert satisfiable([*conditions, 'starts with(order.state, "O")'], ORDER) == Conflict(
        (1, 2), (conditions[1], 'starts with(order.state, "O")')
    )


def test_what_can_neither_be_translated_nor_tried_is_undecided_with_the_reason() -> None:
    verdict = satisfiable(['matches(customer.name, "Q.*")'], {"customer.name": strings()})

    assert isinstance(verdict, Undecided)
    assert "call" in verdict.reason


def test_a_contradiction_is_found_beside_conditions_nobody_can_decide() -> None:
    conditions = ['matches(customer.name, "Q.*")', "vehicle.wheels < 18", "vehicle.wheels > 20"]

    assert satisfiable(conditions, ORDER) == Conflict((1, 2), (conditions[1], conditions[2]))


def test_an_attribute_without_domain_gets_one_from_its_constants() -> None:
    assert satisfiable(["amount > 1 and amount < 2"]) == Solution({"amount": Decimal("1.5")})
    assert isinstance(satisfiable(['name = "a"', "name = 1"]), Undecided)


def test_text_without_an_enumeration_gets_an_example_that_fits() -> None:
    domains = {"customer.name": strings(["Ada", "Grace"])}

    assert satisfiable(['customer.name != "Ada"'], domains) == Solution({"customer.name": "Grace"})


def test_a_store_does_not_change_when_a_condition_is_added() -> None:
    store = Constraints(ORDER).with_("vehicle.wheels > 18")
    closed = store.with_("vehicle.wheels < 17")

    assert (store.is_open(), closed.is_open()) == (True, False)


def test_a_default_flow_is_taken_also_where_the_condition_is_null() -> None:
    domains = {"finance.rate": integers(0, 3).or_null()}
    conditions = [not_true(parse("finance.rate >= 0"))]

    assert satisfiable(conditions, domains) == Solution({"finance.rate": None})


@pytest.mark.parametrize(
    "make",
    [lambda: enumeration([]), lambda: enumeration(["a", "a"]), lambda: integers(3, 1), lambda: integers(step=0)],
)
def test_an_empty_or_contradictory_domain_is_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(InvalidDomain):
        make()


def test_a_not_of_several_values_is_undecided() -> None:
    verdict = satisfiable(['a.n + a.m > 1 and a.s in (not("x", "y"))'])

    assert isinstance(verdict, Undecided)
