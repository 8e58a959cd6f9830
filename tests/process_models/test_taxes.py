"""Registration tax and VAT, against calculations by hand and published figures."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from process_models.finance import CurrencyMismatch, InvalidAmount, Money
from process_models.parameters import Basis, Parameter, Parameters, UnknownParameter
from process_models.taxes import Powertrain, TaxFacts, UnknownTaxScheme, registration_tax, vat

LIBRARY = Path(__file__).parents[2] / "process_models" / "library" / "parameters"
PARAMETERS = Parameters.load(LIBRARY)
IN_2025, IN_2026 = date(2025, 6, 2), date(2026, 6, 2)


def euros(amount: str) -> Money:
    return Money.of(amount, "EUR")


def kroner(amount: str) -> Money:
    return Money.of(amount, "DKK")


def nova(co2: int, net: str = "40000", day: date = IN_2025, contract: date | None = None) -> Money:
    facts = TaxFacts(net_price=euros(net), co2=co2, powertrain=Powertrain.PETROL)
    return registration_tax("AT", facts, day, PARAMETERS, contract_date=contract).amount


def danish(co2: int, gross: str, day: date, as_of: date | None = None) -> Money:
    powertrain = Powertrain.BEV if co2 == 0 else Powertrain.PETROL
    net = kroner(gross).times(Decimal("0.8"))  # 25 % VAT on 80 is 100
    return registration_tax(
        "DK", TaxFacts(net_price=net, co2=co2, powertrain=powertrain), day, PARAMETERS, as_of=as_of
    ).amount


@pytest.mark.parametrize(
    ("co2", "tax"),
    [
        # (co2 - 94) / 5, rounded to whole percent, of 40 000 EUR, minus 350 EUR
        (130, "2450"),  # 7.2 -> 7 %: 2 800 - 350
        (132, "2850"),  # 7.6 -> 8 %: 3 200 - 350
        (96, "0"),  # 0.4 -> 0 %: nothing is left to deduct from
        (97, "50"),  # 0.6 -> 1 %: 400 - 350
        (155, "4450"),  # 12.2 -> 12 %: 4 800 - 350, malus not yet
        (156, "4530"),  # 12.4 -> 12 %: 4 800 - 350 + 80
        (170, "6850"),  # 15.2 -> 15 %: 6 000 - 350 + 15 * 80
        (0, "0"),  # zero emission, exempt
    ],
)
def test_the_austrian_tax_of_2025_is_that_of_the_formula(co2: int, tax: str) -> None:
    assert nova(co2) == euros(tax)


def test_the_austrian_rate_is_capped_at_eighty_percent() -> None:
    # (600 - 94) / 5 = 101.2 -> 80 %: 8 000 - 350 + 445 * 80
    assert nova(600, net="10000") == euros("43250")


def test_two_grams_more_can_cost_a_whole_percent() -> None:
    # scenario of a larger wheel: 5.4 -> 5 % at 121 g, 5.8 -> 6 % at 123 g, so 400 EUR on 40 000
    assert nova(123) - nova(121) == euros("400")


def test_options_raise_the_austrian_base() -> None:
    assert nova(130, net="42000") - nova(130) == euros("140")  # 7 % of 2 000


def test_the_same_car_costs_more_in_austria_in_2026_and_the_result_says_it_is_uncertain() -> None:
    facts = TaxFacts(net_price=euros("40000"), co2=130, powertrain=Powertrain.PETROL)
    result = registration_tax("AT", facts, IN_2026, PARAMETERS)

    assert result.amount == euros("2850")  # (130 - 91) / 5 = 7.8 -> 8 %
    assert not result.certain


@pytest.mark.parametrize(
    ("contract", "registered", "tax"),
    [
        (date(2025, 11, 30), date(2026, 3, 31), "2450"),  # both in time: rate of 2025
        (date(2025, 12, 1), date(2026, 3, 31), "2850"),  # contract a day late
        (date(2025, 11, 30), date(2026, 4, 1), "2850"),  # delivery a day late
    ],
)
def test_a_contract_made_in_time_keeps_the_austrian_rate_of_the_year_before(
    contract: date, registered: date, tax: str
) -> None:
    assert nova(130, day=registered, contract=contract) == euros(tax)


def test_the_transition_is_a_step_that_names_its_rows() -> None:
    facts = TaxFacts(net_price=euros("40000"), co2=130, powertrain=Powertrain.PETROL)
    result = registration_tax("AT", facts, date(2026, 2, 1), PARAMETERS, contract_date=date(2025, 10, 1))

    assert result.steps[0].evidence == (
        "parameter:at_nova_transition_contract_before/AT/2025-01-01",
        "parameter:at_nova_transition_delivery_before/AT/2025-01-01",
    )


@pytest.mark.parametrize(("day", "limit"), [(IN_2025, 419_344), (IN_2026, 366_266)])
def test_electric_cars_are_tax_free_in_denmark_up_to_the_published_price(day: date, limit: int) -> None:
    # published by dahlpedersen.dk for both years; a krone of price above it is taxed
    assert danish(0, str(limit - 1), day) == kroner("0")
    assert danish(0, str(limit + 2), day) > kroner("0")


def test_a_danish_petrol_car_of_2025_is_taxed_by_bands_and_grams() -> None:
    # value 250 000: 18 225 + 130 560 + 35 250 = 184 035; 135 g: 109 * 280 + 26 * 560 = 45 080 (so am.dk);
    # minus the basic deduction of 24 300
    assert danish(135, "250000", IN_2025) == kroner("204815")


def test_a_danish_car_in_the_lowest_band_pays_a_quarter_before_deduction() -> None:
    # 25 % of 60 000 + 100 * 280 - 24 300
    assert danish(100, "60000", IN_2025) == kroner("18700")


def test_a_low_emission_car_pays_its_share_and_has_its_own_deduction_in_denmark() -> None:
    # value 400 000 in 2026: 0.25 * 76 400 + 0.85 * 161 000 + 1.5 * 162 600 = 399 850; 30 g * 293 = 8 790;
    # minus 25 500 = 383 140; 68 % = 260 535.20; minus 43 000
    assert danish(30, "400000", IN_2026) == kroner("217535.20")


def test_fifty_grams_is_no_longer_low_emission() -> None:
    # the share jumps from 68 % to the whole, and the deduction of 43 000 goes
    assert danish(50, "400000", IN_2026) > danish(49, "400000", IN_2026) + kroner("43000")


def test_the_turn_of_the_year_makes_an_electric_car_dearer_in_denmark() -> None:
    # 500 000 DKK. 2025: 0.4 * (18 225 + 130 560 + 410 250 - 24 300) - 165 500 = 48 394
    # 2026: 0.48 * (19 100 + 136 850 + 393 900 - 25 500) - 155 400 = 96 288
    assert danish(0, "500000", date(2025, 12, 31)) == kroner("48394")
    assert danish(0, "500000", date(2026, 1, 1)) == kroner("96288")


def test_knowledge_of_2023_gives_the_older_danish_deduction() -> None:
    # 5 500 DKK less deduction
    difference = danish(0, "500000", IN_2025, as_of=date(2023, 6, 1)) - danish(0, "500000", IN_2025)

    assert difference == kroner("5500")


def test_germany_taxes_no_registration() -> None:
    facts = TaxFacts(net_price=euros("40000"), co2=180, powertrain=Powertrain.DIESEL)

    assert registration_tax("DE", facts, IN_2026, PARAMETERS).amount == euros("0")


def test_every_step_of_a_calculation_rests_on_rows_of_its_market() -> None:
    facts = TaxFacts(net_price=kroner("300000"), co2=130, powertrain=Powertrain.PETROL)
    rows = [row for step in registration_tax("DK", facts, IN_2026, PARAMETERS).steps for row in step.parameters]

    assert {row.country for row in rows} == {"DK"}
    assert {row.id for row in rows} >= {"vat_rate", "dk_value_tax", "dk_co2_supplement", "dk_basic_deduction"}


@pytest.mark.parametrize(("market", "gross"), [("DE", "119.00"), ("AT", "120.00"), ("DK", "125.00")])
def test_vat_adds_the_rate_of_the_market(market: str, gross: str) -> None:
    currency = "DKK" if market == "DK" else "EUR"
    priced, row = vat(market, Money.of("100", currency), IN_2026, PARAMETERS)

    assert priced.gross == Money.of(gross, currency)
    assert row.address.startswith(f"parameter:vat_rate/{market}/")


def test_a_price_in_another_currency_is_refused() -> None:
    facts = TaxFacts(net_price=euros("40000"), co2=130, powertrain=Powertrain.PETROL)

    with pytest.raises(CurrencyMismatch, match="convert the price first"):
        registration_tax("DK", facts, IN_2026, PARAMETERS)


def test_a_year_without_rows_is_refused_and_not_guessed() -> None:
    with pytest.raises(UnknownParameter, match="at_nova"):
        nova(130, day=date(2024, 6, 1))


def test_a_scheme_without_calculation_is_refused_naming_those_there_are() -> None:
    row = Parameter(
        id="registration_tax_scheme",
        value="malus",
        unit="text",
        country="FR",
        valid_from=date(2020, 1, 1),
        basis=Basis.REGISTRATION,
        source="assumption",
    )
    facts = TaxFacts(net_price=euros("40000"), co2=130, powertrain=Powertrain.PETROL)

    with pytest.raises(UnknownTaxScheme, match="choose one of: none, nova, registreringsafgift"):
        registration_tax("FR", facts, IN_2026, Parameters.of([row]))


def test_negative_grams_are_refused() -> None:
    with pytest.raises(InvalidAmount, match="-1 g/km"):
        TaxFacts(net_price=euros("40000"), co2=-1, powertrain=Powertrain.PETROL)


@given(st.integers(min_value=1, max_value=399), st.integers(min_value=0, max_value=20_000_000))
def test_a_gram_more_never_lowers_the_austrian_tax(co2: int, net: int) -> None:
    def tax(grams: int) -> Money:
        facts = TaxFacts(net_price=Money(net, "EUR"), co2=grams, powertrain=Powertrain.PETROL)
        return registration_tax("AT", facts, IN_2025, PARAMETERS).amount

    assert Money(0, "EUR") <= tax(co2) <= tax(co2 + 1)


@given(
    st.integers(min_value=0, max_value=300),
    st.integers(min_value=0, max_value=50_000_000),
    st.integers(min_value=1, max_value=5_000_000),
)
def test_a_dearer_car_is_never_taxed_less_in_denmark(co2: int, net: int, more: int) -> None:
    def tax(price: int) -> Money:
        facts = TaxFacts(net_price=Money(price, "DKK"), co2=co2, powertrain=Powertrain.PETROL)
        return registration_tax("DK", facts, IN_2026, PARAMETERS).amount

    assert Money(0, "DKK") <= tax(net) <= tax(net + more)
