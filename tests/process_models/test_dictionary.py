"""The data dictionary."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from process_models.dictionary import AttributeType, DataDictionary, Stream, UnknownAttribute, read_dictionary
from process_models.feel.parser import parse
from process_models.records import InvalidContent

TEXT = """
entities:
  vehicle: {stream: vehicle, de: Fahrzeug, en: Vehicle}
  price: {stream: value, de: Preis, en: Price}
attributes:
  vehicle.wheels:
    type: string
    values: [alloy-18, alloy-19]
    change_kind: option-co2
    given: true
    de: Felgen
    en: Wheels
  vehicle.co2: {type: integer, range: [0, 320], unit: g/km, derived_from: [vehicle.wheels], de: CO2, en: CO2}
  price.tax: {type: money, range: [0, 100000], derived_from: [vehicle.co2], de: Steuer, en: Tax}
  price.gross: {type: money, derived_from: [price.tax, vehicle.wheels], de: Brutto, en: Gross}
  price.valid_on: {type: date, range: [2026-01-01, null], de: Gültig am, en: Valid on}
  price.state: {type: string, initial: '"open"', de: Stand, en: State}
  price.paid: {type: boolean, stream: customer, de: Bezahlt, en: Paid}
"""


@pytest.fixture
def dictionary(tmp_path: Path) -> DataDictionary:
    return _read(tmp_path, TEXT)


def _read(folder: Path, text: str) -> DataDictionary:
    path = folder / "dictionary.yaml"
    path.write_text(text, encoding="utf-8")
    return read_dictionary(path)


def test_an_attribute_travels_in_the_stream_of_its_entity_unless_it_says_otherwise(dictionary: DataDictionary) -> None:
    assert dictionary.attribute("price.tax").stream is Stream.VALUE
    assert dictionary.attribute("price.paid").stream is Stream.CUSTOMER


def test_an_enumeration_has_its_values_as_domain(dictionary: DataDictionary) -> None:
    assert dictionary.domain_of("vehicle.wheels").values == ("alloy-18", "alloy-19")


def test_money_is_whole_minor_units(dictionary: DataDictionary) -> None:
    domain = dictionary.domain_of("price.tax")

    assert dictionary.attribute("price.tax").type is AttributeType.MONEY
    assert (domain.low, domain.high, domain.step) == (Decimal(0), Decimal(100000), Decimal(1))


def test_a_date_may_be_open_to_one_side(dictionary: DataDictionary) -> None:
    domain = dictionary.domain_of("price.valid_on")

    assert (domain.low, domain.high) == (date(2026, 1, 1), None)


def test_dependents_are_everything_computed_from_an_attribute_nearest_first(dictionary: DataDictionary) -> None:
    assert dictionary.dependents("vehicle.wheels") == ("vehicle.co2", "price.gross", "price.tax")
    assert dictionary.dependents("price.gross") == ()


def test_attributes_that_are_computed_from_each_other_are_walked_once(tmp_path: Path) -> None:
    ring = (
        "entities: {a: {stream: value, de: A, en: A}}\nattributes:\n"
        "  a.x: {type: integer, derived_from: [a.y], de: X, en: X}\n"
        "  a.y: {type: integer, derived_from: [a.x], de: Y, en: Y}\n"
    )

    assert _read(tmp_path, ring).dependents("a.x") == ("a.y",)


def test_what_is_given_or_has_an_initial_value_is_known_at_the_start(dictionary: DataDictionary) -> None:
    known = [address for address, attribute in dictionary.attributes.items() if attribute.known_at_start]

    assert known == ["vehicle.wheels", "price.state"]


def test_representatives_stand_on_every_side_of_what_is_compared(dictionary: DataDictionary) -> None:
    condition = parse("vehicle.co2 > 115")

    assert dictionary.representatives("vehicle.co2", [condition]) == tuple(map(Decimal, (0, 114, 115, 116, 320)))


def test_representatives_of_an_open_date_are_the_day_and_its_neighbours(dictionary: DataDictionary) -> None:
    condition = parse('price.valid_on >= date("2026-03-01")')

    assert dictionary.representatives("price.valid_on", [condition]) == (
        date(2026, 1, 1),
        date(2026, 2, 28),
        date(2026, 3, 1),
        date(2026, 3, 2),
    )


def test_representatives_of_an_enumeration_are_all_its_values(dictionary: DataDictionary) -> None:
    assert dictionary.representatives("vehicle.wheels") == ("alloy-18", "alloy-19")
    assert dictionary.representatives("price.paid") == (False, True)


def test_a_free_text_has_a_representative_that_nothing_compares_it_with(dictionary: DataDictionary) -> None:
    values = dictionary.representatives("price.state", [parse('price.state = "open"')])

    assert values[0] == "open"
    assert len(set(values)) == 2


def test_an_attribute_that_is_not_there_is_refused_naming_the_nearest(dictionary: DataDictionary) -> None:
    with pytest.raises(UnknownAttribute, match=r"no attribute 'vehicle.wheel'. Nearest id: 'vehicle.wheels'"):
        dictionary.domain_of("vehicle.wheel")
    assert dictionary.representatives("vehicle.wheel") == ()


@pytest.mark.parametrize(
    ("attribute", "message"),
    [
        ("vehicle.x: {type: text, de: X, en: X}", "vehicle.x: type 'text' is unknown"),
        ("vehicel.x: {type: string, de: X, en: X}", "'vehicel' is no entity. Nearest id: 'vehicle'."),
        ("vehicle.x: {type: string, derived_from: [price.taxes], de: X, en: X}", "Nearest id: 'price.tax'."),
        ("vehicle.x: {type: integer, range: [3, 1], de: X, en: X}", "nothing lies between 3 and 1"),
        ("vehicle.x: {type: integer, range: [1], de: X, en: X}", "write [lowest, highest]"),
        ("vehicle.x: {type: integer, values: [a], de: X, en: X}", "only a string has values"),
        ("vehicle.x: {type: string, values: [a, a], de: X, en: X}", "a value stands twice"),
        ("vehicle.x: {type: string, change_kind: colours, de: X, en: X}", "Nearest id: 'colour'."),
        ("vehicle.x: {type: string, initial: '1 +', de: X, en: X}", "initial is no FEEL"),
        ("vehicle.x: {type: string, en: X}", "field 'de' is missing"),
    ],
)
def test_what_is_wrong_with_an_attribute_is_said_with_its_place(tmp_path: Path, attribute: str, message: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        _read(tmp_path, f"{TEXT}  {attribute}\n")

    assert str(refused.value).startswith("dictionary.yaml, attributes, vehic")
    assert message in str(refused.value)
