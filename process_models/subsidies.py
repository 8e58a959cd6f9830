"""What a state adds to the purchase of a car, step by step, from dated parameters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from process_models.finance import InvalidAmount, Money
from process_models.parameters import Parameter, Parameters
from process_models.taxes import Powertrain, TaxStep, UnknownTaxScheme


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyFacts:
    """What a subsidy looks at: car and household.

    `taxable_income` is the household's yearly figure; None is not known.
    """

    powertrain: Powertrain
    co2: int
    electric_range_km: int
    private: bool
    children: int = 0
    taxable_income: Money | None = None

    def __post_init__(self) -> None:
        if min(self.co2, self.electric_range_km, self.children) < 0:
            raise InvalidAmount(
                f"{self.co2} g/km, {self.electric_range_km} km and {self.children} children are not all zero or more;"
                " correct the facts."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyResult:
    """The amount to be expected and how it came about; `reason` says why there is none."""

    amount: Money
    basis_date: date
    steps: tuple[TaxStep, ...]
    reason: str | None = None

    @property
    def certain(self) -> bool:
        """Whether every row used is certain; an uncertain one must be said."""
        return not any(row.uncertain for step in self.steps for row in step.parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Programme:
    """The German programme as it stands on the day of registration."""

    parameters: Parameters
    market: str
    day: date
    as_of: date | None

    def at(self, id: str, **keys: str) -> Parameter:
        return self.parameters.at(id, country=self.market, basis_date=self.day, as_of=self.as_of, **keys)


def purchase_subsidy(
    market: str, facts: SubsidyFacts, registered_on: date, parameters: Parameters, *, as_of: date | None = None
) -> SubsidyResult:
    """The subsidy of a market for a car first registered on a day; the day of the order does not count.

    Without a known income neither the income bonus nor the income limit is applied, and a step says so.

    Raises:
        UnknownParameter: nothing is known for that market and day.
        UnknownTaxScheme: the market's programme has no calculation.
    """
    programme = _Programme(parameters=parameters, market=market, day=registered_on, as_of=as_of)
    scheme = programme.at("purchase_subsidy_scheme")
    if scheme.value == "none":
        return _nothing(registered_on, "EUR", "no programme in this market", scheme)
    if scheme.value != "ecar-household":
        raise UnknownTaxScheme(
            f"{scheme.address} names the scheme '{scheme.value}'; choose one of: ecar-household, none"
        )
    return _household(facts, programme)


def _household(facts: SubsidyFacts, programme: _Programme) -> SubsidyResult:
    base = programme.at("de_ecar_subsidy_base", powertrain=facts.powertrain)
    currency = base.money.currency
    if base.money.minor == 0:
        return _nothing(programme.day, currency, f"no subsidy for {facts.powertrain} registered on this day", base)
    if not facts.private:
        return _nothing(programme.day, currency, "only private households are subsidised", base)
    refusal = _refusal(facts, programme)
    if refusal is not None:
        return refusal
    per_child, cap = programme.at("de_ecar_subsidy_per_child"), programme.at("de_ecar_subsidy_children_cap")
    for_children = min(per_child.money.times(facts.children), cap.money)
    steps = [
        TaxStep(what="base amount of the powertrain", value=base.money, parameters=(base,)),
        TaxStep(what="for children", value=for_children, parameters=(per_child, cap)),
        _income_bonus(facts, programme, currency),
    ]
    amount = Money(0, currency)
    for step in steps:
        amount = amount + step.value if isinstance(step.value, Money) else amount
    return SubsidyResult(amount=amount, basis_date=programme.day, steps=tuple(steps))


def _refusal(facts: SubsidyFacts, programme: _Programme) -> SubsidyResult | None:
    """Why this car or household gets nothing, if so."""
    currency = programme.at("de_ecar_subsidy_per_child").money.currency
    if facts.powertrain is Powertrain.PHEV:
        co2, reach = programme.at("de_ecar_subsidy_phev_co2_limit"), programme.at("de_ecar_subsidy_phev_range_limit")
        if facts.co2 > co2.number and facts.electric_range_km < reach.number:
            return _nothing(
                programme.day, currency, "plug-in hybrid above the CO2 and below the range limit", co2, reach
            )
    if facts.taxable_income is not None:
        rows = tuple(
            programme.at(id)
            for id in (
                "de_ecar_subsidy_income_limit",
                "de_ecar_subsidy_income_limit_per_child",
                "de_ecar_subsidy_income_limit_cap",
            )
        )
        limit = min(rows[0].money + rows[1].money.times(facts.children), rows[2].money)
        if facts.taxable_income > limit:
            return _nothing(programme.day, currency, f"taxable income above {limit}", *rows)
    return None


def _income_bonus(facts: SubsidyFacts, programme: _Programme, currency: str) -> TaxStep:
    if facts.taxable_income is None:
        return TaxStep(what="income not known: neither bonus nor limit applied", value=Money(0, currency))
    row = programme.parameters.band(
        "de_ecar_subsidy_income_bonus",
        facts.taxable_income.minor // 100,
        country=programme.market,
        basis_date=programme.day,
        as_of=programme.as_of,
    )
    return TaxStep(what="bonus by taxable income", value=row.money, parameters=(row,))


def _nothing(day: date, currency: str, reason: str, *rows: Parameter) -> SubsidyResult:
    step = TaxStep(what=reason, value=Money(0, currency), parameters=rows)
    return SubsidyResult(amount=Money(0, currency), basis_date=day, steps=(step,), reason=reason)
