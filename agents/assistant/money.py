"""Registration tax before and after a change, for the car known or a plain example."""

from datetime import date
from decimal import Decimal

from agents.assistant.answer import Amount, ClaimKind
from agents.assistant.context import Context, Draft
from agents.assistant.effects import Effects
from agents.assistant.statements import NoTax, Part, Statement, TaxEffect
from process_models.addresses import AttributeAddress
from process_models.finance import Money
from process_models.impact import Consequence, Effect
from process_models.parameters import Parameter, UnknownParameter
from process_models.taxes import Powertrain, TaxFacts, TaxResult, UnknownTaxScheme, registration_tax

_CO2, _NET, _TAX = (AttributeAddress(name) for name in ("vehicle.co2", "price.net", "price.tax"))
_POWERTRAIN = AttributeAddress("vehicle.powertrain")
#: An example shows this much more, where nobody said how much the change is: grams of CO2, or money of its price.
_MORE_GRAMS = 2
_MORE_PRICE_MINOR = 100_000
_FAR_GRAMS = 10
#: Net price of the car in an example, in minor units, by currency; and its CO2 value where none is usual.
_EXAMPLE_PRICE = {"EUR": 3_990_000, "DKK": 25_000_000}
_EXAMPLE_GRAMS = 124


def add_tax(context: Context, draft: Draft, effects: Effects) -> None:
    """The registration tax effect, where the tax depends on what changes."""
    if context.market is None or _TAX not in effects.impact.changed:
        return
    currency = context.library.templates[context.market].currency
    if currency is None:
        return
    by_co2 = _CO2 in effects.impact.changed
    example = not (_CO2 in context.facts and _NET in context.facts)
    grams = _whole(context.facts.get(_CO2), _usual_grams(context))
    price = Money(_whole(context.facts.get(_NET), _EXAMPLE_PRICE.get(currency, 3_990_000)), currency)
    more = Money(0 if by_co2 else _MORE_PRICE_MINOR, currency)
    try:
        before = _tax(context, price, grams, context.day)
        after = _tax(context, price + more, grams + (_MORE_GRAMS if by_co2 else 0), context.day)
    except (UnknownParameter, UnknownTaxScheme):
        return
    after, more_grams = _next_step(context, price + more, grams, before, after) if by_co2 else (after, 0)
    rows = _rows(before, after)
    filed = _filing(effects)
    evidence = (*context.proofs.parameters(rows), *context.proofs.paths(filed))
    if before.amount.minor == after.amount.minor == 0:
        if any(row.id == "registration_tax_scheme" and row.value == "none" for row in rows):
            draft.statements.append(
                Statement(
                    says=NoTax(market=context.market), part=Part.MONEY, kind=ClaimKind.PARAMETER, evidence=evidence
                )
            )
        return
    draft.statements.append(
        Statement(
            says=TaxEffect(
                market=context.market,
                before=before.amount,
                after=after.amount,
                co2_before=grams,
                co2_after=grams + more_grams,
                net_price=price,
                example=example,
                certain=before.certain and after.certain,
                year=context.day.year,
            ),
            part=Part.MONEY,
            kind=ClaimKind.COMPUTED,
            evidence=evidence,
        )
    )
    draft.amounts.append(
        Amount(
            what="registration-tax",
            before=before.amount,
            after=after.amount,
            currency=currency,
            basis_date="registration",
            example=example,
        )
    )


def _next_step(
    context: Context, price: Money, grams: int, before: TaxResult, after: TaxResult
) -> tuple[TaxResult, int]:
    """The tax after a usual step; where that changes nothing, after the first gram that does, if it is near."""
    if after.amount != before.amount:
        return after, _MORE_GRAMS
    for more in range(_MORE_GRAMS + 1, _FAR_GRAMS):
        later = _tax(context, price, grams + more, context.day)
        if later.amount != before.amount:
            return later, more
    return after, _MORE_GRAMS


def _tax(context: Context, price: Money, grams: int, day: date) -> TaxResult:
    powertrain = Powertrain(str(context.facts.get(_POWERTRAIN, Powertrain.PETROL)))
    facts = TaxFacts(net_price=price, co2=0 if powertrain is Powertrain.BEV else grams, powertrain=powertrain)
    return registration_tax(str(context.market), facts, day, context.library.parameters)


def _rows(*results: TaxResult) -> list[Parameter]:
    return [row for result in results for step in result.steps for row in step.parameters]


def _filing(effects: Effects) -> list[Consequence]:
    """Work ahead that depends on the tax, nearest first."""
    ahead = effects.having(Effect.SEES_NEW_VALUE)
    return [each for each in ahead if each.at.endswith("#Activity_FileRegistrationTax")][:1]


def _usual_grams(context: Context) -> int:
    usual = context.variant.usual_value(_CO2)
    return _whole(usual, _EXAMPLE_GRAMS) or _EXAMPLE_GRAMS


def _whole(value: object, default: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return default
    return int(value)
