"""The change matrix against the table that sales wrote on paper, cell by cell."""

from itertools import product

import pytest

from process_models.addresses import AttributeAddress, ElementId, ProcessId
from process_models.catalogue import load
from process_models.conditions import understood

COLUMNS = (
    ("Quote", "Offer", "OrderPlaced"),
    ("ContractConfirmed", "Allocated"),
    ("SlotConfirmed",),
    ("Frozen", "BodyInWhite"),
    ("Assembled", "QualityReleased"),
    ("Dispatched", "AtCompound", "PDI", "ReadyForHandover"),
)
TABLE = {
    "soft": ("allowed", "allowed", "allowed", "allowed", "allowed", "allowed"),
    "delivery-place": ("allowed", "allowed", "allowed", "allowed", "allowed", "divert"),
    "party": ("re-quote", *("needs-approval",) * 5),
    "payment": ("re-quote", *("needs-approval",) * 5),
    "option-no-co2": ("re-quote", "allowed", "allowed-with-fee", "needs-approval", "retrofit", "retrofit"),
    "option-co2": ("re-quote", "re-quote", "re-quote", "not-allowed", "retrofit", "retrofit"),
    "powertrain-model": ("re-quote", "new-order", "new-order", "not-allowed", "swap", "swap"),
    "registration-country": ("re-quote", "re-quote", "needs-approval", "divert", "divert", "divert"),
}
FREEDOM = ("not-allowed", "needs-approval", "re-quote", "allowed-with-fee", "allowed")
"""How free a factory change to the same car is, least first; other permissions are no factory change."""


def asked(kind: str, state: str, *, model: str = "agency", vin: str = "body-shop") -> dict[str, object]:
    data: dict[str, object] = {
        "change.kind": kind,
        "order.state": state,
        "order.sales_model": model,
        "production.vin_assignment": vin,
    }
    answer = load().decisions.decide("change_matrix", {AttributeAddress(name): value for name, value in data.items()})
    assert answer is not None
    assert len(answer.rules) == 1, f"{kind} in {state} is answered by {answer.rules}"
    return dict(answer.outputs)


@pytest.mark.parametrize("kind", TABLE)
def test_every_cell_says_what_the_table_on_paper_says(kind: str) -> None:
    said = [[asked(kind, state)["permission"] for state in column] for column in COLUMNS]

    assert said == [[cell] * len(column) for cell, column in zip(TABLE[kind], COLUMNS, strict=True)]


@pytest.mark.parametrize(
    ("vin", "state", "permission"),
    [
        ("after-paint", "Frozen", "needs-approval"),
        ("after-paint", "BodyInWhite", "needs-approval"),
        ("after-paint", "Painted", "not-allowed"),
        ("body-shop", "Frozen", "not-allowed"),
        ("body-shop", "SlotConfirmed", "allowed-with-fee"),
        ("after-paint", "Allocated", "allowed"),
        ("after-paint", "AtCompound", "swap"),
    ],
)
def test_late_colours_depend_on_where_the_plant_assigns_the_vin(vin: str, state: str, permission: str) -> None:
    assert asked("colour", state, vin=vin)["permission"] == permission


def test_a_change_of_person_needs_the_consent_of_whoever_sells() -> None:
    assert asked("party", "SlotConfirmed", model="agency")["approver"] == "sales_operations"
    assert asked("party", "SlotConfirmed", model="dealer")["approver"] == "agent"


def test_wheels_after_the_slot_is_confirmed_are_quoted_anew_and_approved_by_the_order_desk() -> None:
    answer = asked("option-co2", "SlotConfirmed")

    assert (answer["permission"], answer["approver"]) == ("re-quote", "order_desk")


def test_person_and_payment_are_fixed_by_registration_and_invoice() -> None:
    assert [asked("party", state)["permission"] for state in ("Released", "Registered")] == [
        "needs-approval",
        "not-allowed",
    ]
    assert [asked("payment", state)["permission"] for state in ("ReadyForHandover", "Invoiced")] == [
        "needs-approval",
        "not-allowed",
    ]


@pytest.mark.parametrize("kind", ["option-no-co2", "option-co2", "colour", "delay", "plant"])
@pytest.mark.parametrize("vin", ["body-shop", "after-paint"])
def test_later_is_never_freer_for_factory_fitting_of_the_same_car(kind: str, vin: str) -> None:
    built = load().dictionary.attributes[AttributeAddress("order.state")].values.index("Assembled")
    states = load().dictionary.attributes[AttributeAddress("order.state")].values[3:built]
    freedoms = [FREEDOM.index(str(asked(kind, state, vin=vin)["permission"])) for state in states]

    # A re-quote with the plant's approval is less free than one without, which the order above cannot tell.
    assert freedoms == sorted(freedoms, reverse=True)


def test_closed_orders_allow_nothing() -> None:
    kinds = load().dictionary.attributes[AttributeAddress("change.kind")].values

    assert {
        asked(kind, state)["permission"] for kind, state in product(kinds, ("Withdrawn", "Cancelled", "Rebooked"))
    } == {"not-allowed"}


def test_the_approver_is_a_role_and_the_fee_a_dated_parameter() -> None:
    library = load()
    kinds = library.dictionary.attributes[AttributeAddress("change.kind")].values
    states = library.dictionary.attributes[AttributeAddress("order.state")].values
    answers = [asked(kind, state) for kind, state in product(kinds, states)]

    assert {answer["approver"] for answer in answers} - {None} <= set(library.landscape.role_by_id)
    assert {answer["fee"] for answer in answers} - {None} <= {row.id for row in library.parameters.rows}


def test_approval_names_the_approver_of_the_change_matrix() -> None:
    library = load()
    kinds = library.dictionary.attributes[AttributeAddress("change.kind")].values
    states = library.dictionary.attributes[AttributeAddress("order.state")].values
    for kind, state, model in product(kinds, states, ("agency", "dealer")):
        wanted = asked(kind, state, model=model)
        answer = library.decisions.decide(
            "approval",
            {
                AttributeAddress("change.kind"): kind,
                AttributeAddress("order.state"): state,
                AttributeAddress("order.sales_model"): model,
            },
        )

        assert answer is not None
        if wanted["approver"] is not None:
            assert answer.outputs["approver"] == wanted["approver"], f"{kind} in {state}"
        assert wanted["permission"] != "needs-approval" or answer.outputs["approver"], f"{kind} in {state}"


@pytest.mark.parametrize("plant", ["rheinau", "valdoro", "ashby", "haiyan"])
def test_the_vin_is_assigned_where_the_plant_assigns_it(plant: str) -> None:
    allocate = load().models[ProcessId("allocation_and_production")].node(ElementId("Activity_AllocateOrder"))
    write = next(w for w in allocate.annotation.writes if w.attribute == "production.vin_assignment")
    formula = understood(write.value) if write.value else None
    assert formula is not None

    assert (
        formula.value({AttributeAddress("vehicle.plant"): plant})
        == load().logistics.network.plant(plant).vin_assignment
    )


@pytest.mark.parametrize("plant", ["rheinau", "valdoro", "ashby", "haiyan"])
def test_a_plant_builds_what_its_features_in_logistics_say(plant: str) -> None:
    library = load()
    features = set(library.logistics.network.plant(plant).features)
    options = library.dictionary.attributes[AttributeAddress("vehicle.options")].values
    colours = library.dictionary.attributes[AttributeAddress("vehicle.colour")].values
    for option, colour in product(options, colours):
        answer = library.decisions.decide(
            "option_feasibility",
            {
                AttributeAddress("vehicle.plant"): plant,
                AttributeAddress("vehicle.options"): option,
                AttributeAddress("vehicle.colour"): colour,
            },
        )
        needed = ({option} - {"none"}) | ({colour} & {"individual"})

        assert answer is not None
        assert answer.outputs["feasible"] is (needed <= features), f"{option} in {colour}"
