from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.pricing.canonical import canonical_json, decode, digest, encode
from agents.pricing.errors import InvalidMarketData
from agents.pricing.market import ListPrice
from agents.pricing.values import DecisionRequest, Verdict
from process_models.finance import Money


def test_keys_are_sorted_and_nothing_is_padded() -> None:
    assert canonical_json({"b": 1, "a": [None, True, "ä"]}) == '{"a":[null,true,"ä"],"b":1}'


def test_the_hash_is_sha_256_over_those_bytes() -> None:
    # sha256 of the two characters {} as published in many test vectors
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_a_float_cannot_be_frozen() -> None:
    with pytest.raises(InvalidMarketData, match=r"0\.1 \(float\) cannot be frozen"):
        canonical_json({"rate": 0.1})


@given(
    minor=st.integers(-(10**12), 10**12),
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    product=st.text(min_size=1, max_size=20),
)
def test_a_value_survives_being_written_and_read(minor: int, day: date, product: str) -> None:
    price = ListPrice(product=product, market="DE", price=Money(minor, "EUR"), valid_from=day)

    assert decode(ListPrice, encode(price)) == price


def test_times_enumerations_and_absent_values_survive_too() -> None:
    request = DecisionRequest(
        recommendation_id="pr-1",
        verdict=Verdict.CHANGE,
        reason_code="stock",
        reason="Cars stand too long.",
        price=Money(100, "EUR"),
        shown_at=datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
    )

    assert decode(DecisionRequest, encode(request)) == request


def test_a_decimal_keeps_its_trailing_zeros() -> None:
    assert encode(Decimal("0.50")) == "0.50"
