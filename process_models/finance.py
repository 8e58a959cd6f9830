"""Money, shares of it, value added tax, and the arithmetic of loans and leases.

Amounts are whole minor units (cents, øre) with their currency. Between two roundings everything is
an exact fraction; a result is rounded once, half to even (ISO 80000-1, B.3 rule A), to the
minor unit. Binary floating point is refused: 0.1 is not a tenth there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import total_ordering

from process_models.errors import ProcessModelError

Rate = int | Decimal | Fraction
"""A share of one: `Decimal("0.05")` is five per cent."""

# ISO 4217 lists the currencies whose minor unit is not a hundredth; these are the ones in reach.
_MINOR_DIGITS = {"ISK": 0, "JPY": 0, "KRW": 0, "KWD": 3, "TND": 3}
_SEPARATORS = {"en": (",", "."), "de": (".", ",")}
_MONTHS_A_YEAR = 12


class FinanceError(ProcessModelError):
    """An amount, a rate or a term that cannot be calculated with."""


class CurrencyMismatch(FinanceError, ValueError):
    """Amounts in different currencies met in one sum or comparison."""


class InvalidAmount(FinanceError, ValueError):
    """Something that is not an exact amount, share, rate or term."""


def exact(number: Rate | str, what: str = "rate") -> Fraction:
    """The number as a fraction; `what` names it in the message when it is not exact.

    >>> exact("0.05")
    Fraction(1, 20)
    """
    if isinstance(number, bool) or not isinstance(number, int | Decimal | Fraction | str):
        raise InvalidAmount(
            f"{what} {number!r} is a {type(number).__name__}; give an int, a Decimal, a Fraction"
            " or a decimal string, so that nothing is lost in binary."
        )
    try:
        return Fraction(number)
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise InvalidAmount(f"{what} {number!r} is not a finite number; write it like 0.05.") from error


def minor_digits(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY."""
    return _MINOR_DIGITS.get(currency, 2)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units of one currency (ISO 4217 code).

    >>> Money(4_899_000, "EUR") + Money(100, "EUR")
    Money(minor=4899100, currency='EUR')
    >>> str(Money(4_899_000, "EUR"))
    '48,990.00 EUR'
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise InvalidAmount(
                f"an amount of {self.minor!r} {self.currency} is not a whole number of minor units;"
                " use Money.of for decimals."
            )
        if len(self.currency) != 3 or not (self.currency.isascii() and self.currency.isupper()):
            raise InvalidAmount(f"currency {self.currency!r} is not an ISO 4217 code; write three capitals like EUR.")

    @classmethod
    def of(cls, amount: str | Rate, currency: str) -> Money:
        """Read a decimal amount in major units; more decimals than the currency has are refused."""
        try:
            scaled = exact(amount, "amount") * 10 ** minor_digits(currency)
        except InvalidOperation as error:  # a signalling NaN
            raise InvalidAmount(f"amount {amount!r} is not a finite number.") from error
        if scaled.denominator != 1:
            raise InvalidAmount(
                f"{amount} {currency} has more than {minor_digits(currency)} decimals; round it first, and say how."
            )
        return cls(scaled.numerator, currency)

    @classmethod
    def rounded(cls, minor: Rate, currency: str) -> Money:
        """The nearest whole minor unit, half to even."""
        return cls(round(exact(minor, "amount")), currency)

    def __add__(self, other: Money) -> Money:
        self._same_currency(other, "add", "to")
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other, "subtract", "from")
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other, "compare", "with")
        return self.minor < other.minor

    def __str__(self) -> str:
        return format_money(self)

    def times(self, factor: Rate) -> Money:
        """The amount times an exact factor, rounded half to even."""
        return Money.rounded(self.minor * exact(factor, "factor"), self.currency)

    def share_of(self, whole: Money) -> Fraction:
        """This amount as an exact share of `whole`; a `whole` of nothing is refused."""
        self._same_currency(whole, "compare", "with")
        if whole.minor == 0:
            raise InvalidAmount(f"{self} cannot be a share of {whole}; the whole must not be zero.")
        return Fraction(self.minor, whole.minor)

    def _same_currency(self, other: Money, verb: str, preposition: str) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"cannot {verb} {other} {preposition} {self}; convert one of them first")


def format_money(money: Money, language: str = "en") -> str:
    """`48,990.00 EUR` in English, `48.990,00 EUR` in German; the same on every machine."""
    if language not in _SEPARATORS:
        known = ", ".join(sorted(_SEPARATORS))
        raise InvalidAmount(f"no number format for language {language!r}; choose one of: {known}")
    group, point = _SEPARATORS[language]
    digits = minor_digits(money.currency)
    whole, rest = divmod(abs(money.minor), 10**digits)
    sign = "-" if money.minor < 0 else ""
    decimals = f"{point}{rest:0{digits}d}" if digits else ""
    return f"{sign}{whole:,}".replace(",", group) + f"{decimals} {money.currency}"


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; nothing at all sums to zero in `currency`."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result


def percent_change(before: Money, after: Money) -> Fraction:
    """The step from `before` to `after` as a share of `before`: -3/100 for three per cent less."""
    return (after - before).share_of(before)


def allocate(amount: Money, weights: Sequence[Rate]) -> tuple[Money, ...]:
    """Split an amount by weights so that no minor unit is lost (largest remainder).

    The parts stand in the order of the weights and add up to `amount`; units left over after
    rounding towards zero go to the largest remainders, ties to the earlier part.
    """
    shares = [exact(weight, "weight") for weight in weights]
    if not shares or min(shares) < 0 or sum(shares) == 0:
        raise InvalidAmount(
            f"cannot split {amount} by weights {list(weights)!r}; give at least one weight above zero and none below."
        )
    whole = sum(shares)
    sign = -1 if amount.minor < 0 else 1
    ideal = [abs(amount.minor) * share / whole for share in shares]
    parts = [int(part) for part in ideal]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - ideal[at], at))
    for at in by_remainder[: abs(amount.minor) - sum(parts)]:
        parts[at] += 1
    return tuple(Money(sign * part, amount.currency) for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedPrice:
    """A price before tax, its value added tax, and both together; `net + tax == gross` always."""

    net: Money
    tax: Money
    gross: Money


def with_tax(net: Money, tax_rate: Rate) -> TaxedPrice:
    """Add value added tax to a net price; the tax is what is rounded."""
    tax = net.times(_not_negative(tax_rate, "tax rate"))
    return TaxedPrice(net=net, tax=tax, gross=net + tax)


def without_tax(gross: Money, tax_rate: Rate) -> TaxedPrice:
    """Take value added tax out of a gross price; the tax is what is rounded."""
    rate = _not_negative(tax_rate, "tax rate")
    tax = gross.times(rate / (1 + rate))
    return TaxedPrice(net=gross - tax, tax=tax, gross=gross)


class PaymentTiming(StrEnum):
    """Whether a rate is paid at the end of its month or at the beginning."""

    ARREARS = "arrears"
    ADVANCE = "advance"


def lease_rate(
    *,
    price: Money,
    residual: Money,
    months: int,
    annual_rate: Rate,
    timing: PaymentTiming = PaymentTiming.ARREARS,
) -> Money:
    """The level monthly rate that pays for a car down to its residual value.

    `price` is what is financed (after any down payment), `annual_rate` the nominal yearly interest,
    a twelfth of it due each month. With no residual value this is the annuity of a loan.
    """
    per_unit, discount = _annuity_factors(months, annual_rate, timing)
    written_down = (price - residual).minor
    interest_on_residual = residual.minor * (1 - discount)
    return Money.rounded((written_down + interest_on_residual) / per_unit, price.currency)


def annuity(
    *,
    principal: Money,
    months: int,
    annual_rate: Rate,
    timing: PaymentTiming = PaymentTiming.ARREARS,
) -> Money:
    """The level monthly rate that pays a loan back to nothing."""
    nothing = Money(0, principal.currency)
    return lease_rate(price=principal, residual=nothing, months=months, annual_rate=annual_rate, timing=timing)


def financed_price(
    *,
    rate: Money,
    residual: Money,
    months: int,
    annual_rate: Rate,
    timing: PaymentTiming = PaymentTiming.ARREARS,
) -> Money:
    """The price a monthly rate and a residual value pay for: `lease_rate` turned round.

    A rate rounded to the minor unit gives the price back to within half a unit per month.
    """
    per_unit, discount = _annuity_factors(months, annual_rate, timing)
    return rate.times(per_unit) + residual.times(discount)


def money_factor_rate(*, price: Money, residual: Money, months: int, annual_rate: Rate) -> Money:
    """The rate by money factor: write-down plus interest on the average; an approximation."""
    factor = _not_negative(annual_rate, "annual rate") / (2 * _MONTHS_A_YEAR)
    write_down = Fraction((price - residual).minor, _whole_months(months))
    return Money.rounded(write_down + (price + residual).minor * factor, price.currency)


def effective_annual_rate(nominal: Rate) -> Fraction:
    """What a nominal yearly rate, compounded monthly, comes to in a year."""
    return (1 + _not_negative(nominal, "annual rate") / _MONTHS_A_YEAR) ** _MONTHS_A_YEAR - 1


def _annuity_factors(months: int, annual_rate: Rate, timing: PaymentTiming) -> tuple[Fraction, Fraction]:
    """Present value of one unit paid each month, and of one unit paid after the last."""
    term = _whole_months(months)
    monthly = _not_negative(annual_rate, "annual rate") / _MONTHS_A_YEAR
    discount = (1 + monthly) ** -term
    if monthly == 0:
        return Fraction(term), discount
    per_unit = (1 - discount) / monthly
    return (per_unit if timing is PaymentTiming.ARREARS else per_unit * (1 + monthly)), discount


def _whole_months(months: int) -> int:
    if months < 1 or months != int(months):
        raise InvalidAmount(f"a term of {months!r} months cannot be paid; give a whole number from 1.")
    return months


def _not_negative(rate: Rate, what: str) -> Fraction:
    number = exact(rate, what)
    if number < 0:
        raise InvalidAmount(f"{what} {rate} is below zero; give a share such as 0.05 for 5 %.")
    return number
