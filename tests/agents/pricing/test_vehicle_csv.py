from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from agents.pricing.errors import UnreadableTable
from agents.pricing.number_cells import numbers_of
from agents.pricing.vehicle_csv import Columns, VehicleFile, read_vehicles

PLAIN = Columns(price="price", numeric=["mileage"], categorical=["model"])


def read(tmp_path: Path, text: str, columns: Columns = PLAIN, *, encoding: str = "utf-8") -> VehicleFile:
    file = tmp_path / "cars.csv"
    file.write_bytes(text.encode(encoding))
    return read_vehicles(file, columns)


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["£12,500", "£9,000"], [12_500, 9_000]),
        (["12.500 €", "1.200.500 €"], [12_500, 1_200_500]),
        (["12.500,50", "9,90"], [12_500.5, 9.9]),
        (["12,500.50", "9.90"], [12_500.5, 9.9]),
        (["1,6", "2,0"], [1.6, 2.0]),
        (["1.499", "0.998"], [1.499, 0.998]),
        (["15 944 km", "15\u00a0944 km", "15'944"], [15_944, 15_944, 15_944]),
        (["USD 7500", "$ -3"], [7_500, -3]),
        (["1.6L", "2.0 l"], [1.6, 2.0]),
    ],
)
def test_numbers_are_read_as_people_write_them(cells: list[str], numbers: list[float]) -> None:
    assert numbers_of(cells).tolist() == numbers


@pytest.mark.parametrize("cell", ["", "n/a", "-", "unknown", "€", "."])
def test_what_is_no_number_is_missing(cell: str) -> None:
    assert np.isnan(numbers_of([cell])[0])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_seen_from_the_header(tmp_path: Path, separator: str) -> None:
    text = "model,price,mileage\nMini,9000,100\n".replace(",", separator)

    assert read(tmp_path, text).table.price.tolist() == [9_000]


def test_quotes_byte_order_mark_and_latin_letters_are_no_obstacle(tmp_path: Path) -> None:
    marked = read(tmp_path, '\ufeffprice,mileage,model\n"9,000",10,"Mini, red"\n')
    latin = read(tmp_path, "price,mileage,model\n9000,10,Citroën\n", encoding="latin-1")

    assert marked.table.price.tolist() == [9_000]
    assert latin.table.categorical["model"] == ["citroën"]


def test_blanks_and_capitals_do_not_make_another_word(tmp_path: Path) -> None:
    found = read(tmp_path, "price,mileage,model\n1,1, Fiesta\n2,2,FIESTA \n3,3,n/a\n")

    assert found.table.categorical["model"] == ["fiesta", "fiesta", ""]


def test_rows_that_cannot_be_used_are_counted_by_reason(tmp_path: Path) -> None:
    rows = [",1,a,2024-01-01", "400,1,a,2024-01-01", "900,1,a,", "900,1,a,2019-01-01", "900,1,a,2024-05-01"]
    text = "\n".join(["price,mileage,model,sold", *rows])

    found = read(tmp_path, text, replace(PLAIN, sold_on="sold", drop_below=500.0, min_date=date(2020, 1, 1)))

    assert len(found.table) == 1
    assert found.dropped == {"no date": 1, "no price": 1, "price below drop_below": 1, "sold before min_date": 1}


def test_identical_rows_carry_the_same_number(tmp_path: Path) -> None:
    found = read(tmp_path, "id,price,mileage,model\n1,900,5,a\n2,900,6,a\n3,900,5,a\n")

    assert found.same[0] == found.same[2] != found.same[1]


def test_undated_ages_count_from_the_newest_year(tmp_path: Path) -> None:
    text = "price,mileage,model,year\n1,1,a,2019\n1,1,a,2016\n1,1,a,\n"

    columns = replace(PLAIN, numeric=["mileage", "year"], age_from="year", monotone={"age": -1})

    ages = read(tmp_path, text, columns).table.numeric["age"]

    assert np.round(ages[:2]).tolist() == [0, 3]
    assert np.isnan(ages[2])


def test_dated_ages_count_to_the_sale(tmp_path: Path) -> None:
    text = "price,mileage,model,first,sold\n1,1,a,15.06.2020,2023-06-15\n"

    found = read(tmp_path, text, replace(PLAIN, age_from="first", sold_on="sold", monotone={"age": -1}))

    assert found.table.numeric["age"][0] == pytest.approx(3, abs=0.01)


def test_an_age_that_nobody_gave_comes_from_the_year_column(tmp_path: Path) -> None:
    text = "price,mileage,model,Year\n1,1,a,2019\n1,1,a,2018\n"

    found = read(tmp_path, text, replace(PLAIN, monotone={"age": -1}))

    assert np.round(found.table.numeric["age"]).tolist() == [0, 1]


def test_the_year_does_not_stay_beside_the_age_it_became(tmp_path: Path) -> None:
    text = "price,mileage,model,year\n1,1,a,2019\n"

    columns = replace(PLAIN, numeric=["mileage", "year"], age_from="year", monotone={"age": -1})

    found = read(tmp_path, text, columns)

    assert set(found.table.numeric) == {"mileage", "age"}


@pytest.mark.parametrize("day", ["2024-03-05", "05.03.2024", "20240305", "2024-03-05T10:00:00Z", "2024-03-05 10:00"])
def test_days_are_read_in_their_usual_forms(tmp_path: Path, day: str) -> None:
    found = read(tmp_path, f"price,mileage,model,sold\n1,1,a,{day}\n", replace(PLAIN, sold_on="sold"))

    assert found.days is not None
    assert found.days[0] == date(2024, 3, 5).toordinal()


def test_a_missing_column_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match=r"cars.csv has no column 'milage'; .* Nearest: 'mileage'"):
        read(tmp_path, "price,mileage,model\n1,1,a\n", replace(PLAIN, numeric=["milage"]))


def test_a_missing_file_and_an_empty_table_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="no row has a usable price in 'price'"):
        read(tmp_path, "price,mileage,model\n")
    with pytest.raises(UnreadableTable, match="cannot read '.*gone.csv': No such file"):
        read_vehicles(tmp_path / "gone.csv", Columns(price="price", numeric=[], categorical=[]))
