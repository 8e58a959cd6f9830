"""Constraints in independent groups against the same constraints in one store."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from generators.independent import Independent
from process_models.feel.domains import enumeration, integers
from process_models.feel.evaluator import evaluate
from process_models.feel.parser import parse
from process_models.feel.solver import Conflict, Solution, satisfiable
from process_models.feel.values import scope_of

DOMAINS = {f"v.n{i}": integers(0, 9) for i in range(3)} | {f"v.k{i}": enumeration(("a", "b", "c")) for i in range(3)}

conditions = st.one_of(
    st.builds("v.n{} {} {}".format, st.integers(0, 2), st.sampled_from(["<", ">", "=", "!="]), st.integers(0, 9)),
    st.builds('v.k{} = "{}"'.format, st.integers(0, 2), st.sampled_from("abc")),
    st.builds("v.n{} < v.n{}".format, st.integers(0, 2), st.integers(0, 2)),
    st.builds(
        'v.k{} != "{}" or v.n{} > {}'.format,
        st.integers(0, 2),
        st.sampled_from("abc"),
        st.integers(0, 2),
        st.integers(0, 9),
    ),
)


def together(texts: Sequence[str]) -> Independent | Conflict:
    store: Independent | Conflict = Independent.over(DOMAINS)
    for text in texts:
        if isinstance(store, Conflict):
            return store
        store = store.with_(parse(text))
    return store


@given(st.lists(conditions, max_size=6))
def test_groups_find_the_same_as_one_store(texts: list[str]) -> None:
    found = together(texts)

    assert isinstance(found, Conflict) is isinstance(satisfiable(texts, DOMAINS), Conflict)


@given(st.lists(conditions, max_size=6))
def test_the_values_of_all_groups_meet_every_condition(texts: list[str]) -> None:
    found = together(texts)
    if isinstance(found, Conflict):
        return
    values, open_questions = found.solve()

    assert not open_questions
    assert all(evaluate(parse(text), scope_of(values)) is True for text in texts)


def test_a_condition_that_joins_two_groups_sees_both() -> None:
    found = together(["v.n0 > 5", "v.n1 < 3", "v.n0 < v.n1"])

    assert isinstance(found, Conflict)
    assert len(found.indices) == 3


def test_conditions_without_common_attributes_stay_apart() -> None:
    found = together(["v.n0 > 5", "v.n1 < 3", 'v.k0 = "b"'])

    assert isinstance(found, Independent)
    assert len(found.groups) == 3
    assert isinstance(satisfiable(["v.n0 > 5"], DOMAINS), Solution)
