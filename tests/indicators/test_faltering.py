"""The faltering score: edges, monotony, no look into the future, order of rows."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stunting.indicators.faltering import BANDS, CAVEAT, COLUMNS, risk
from stunting.indicators.faltering.coefficients import Coefficients, read, shipped
from stunting.indicators.faltering.model import kalman, panel
from stunting.settings import ROOT


def visits(*rows: tuple, **extra: object) -> pd.DataFrame:
    """Rows of (child, days, haz, waz)."""
    frame = pd.DataFrame(rows, columns=["child_id", "age_days", "haz", "waz"])
    return frame.assign(**extra)


def one(frame: pd.DataFrame, **options: object) -> pd.Series:
    found = risk(frame, **options)
    assert len(found) == 1
    return found.iloc[0]


def crowd(n: int = 40, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    months = np.arange(0, 20, 1)
    frame = pd.DataFrame(
        {
            "child_id": np.repeat([f"CONTOH {k:03d}" for k in range(n)], len(months)),
            "age_days": np.tile(months * 30.0, n) + rng.integers(0, 9, n * len(months)),
            "haz": rng.normal(-1, 1, n * len(months)).round(2),
            "waz": rng.normal(-1, 1, n * len(months)).round(2),
        }
    )
    frame.loc[rng.random(len(frame)) < 0.2, "haz"] = np.nan
    frame.loc[rng.random(len(frame)) < 0.2, "waz"] = np.nan
    return frame


def test_shape_bands_and_caveat_on_every_row() -> None:
    found = risk(crowd())
    assert list(found.columns) == list(COLUMNS)
    assert found["child_id"].is_unique
    assert found["child_id"].is_monotonic_increasing
    assert list(found["band"].cat.categories) == list(BANDS)
    assert (found["caveat"] == CAVEAT).all()
    assert found["risk"].between(0, 1).all()
    assert ((found["haz_24_low"] < found["haz_24"]) & (found["haz_24"] < found["haz_24_high"])).all()


def test_single_visit_falls_back_toward_the_mean_in_closed_form() -> None:
    c = shipped()
    row = one(visits(("CONTOH", 365.0, -1.5, np.nan)))
    shrink = c.variance / (c.variance + c.measurement_sd**2)
    phi = ((365 + c.age_shift) / (c.target_age + c.age_shift)) ** (1 / c.log_age_scale)
    assert row["haz_24"] == pytest.approx(c.mean + phi * shrink * (-1.5 - c.mean), abs=1e-12)
    assert "baru satu pengukuran" in row["reason"]
    assert "arah BB/U belum diketahui" in row["reason"]


def test_filter_equals_dense_gaussian_regression() -> None:
    c = shipped()
    age, haz = np.array([20.0, 47.0, 110.0, 111.0, 300.0]), np.array([0.3, -0.2, -1.0, -0.7, -1.4])
    state = kalman(age[None], haz[None], c)
    w = np.log(age + c.age_shift)
    cov = c.variance * np.exp(-np.abs(w[:, None] - w) / c.log_age_scale)
    full = cov + c.measurement_sd**2 * np.eye(5)
    assert state.mean[0] == pytest.approx(c.mean + cov[-1] @ np.linalg.solve(full, haz - c.mean), abs=1e-10)
    assert state.var[0] == pytest.approx(cov[-1, -1] - cov[-1] @ np.linalg.solve(full, cov[-1]), abs=1e-10)
    sign, logdet = np.linalg.slogdet(full)
    gap = haz - c.mean
    dense = -0.5 * (gap @ np.linalg.solve(full, gap) + logdet + 5 * np.log(2 * np.pi))
    assert sign > 0
    assert state.loglik[0] == pytest.approx(dense, abs=1e-9)


def test_all_missing_and_flagged_are_not_computed() -> None:
    found = risk(
        visits(
            ("A", 100, np.nan, -1.0), ("B", 100, -6.5, -1.0), ("C", 100, 6.01, -1.0), ("D", np.nan, -1.0, 0)
        )
    )
    assert (found["band"] == "tidak dapat dihitung").all()
    assert found[["risk", "haz", "haz_24", "haz_24_low"]].isna().all(axis=None)
    assert (found["reason"] == "belum ada PB/U yang sah").all()
    assert len(found) == 4


def test_flag_columns_and_implausible_values_change_nothing() -> None:
    base = visits(("A", 200, -1.2, -0.5), ("A", 300, -1.5, -0.8))
    more = visits(
        ("A", 200, -1.2, -0.5), ("A", 250, -7.0, 5.5), ("A", 270, -4.0, -4.0), ("A", 300, -1.5, -0.8)
    )
    flags = [False, False, True, False]
    pd.testing.assert_frame_equal(risk(base), risk(more.assign(flag_haz=flags, flag_waz=flags)))


def test_empty_history_and_missing_columns() -> None:
    empty = risk(visits().astype({"age_days": float, "haz": float, "waz": float}))
    assert list(empty.columns) == list(COLUMNS)
    assert empty.empty
    with pytest.raises(ValueError, match="waz"):
        risk(visits(("A", 1, 0.0, 0.0)).drop(columns="waz"))


@pytest.mark.parametrize(("days", "computed"), [(730.0, True), (730.5, False), (900.0, False)])
def test_only_under_24_months(days: float, computed: bool) -> None:
    row = one(visits(("A", 300, -1.0, 0.0), ("A", days, -1.1, 0.0)))
    assert (row["band"] != "tidak dapat dihitung") is computed
    assert ("24 bulan atau lebih" in row["reason"]) is not computed


def test_child_whose_unmeasured_visit_is_past_24_months_is_too_old() -> None:
    assert one(visits(("A", 300, -1.0, 0.0), ("A", 800, np.nan, 0.0)))["band"] == "tidak dapat dihitung"


def test_stunted_is_strictly_below_the_cut_and_keeps_its_risk() -> None:
    at_cut, below = one(visits(("A", 300, -2.0, 0.0))), one(visits(("A", 300, -2.01, 0.0)))
    assert at_cut["band"] != "sudah stunting"
    assert below["band"] == "sudah stunting"
    assert "sudah di bawah −2" in below["reason"]
    assert below["risk"] > at_cut["risk"]


def test_duplicate_days_are_averaged_in_any_order() -> None:
    rows = [("A", 300, -1.0, 0.1), ("A", 300, -1.2, 0.3), ("A", 300, -1.7, np.nan), ("A", 200, -0.5, 0.0)]
    first = risk(visits(*rows))
    for order in ([3, 2, 1, 0], [1, 3, 0, 2]):
        pd.testing.assert_frame_equal(first, risk(visits(*[rows[k] for k in order])), check_exact=True)
    assert first["haz"].iloc[0] == pytest.approx(-1.3)
    assert first["visits"].iloc[0] == 2


def test_order_of_rows_and_other_children_do_not_matter() -> None:
    frame = crowd()
    whole = risk(frame)
    pd.testing.assert_frame_equal(whole, risk(frame.sample(frac=1, random_state=3)), check_exact=True)
    alone = risk(frame[frame["child_id"] == "CONTOH 007"])
    pd.testing.assert_frame_equal(
        whole[whole["child_id"] == "CONTOH 007"].reset_index(drop=True), alone, rtol=1e-12, atol=1e-12
    )
    as_category = risk(frame.astype({"child_id": "category"}))
    np.testing.assert_array_equal(whole["risk"], as_category["risk"])


@settings(max_examples=10, deadline=None)
@given(st.floats(1, 700), st.integers(0, 2**31))
def test_no_look_into_the_future(at: float, seed: int) -> None:
    frame = crowd(6, seed)
    known = frame[frame["age_days"] <= at]
    whole = risk(frame, at=at).set_index("child_id")
    rng = np.random.default_rng(seed)
    other = frame.copy()
    later = other["age_days"] > at
    other.loc[later, ["haz", "waz"]] = rng.normal(-3, 1, (int(later.sum()), 2))
    pd.testing.assert_frame_equal(whole, risk(other, at=at).set_index("child_id"), check_exact=True)
    cut = risk(known, at=at).set_index("child_id")
    pd.testing.assert_frame_equal(whole.loc[cut.index], cut, rtol=1e-12, atol=1e-12)


def test_landmark_may_differ_by_child() -> None:
    frame = crowd(3)
    ages = pd.Series({"CONTOH 000": 100.0, "CONTOH 001": 300.0, "CONTOH 002": 500.0})
    got = risk(frame, at=ages)["risk"].to_numpy()
    each = [risk(frame, at=age)["risk"].iloc[k] for k, age in enumerate(ages)]
    np.testing.assert_array_equal(got, each)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(-3, 2), min_size=1, max_size=6),
    st.floats(0.01, 2),
    st.integers(0, 5),
    st.floats(20, 120),
)
def test_lower_length_never_lowers_the_risk(z: list[float], drop: float, which: int, step: float) -> None:
    ages = [40 + step * k for k in range(len(z))]
    rows = [("A", a, x, -0.5) for a, x in zip(ages, z, strict=True)]
    k = which % len(z)
    lower = [(c, a, x - drop if i == k else x, w) for i, (c, a, x, w) in enumerate(rows)]
    # Lowering the last one always raises it; an earlier one can only lower the filtered state too.
    assert one(visits(*lower))["haz_24"] <= one(visits(*rows))["haz_24"] + 1e-12
    assert one(visits(*lower))["risk"] >= one(visits(*rows))["risk"] - 1e-12


def test_losing_weight_raises_the_risk_and_gaining_lowers_it() -> None:
    def with_weight(now: float) -> float:
        return one(visits(("A", 210, -1.3, -0.5), ("A", 300, -1.5, now)))["risk"]

    assert with_weight(-1.0) > with_weight(-0.5) > with_weight(0.0)
    assert with_weight(-5.9) == with_weight(-3.0)  # clipped to what the cohort saw


def test_reason_says_what_moved() -> None:
    row = one(visits(("A", 240, -1.4, -0.6), ("A", 335, -1.84, -0.6), birth_weight_kg=2.3))
    assert (
        row["reason"]
        == "PB/U −1,8 pada umur 11 bulan, turun 0,4 dalam 3 bulan; BB/U tetap; lahir 2,3 kg (BBLR)"
    )


def test_birth_length_counts_as_day_zero_and_birth_weight_only_as_words() -> None:
    base = visits(("A", 60, -1.0, -0.5))
    born = one(base.assign(birth_length_z=-2.5))
    as_visit = one(visits(("A", 0, -2.5, np.nan), ("A", 60, -1.0, -0.5)))
    assert born["risk"] == as_visit["risk"] > one(base)["risk"]
    only = one(visits(("A", 5, np.nan, -0.5), birth_length_z=-1.0))
    assert np.isfinite(only["risk"])
    assert only["age_days"] == 0
    assert one(base.assign(birth_weight_kg=2.0))["risk"] == one(base)["risk"]
    measured = visits(("A", 0, -1.0, 0.0), birth_length_z=-2.5)
    assert one(measured)["haz"] == -1.0


def test_local_mean_and_coarser_measurement() -> None:
    frame = visits(("A", 240, -1.4, np.nan), ("A", 335, -1.8, np.nan))
    assert one(frame, mean=-1.3)["risk"] > one(frame)["risk"]
    # Trusting one measurement less pulls toward the earlier one and the mean.
    assert one(frame, measurement_sd=0.5)["haz_24"] > one(frame)["haz_24"]


def test_panel_packs_visits_left() -> None:
    p = panel(visits(("B", 50, 1.0, 1.0), ("A", 20, 0.5, 0.0), ("A", 10, -0.5, 0.0)), shipped())
    assert list(p.child) == ["A", "B"]
    np.testing.assert_array_equal(p.age, [[10, 20], [50, np.nan]])
    np.testing.assert_array_equal(p.haz, [[-0.5, 0.5], [1.0, np.nan]])


def test_coefficient_file_says_where_each_number_comes_from() -> None:
    path = ROOT / "data" / "skor_faltering.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row[k] for row in rows for k in ("parameter", "nilai", "arti", "cara", "sumber"))
    assert any("belum divalidasi" in row["sumber"] for row in rows)
    c = read(path)
    assert isinstance(c, Coefficients)
    assert 0 < c.band_medium < c.band_high < 1


def test_incomplete_coefficient_file_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "skor.csv"
    path.write_text("parameter,nilai\nmean,-0.4\n", encoding="utf-8")
    with pytest.raises(ValueError, match="variance"):
        read(path)
