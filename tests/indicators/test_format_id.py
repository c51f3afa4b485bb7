"""Numbers, dates and periods as Indonesians write them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stunting.indicators import format_id as f


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"), (999, 0, "999"), (1000, 0, "1.000"), (1234567.891, 2, "1.234.567,89"),
        (-0.004, 2, "0,00"),
        (0.5, 0, "1"), (-0.5, 0, "−1"), (2.675, 2, "2,68"), (np.int64(12), 0, "12"),
        (np.float64(1.5), 1, "1,5"),
        (float("inf"), 1, "–"), (pd.NA, 0, "–"), (np.nan, 0, "–"),
    ],
)  # fmt: skip
def test_number(value, decimals: int, text: str) -> None:
    assert f.number(value, decimals) == text


def test_half_up_of_percent() -> None:
    assert f.percent(0.14575, 2) == "14,58 %"
    assert f.percent(0.145749999, 2) == "14,57 %"
    assert f.percent(0.1775, 1) == "17,8 %"


@settings(max_examples=60, deadline=None)
@given(st.floats(-1e7, 1e7), st.integers(0, 3))
def test_number_reads_back(value: float, decimals: int) -> None:
    text = f.number(value, decimals).replace(".", "").replace(",", ".").replace(f.MINUS, "-")
    assert float(text) == pytest.approx(value, abs=0.5000001 * 10**-decimals)


def test_dates_and_periods() -> None:
    assert f.date(pd.Timestamp("2026-05-01")) == "1 Mei 2026"
    assert f.date(dt.date(2026, 8, 17)) == "17 Agu 2026"
    assert f.date(pd.NaT) == "–"
    assert [f.period_name(p) for p in ("2024-12", "2024", "?", "2024-13", np.nan)] == [
        "Desember 2024", "2024", "?", "2024-13", "–",
    ]  # fmt: skip
    assert len(f.MONTHS) == len(f.MONTHS_SHORT) == 12


def test_interval_with_negative_ends_uses_words() -> None:
    assert f.interval(-0.01, 0.02) == "−1,0 sampai 2,0 %"
    assert f.interval(0.0, np.nan) == "–"


def test_points_and_sign() -> None:
    assert f.points(0.0255, 2, sign=True) == "+2,55 poin"
    assert f.points(0.0, 1, sign=True) == "0,0 poin"
    assert f.points(None) == "–"
