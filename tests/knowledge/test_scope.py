from datetime import date

import pytest

from knowledge.errors import InvalidDocument
from knowledge.scope import NO_FILTERS, Filters, Scope


def test_a_text_without_markets_holds_in_every_market() -> None:
    assert Filters(market="SE").admits(Scope(language="de"))
    assert not Filters(market="SE").admits(Scope(language="de", markets=("DE", "AT")))


def test_a_text_for_some_readers_needs_one_of_them() -> None:
    internal = Scope(language="de", audiences=("internal", "pricing"))

    assert Filters(audiences=frozenset({"pricing", "sales"})).admits(internal)
    assert not Filters(audiences=frozenset({"sales"})).admits(internal)
    assert not Filters(audiences=frozenset()).admits(internal)
    assert Filters(audiences=frozenset()).admits(Scope(language="de"))


def test_both_days_of_a_validity_belong_to_it() -> None:
    spring = Scope(language="de", valid_from=date(2026, 3, 1), valid_to=date(2026, 5, 31))

    held = [spring.holds_on(day) for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))]

    assert held == [False, True, True, False]


def test_without_filters_everything_is_admitted() -> None:
    assert NO_FILTERS.admits(Scope(language="pl", markets=("PL",), audiences=("board",), valid_to=date(1999, 1, 1)))


def test_a_validity_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidDocument, match="valid_to 2025-01-01 lies before valid_from 2026-01-01"):
        Scope(language="de", valid_from=date(2026, 1, 1), valid_to=date(2025, 1, 1))
