"""ISO 8601 durations of fixed length."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from process_models.bpmn.durations import duration_from, duration_text
from process_models.errors import InvalidElement


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=5000)))
def test_a_duration_written_and_read_is_the_same(length: timedelta) -> None:
    assert duration_from(duration_text(length)) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("P2W", timedelta(days=14)),
        ("P1DT30M", timedelta(days=1, minutes=30)),
        ("PT36H", timedelta(days=1, hours=12)),
        ("PT0.5S", timedelta(milliseconds=500)),
    ],
)
def test_durations_are_read_as_the_standard_defines_them(text: str, length: timedelta) -> None:
    assert duration_from(text) == length


@pytest.mark.parametrize("text", ["P1M", "P1Y2D", "1h", "", "PT", "five minutes"])
def test_what_has_no_fixed_length_is_refused(text: str) -> None:
    with pytest.raises(InvalidElement, match="write"):
        duration_from(text)
