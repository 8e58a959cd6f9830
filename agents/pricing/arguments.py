"""Why this price, and the strongest reasons against it; both are always said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from agents.pricing.competition import position
from agents.pricing.corridor import corridor
from agents.pricing.demand import ElasticityEstimate
from agents.pricing.figures import decimal_share, per_cent
from agents.pricing.inputs import PricingInputs
from agents.pricing.optimum import BestPrice
from agents.pricing.stock import stock_pressure
from agents.pricing.values import Reason, ResidualEcho
from agents.pricing.waterfall import margin_share
from process_models.finance import Money

_AGAINST = 2
_EVERY = Fraction(1)


@dataclass(frozen=True, slots=True)
class _Argument:
    """`pulls` is +1 for a higher price, -1 for a lower, 0 for leaving it."""

    code: str
    pulls: int
    weight: Fraction
    text: str
    source: str


def arguments_for(
    inputs: PricingInputs, demand: ElasticityEstimate, best: BestPrice, echo: ResidualEcho
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """The reasons for the point, and the two strongest against it; each heaviest first.

    An argument that pulls where the price goes is for it, any other against it.
    """
    direction = _sign(best.point.minor - inputs.current.minor)
    arguments = [
        *_from_demand(demand, best, direction),
        *_from_competition(inputs),
        _from_stock(inputs),
        _from_margin(inputs, best.point),
        _from_residual(echo, direction),
        *_from_doubt(inputs, demand, direction),
        *_from_corridor(inputs, best.point, direction),
    ]
    ordered = sorted(arguments, key=lambda argument: (-argument.weight, argument.code))
    in_favour = tuple(_reason(argument) for argument in ordered if argument.pulls == direction)
    against = tuple(_reason(argument) for argument in ordered if argument.pulls != direction)
    return in_favour, against[:_AGAINST]


def _from_demand(demand: ElasticityEstimate, best: BestPrice, direction: int) -> Iterator[_Argument]:
    if demand.middle is None:
        yield _Argument("demand", 0, Fraction(1, 2), f"Demand is {demand.why}.", "registrations")
        return
    interval = f"{demand.middle} ({demand.low} to {demand.high}, grade {demand.grade})"
    gain = f"; the contribution changes by {best.gain} over the horizon" if best.gain is not None else ""
    yield _Argument("demand", direction, Fraction(3, 4), f"Elasticity {interval}{gain}.", "registrations")


def _from_competition(inputs: PricingInputs) -> Iterator[_Argument]:
    stands = position(inputs.offers, inputs.current)
    if stands is None:
        yield _Argument("competition", 0, Fraction(1, 5), "No comparable offer may be used.", "competitor offers")
        return
    gap = Fraction(stands.index) - 1
    text = f"Today {per_cent(gap)} against the median of {stands.offers} like-for-like offers ({stands.median})."
    yield _Argument("competition", -_sign(gap), min(abs(gap) * 10, _EVERY), text, "competitor offers")


def _from_stock(inputs: PricingInputs) -> _Argument:
    found = stock_pressure(inputs.stock, inputs.registrations)
    text = f"{inputs.stock.units} cars stand {inputs.stock.days_on_offer} days; planned are {inputs.stock.target_days}."
    return _Argument("stock", -_sign(found.pressure), min(abs(found.pressure), _EVERY), text, "stock")


def _from_margin(inputs: PricingInputs, point: Money) -> _Argument:
    margin, floor = margin_share(inputs, point), Fraction(inputs.policy.margin_floor)
    text = f"Leaves {per_cent(margin)} of the net price as contribution; the floor is {per_cent(floor)}."
    thin = margin - floor < Fraction(2, 100)
    return _Argument("margin", 1 if thin else 0, Fraction(3, 5) if thin else Fraction(1, 10), text, "cost")


def _from_residual(echo: ResidualEcho, direction: int) -> _Argument:
    text = (
        f"Lease rate {echo.rate_now} becomes {echo.rate_if_residual_holds}, or {echo.rate_if_residual_follows} once"
        f" used prices follow; {echo.portfolio_contracts} running contracts then lose {echo.portfolio_loss}."
    )
    if direction > 0:
        text = text.replace(f"lose {echo.portfolio_loss}", f"gain {-echo.portfolio_loss}")
    return _Argument("residual-value", 1 if direction else 0, Fraction(2, 5), text, "used-car sales")


def _from_doubt(inputs: PricingInputs, demand: ElasticityEstimate, direction: int) -> Iterator[_Argument]:
    """What is not known well pulls away from any move, and from leaving the price as it is."""
    pulls = 0 if direction else 1
    residual = inputs.residual
    spread = Fraction(residual.high - residual.low)
    yield _Argument(
        "residual-doubt",
        pulls,
        min(spread, _EVERY),
        f"Nine in ten used cars keep between {per_cent(residual.low)} and {per_cent(residual.high)} of the new price;"
        f" the range held for {per_cent(residual.coverage)} of {residual.sales} sales.",
        "used-car sales",
    )
    if demand.middle is None or demand.low is None or demand.high is None:
        text = "Nobody knows what this price does to sales: its effect was never seen here."
        yield _Argument("demand-doubt", pulls, Fraction(7, 10), text, "registrations")
    else:
        width = Fraction(demand.high - demand.low) / abs(Fraction(demand.middle))
        text = f"The elasticity may be {demand.low} or {demand.high}; grade {demand.grade} evidence."
        yield _Argument("demand-doubt", pulls, min(width, _EVERY) * Fraction(7, 10), text, "registrations")


def _from_corridor(inputs: PricingInputs, point: Money, direction: int) -> Iterator[_Argument]:
    """Where today's price lies outside the corridor, that alone is a reason to move."""
    bounds = corridor(inputs)
    if not bounds.floor <= inputs.current <= bounds.ceiling:
        text = f"Today's {inputs.current} lies outside the corridor of {bounds.floor} to {bounds.ceiling}."
        yield _Argument("corridor", direction if point != inputs.current else 0, _EVERY, text, "policy")


def _reason(argument: _Argument) -> Reason:
    weight: Decimal = decimal_share(argument.weight)
    return Reason(code=argument.code, text=argument.text, weight=weight, source=argument.source)


def _sign(number: Fraction | int) -> int:
    return (number > 0) - (number < 0)
