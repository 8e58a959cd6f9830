"""Purchase subsidies, against the published amounts."""

from datetime import date
from pathlib import Path

import pytest

from process_models.finance import InvalidAmount, Money
from process_models.parameters import Parameters
from process_models.subsidies import SubsidyFacts, purchase_subsidy
from process_models.taxes import Powertrain

PARAMETERS = Parameters.load(Path(__file__).parents[2] / "process_models" / "library" / "parameters")
DAY = date(2026, 9, 1)


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")


def german(
    powertrain: Powertrain = Powertrain.BEV,
    *,
    co2: int = 0,
    reach: int = 450,
    private: bool = True,
    children: int = 0,
    income: int | None = None,
    day: date = DAY,
) -> Money:
    facts = SubsidyFacts(
        powertrain=powertrain,
        co2=co2,
        electric_range_km=reach,
        private=private,
        children=children,
        taxable_income=euros(income) if income is not None else None,
    )
    return purchase_subsidy("DE", facts, day, PARAMETERS).amount


@pytest.mark.parametrize(
    ("children", "income", "amount"),
    [
        (0, 70_000, 3_000),  # base
        (1, 70_000, 3_500),
        (3, 70_000, 4_000),  # children count for 1 000 at most
        (0, 59_999, 4_000),
        (0, 60_000, 3_000),
        (0, 44_999, 5_000),
        (2, 30_000, 6_000),  # the most there is
        (0, 80_000, 3_000),
        (0, 80_001, 0),  # limit
        (2, 90_000, 4_000),  # 80 000 + 2 * 5 000
        (4, 90_001, 0),  # the limit itself is capped at 90 000
    ],
)
def test_an_electric_car_is_subsidised_by_children_and_income(children: int, income: int, amount: int) -> None:
    assert german(children=children, income=income) == euros(amount)


@pytest.mark.parametrize(
    ("co2", "reach", "amount"),
    [(60, 50, 1_500), (61, 80, 1_500), (61, 79, 0)],
)
def test_a_plug_in_hybrid_needs_few_grams_or_a_long_electric_range(co2: int, reach: int, amount: int) -> None:
    assert german(Powertrain.PHEV, co2=co2, reach=reach) == euros(amount)


def test_changing_from_electric_to_plug_in_halves_the_base() -> None:
    assert (german(), german(Powertrain.PHEV, co2=30, reach=90)) == (euros(3_000), euros(1_500))


def test_the_first_registration_decides() -> None:
    assert german(day=date(2025, 12, 31)) == euros(0)
    assert german(day=date(2026, 1, 1)) == euros(3_000)


def test_companies_and_other_powertrains_get_nothing() -> None:
    assert german(private=False) == euros(0)
    assert german(Powertrain.PETROL, co2=120, reach=0) == euros(0)


def test_an_unknown_income_is_said_and_the_amount_is_uncertain() -> None:
    facts = SubsidyFacts(powertrain=Powertrain.BEV, co2=0, electric_range_km=400, private=True)
    result = purchase_subsidy("DE", facts, DAY, PARAMETERS)

    assert [step.what for step in result.steps][-1] == "income not known: neither bonus nor limit applied"
    assert not result.certain


def test_a_market_without_programme_says_so() -> None:
    facts = SubsidyFacts(powertrain=Powertrain.BEV, co2=0, electric_range_km=400, private=True)
    result = purchase_subsidy("AT", facts, DAY, PARAMETERS)

    assert (result.amount, result.reason) == (euros(0), "no programme in this market")


def test_negative_facts_are_refused() -> None:
    with pytest.raises(InvalidAmount, match="-1 children"):
        SubsidyFacts(powertrain=Powertrain.BEV, co2=0, electric_range_km=400, private=True, children=-1)
