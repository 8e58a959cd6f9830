import numpy as np
import pytest

from agents.pricing.boosting import QUICK, settings_for
from agents.pricing.errors import InvalidMarketData
from agents.pricing.residual_value import ResidualValueModel
from agents.pricing.vehicle_table import VehicleTable

MONOTONE = {"age": -1, "mileage": -1}
MODELS = ("mini", "saloon", "van")


def cars(rows: int, seed: int, *, noise: float = 0.1) -> VehicleTable:
    """Prices that lose 15 % a year and 3 % per 10,000 km, from 10,000, 30,000 and 40,000 new."""
    draw = np.random.default_rng(seed)
    age = draw.uniform(0, 10, rows)
    mileage = age * draw.uniform(5_000, 25_000, rows)
    model = draw.integers(0, 3, rows)
    new = np.array([10_000.0, 30_000.0, 40_000.0])[model]
    price = new * np.exp(-0.15 * age - 0.03 * mileage / 10_000 + draw.normal(0, noise, rows))
    return VehicleTable(
        price=price,
        numeric={"age": age, "mileage": mileage, "doors": draw.integers(3, 6, rows).astype(float)},
        categorical={"model": [MODELS[number] for number in model]},
    )


@pytest.fixture(scope="module")
def trained() -> ResidualValueModel:
    return ResidualValueModel.fit(cars(2_000, seed=1), monotone=MONOTONE, settings=QUICK)


def test_the_error_comes_close_to_the_noise_nobody_can_predict(trained: ResidualValueModel) -> None:
    fresh = cars(2_000, seed=2)

    miss = np.abs(np.log(trained.points.predict(fresh) / fresh.price))

    # The mean absolute value of normal noise is its deviation times sqrt(2 / pi): 8 per cent here.
    assert miss.mean() < 0.1 * np.sqrt(2 / np.pi) * 1.15


def test_the_range_holds_nine_in_ten_cars_never_seen(trained: ResidualValueModel) -> None:
    fresh = cars(4_000, seed=3)
    expected = trained.predict_range(fresh)

    held = (fresh.price >= expected.low) & (fresh.price <= expected.high)

    assert 0.88 <= held.mean() <= 0.93
    assert 0.87 <= trained.coverage <= 0.93


def test_the_point_lies_inside_its_range(trained: ResidualValueModel) -> None:
    expected = trained.predict_range(cars(500, seed=4))

    assert np.all((expected.low <= expected.middle) & (expected.middle <= expected.high))


@pytest.mark.parametrize("column", MONOTONE)
@pytest.mark.parametrize("step", [0.01, 1.0, 1_000.0, 50_000.0])
def test_no_car_becomes_dearer_by_age_or_mileage(trained: ResidualValueModel, column: str, step: float) -> None:
    fresh = cars(1_000, seed=5)

    before = trained.points.predict(fresh)
    after = trained.points.predict(fresh.with_numbers(column, fresh.numeric[column] + step))

    assert np.all(after <= before * (1 + 1e-12))


def test_the_same_table_gives_the_same_model() -> None:
    table, fresh = cars(400, seed=6), cars(50, seed=7)
    first, second = (ResidualValueModel.fit(table, monotone=MONOTONE, settings=QUICK) for _ in range(2))

    assert first.predict_range(fresh).low.tobytes() == second.predict_range(fresh).low.tobytes()
    assert first.predict_range(fresh).high.tobytes() == second.predict_range(fresh).high.tobytes()


def test_missing_numbers_and_unknown_words_still_get_a_price(trained: ResidualValueModel) -> None:
    strange = VehicleTable(
        price=np.ones(1),
        numeric={"age": np.array([np.nan]), "mileage": np.array([np.nan]), "doors": np.array([7.0])},
        categorical={"model": ["spaceship"]},
    )

    expected = trained.predict_range(strange)

    assert 0 < expected.low[0] < expected.middle[0] < expected.high[0]


def test_a_monotone_column_that_is_not_there_is_named() -> None:
    with pytest.raises(InvalidMarketData, match="monotone column 'km' is not numeric here; numeric are: age, doors"):
        ResidualValueModel.fit(cars(100, seed=8), monotone={"km": -1}, settings=QUICK)


def test_a_car_without_a_price_is_not_learned_from() -> None:
    with pytest.raises(InvalidMarketData, match="without a price above zero"):
        VehicleTable(price=np.array([1.0, 0.0]), numeric={}, categorical={})


def test_a_dozen_cars_are_enough_to_train_on() -> None:
    model = ResidualValueModel.fit(cars(12, seed=9), monotone=MONOTONE, settings=QUICK)

    assert np.all(np.isfinite(model.points.predict(cars(3, seed=10))))


def test_large_tables_learn_more_coarsely() -> None:
    small, large = settings_for(20_000), settings_for(20_001)

    assert (small.members, large.members) == (3, 1)
    assert large.most_rounds * large.learning_rate > 1 / 0.16
