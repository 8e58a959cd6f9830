"""What the reference data were composed from: invented models, prices and true effects.

Nothing here was read anywhere except the tax rates; it is chosen to be plausible. The true elasticities
and depreciation rates are known here and only here, so that estimates can be held against them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SEED = 20261101
FIRST_MONTH = date(2023, 1, 1)
LAST_MONTH = date(2026, 10, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAssumption:
    """A model: its price in Germany (whole EUR), true elasticity, and how fast it loses value.

    `yearly_loss` is the share of the remaining value lost per year of age, `loss_per_10k_km` that per
    10,000 km; `moves` are list-price moves (month counted from the first, share), the same months
    shifted by `MARKETS[...].shift`.
    """

    id: str
    brand: str
    name: str
    segment: str
    powertrain: str
    power_kw: int
    ladder: str
    rung: int
    price: int
    cost_share: str
    elasticity: float
    yearly_loss: float
    loss_per_10k_km: float
    monthly_units: int
    target_days: int
    days_on_offer: int
    moves: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketAssumption:
    """A market: its currency at a fixed rate to EUR, size against Germany, tax, finance rate."""

    id: str
    currency: str
    per_euro: str
    price_step: int
    size: float
    tax_rate: str
    tax_source: str
    annual_rate: str
    used_level: float
    shift: int
    sales_per_model: int


MODELS = (
    ModelAssumption(
        id="pico-e", brand="pico", name="Pico E", segment="small", powertrain="electric", power_kw=100,
        ladder="pico-e", rung=1, price=29_900, cost_share="0.71", elasticity=-6.0, yearly_loss=0.175,
        loss_per_10k_km=0.035, monthly_units=620, target_days=45, days_on_offer=63,
        moves=((6, "0.03"), (13, "-0.05"), (21, "0.02"), (29, "-0.04"), (37, "0.03")),
    ),
    ModelAssumption(
        id="pico-e-range", brand="pico", name="Pico E Range", segment="small", powertrain="electric", power_kw=135,
        ladder="pico-e", rung=2, price=34_900, cost_share="0.70", elasticity=-4.8, yearly_loss=0.165,
        loss_per_10k_km=0.034, monthly_units=410, target_days=45, days_on_offer=47,
        moves=((6, "0.03"), (14, "-0.04"), (25, "0.03"), (33, "-0.03")),
    ),
    ModelAssumption(
        id="pico-cross", brand="pico", name="Pico Cross", segment="small-suv", powertrain="petrol", power_kw=115,
        ladder="pico-cross", rung=1, price=32_500, cost_share="0.72", elasticity=-4.0, yearly_loss=0.13,
        loss_per_10k_km=0.032, monthly_units=540, target_days=40, days_on_offer=31,
        moves=((4, "0.02"), (12, "0.03"), (20, "-0.02"), (31, "0.03")),
    ),
    ModelAssumption(
        id="aurion-s3", brand="aurion", name="Aurion S3", segment="saloon", powertrain="petrol", power_kw=150,
        ladder="aurion-s3", rung=1, price=46_900, cost_share="0.69", elasticity=-4.4, yearly_loss=0.14,
        loss_per_10k_km=0.033, monthly_units=480, target_days=50, days_on_offer=52,
        moves=((5, "0.03"), (15, "0.025"), (24, "-0.03"), (34, "0.02")),
    ),
    ModelAssumption(
        id="aurion-s3-sport", brand="aurion", name="Aurion S3 Sport", segment="saloon", powertrain="petrol",
        power_kw=220, ladder="aurion-s3", rung=2, price=58_900, cost_share="0.66", elasticity=-3.6, yearly_loss=0.135,
        loss_per_10k_km=0.032, monthly_units=170, target_days=50, days_on_offer=44,
        moves=((5, "0.03"), (18, "0.03"), (28, "-0.025"), (36, "0.02")),
    ),
    ModelAssumption(
        id="aurion-h7", brand="aurion", name="Aurion H7", segment="suv", powertrain="plug-in-hybrid", power_kw=280,
        ladder="aurion-h7", rung=1, price=78_500, cost_share="0.67", elasticity=-3.0, yearly_loss=0.155,
        loss_per_10k_km=0.03, monthly_units=230, target_days=60, days_on_offer=88,
        moves=((16, "0.025"),),
    ),
)  # fmt: skip

MARKETS = (
    MarketAssumption(
        id="DE", currency="EUR", per_euro="1", price_step=100, size=1.0, tax_rate="0.19",
        tax_source="UStG section 12 (1)", annual_rate="0.0499", used_level=0.0, shift=0, sales_per_model=260,
    ),
    MarketAssumption(
        id="AT", currency="EUR", per_euro="1.02", price_step=100, size=0.16, tax_rate="0.20",
        tax_source="UStG 1994 section 10 (1)", annual_rate="0.0529", used_level=0.02, shift=2, sales_per_model=170,
    ),
    MarketAssumption(
        id="DK", currency="DKK", per_euro="7.70", price_step=1000, size=0.22, tax_rate="0.25",
        tax_source="Momsloven section 33", annual_rate="0.0459", used_level=-0.03, shift=4, sales_per_model=170,
    ),
)  # fmt: skip

# Invented rivals: name, price against ours (share), equipment against ours (share of our price).
RIVALS = {
    "small": (("Veldt Mini", 0.985, 0.010), ("Orbis One", 0.955, 0.030), ("Kestrel City", 1.015, -0.005)),
    "small-suv": (("Veldt Trail", 1.030, 0.005), ("Orbis Up", 1.010, 0.025), ("Kestrel Hill", 1.050, -0.010)),
    "saloon": (("Norvane L4", 1.010, 0.010), ("Talassa C", 0.985, 0.015), ("Kestrel Sedan", 0.960, 0.030)),
    "suv": (("Norvane X", 0.975, 0.005), ("Talassa G", 0.990, 0.010), ("Orbis Grand", 0.940, 0.025)),
}
