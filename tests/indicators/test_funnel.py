"""Funnel limits against the binomial law, and the sentence."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from stunting.indicators import funnel


def areas(counts, level="desa") -> pd.DataFrame:
    frame = pd.DataFrame(counts, columns=["numerator", "denominator"]).astype("float64")
    frame["value"] = frame["numerator"] / frame["denominator"].where(frame["denominator"] > 0)
    frame["area"] = [f"99.01.01.{2001 + i}" for i in range(len(frame))]
    return frame.assign(
        low=np.nan, high=np.nan, level=level, indicator="stunting", period="2024", rule="eppgbm",
        source="contoh", suppressed=False,
    )  # fmt: skip


@pytest.mark.parametrize("centre", [0.02, 0.146, 0.5, 0.97])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_limits_lie_within_one_case_of_the_exact_quantiles(centre, level):
    n = np.array([1, 7, 30, 155, 1200, 9230])
    low, high = funnel.limits(centre, n, level)
    tail = (1 - level) / 2
    for found, p in ((low, tail), (high, 1 - tail)):
        exact = binom.ppf(p, n, centre)
        assert np.all(found * n <= exact + 1e-9)
        assert np.all(found * n >= exact - 1 - 1e-9)
    assert np.all((low <= centre) & (centre <= high + 1 / n))


def test_limits_at_the_edges():
    low, high = funnel.limits(0.15, [0, np.nan])
    assert np.isnan([*low, *high]).all()
    assert [x.tolist() for x in funnel.limits(0.0, [10])] == [[0.0], [0.0]]
    with pytest.raises(ValueError, match="proportion"):
        funnel.limits(1.2, [10])


def test_equal_areas_seldom_fall_outside():
    rng = np.random.default_rng(3)
    n = rng.integers(20, 200, 4000)
    found = funnel.funnel(areas(list(zip(rng.binomial(n, 0.15), n, strict=True))), 0.15)
    outside = found["place"].ne(funnel.INSIDE).mean()
    far = found["place"].isin([funnel.ABOVE, funnel.BELOW]).mean()
    assert 0.02 < outside <= 0.05  # whole cases: never more than it says
    assert far <= 0.004
    assert funnel.dispersion(found, 0.15) < 1.1
    assert not funnel.wide(funnel.dispersion(found, 0.15), len(found))


def test_who_lies_outside_is_named_and_over_dispersion_is_said():
    found = funnel.funnel(areas([(60, 100), (15, 100), (14, 100), (0, 100), (16, 100)]), 0.15)
    assert found["place"].tolist() == [
        funnel.ABOVE,
        funnel.INSIDE,
        funnel.INSIDE,
        funnel.BELOW,
        funnel.INSIDE,
    ]
    names = {a: f"Contoh {i}" for i, a in enumerate(found["area"])}
    said = funnel.takeaway(found, found, label=names.__getitem__, whole="Kabupaten Contoh")
    assert said.startswith("Contoh 0 di atas batas 99,8 % dari rerata Kabupaten Contoh (15,0 %).")
    assert "Contoh 3 di bawah batas itu." in said
    assert "2 dari 5 di luar batas 95 %; kebetulan saja memberi kurang dari satu." in said
    assert "kali yang wajar" in said


def test_only_low_areas_are_named_with_the_whole_limit():
    rows = areas([(160, 1000), (165, 1000), (158, 1000), (170, 1000), (60, 1000)])
    said = funnel.takeaway(funnel.funnel(rows, 0.1426), rows, whole="Contoh")
    assert "di bawah batas 99,8 % dari rerata Contoh (14,3 %)." in said
    assert "batas itu" not in said


def test_one_area_none_hidden_and_all_equal():
    one = areas([(3, 20)])
    assert "paling sedikit 3 desa" in funnel.takeaway(funnel.funnel(one, 0.15), one)
    assert funnel.takeaway(one.head(0), one.head(0)).startswith("Belum ada data")
    rows = areas([(15, 100)] * 4 + [(np.nan, np.nan), (np.nan, 0)])
    rows.loc[4, "suppressed"] = True
    found = funnel.funnel(rows, 0.15)
    said = funnel.takeaway(found, rows, whole="Contoh")
    assert said.startswith("Tidak ada desa di luar batas 99,8 %")
    assert "1 desa disamarkan" in said
    assert "1 desa belum ada data" in said
    assert math.isnan(funnel.dispersion(found.head(2), 0.15))
    assert math.isnan(funnel.dispersion(found, 0.0))
