"""What a withdrawal, a replaced order, a damage and a missed departure do in the states in which they happen."""

from collections.abc import Callable

import pytest

from process_models.addresses import AttributeAddress
from process_models.exploration import ORDER_STATE
from process_models.impact import Effect, Impact, Intervention
from process_models.variants import Variant

FACTS = {AttributeAddress("finance.kind"): "cash", AttributeAddress("order.channel"): "distance"}
FULFILMENT = ("allocation_and_production#", "outbound_logistics#", "registration_and_handover#", "invoicing#")

#: Where the car is decides what has to go back; each step of it stands for some states only.
GOES_BACK = {
    "ContractConfirmed": "ReleaseSlot",
    "Allocated": "ReleaseSlot",
    "SlotConfirmed": "ReleaseSlot",
    "Frozen": "RebookToStock",
    "Painted": "RebookToStock",
    "QualityReleased": "RebookToStock",
    "Dispatched": "ReaddressTransport",
    "AtCompound": "ReaddressTransport",
    "ReadyForHandover": "ReaddressTransport",
    "Invoiced": "ReaddressTransport",
    "Registered": "DeregisterVehicle",
    "HandedOver": "TakeBackVehicle",
}


@pytest.fixture(scope="session")
def variant(variant_of: Callable[[str], Variant]) -> Variant:
    return variant_of("DE")


def happens(variant: Variant, event: str, state: str) -> Impact:
    return variant.impact(state, (Intervention(kind="event", target=event),), FACTS)


def handling(impact: Impact) -> list[str]:
    return [step.at.partition("#")[2].removeprefix("Activity_") for step in impact.added]


@pytest.mark.parametrize("state", GOES_BACK)
def test_a_withdrawal_gives_back_the_car_from_where_it_is(variant: Variant, state: str) -> None:
    impact = happens(variant, "contract.withdrawn", state)
    steps = handling(impact)

    assert GOES_BACK[state] in steps
    assert ("TakeBackVehicle" in steps) == (state == "HandedOver")
    assert ("ClawBackCommission" in steps) == (state == "HandedOver")
    assert ("ReleaseSlot" in steps) == (GOES_BACK[state] == "ReleaseSlot")
    assert {"RecordWithdrawal", "ConfirmReceipt", "EndContract", "RefundCustomer", "CloseUnwinding"} <= set(steps)
    assert [step.written[ORDER_STATE] for step in impact.added if ORDER_STATE in step.written] == ["Withdrawn"]


@pytest.mark.parametrize("event", ["contract.withdrawn", "order.replaced"])
@pytest.mark.parametrize("state", GOES_BACK)
def test_a_contract_that_ends_stops_all_that_is_ahead_and_nothing_that_is_past(
    variant: Variant, event: str, state: str
) -> None:
    impact = happens(variant, event, state)
    position = impact.position
    stopped = {c.at for c in impact.having(Effect.INTERRUPTED, Effect.UNDONE)}
    ahead = {at for at in position.ahead_surely - position.done_possibly if at.startswith(FULFILMENT)}
    activities = {at for at in ahead if at.partition("#")[2].startswith("Activity_")}

    assert activities <= stopped
    assert not stopped & (position.done_surely - position.ahead_possibly - position.under_way_possibly)
    assert not [at for at in stopped if at.startswith("offer_to_order#")]
    assert not impact.having(Effect.REPEATED, Effect.SEES_NEW_VALUE, Effect.MAY_FLIP)
    assert all(c.certain == (c.at in position.under_way_surely) for c in impact.having(Effect.INTERRUPTED))


@pytest.mark.parametrize("state", ["Released", "Registered", "HandedOver"])
def test_an_invoice_that_is_out_is_taken_back_by_a_credit_note(variant: Variant, state: str) -> None:
    (compensated,) = happens(variant, "contract.withdrawn", state).having(Effect.COMPENSATED)

    assert compensated.at == "invoicing#Activity_IssueInvoice"
    assert compensated.handler == "invoicing#Activity_IssueCreditNote"
    assert compensated.certain


def test_before_there_is_an_invoice_nothing_is_compensated(variant: Variant) -> None:
    assert not happens(variant, "contract.withdrawn", "AtCompound").having(Effect.COMPENSATED)


def test_damage_in_storage_is_assessed_and_repaired_and_the_order_goes_on(variant: Variant) -> None:
    impact = happens(variant, "vehicle.damaged", "AtCompound")

    assert handling(impact) == ["Boundary_HailDamage", "AssessDamage", "RepairDamage"]
    assert not impact.having(Effect.UNDONE, Effect.COMPENSATED)
    repair = variant.chain.nodes[impact.added[-1].at].annotation.duration
    assert repair is not None
    assert impact.delay.minimum >= repair.minimum
    assert "outbound_logistics#Activity_DeliverToAgent" in impact.unaffected


def test_a_missed_departure_is_rerouted_and_the_new_date_is_told(variant: Variant) -> None:
    impact = happens(variant, "transport.delayed", "Dispatched")

    assert handling(impact) == ["Boundary_TransportDelayed", "RerouteTransport"]
    assert not impact.having(Effect.UNDONE, Effect.COMPENSATED)
    again = {c.at for c in impact.having(Effect.REPEATED)}
    assert again == {"allocation_and_production#Activity_NotifyDeliveryDate"}
    assert "allocation_and_production#Activity_IssueCoc" in impact.unaffected
    assert impact.delay.minimum.total_seconds() > 0
