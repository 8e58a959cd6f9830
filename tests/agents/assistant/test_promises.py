"""What the customer is told promises nothing that somebody must still approve."""

import pytest

from agents.assistant.statements import TellCustomer


def told(permission: str, approver: str | None) -> TellCustomer:
    return TellCustomer(
        change="option-co2",
        permission=permission,
        fee=None,
        approver=approver,
        moves_delivery=True,
        new_information=True,
    )


@pytest.mark.parametrize("permission", ["allowed", "allowed-with-fee", "re-quote"])
def test_what_needs_an_approver_is_not_promised(permission: str) -> None:
    assert told(permission, "order_desk").promise == "needs-approval"
    assert told(permission, None).promise == permission


@pytest.mark.parametrize("permission", ["not-allowed", "retrofit", "swap", "divert", "new-order", "needs-approval"])
def test_what_promises_nothing_stays_as_it_is(permission: str) -> None:
    assert told(permission, "order_desk").promise == permission
