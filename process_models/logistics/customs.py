"""Duty on a car by plant, market, powertrain and date, from dated parameters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from process_models.finance import Money
from process_models.logistics.network import Network, territory_of
from process_models.logistics.values import DocumentRule, Plant, Vehicle
from process_models.parameters import Parameter, Parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What the border costs: the rate in percent of the customs value and, where that is known, the amount.

    `proofs` are the proofs that go with the car; `parameters` the rows the rate rests on.
    """

    percent: Decimal
    amount: Money | None
    proofs: tuple[str, ...]
    parameters: tuple[Parameter, ...]

    @property
    def certain(self) -> bool:
        """Whether every row used is certain; an uncertain one must be said."""
        return not any(row.uncertain for row in self.parameters)


def duty_on(
    network: Network,
    vehicle: Vehicle,
    plant: Plant,
    country: str,
    *,
    on: date,
    parameters: Parameters,
    as_of: date | None = None,
) -> Duty:
    """The duty when a car of a plant enters a country on a day: import duty plus countervailing duty.

    The origin is the customs territory of the plant. A document of the network that is a proof for
    this origin and destination lowers the import duty where it can be issued: a paper of free
    circulation always, a statement of origin where the powertrain meets the origin rule in force.

    Raises:
        UnknownParameter: no duty is known for that origin and day.
    """
    origin, destination = (territory_of(where, on, parameters) for where in (plant.country, country))
    proof: str | None = None
    rule: tuple[Parameter, ...] = ()
    for document in network.documents:
        if document.proof and origin in document.origins and destination in document.destinations:
            proof, rule = _proof(document, vehicle, plant, origin, country, on, parameters, as_of)
    keys = {"origin": origin, "powertrain": vehicle.powertrain} | ({"proof": proof} if proof else {})
    rates: tuple[Parameter, ...] = (parameters.at("import_duty", country=country, basis_date=on, as_of=as_of, **keys),)
    if origin != destination:
        rates = (*rates, parameters.at("countervailing_duty", country=country, basis_date=on, as_of=as_of, **keys))
    percent = sum((row.number for row in rates), Decimal(0))
    amount = vehicle.customs_value.times(percent / 100) if vehicle.customs_value else None
    return Duty(percent=percent, amount=amount, proofs=(proof,) if proof else (), parameters=(*rule, *rates))


def _proof(
    document: DocumentRule,
    vehicle: Vehicle,
    plant: Plant,
    origin: str,
    country: str,
    on: date,
    parameters: Parameters,
    as_of: date | None,
) -> tuple[str | None, tuple[Parameter, ...]]:
    """The proof, where it can be given, and the row of the origin rule it was decided by."""
    if not plant.preferential_origin:
        return document.proof, ()
    rule = parameters.at("tca_origin_rule", country=country, basis_date=on, as_of=as_of, origin=origin)
    meets = vehicle.powertrain in plant.preferential_origin.get(str(rule.value), ())
    return (document.proof if meets else None), (rule,)
