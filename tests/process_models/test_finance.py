from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from process_models.finance import (
    CurrencyMismatch,
    InvalidAmount,
    Money,
    PaymentTiming,
    allocate,
    annuity,
    effective_annual_rate,
    exact,
    financed_price,
    format_money,
    lease_rate,
    money_factor_rate,
    percent_change,
    total,
    with_tax,
    without_tax,
)

PRICE = Money.of("50000", "EUR")
RESIDUAL = Money.of("25000", "EUR")
FIVE_PER_CENT = Decimal("0.05")

minor_units = st.integers(-(10**10), 10**10)
prices = st.integers(1, 10**9)
rates = st.decimals("0", "0.25", places=4)
terms = st.integers(1, 84)
timings = st.sampled_from(PaymentTiming)


# Worked examples of a lease over 50,000 EUR with a residual value of 25,000 EUR, 36 months, 5 %.


def test_a_lease_paid_in_arrears_costs_853_44_a_month() -> None:
    rate = lease_rate(price=PRICE, residual=RESIDUAL, months=36, annual_rate=FIVE_PER_CENT)

    assert rate == Money.of("853.44", "EUR")


def test_a_lease_paid_in_advance_costs_849_90_a_month() -> None:
    rate = lease_rate(
        price=PRICE, residual=RESIDUAL, months=36, annual_rate=FIVE_PER_CENT, timing=PaymentTiming.ADVANCE
    )

    assert rate == Money.of("849.90", "EUR")


def test_the_money_factor_comes_close_with_850_69() -> None:
    rate = money_factor_rate(price=PRICE, residual=RESIDUAL, months=36, annual_rate=FIVE_PER_CENT)

    assert rate == Money.of("850.69", "EUR")


@pytest.mark.parametrize(
    ("price", "residual", "percent", "difference"),
    [
        pytest.param("50000", "26000", "0.05", "-25.80", id="residual value 1,000 higher"),
        pytest.param("51000", "25000", "0.05", "29.97", id="price 1,000 higher"),
        pytest.param("50000", "25000", "0.06", "32.11", id="one point more interest"),
        pytest.param("48500", "25000", "0.05", "-44.95", id="three per cent off, residual value held"),
        pytest.param("48500", "24250", "0.05", "-25.60", id="three per cent off, residual value follows"),
    ],
)
def test_the_rate_answers_to_price_residual_value_and_interest(
    price: str, residual: str, percent: str, difference: str
) -> None:
    rate = lease_rate(
        price=Money.of(price, "EUR"), residual=Money.of(residual, "EUR"), months=36, annual_rate=Decimal(percent)
    )

    # Both rates are rounded to the cent, the known difference was rounded once.
    assert abs((rate - Money.of("853.44", "EUR") - Money.of(difference, "EUR")).minor) <= 1


@pytest.mark.parametrize(("residual", "expected"), [("25000", "808.48"), ("24250", "827.84")])
def test_much_of_a_price_cut_is_lost_once_the_residual_value_follows(residual: str, expected: str) -> None:
    rate = lease_rate(
        price=Money.of("48500", "EUR"), residual=Money.of(residual, "EUR"), months=36, annual_rate=FIVE_PER_CENT
    )

    assert rate == Money.of(expected, "EUR")


def test_a_loan_of_10_000_over_a_year_at_twelve_per_cent_costs_888_49_a_month() -> None:
    assert annuity(principal=Money.of("10000", "EUR"), months=12, annual_rate=Decimal("0.12")) == Money.of(
        "888.49", "EUR"
    )


def test_without_interest_the_write_down_is_spread_evenly() -> None:
    rate = lease_rate(price=PRICE, residual=RESIDUAL, months=50, annual_rate=0)

    assert rate == Money.of("500", "EUR")


@given(price=prices, share=st.integers(0, 100), months=terms, annual_rate=rates, timing=timings)
def test_the_rate_pays_for_the_price_it_came_from(
    price: int, share: int, months: int, annual_rate: Decimal, timing: PaymentTiming
) -> None:
    financed, residual = Money(price, "EUR"), Money(price * share // 100, "EUR")
    rate = lease_rate(price=financed, residual=residual, months=months, annual_rate=annual_rate, timing=timing)

    again = financed_price(rate=rate, residual=residual, months=months, annual_rate=annual_rate, timing=timing)

    # Half a cent of rounding in each payment, worth at most a month's interest more, and two roundings here.
    assert abs((again - financed).minor) <= months * 0.52 + 1


@given(price=prices, share=st.integers(0, 100), months=st.integers(1, 60), annual_rate=rates)
def test_paying_month_by_month_ends_at_the_residual_value(
    price: int, share: int, months: int, annual_rate: Decimal
) -> None:
    residual = Money(price * share // 100, "EUR")
    rate = lease_rate(price=Money(price, "EUR"), residual=residual, months=months, annual_rate=annual_rate)
    owed = Fraction(price)
    for _ in range(months):
        owed = owed * (1 + Fraction(annual_rate) / 12) - rate.minor

    growth = (1 + Fraction(annual_rate) / 12) ** months
    assert abs(owed - residual.minor) <= Fraction(1, 2) * months * growth


def test_a_currency_is_never_added_to_another() -> None:
    with pytest.raises(CurrencyMismatch) as refused:
        Money.of("48990", "EUR") + Money.of("1", "SEK")

    assert str(refused.value) == "cannot add 1.00 SEK to 48,990.00 EUR; convert one of them first"


def test_a_residual_value_in_another_currency_is_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        lease_rate(price=PRICE, residual=Money.of("1", "DKK"), months=36, annual_rate=FIVE_PER_CENT)


@given(a=minor_units, b=minor_units, c=minor_units)
def test_sums_do_not_depend_on_order(a: int, b: int, c: int) -> None:
    first, second, third = (Money(minor, "EUR") for minor in (a, b, c))

    assert total([first, second, third], "EUR") == total([third, first, second], "EUR")
    assert first - second == -(second - first)


def test_a_sum_of_nothing_is_zero_in_its_currency() -> None:
    assert total([], "DKK") == Money(0, "DKK")


@pytest.mark.parametrize(("minor", "rounded"), [("0.5", 0), ("1.5", 2), ("2.5", 2), ("-0.5", 0), ("-1.5", -2)])
def test_halves_are_rounded_to_the_even_neighbour(minor: str, rounded: int) -> None:
    assert Money.rounded(Decimal(minor), "EUR") == Money(rounded, "EUR")


@pytest.mark.parametrize("number", [0.1, True, float("nan")])
def test_binary_numbers_are_refused(number: Any) -> None:
    with pytest.raises(InvalidAmount, match="lost in binary"):
        PRICE.times(number)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "five"])
def test_what_is_no_finite_number_is_refused(number: str) -> None:
    with pytest.raises(InvalidAmount, match="not a finite number"):
        exact(number)
    if number != "five":
        with pytest.raises(InvalidAmount, match="not a finite number"):
            exact(Decimal(number))


def test_an_amount_finer_than_its_currency_is_refused() -> None:
    with pytest.raises(InvalidAmount, match="more than 0 decimals"):
        Money.of("1.5", "JPY")


@pytest.mark.parametrize("currency", ["eur", "EURO", ""])
def test_a_currency_is_written_as_three_capitals(currency: str) -> None:
    with pytest.raises(InvalidAmount, match="ISO 4217"):
        Money(1, currency)


@pytest.mark.parametrize(
    ("money", "english", "german"),
    [
        (Money(4_899_000, "EUR"), "48,990.00 EUR", "48.990,00 EUR"),
        (Money(-123_456_789, "DKK"), "-1,234,567.89 DKK", "-1.234.567,89 DKK"),
        (Money(5, "EUR"), "0.05 EUR", "0,05 EUR"),
        (Money(-5, "EUR"), "-0.05 EUR", "-0,05 EUR"),
        (Money(1_500, "JPY"), "1,500 JPY", "1.500 JPY"),
    ],
)
def test_amounts_are_written_as_each_language_does(money: Money, english: str, german: str) -> None:
    assert (format_money(money, "en"), format_money(money, "de")) == (english, german)


@given(minor=minor_units, weights=st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_splitting_loses_nothing_and_is_off_by_less_than_a_unit(minor: int, weights: list[int]) -> None:
    parts = allocate(Money(minor, "EUR"), weights)

    assert total(parts, "EUR").minor == minor
    assert all(
        abs(part.minor - Fraction(minor * weight, sum(weights))) < 1
        for part, weight in zip(parts, weights, strict=True)
    )


def test_a_cent_that_cannot_be_split_goes_to_the_earlier_of_equals() -> None:
    assert [part.minor for part in allocate(Money(100, "EUR"), [1, 1, 1])] == [34, 33, 33]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_splitting_by_nothing_is_refused(weights: list[int]) -> None:
    with pytest.raises(InvalidAmount, match="at least one weight above zero"):
        allocate(PRICE, weights)


def test_value_added_tax_in_germany_of_a_gross_price() -> None:
    taken_out = without_tax(Money.of("47600", "EUR"), Decimal("0.19"))

    assert (taken_out.net, taken_out.tax) == (Money.of("40000", "EUR"), Money.of("7600", "EUR"))


@given(minor=minor_units, rate=st.decimals("0", "0.30", places=3))
def test_net_and_tax_always_add_up_to_gross(minor: int, rate: Decimal) -> None:
    added, taken_out = with_tax(Money(minor, "EUR"), rate), without_tax(Money(minor, "EUR"), rate)

    assert added.net + added.tax == added.gross
    assert taken_out.net + taken_out.tax == taken_out.gross


@given(minor=st.integers(0, 10**10), rate=st.decimals("0", "0.30", places=3))
def test_taking_out_the_tax_that_was_added_gives_the_net_price_back(minor: int, rate: Decimal) -> None:
    added = with_tax(Money(minor, "EUR"), rate)

    assert without_tax(added.gross, rate).net == added.net


def test_a_step_is_a_share_of_the_price_before() -> None:
    assert percent_change(PRICE, Money.of("48500", "EUR")) == Fraction(-3, 100)


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidAmount, match="must not be zero"):
        PRICE.share_of(Money(0, "EUR"))


def test_one_per_cent_a_month_is_12_68_per_cent_a_year() -> None:
    assert round(effective_annual_rate(Decimal("0.12")), 4) == Fraction(1268, 10_000)


@pytest.mark.parametrize("months", [0, -3])
def test_a_term_below_one_month_is_refused(months: int) -> None:
    with pytest.raises(InvalidAmount, match="whole number from 1"):
        lease_rate(price=PRICE, residual=RESIDUAL, months=months, annual_rate=FIVE_PER_CENT)


def test_negative_interest_is_refused() -> None:
    with pytest.raises(InvalidAmount, match="annual rate -0.01 is below zero"):
        lease_rate(price=PRICE, residual=RESIDUAL, months=36, annual_rate=Decimal("-0.01"))
