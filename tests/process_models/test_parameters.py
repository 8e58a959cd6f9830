"""Dated parameters: which row holds, what is refused, and what the reference tables say."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from process_models.finance import Money
from process_models.parameters import Basis, Parameter, Parameters, UnfitParameter, UnknownParameter
from process_models.records import InvalidContent

LIBRARY = Path(__file__).parents[2] / "process_models" / "library" / "parameters"


def row(
    value: str = "10",
    *,
    id: str = "duty",
    country: str = "DE",
    start: date = date(2025, 1, 1),
    end: date | None = None,
    keys: dict[str, str] | None = None,
    bounds: tuple[str, str | None] | None = None,
    known: date | None = None,
    unit: str = "percent",
) -> Parameter:
    lower, upper = bounds or (None, None)
    return Parameter(
        id=id,
        value=Decimal(value),
        unit=unit,
        country=country,
        valid_from=start,
        valid_to=end,
        basis=Basis.REGISTRATION,
        source="assumption",
        keys=keys or {},
        lower=Decimal(lower) if lower is not None else None,
        upper=Decimal(upper) if upper is not None else None,
        known_from=known,
    )


def write(tmp_path: Path, text: str) -> Path:
    (tmp_path / "rates.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_row_of_the_basis_date_holds_to_its_last_day() -> None:
    parameters = Parameters.of([row("10", end=date(2025, 12, 31)), row("12", start=date(2026, 1, 1))])

    assert parameters.at("duty", country="DE", basis_date=date(2025, 12, 31)).number == 10
    assert parameters.at("duty", country="DE", basis_date=date(2026, 1, 1)).number == 12


def test_two_rows_of_one_day_are_refused_naming_both() -> None:
    with pytest.raises(InvalidContent) as refused:
        Parameters.of([row("10", end=date(2026, 1, 1)), row("12", start=date(2026, 1, 1))])

    assert str(refused.value) == (
        "parameter:duty/DE/2025-01-01 (to 2026-01-01) and parameter:duty/DE/2026-01-01 hold on the same days;"
        " end the first earlier."
    )


def test_days_without_a_row_are_refused_naming_both_neighbours() -> None:
    with pytest.raises(InvalidContent) as refused:
        Parameters.of([row("10", end=date(2025, 12, 30)), row("12", start=date(2026, 1, 2))])

    assert "parameter:duty/DE/2025-01-01" in str(refused.value)
    assert "parameter:duty/DE/2026-01-02 leave 2025-12-31 to 2026-01-01 without a value" in str(refused.value)


@pytest.mark.parametrize(
    ("upper_of_first", "lower_of_second", "message"),
    [("60", "50", "hold for the same amounts"), ("40", "50", "leave 40 to 50 without a band")],
)
def test_bands_that_overlap_or_leave_a_gap_are_refused(upper_of_first: str, lower_of_second: str, message: str) -> None:
    with pytest.raises(InvalidContent, match=message):
        Parameters.of([row(bounds=("0", upper_of_first)), row(bounds=(lower_of_second, None))])


def test_an_amount_on_a_bound_lies_in_the_upper_band() -> None:
    parameters = Parameters.of([row("25", bounds=("0", "100")), row("85", bounds=("100", None))])

    def band(amount: int) -> Decimal:
        return parameters.band("duty", amount, country="DE", basis_date=date(2025, 6, 1)).number

    assert (band(99), band(100), band(10**9)) == tuple(map(Decimal, (25, 85, 85)))


def test_a_scale_is_not_one_value() -> None:
    parameters = Parameters.of([row("25", bounds=("0", "100")), row("85", bounds=("100", None))])

    with pytest.raises(UnfitParameter, match="ask for `bands` or `band`"):
        parameters.at("duty", country="DE", basis_date=date(2025, 6, 1))


def test_the_country_goes_before_its_territory_and_that_before_everywhere() -> None:
    territory = Parameter(
        id="customs_territory",
        value="EU",
        unit="text",
        country="AT",
        valid_from=date(1995, 1, 1),
        basis=Basis.DELIVERY,
        source="assumption",
    )
    rows = [row("1", country="*"), row("2", country="EU"), row("3", country="DE"), territory]
    parameters = Parameters.of(rows)

    found = [
        parameters.at("duty", country=country, basis_date=date(2025, 6, 1)).number for country in ("DE", "AT", "CH")
    ]
    assert found == [3, 2, 1]


def test_the_row_with_more_matching_keys_goes_first_and_unasked_keys_do_not_match() -> None:
    parameters = Parameters.of(
        [row("10"), row("7", keys={"origin": "CN"}), row("9", keys={"origin": "CN", "power": "bev"})]
    )

    def duty(**keys: str) -> Decimal:
        return parameters.at("duty", country="DE", basis_date=date(2025, 6, 1), as_of=None, **keys).number

    assert (duty(), duty(origin="GB"), duty(origin="CN"), duty(origin="CN", power="bev")) == tuple(
        map(Decimal, (10, 10, 7, 9))
    )


def test_the_number_of_keys_counts_and_not_their_names() -> None:
    parameters = Parameters.of([row("7", keys={"zone": "x"}), row("9", keys={"a": "1", "b": "2"})])
    found = parameters.at("duty", country="DE", basis_date=date(2025, 6, 1), zone="x", a="1", b="2")

    assert found.number == 9


def test_who_asks_as_of_an_earlier_day_does_not_see_what_became_known_later() -> None:
    parameters = Parameters.of([row("48"), row("40", known=date(2025, 3, 1))])

    def share(as_of: date | None) -> Decimal:
        return parameters.at("duty", country="DE", basis_date=date(2025, 6, 1), as_of=as_of).number

    assert (share(date(2025, 2, 28)), share(date(2025, 3, 1)), share(None)) == tuple(map(Decimal, (48, 40, 40)))


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownParameter) as refused:
        Parameters.of([row(id="vat_rate")]).at("vat_rte", country="DE", basis_date=date(2025, 6, 1))

    assert str(refused.value) == "no parameter 'vat_rte'. Nearest id: 'vat_rate'."


def test_a_day_before_the_first_row_is_answered_with_the_days_there_are() -> None:
    with pytest.raises(UnknownParameter, match=r"on 2024-12-31; there are rows for DE from 2025-01-01 to today"):
        Parameters.of([row()]).at("duty", country="DE", basis_date=date(2024, 12, 31))


def test_addresses_tell_all_rows_apart_and_lead_back_to_them() -> None:
    parameters = Parameters.load(LIBRARY)

    assert len({found.address for found in parameters.rows}) == len(parameters.rows)
    assert all(parameters.row(found.address) is found for found in parameters.rows)


def test_a_percent_is_an_exact_share_and_a_currency_is_money() -> None:
    assert row("20.7").share == Fraction(207, 1000)
    assert row("80", unit="EUR/g").money == Money(8000, "EUR")


def test_a_share_of_something_else_than_percent_is_refused() -> None:
    with pytest.raises(UnfitParameter, match="is in EUR, not in percent"):
        _ = row("80", unit="EUR").share


def test_decimals_of_a_file_are_exact(tmp_path: Path) -> None:
    text = "- {id: r, country: DE, value: 7.8, unit: x, valid_from: 2025-01-01, basis: order, source: assumption}\n"

    assert Parameters.load(write(tmp_path, text)).rows[0].value == Decimal("7.8")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("id: r, country: DE, unit: x, valid_from: 2025-01-01, basis: order, source: s", "r: field 'value' is missing"),
        ("id: r, country: DE, value: 1, unit: x, valid_from: soon, basis: order, source: s", "write a date like"),
        ("id: r, country: DE, value: 1, unit: x, valid_form: 2025-01-01, basis: order, source: s", "'valid_from'"),
        (
            "id: r, country: DE, value: 1, unit: x, valid_from: 2025-01-01, basis: never, source: s",
            "Choose one of: order",
        ),
        ("id: r, country: DE, value: 1, unit: x, valid_from: 2025-01-01, basis: order", "field 'source' is missing"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_naming_file_row_and_field(
    tmp_path: Path, fields: str, message: str
) -> None:
    with pytest.raises((InvalidContent, UnknownParameter)) as refused:
        Parameters.load(write(tmp_path, f"- {{{fields}}}\n"))

    assert "rates.yaml, r" in str(refused.value)
    assert message in str(refused.value)


@given(
    st.lists(st.integers(min_value=1, max_value=400), min_size=1, max_size=6), st.integers(min_value=0, max_value=2000)
)
def test_contiguous_rows_give_exactly_one_value_on_every_day_covered(lengths: list[int], offset: int) -> None:
    start, rows = date(2020, 1, 1), []
    for number, length in enumerate(lengths):
        last = start + timedelta(days=length - 1)
        rows.append(row(str(number), start=start, end=last))
        start = last + timedelta(days=1)
    day = date(2020, 1, 1) + timedelta(days=offset % sum(lengths))

    found = Parameters.of(reversed(rows)).at("duty", country="DE", basis_date=day)

    assert found.valid_from <= day <= (found.valid_to or date.max)


@given(st.integers(min_value=0, max_value=300), st.integers(min_value=-20, max_value=20))
def test_any_shift_of_the_second_row_is_refused(length: int, shift: int) -> None:
    last = date(2020, 1, 1) + timedelta(days=length + 21)
    first = row("1", start=date(2020, 1, 1), end=last)
    second = row("2", start=last + timedelta(days=1 + shift))

    if shift:
        with pytest.raises(InvalidContent):
            Parameters.of([first, second])
    else:
        assert len(Parameters.of([first, second]).rows) == 2


@pytest.fixture(scope="module")
def library() -> Parameters:
    return Parameters.load(LIBRARY)


@pytest.mark.parametrize(("country", "percent"), [("DE", 19), ("AT", 20), ("DK", 25)])
def test_standard_vat_rates_are_those_of_the_three_markets(library: Parameters, country: str, percent: int) -> None:
    assert library.at("vat_rate", country=country, basis_date=date(2026, 11, 1)).number == percent


def test_the_phase_in_of_electric_cars_in_denmark_rises_to_the_whole_tax_in_2035(library: Parameters) -> None:
    shares = [
        library.at("dk_phase_in", country="DK", basis_date=date(year, 7, 1), emission="zero").number
        for year in range(2025, 2037)
    ]

    assert shares == [40, 48, 56, 64, 72, 80, 84, 88, 92, 96, 100, 100]


def test_the_danish_deduction_of_2025_was_lower_before_the_act_of_january_2024(library: Parameters) -> None:
    def deduction(as_of: date) -> Decimal:
        return library.at(
            "dk_special_deduction", country="DK", basis_date=date(2025, 5, 1), as_of=as_of, emission="zero"
        ).number

    assert (deduction(date(2023, 6, 1)), deduction(date(2026, 1, 1))) == (Decimal(160_000), Decimal(165_500))


def test_austrian_rows_of_2026_are_marked_uncertain_and_those_of_2025_are_not(library: Parameters) -> None:
    years = [library.at("at_nova_co2_offset", country="AT", basis_date=date(year, 6, 1)) for year in (2025, 2026)]

    assert [(found.number, found.uncertain) for found in years] == [(Decimal(94), False), (Decimal(91), True)]


def test_the_withdrawal_function_is_required_from_19_june_2026(library: Parameters) -> None:
    answers = [
        library.at("withdrawal_function_required", country="DE", basis_date=day).value
        for day in (date(2026, 6, 18), date(2026, 6, 19))
    ]

    assert answers == ["no", "yes"]


def test_only_private_distance_buyers_have_the_statutory_withdrawal_period(library: Parameters) -> None:
    def period(**keys: str) -> object:
        return library.at("withdrawal_period", country="AT", basis_date=date(2026, 1, 1), as_of=None, **keys).value

    assert period(channel="distance", customer="private") == "P14D"
    assert period(channel="showroom", customer="private") == "P0D"


@pytest.mark.parametrize(
    ("day", "percent"), [(date(2024, 10, 29), 0), (date(2024, 10, 30), "20.7"), (date(2029, 10, 30), 0)]
)
def test_the_countervailing_duty_on_electric_cars_from_china_holds_five_years(
    library: Parameters, day: date, percent: str
) -> None:
    found = library.at("countervailing_duty", country="DK", basis_date=day, origin="CN", powertrain="bev")

    assert found.number == Decimal(percent)


def test_every_row_names_a_source_and_no_source_is_an_address_of_the_network(library: Parameters) -> None:
    assert all(found.source.strip() for found in library.rows)
    assert not [found.address for found in library.rows if "://" in found.source]


def test_uncertain_assumptions_say_why(library: Parameters) -> None:
    assert not [found.address for found in library.rows if found.uncertain and found.assumed and not found.note]
