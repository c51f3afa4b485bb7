"""The path to a target: rates by hand, calibration by simulation, flows, what-if."""

import math

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import path
from stunting.indicators.cube import build as build_cube
from stunting.indicators.path import model
from stunting.indicators.prevalence import prevalence
from stunting.indicators.results import check_result


def series(values, years=None, n=9000, level="kabupaten", rule="eppgbm") -> pd.DataFrame:
    values = np.asarray(values, dtype="float64")
    years = list(range(2018, 2018 + len(values))) if years is None else years
    return pd.DataFrame({
        "level": level, "area": "99.01", "indicator": "stunting", "period": [str(y) for y in years],
        "rule": rule, "value": values, "low": np.nan, "high": np.nan, "numerator": np.round(values * n),
        "denominator": n, "source": "contoh",
    })  # fmt: skip


def test_a_steady_fall_is_its_own_rate():
    found = path.current(series(0.3 * 0.9 ** np.arange(7))).iloc[0]
    assert found["value"] == pytest.approx(0.10, abs=0.003)
    assert found["low"] < 0.10 < found["high"]
    assert found["high"] - found["low"] < 0.1


def test_required_is_the_rate_that_leads_there():
    rate = path.required(0.1458, 2024, 0.08, 2029)
    assert 0.1458 * (1 - rate) ** 5 == pytest.approx(0.08)
    assert path.required(0.1, 2024, 0.2, 2025) == pytest.approx(-1.0)
    assert path.required(0.1, 2024, 0, 2025) == 1
    assert all(math.isnan(path.required(*x)) for x in ((0, 2024, 0.1, 2025), (0.1, 2024, 0.1, 2023)))


# The true standard deviations: those of published series (docs/metode-target.md), and the priors themselves.
CASES = {"terbit": [(0.0, 0.06), (0.02, 0.08), (0.0, 0.14)], "prior": None}
SMALL = [(0.22, 0.47)]  # puskesmas, as published
CALM = [(0.05, 0.10)]  # a small area that hardly moves


def coverage(cases, years, ahead, level="kabupaten", n=9000, runs=350) -> float:
    """Return how often the 90 % interval holds the figure; cases None: tau and omega from their priors."""
    rng = np.random.default_rng(20 + years)
    scales, covered = model.prior_scales(level), 0
    for run in range(runs):
        if cases is None:
            tau, omega = np.minimum(np.abs(rng.standard_t(4, 2)), 8) * scales
        else:
            tau, omega = cases[run % len(cases)]
        walk = np.cumsum(np.r_[0, rng.normal(0, omega, years + ahead - 1)])
        log = np.log(0.3) - 0.08 * np.arange(years + ahead) + walk + rng.normal(0, tau, years + ahead)
        seen = rng.binomial(n, np.clip(np.exp(log), 0, 1))
        at = np.delete(np.arange(years), 1) if run % 2 and years > 4 else np.arange(years)  # a missing year
        found = model.fit(model.points(seen[at] / n, seen[at], np.full(len(at), n), at), scales)
        last = np.log(max(seen[-1], 0.5) / n)
        below = model.mixture_cdf(model.predict(found, years + ahead - 1), last)
        covered += 0.05 <= below <= 0.95
    return covered / runs


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize(("years", "ahead"), [(4, 2), (7, 5)])
def test_prediction_intervals_of_90_percent_cover_85_to_95(kind, years, ahead):
    assert 0.85 <= coverage(CASES[kind], years, ahead) <= 0.95


@pytest.mark.parametrize(("years", "ahead"), [(3, 2), (4, 1)])
@pytest.mark.parametrize(
    ("cases", "level", "n"),
    [(None, "kabupaten", 9000), (SMALL, "kecamatan", 1200), (None, "kecamatan", 1200)],
)
def test_three_years_and_small_areas_cover_as_their_prior_says(cases, level, n, years, ahead):
    assert 0.85 <= coverage(cases, years, ahead, level, n) <= 0.95


def test_where_the_interval_is_wider_than_need_be():
    # what the screen says (`words.outlook_sentence`): too wide, never too narrow
    assert 0.90 <= coverage(CASES["terbit"], 3, 1, runs=300) <= 0.99
    assert coverage(CALM, 4, 2, "kecamatan", 1200, runs=200) > 0.95


def test_probability_agrees_with_the_projection():
    given = series([0.344, 0.267, 0.258, 0.179, 0.149, 0.146, 0.146])
    ahead = path.projection(given, 2029)
    assert ahead["period"].tolist() == ["2025", "2026", "2027", "2028", "2029"]
    last = ahead.iloc[-1]
    assert (ahead["low"] < ahead["value"]).all()
    assert (ahead["value"] < ahead["high"]).all()
    # further ahead is less certain
    assert (np.diff(np.log(ahead["high"] / ahead["low"])) > 0).all()
    for target, chance in ((last["value"], 0.5), (last["low"], 0.05), (last["high"], 0.95)):
        assert path.outlook(given, target, 2029)["probability"].iloc[0] == pytest.approx(chance, abs=1e-6)
    easy, hard = (path.outlook(given, t, 2029).iloc[0] for t in (0.14, 0.05))
    assert easy["probability"] > hard["probability"]
    assert hard["aarr_required"] > easy["aarr_required"]
    assert "sudah tercapai" in path.outlook(given, 0.2, 2029)["note"].iloc[0]


def test_fewer_years_say_less():
    width = []
    for values in ([0.20, 0.18], [0.22, 0.20, 0.18], [0.26, 0.24, 0.22, 0.20, 0.18]):
        found = path.current(series(values)).iloc[0]
        width.append(found["high"] - found["low"])
        assert ("anggapan awal" in found["note"]) == (len(values) < 4)
    assert width[0] > width[1] > width[2]


def test_one_year_no_year_and_a_target_that_is_over():
    one = path.outlook(series([0.2]), 0.1, 2029).iloc[0]
    assert math.isnan(one["probability"])
    assert one["aarr_required"] > 0
    assert "dua tahun" in one["note"]
    none = path.outlook(series([np.nan, np.nan]), 0.1, 2029).iloc[0]
    assert math.isnan(none["value"])
    assert none["points"] == 0
    assert path.projection(series([0.2]), 2029).empty
    over = path.outlook(series([0.2, 0.18]), 0.1, 2019).iloc[0]
    assert math.isnan(over["probability"])
    assert "sudah lewat" in over["note"]


def test_zero_cases_and_missing_years():
    found = path.outlook(series([0.02, 0.0, 0.0], n=50, level="desa"), 0.05, 2024).iloc[0]
    assert 0 < found["value"] < 1
    assert 0 < found["probability"] < 1
    gap = path.current(series([0.2, np.nan, 0.16, np.nan, 0.13]))["value"].iloc[0]
    assert gap == pytest.approx(path.current(series([0.2, 0.16, 0.13], [2018, 2020, 2022]))["value"].iloc[0])
    zero = path.outlook(series([0.2, 0.18]), 0.0, 2024).iloc[0]
    assert math.isnan(zero["probability"])
    assert zero["aarr_required"] == 1


def test_series_are_never_joined():
    both = pd.concat([series([0.2, 0.18]), series([0.3], [2022], rule="survei")])
    with pytest.raises(ValueError, match="no series"):
        path.current(both)
    with pytest.raises(ValueError, match="twice"):
        path.current(series([0.2, 0.2], [2020, 2020]))


def test_flows_account_for_every_child(make_rows):
    def seen(child, year, haz, **more):
        return {"child_id": child, "date": f"{year}-06-10", "file_haz": haz, "haz": haz, **more}

    rows = make_rows(
        seen("sehat", 2023, -1.0), seen("sehat", 2024, -1.0),
        seen("baru", 2023, -1.0), seen("baru", 2024, -2.5),
        seen("pulih", 2023, -2.5), seen("pulih", 2024, -1.0),
        seen("tetap", 2023, -2.5), seen("tetap", 2024, -2.5),
        seen("lulus", 2023, -2.5, age_days=1500), seen("hilang", 2023, -1.0, age_days=300),
        seen("lahir", 2024, -1.0, age_days=100), seen("datang", 2024, -2.5),
        seen("besar", 2024, -2.5, age_days=1900),
    )  # fmt: skip
    found = path.flows(rows, 2024).iloc[0]
    assert found[list(path.FLOW_COLUMNS)].tolist() == [1, 1, 1, 1, 0, 1, 1, 0, 1, 1]
    now = prevalence(build_cube(rows), "kabupaten", "2024").iloc[0]
    assert now["denominator"] == found[["stayed_healthy", "new_cases", "recovered", "stayed_stunted",
                                        "entered_healthy", "entered_stunted"]].sum()  # fmt: skip
    assert now["numerator"] == found[["new_cases", "stayed_stunted", "entered_stunted"]].sum()
    # half of those followed were stunted: put back into the model, the rates give the prevalence
    assert path.what_if(0.5, 6, 2023, 2024, path.rates(found))["value"].iloc[1] == pytest.approx(now["value"])
    assert path.flows(rows.iloc[:0], 2024).empty
    assert path.flows(rows, 2024, level="desa", rule="who")["stayed_healthy"].sum() == 1


def test_what_if_moves_the_right_way_and_comes_to_rest():
    base = path.Rates(0.05, 0.3, 0.2, 0.1, {"new_cases": (50, 1000), "recovery": (60, 200)})
    kept = check_result(path.what_if(0.2, 1000, 2024, 2029, base))
    assert kept["period"].tolist() == [str(y) for y in range(2024, 2030)]
    assert (np.diff(kept["value"]) < 0).all()
    assert (kept["low"][1:] < kept["value"][1:]).all()
    assert kept["note"].eq("skenario, bukan ramalan").all()
    for change in ({"new_cases": 0.02}, {"recovery": 0.5}):
        assert path.what_if(0.2, 1000, 2024, 2029, base, **change)["value"].iloc[-1] < kept["value"].iloc[-1]
    far = path.what_if(0.2, 1000, 2024, 2124, base)["value"].iloc[-1]
    assert far == pytest.approx(path.equilibrium(base))
    # children are neither made nor lost: change = new - recovered - left stunted + entered stunted
    row = kept.iloc[1]
    entered = row["left"] * base.entry
    assert row["numerator"] == pytest.approx(
        200 + row["new"] - row["recovered"] - row["left_stunted"] + entered - 0, rel=1e-9
    )


def test_what_if_at_the_edges():
    still = path.Rates(0, 0, 0, 0)
    assert path.what_if(0.2, 10, 2024, 2026, still)["value"].tolist() == [0.2, 0.2, 0.2]
    assert path.what_if(0.2, 10, 2024, 2026, still)["low"].isna().all()
    assert math.isnan(path.equilibrium(still))
    assert path.what_if(1, 10, 2024, 2025, path.Rates(1, 1, 0, 0))["value"].iloc[1] == 0
    with pytest.raises(ValueError, match="unknown rate"):
        path.what_if(0.2, 10, 2024, 2025, still, luck=1)
    with pytest.raises(ValueError, match="outside"):
        path.what_if(0.2, 10, 2024, 2025, path.Rates(0.1, math.nan, 0.2, 0.1))
