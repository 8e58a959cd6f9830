import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from process_models.diagram.ranking import Step, columns, leading_back, longest_ahead, topological, with_hints

steps = st.integers(1, 9).flatmap(
    lambda count: st.tuples(
        st.just([str(number) for number in range(count)]),
        st.lists(st.tuples(*[st.integers(0, count - 1).map(str)] * 2), max_size=20),
    )
)


def test_the_step_that_closes_a_loop_leads_back() -> None:
    assert leading_back(["a", "b", "c"], [("a", "b"), ("b", "c"), ("c", "a")], ["a"]) == {2}


def test_a_step_to_itself_leads_back() -> None:
    assert leading_back(["a"], [("a", "a")], []) == {0}


def test_two_ways_to_one_node_are_no_loop() -> None:
    assert leading_back(["a", "b", "c"], [("a", "b"), ("a", "c"), ("b", "c")], ["a"]) == frozenset()


@given(steps)
def test_without_the_steps_that_lead_back_there_is_no_cycle(drawn: tuple[list[str], list[tuple[str, str]]]) -> None:
    nodes, pairs = drawn
    back = leading_back(nodes, pairs, nodes[:1])

    left = nx.DiGraph([pair for number, pair in enumerate(pairs) if number not in back])
    assert nx.is_directed_acyclic_graph(left)


def test_a_join_stands_right_of_the_longer_way() -> None:
    found = columns("abcd", [Step("a", "b"), Step("b", "c"), Step("c", "d"), Step("a", "d")])

    assert found == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_a_wide_node_pushes_what_follows() -> None:
    assert columns("ab", [Step("a", "b", 3)]) == {"a": 0, "b": 3}


def test_a_late_start_stands_just_before_what_it_leads_to() -> None:
    assert columns("abcs", [Step("a", "b"), Step("b", "c"), Step("s", "c")])["s"] == 1


def test_a_hint_that_contradicts_the_steps_is_dropped() -> None:
    kept = with_hints("abc", [Step("a", "b")], [Step("b", "a", 0), Step("c", "b", 0)])

    assert kept == [Step("a", "b"), Step("c", "b", 0)]


def test_the_longest_way_ahead_counts_steps() -> None:
    assert longest_ahead("abc", [("a", "b"), ("b", "c"), ("a", "c")]) == {"a": 2, "b": 1, "c": 0}


def test_the_order_respects_every_step() -> None:
    assert topological("cba", [("a", "b"), ("b", "c")]) == ["a", "b", "c"]
