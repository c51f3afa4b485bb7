"""The faltering score on the reference cohort: reproducible, no worse than attained length, calibrated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stunting.indicators.faltering import risk
from stunting.indicators.faltering.coefficients import shipped
from stunting.indicators.faltering.evaluate import (
    Comparison,
    Held,
    average,
    compare,
    cross_validate,
    implied_auc,
)
from stunting.indicators.faltering.fit import FITTED, MONTH, cohort, fit, pairs
from stunting.indicators.faltering.metrics import auc, auc_interval, calibration
from stunting.indicators.faltering.model import Panel, panel


@pytest.fixture(scope="module")
def rows(shared_data: Callable[[str], Path]) -> pd.DataFrame:
    return cohort(shared_data("longitudinal/per_content.csv"))


@pytest.fixture(scope="module")
def data(rows: pd.DataFrame) -> Panel:
    return panel(rows, shipped())


@pytest.fixture(scope="module")
def held(data: Panel) -> list[Held]:
    return cross_validate(data, shipped(), (3, 6, 9, 12), (3, 6, 9), repeats=1)


def table(held: list[Held], horizon: float, landmark: float | None = None, cut: float = -2.0) -> Comparison:
    q = held[0].pairs
    use = (q.horizon == horizon) & ((q.landmark == landmark) | (landmark is None))
    return compare(average(held, cut)[use], q.attained[use], q.outcome[use], q.row[use], cut, draws=200)


def test_shipped_coefficients_are_reproduced(data: Panel) -> None:
    again, c = asdict(fit(data, shipped())), asdict(shipped())
    for name in FITTED:
        assert again[name] == pytest.approx(c[name], abs=1e-6), name


def test_the_cohort_cannot_show_24_months(data: Panel) -> None:
    """Why no AUC at 24 months is claimed anywhere: nobody in the window is stunted."""
    far = np.isfinite(data.haz) & (data.age >= 21 * MONTH) & (data.age < 27 * MONTH)
    assert far.any(axis=1).sum() == 4
    assert not (far & (data.haz < -2)).any()


@pytest.mark.parametrize("horizon", [3, 6, 9])
def test_at_12_months_and_pooled_no_worse_than_attained_length(held: list[Held], horizon: float) -> None:
    for landmark in (12, None):
        x = table(held, horizon, landmark)
        assert x.score >= x.baseline - 0.005
        assert x.score >= 0.90
    assert x.brier < x.brier_cutoff  # pooled


def test_at_12_months_the_interval_admits_how_few_events_there_are(held: list[Held]) -> None:
    x = table(held, 3, 12)
    assert (x.n, x.events) == (28, 2)
    assert x.score_interval[0] < 0.7
    assert np.isnan(x.difference).all()


def test_pooled_calibration(held: list[Held]) -> None:
    x = table(held, 6)
    assert x.expected == pytest.approx(x.events, rel=0.3)
    assert abs(x.intercept) < 0.5
    assert 0.7 < x.slope < 1.6
    finer = table(held, 6, cut=-1.0)
    assert finer.expected == pytest.approx(finer.events, rel=0.15)
    assert finer.score >= finer.baseline - 0.005


def test_forecast_beats_carrying_the_last_value_forward(held: list[Held]) -> None:
    q, f = held[0].pairs, held[0].forecast
    assert np.mean((q.outcome - f.mean) ** 2) < 0.9 * np.mean((q.outcome - q.attained) ** 2)
    inside = np.abs(q.outcome - f.mean) < 1.96 * f.sd
    assert 0.90 < inside.mean() < 0.98


def test_children_not_rows_are_split(data: Panel, held: list[Held]) -> None:
    """A child's forecasts come from one fold; changing another child's far future leaves its training out."""
    poisoned = Panel(data.child, data.age, data.haz.copy(), data.waz.copy())
    q = pairs(data, shipped(), (6,), (3,))
    victim = int(q.row[0])
    poisoned.haz[victim] = np.where(data.age[victim] > 7 * MONTH, 5.0, data.haz[victim])
    other = cross_validate(poisoned, shipped(), (3, 6, 9, 12), (3, 6, 9), repeats=1)[0]
    mine = (other.pairs.row == victim) & (other.pairs.landmark == 6)
    before = held[0].forecast.mean[(held[0].pairs.row == victim) & (held[0].pairs.landmark == 6)]
    # Its own later visits were never trained on nor looked at: the same up to the search's tolerance.
    np.testing.assert_allclose(other.forecast.mean[mine], before, atol=2e-3)


def test_product_and_evaluation_agree(rows: pd.DataFrame, data: Panel) -> None:
    """`risk` at a landmark is the forecast of the model with the shipped coefficients, and ranks alike."""
    found = risk(rows, at=6 * MONTH).set_index("child_id")["risk"]
    q = pairs(data, shipped(), (6,), (3,))
    event = q.outcome < -2
    assert auc(found.reindex(data.child[q.row]).to_numpy(), event) > 0.9


def test_implied_auc_lies_where_the_literature_has_it() -> None:
    score, attained = implied_auc(shipped(), 12, n=100_000)
    assert 0.90 < attained < 0.96
    assert score > attained


def test_auc_and_interval_edges() -> None:
    assert np.isnan(auc(np.arange(3.0), np.zeros(3, bool)))
    assert auc(np.ones(4), np.array([True, False, True, False])) == 0.5
    assert np.isnan(auc_interval(float("nan"), 0, 5)).all()
    assert auc_interval(0.0, 3, 25)[0] == 0.0
    low, high = auc_interval(0.8, 30, 300)
    assert 0.6 < low < 0.8 < high < 0.9


def test_calibration_recovers_truth_and_refuses_separation() -> None:
    rng = np.random.default_rng(5)
    risks = rng.uniform(0.02, 0.9, 20_000)
    intercept, slope = calibration(risks, rng.random(20_000) < risks)
    assert abs(intercept) < 0.06
    assert slope == pytest.approx(1, abs=0.06)
    assert np.isnan(calibration(np.array([0.1, 0.2, 0.9]), np.array([False, False, True]))[1])
    assert np.isnan(calibration(np.array([0.1, 0.2]), np.array([False, False]))).all()
