import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from agents.pricing.boosting import QUICK
from agents.pricing.errors import UnreadableTable
from eval.residual_value import Report, read_configuration, run

UNDATED = """
price: price
currency: GBP
date: null
numeric: [mileage, doors]
categorical: [model]
monotone: {mileage: -1, age: -1}
age_from: year
split: {kind: random, folds: 3}
"""
DATED = UNDATED.replace("date: null", "date: sold").replace("kind: random", "kind: forward, test_from: 2024-07-01")


def cars(folder: Path, rows: int = 600) -> Path:
    """A dirty table of cars that lose 15 % a year, each row given twice, sold through 2024."""
    draw = np.random.default_rng(1)
    lines = ["model,year,price,mileage,doors,sold"]
    for _ in range(rows):
        age = int(draw.integers(0, 12))
        price = 30_000 * np.exp(-0.15 * age + draw.normal(0, 0.1))
        day = date(2024, 1, 1) + timedelta(days=int(draw.integers(0, 365)))
        model, doors = draw.choice(["Mini", "Van"]), draw.integers(3, 6)
        line = f' {model},{2024 - age},"£{price:,.0f}",{age * 9000 + 5} miles,{doors},{day}'
        lines += [line, line]
    file = folder / "cars.csv"
    file.write_text("\n".join([*lines, "Van,2020,,5,4,2024-01-01"]), encoding="utf-8")
    return file


def configuration(folder: Path, text: str) -> Path:
    file = folder / "cars.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def report(folder: Path, text: str = UNDATED) -> Report:
    return run(cars(folder), configuration(folder, text), settings=QUICK)


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return report(tmp_path_factory.mktemp("undated"))


def test_the_json_has_the_promised_keys(undated: Report) -> None:
    document = json.loads(json.dumps(undated.to_json()))

    promised = "rows mae mae_unconstrained mdape mape r2 bias coverage_90 width_90 quintiles monotone_violations"
    assert set(promised.split()) <= set(document)
    assert [set(quintile) for quintile in document["quintiles"]] == [{"from", "to", "coverage_90", "mae"}] * 5


def test_every_row_that_was_not_dropped_is_scored_once(undated: Report) -> None:
    assert undated.to_json()["rows"] == 1_200
    assert undated.dropped == {"no price": 1}


def test_identical_rows_do_not_leak_what_is_to_be_predicted(undated: Report) -> None:
    # The noise of 10 % cannot be predicted: its median absolute value is 6.7 %. A twin in training would tell it.
    assert undated.to_json()["mdape"] > 0.055


def test_the_known_depreciation_is_found(undated: Report) -> None:
    scores = undated.to_json()

    assert scores["mdape"] < 0.085
    assert scores["r2"] > 0.9
    assert abs(scores["bias"]) < 300


def test_the_range_holds_and_nothing_rises_with_age_or_mileage(undated: Report) -> None:
    scores = undated.to_json()

    assert 0.86 <= scores["coverage_90"] <= 0.94
    assert scores["monotone_violations"] == 0


def test_the_fifths_follow_each_other_in_price(undated: Report) -> None:
    bounds = [bound for fifth in undated.to_json()["quintiles"] for bound in (fifth["from"], fifth["to"])]

    assert bounds == sorted(bounds)


def test_the_same_table_gives_the_same_report(tmp_path: Path, undated: Report) -> None:
    assert report(tmp_path).to_json() == undated.to_json()


def test_a_dated_table_is_measured_forward_and_at_random(tmp_path: Path) -> None:
    document = report(tmp_path, DATED).to_json()

    assert document["split"] == "forward"
    assert set(document["splits"]) == {"forward", "random"}
    assert document["rows"] == document["splits"]["forward"]["rows"] < document["splits"]["random"]["rows"] == 1_200


def test_people_read_the_same_figures(undated: Report) -> None:
    text = undated.to_text()

    assert "random folds, 1,200 rows" in text
    assert "GBP" in text
    assert "dropped rows: 1 no price" in text


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    run(cars(tmp_path, 60), configuration(tmp_path, UNDATED), lambda *step: seen.append(step), settings=QUICK)

    assert seen == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("numeric: [a]", "cars.yaml names no 'price' column; its keys may be: price, currency"),
        ("price: [", "cars.yaml is not YAML"),
        ("price: p\nsplit: {kind: leave-one-out}", "split.kind 'leave-one-out' is unknown; choose one of: random"),
        ("price: p\nsplit: {kind: forward}", "split.kind 'forward' needs 'date'"),
        ("price: p\ndate: d\nsplit: {kind: forward, test_from: soon}", "split.test_from 'soon' is not a day"),
    ],
)
def test_a_faulty_configuration_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableTable, match=message):
        read_configuration(configuration(tmp_path, text))


def test_a_day_that_parts_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="test_from 2030-01-01 leaves 1200 rows before and 0 after it"):
        report(tmp_path, DATED.replace("2024-07-01", "2030-01-01"))


def test_real_asking_prices_are_met_within_a_tenth(tmp_path: Path, shared_data: Path) -> None:
    text = UNDATED.replace("doors", "tax, mpg, engineSize").replace("[model]", "[model, transmission, fuelType]")

    document = run(shared_data / "used-cars-uk" / "skoda.csv", configuration(tmp_path, text), settings=QUICK).to_json()

    assert document["rows"] == 6_267
    assert document["mape"] < 0.1
    assert 0.88 <= document["coverage_90"] <= 0.92
    assert min(fifth["coverage_90"] for fifth in document["quintiles"]) >= 0.86
    assert document["monotone_violations"] == 0
