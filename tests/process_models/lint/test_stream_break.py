"""What another stream computed from the vehicle stays as it was when the vehicle changes."""

from process_models.dictionary import DataDictionary, Stream
from process_models.findings import Severity
from process_models.lint.engine import Subject
from tests.builders import process
from tests.process_models.lint.subjects import found, in_library, knowing, objects

KNOWN = knowing(
    vehicle__wheels={"stream": Stream.VEHICLE, "given": True},
    vehicle__co2={"stream": Stream.VEHICLE, "derived_from": ("vehicle.wheels",)},
    price__tax={"derived_from": ("vehicle.wheels",)},
)
CHANGE = "change {writes vehicle.wheels}"
TAX = "compute tax {writes price.tax}"


def breaks(*lines: str, knows: DataDictionary = KNOWN) -> list[str | None]:
    return objects("stream-break", Subject(model=process(*lines), dictionary=knows))


def test_a_change_after_which_nothing_is_computed_again_breaks_the_streams() -> None:
    model = process(f"start:go -> {TAX} -> {CHANGE} -> end:over")

    (finding,) = found("stream-break", Subject(model=model, dictionary=KNOWN))

    assert (finding.element, finding.severity) == ("change", Severity.WARNING)
    assert "'change' changes 'vehicle.wheels', and 'price.tax' of the value stream" in finding.message
    assert "written before by 'compute tax', is not written again on any way to an end" in finding.message


def test_what_is_computed_again_later_or_in_the_same_activity_keeps_step() -> None:
    assert breaks(f"start:go -> {TAX} -> {CHANGE} -> again {{writes price.tax}} -> end:over") == []
    assert breaks(f"start:go -> {TAX} -> {CHANGE} {{writes price.tax}} -> end:over") == []
    assert breaks(f"start:go -> xor:m -> {TAX} -> {CHANGE} -> xor:x -> m", "x -> end:over") == []


def test_one_way_that_computes_it_again_is_enough() -> None:
    assert breaks(f"start:go -> {TAX} -> {CHANGE} -> xor:x -> again {{writes price.tax}} -> end:a", "x -> end:b") == []


def test_what_is_computed_only_after_the_change_is_not_outdated() -> None:
    assert breaks(f"start:go -> {CHANGE} -> {TAX} -> end:over") == []
    assert breaks(f"start:go -> {CHANGE} -> end:over") == []


def test_a_first_value_is_no_change() -> None:
    new = knowing(vehicle__vin={"stream": Stream.VEHICLE}, price__tax={"derived_from": ("vehicle.vin",)})

    assert breaks(f"start:go -> {TAX} -> build {{writes vehicle.vin}} -> end:over", knows=new) == []


def test_what_stays_within_the_vehicle_stream_is_no_break() -> None:
    assert breaks(f"start:go -> weigh {{writes vehicle.co2}} -> {CHANGE} -> end:over") == []


def test_branches_side_by_side_may_do_it_in_the_wrong_order() -> None:
    drawn = (f"start:go -> and:f -> {CHANGE} -> and:j", f"f -> {TAX} -> j")

    assert breaks(*drawn, "j -> end:over") == ["change"]
    assert breaks(*drawn, "j -> again {writes price.tax} -> end:over") == []


def test_exclusive_branches_do_not_outdate_each_other() -> None:
    assert breaks(f"start:go -> xor:x -> {TAX} -> end:a", f"x -> {CHANGE} -> end:b") == []


def test_in_a_library_the_chain_tells_what_other_files_compute() -> None:
    part = process(f"start:in -> {CHANGE} -> end:out", name="part")
    mended = process(f"start:go -> {TAX} -> call:c {{calls part}} -> again {{writes price.tax}} -> end:o", name="root")
    broken = process(f"start:go -> {TAX} -> call:c {{calls part}} -> end:o", name="root")

    assert objects("stream-break", in_library(part, mended, knows=KNOWN)) == []
    assert objects("stream-break", in_library(part, broken, knows=KNOWN)) == ["change"]


def test_without_a_dictionary_there_are_no_streams() -> None:
    assert found("stream-break", process(f"start:go -> {TAX} -> {CHANGE} -> end:over")) == []
