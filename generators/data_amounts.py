"""Amounts of money that add up along a run: taxes on the net price, fees from the tables, sums that are sums.

Rates come from the dated parameter tables of the library. What is a sum is said here; any other
amount keeps its usual proportion to the amount it is computed from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from process_models.addresses import AttributeAddress
from process_models.dictionary import AttributeType
from process_models.errors import ProcessModelError
from process_models.feel.temporal import Date
from process_models.finance import Money, minor_digits
from process_models.runs import Data
from process_models.taxes import Powertrain, TaxFacts, registration_tax
from process_models.variants import Variant

#: Discounts and expected taxes are whole hundreds, used cars are taken back at whole fifties.
_HUNDRED, _FIFTY = 100, 50


@dataclass
class Amounts:
    """The amounts of one run.

    `original` is what the run found with open data says, `number` the case's; `needed` are amounts that
    a condition of the run wants to be more than nothing.
    """

    variant: Variant
    currency: str
    usual: Data
    number: int
    needed: frozenset[AttributeAddress] = frozenset()
    data: Data = field(default_factory=dict)
    formulas: Mapping[AttributeAddress, object] = field(default_factory=dict)
    others: Data = field(default_factory=dict)
    original: int = 0

    def of(
        self, attribute: AttributeAddress, original: object, data: Data, formulas: Data, others: Data
    ) -> Decimal | None:
        """An amount that fits the data before its step, the formulas of the step, and its other outcomes."""
        self.data, self.formulas, self.others = data, formulas, others
        self.original = int(str(original)) if original is not None else 0
        rule = _RULES.get(attribute)
        amount = rule(self) if rule is not None else self.in_proportion(attribute)
        return None if amount is None else Decimal(max(amount, 0))

    def value(self, name: str) -> object:
        """What an attribute says, after the step where a formula or an outcome of the step says it."""
        key = AttributeAddress(name)
        for source in (self.formulas, self.others, self.data):
            if key in source:
                return source[key]
        return None

    def amount(self, name: str) -> int | None:
        """What an attribute says as an amount."""
        value = self.value(name)
        return int(value) if isinstance(value, Decimal | int) else None

    def in_proportion(self, attribute: AttributeAddress) -> int | None:
        """The usual amount, larger or smaller as the first amount it is computed from is."""
        known = self.variant.dictionary.attributes.get(attribute)
        for source in known.derived_from if known is not None else ():
            usual, now = self.usual.get(source), self.amount(source)
            if self._is_money(source) and isinstance(usual, Decimal) and usual > 0 and now:
                return round(Fraction(self.original) * now / int(usual))
        return self.original

    def share(self, id: str) -> Fraction | None:
        """A rate of the parameter tables for the market on the day of the order."""
        library, market = self.variant.library, self.variant.market
        if library is None or market is None:
            return None
        try:
            return library.parameters.at(id, country=market, basis_date=self.day()).share
        except ProcessModelError:
            return None

    def fee(self, id: str) -> int | None:
        """A fee of the parameter tables in minor units."""
        library, market = self.variant.library, self.variant.market
        if library is None or market is None:
            return None
        try:
            return library.parameters.at(id, country=market, basis_date=self.day()).money.minor
        except ProcessModelError:
            return None

    def day(self) -> date:
        """The day of the order, else that of the release."""
        placed = self.value("order.placed_on")
        if isinstance(placed, Date):
            return date(placed.year, placed.month, placed.day)
        return self.variant.library.released if self.variant.library else date(2026, 1, 1)

    def whole(self, amount: Fraction | int, unit: int) -> int:
        """Rounded to whole hundreds, fifties ... of the currency."""
        step = unit * 10 ** minor_digits(self.currency)
        return int(round(Fraction(amount) / step) * step)

    def _is_money(self, name: AttributeAddress) -> bool:
        known = self.variant.dictionary.attributes.get(name)
        return known is not None and known.type is AttributeType.MONEY


Rule = Callable[[Amounts], int | None]
_RULES: dict[str, Rule] = {}


def _rule(*names: str) -> Callable[[Rule], Rule]:
    def register(rule: Rule) -> Rule:
        _RULES.update(dict.fromkeys(names, rule))
        return rule

    return register


@_rule("price.discount")
def _discount(amounts: Amounts) -> int | None:
    listed = amounts.amount("price.list")
    if amounts.value("price.exception_decision") != "granted" or listed is None:
        return 0
    return amounts.whole(Fraction(listed * (2 + amounts.number % 4), 100), _HUNDRED)


@_rule("price.vat", "invoice.vat")
def _vat(amounts: Amounts) -> int | None:
    share, net = amounts.share("vat_rate"), amounts.amount("price.net")
    return amounts.original if share is None or net is None else round(net * share)


@_rule("price.change_fee")
def _change_fee(amounts: Amounts) -> int | None:
    named = amounts.value("change.fee")
    return (amounts.fee(named) or 0) if isinstance(named, str) and named else 0


@_rule("price.tax")
def _expected_tax(amounts: Amounts) -> int | None:
    """The law where the library computes it; where a condition needs a tax and the law has none, some tax."""
    net = amounts.amount("price.net")
    if net is None:
        return amounts.original
    assessed = _assessed(amounts, net)
    return assessed or (amounts.whole(Fraction(net, 20), _HUNDRED) if "price.tax" in amounts.needed else 0)


def _assessed(amounts: Amounts, net: int) -> int:
    library, market = amounts.variant.library, amounts.variant.market
    co2, powertrain = amounts.value("vehicle.co2"), amounts.value("vehicle.powertrain")
    if library is None or market is None or not isinstance(co2, Decimal) or powertrain not in set(Powertrain):
        return 0
    facts = TaxFacts(net_price=Money(net, amounts.currency), co2=int(co2), powertrain=Powertrain(str(powertrain)))
    try:
        return registration_tax(market, facts, amounts.day(), library.parameters).amount.minor
    except ProcessModelError:
        return 0


@_rule("registration.tax")
def _tax(amounts: Amounts) -> int | None:
    return amounts.amount("price.tax")


@_rule("finance.amount")
def _financed(amounts: Amounts) -> int | None:
    total = amounts.amount("price.total")
    return amounts.original if total is None else total - (amounts.amount("finance.down_payment") or 0)


@_rule("invoice.amount")
def _invoiced(amounts: Amounts) -> int | None:
    net, vat = amounts.amount("price.net"), amounts.amount("invoice.vat")
    return amounts.original if net is None or vat is None else net + vat


@_rule("payment.open_amount")
def _open(amounts: Amounts) -> int | None:
    # An invoice cancelled by a credit note is written to 0 by the model; this is the one just issued or paid.
    invoiced = amounts.amount("invoice.amount")
    return 0 if amounts.value("payment.received") is True or invoiced is None else invoiced


@_rule("payment.refund")
def _refund(amounts: Amounts) -> int | None:
    return amounts.amount("invoice.amount") if amounts.value("payment.received") is True else 0


@_rule("withdrawal.damages")
def _damages(amounts: Amounts) -> int | None:
    share, net = amounts.share("refusal_damages"), amounts.amount("price.net")
    return amounts.original if share is None or net is None else round(net * share)


@_rule("tradein.value")
def _trade_in(amounts: Amounts) -> int | None:
    """Every third customer has no car to hand in; the value found first is kept."""
    present = amounts.amount("tradein.value")
    if present:
        return present
    units = 0 if amounts.number % 3 == 0 else 4_000 + amounts.number % 12_000
    return amounts.whole(units * 10 ** minor_digits(amounts.currency), _FIFTY)
