from __future__ import annotations

import pytest

from process_models.feel.dialects import NotUnderstood, translate
from process_models.feel.rendering import text


@pytest.mark.parametrize(
    ("condition", "feel"),
    [
        ("${amount > 100}", "amount > 100"),
        ("#{!approved}", "not(approved)"),
        ("${approved == true && order.state != 'Frozen'}", 'approved = true and order.state != "Frozen"'),
        ("${a eq 1 or b ge 2.5}", "a = 1 or b >= 2.5"),
        ("${not empty name}", 'not(name in (null, ""))'),
        ("x == 'a' && y", 'x = "a" and y'),
        ('status === "open" || -n < 3', 'status = "open" or -n < 3'),
        ("${a ? b : c}", "if a then b else c"),
        ("${(a || b) && c}", "(a or b) and c"),
        ("= amount > 100", "amount > 100"),
        ('order.state = "Frozen"', 'order.state = "Frozen"'),
        ("a && b == c;", "a and b = c"),
    ],
)
def test_a_simple_condition_of_another_language_becomes_feel(condition: str, feel: str) -> None:
    found = translate(condition)

    assert not isinstance(found, NotUnderstood), found
    assert text(found) == feel


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("${service.check(order)}", "call"),
        ("${items[0] == 1}", "index"),
        ("return x > 3;", "script"),
        ("${x = 3}", "unexpected '='"),
        ("${x > }", "unexpected end"),
        ("${(x > 3}", "')' is missing"),
        ("  ", "empty"),
        ("${a % 2 == 0}", "unexpected '%'"),
        ("= amount >", "expected a value"),
        ("${" + "(" * 500 + "x" + ")" * 500 + "}", "too many parentheses"),
    ],
)
def test_what_is_more_than_a_condition_is_named_and_not_guessed(condition: str, reason: str) -> None:
    found = translate(condition)

    assert isinstance(found, NotUnderstood)
    assert reason in found.reason
