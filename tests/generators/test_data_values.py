"""Believable data: identifiers of their own, days in order, amounts that add up, and the same way."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import pytest

from generators.data_texts import number_of, renumbered, synthetic
from generators.data_values import Dresser, asked_attributes
from generators.identity import ids_of
from generators.suites import derive
from process_models.addresses import AttributeAddress
from process_models.dictionary import AttributeType
from process_models.feel.temporal import Date
from process_models.runs import Run, RunStep, work_steps
from tests.builders import process
from tests.generators.conftest import Derived
from tests.variants import attribute, variant


@pytest.fixture(scope="module")
def dressed(germany: Derived) -> tuple[Run, ...]:
    ids = [case.id for case in germany.suite.cases]
    dresser = Dresser(germany.variant)
    return tuple(dresser.dressed(covering.run, id) for covering, id in zip(germany.runs.runs, ids, strict=True))


def data_after(run: Run) -> Iterator[tuple[RunStep, dict[str, object]]]:
    data: dict[str, object] = {str(name): value for name, value in run.start.items()}
    for step in work_steps(run):
        data |= {str(name): value for name, value in step.written.items()}
        yield step, data


def at(run: Run, element: str) -> list[dict[str, object]]:
    return [dict(data) for step, data in data_after(run) if step.at.endswith(f"#{element}")]


def test_no_text_is_called_like_its_attribute(dressed: tuple[Run, ...]) -> None:
    called = {
        (step.at, name)
        for run in dressed
        for step in run.steps
        for name, value in (*run.start.items(), *step.written.items())
        if value == name
    }

    assert called == set()


def test_each_case_has_its_own_customer_order_and_car(germany: Derived, dressed: tuple[Run, ...]) -> None:
    for name in ("customer.id", "order.id"):
        values = [run.start[AttributeAddress(name)] for run in dressed]
        assert len(set(values)) == len(dressed), name
    cars = [run.end[vin] for run in dressed if (vin := AttributeAddress("vehicle.vin")) in run.end]
    assert len(set(cars)) == len(cars)
    # 17 characters without I, O and Q (ISO 3779).
    assert all(re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", str(car)) for car in cars)


def test_identifiers_of_a_case_belong_together(dressed: tuple[Run, ...]) -> None:
    for run in dressed:
        for data in at(run, "Activity_CheckBillingData"):
            assert data["invoice.recipient"] == data["contract.buyer"]


def test_gross_and_total_add_up_to_the_cent(dressed: tuple[Run, ...]) -> None:
    offers = [data for run in dressed for data in at(run, "Activity_TotalPrice")]

    assert offers
    for data in offers:
        net, vat, tax = (Decimal(str(data[name])) for name in ("price.net", "price.vat", "price.tax"))
        assert data["price.gross"] == net + vat
        assert data["price.total"] == net + vat + tax
        assert vat == (net * 19 / 100).quantize(Decimal(1))


def test_a_granted_discount_is_an_amount_and_a_refused_one_is_none(dressed: tuple[Run, ...]) -> None:
    decided = [
        (data["price.exception_decision"], data["price.discount"])
        for run in dressed
        for element in ("Activity_DecidePriceException", "Activity_GrantDealerDiscount")
        for data in at(run, element)
    ]

    assert decided
    assert all((amount != 0) is (decision == "granted") for decision, amount in decided)


def test_the_invoice_is_net_and_vat_and_is_open_until_paid(dressed: tuple[Run, ...]) -> None:
    invoices = [data for run in dressed for data in at(run, "Activity_IssueInvoice")]

    assert invoices
    for data in invoices:
        assert data["invoice.amount"] == Decimal(str(data["price.net"])) + Decimal(str(data["invoice.vat"]))
        assert data["payment.open_amount"] == data["invoice.amount"]


def test_the_amount_financed_is_what_the_down_payment_leaves(dressed: tuple[Run, ...]) -> None:
    quoted = [data for run in dressed for data in at(run, "Activity_CalculateRate")]

    assert quoted
    for data in quoted:
        total, down = (Decimal(str(data[name])) for name in ("price.total", "finance.down_payment"))
        assert data["finance.amount"] == total - down


def test_days_are_in_the_order_in_which_things_happen(dressed: tuple[Run, ...]) -> None:
    order = (
        "order.placed_on",
        "contract.confirmed_on",
        "production.completed_on",
        "transport.departed_on",
        "transport.arrived_on",
        "registration.date",
        "handover.done_on",
    )
    for run in dressed:
        known = [value for name in order if isinstance(value := run.end.get(AttributeAddress(name)), Date)]
        assert all(earlier <= later for earlier, later in pairwise(known)), known


def test_what_is_planned_lies_ahead(dressed: tuple[Run, ...]) -> None:
    for run in dressed:
        for data in at(run, "Activity_ConfirmSlot"):
            slot, freeze, delivery = (
                data[name] for name in ("production.slot", "production.freeze_date", "delivery.date")
            )
            assert isinstance(slot, Date)
            assert isinstance(freeze, Date)
            assert isinstance(delivery, Date)
            assert freeze < slot < delivery


def test_a_customer_is_bound_for_three_weeks(dressed: tuple[Run, ...]) -> None:
    orders = [data for run in dressed for data in at(run, "Activity_PlaceOrder")]

    assert orders
    for data in orders:
        placed, until = data["order.placed_on"], data["contract.binding_until"]
        assert isinstance(placed, Date)
        assert isinstance(until, Date)
        assert until.ordinal - placed.ordinal == 21


def test_believable_data_change_no_way(germany: Derived, dressed: tuple[Run, ...]) -> None:
    assert [run.path() for run in dressed] == [covering.run.path() for covering in germany.runs.runs]


def test_the_same_seed_gives_the_same_data_and_another_one_other_data(germany: Derived) -> None:
    run, dresser = germany.runs.runs[0].run, Dresser(germany.variant)

    assert dresser.dressed(run, "TC-1") == dresser.dressed(run, "TC-1")
    assert dresser.dressed(run, "TC-1").start != dresser.dressed(run, "TC-2").start


def test_what_conditions_ask_for_through_formulas_and_tables_is_left_alone() -> None:
    one = variant(
        process(
            "start:go -> sum {writes d.total = d.net + d.tax} -> xor:x -[d.total > 5]-> end:much",
            "x -[default]-> end:little",
        ),
        attributes=tuple(attribute(f"d.{name}", kind=AttributeType.MONEY) for name in ("total", "net", "tax", "fee")),
    )

    assert asked_attributes(one) == {"d.total", "d.net", "d.tax"}


def test_a_free_text_that_a_condition_names_keeps_its_value() -> None:
    one = variant(
        process('start:go -> xor:x -[d.code = "order 000042"]-> end:known', "x -[default]-> end:other"),
        attributes=(attribute("d.code", given=True), attribute("d.id", given=True)),
    )
    runs = [covering.run for covering in derive(one).runs]
    for run, id in zip(runs, ids_of(one, runs), strict=True):
        start = Dresser(one).dressed(run, id).start
        assert start[AttributeAddress("d.code")] == run.start[AttributeAddress("d.code")]
        assert re.fullmatch(r"D-\d{6}", str(start[AttributeAddress("d.id")]))


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("car.vin", r"000ZZZ\d{11}"),
        ("person.email", r"kunde\d+@example\.com"),
        ("order.number", r"ORD-\d{6}"),
        ("person.name", r"[A-Z][a-z]+ [A-Z][a-z]+"),
        ("order.free_text", r"FREE-TEXT-\d{6}"),
    ],
)
def test_a_text_without_example_is_made_from_its_name(name: str, pattern: str) -> None:
    assert re.fullmatch(pattern, synthetic(attribute(name), number_of("TC-1")))


def test_a_rewritten_document_gets_its_next_revision() -> None:
    assert renumbered("SC-000042-1", 7, 3) == "SC-000007-3"
    assert renumbered("carrier-01", 7, 3) == "carrier-01"
