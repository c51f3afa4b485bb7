"""Prevalence, its grid, its intervals, and the recap beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import prevalence
from stunting.indicators.coverage import bounds
from stunting.indicators.cube import INDICATORS, KEYS, build
from stunting.indicators.intervals import proportion_interval, wilson
from stunting.indicators.participation import participation
from stunting.indicators.results import RESULT_COLUMNS, check_result
from stunting.indicators.survey import estimate
from stunting.ingest.schema import RECAP_DTYPES, conform

KAB = "99.01"


@pytest.fixture(scope="module")
def rows(make_rows) -> pd.DataFrame:
    """Two kecamatan, 24 posyandu, 2 years; every third child of one kecamatan is stunted in some posyandu."""
    rng = np.random.default_rng(63)
    table = []
    for child in range(1200):
        posyandu = int(rng.integers(0, 24))
        kec = posyandu % 2 + 1
        place = {
            "kec": f"{KAB}.0{kec}", "desa": f"{KAB}.0{kec}.20{posyandu % 6}",
            "posyandu": f"Contoh {posyandu}", "puskesmas": f"Contoh {kec}",
            "sex": "LP"[child % 2], "age_days": int(rng.integers(0, 1900)),
        }  # fmt: skip
        for date in ("2023-08-10", "2024-02-10", "2024-08-10"):
            z = round(float(rng.normal(-1 - 0.04 * posyandu, 1.1)), 2)
            if rng.random() < 0.15:
                gone = {
                    "period": date[:7],
                    "measured": False,
                    "age_days": None,
                    "file_haz": None,
                    "haz": None,
                }
                table.append({"child_id": str(child), **place, **gone})
            else:
                table.append({"child_id": str(child), **place, "date": date, "file_haz": z, "haz": z})
    return make_rows(*table)


@pytest.fixture(scope="module")
def cube(rows: pd.DataFrame) -> pd.DataFrame:
    return build(rows)


def recap_rows(*rows: dict) -> pd.DataFrame:
    return conform(pd.DataFrame([{"row": 1, "kab": KAB, **r} for r in rows]), RECAP_DTYPES)


def test_columns_and_one_row_an_area(cube: pd.DataFrame) -> None:
    found = prevalence(cube, "kecamatan", "2024")
    assert set(RESULT_COLUMNS) <= set(found.columns)
    assert found["area"].tolist() == [f"{KAB}.01", f"{KAB}.02"]
    assert (found["value"] == found["numerator"] / found["denominator"]).all()
    assert (found["low"] <= found["value"]).all()
    assert (found["value"] <= found["high"]).all()
    wl, wh = wilson(found["numerator"], found["denominator"])
    np.testing.assert_allclose(found["wilson_low"], wl)
    np.testing.assert_allclose(found["wilson_high"], wh)


@pytest.mark.parametrize("rule", ["eppgbm", "who"])
@pytest.mark.parametrize("by", ["sex", "age_group"])
def test_levels_and_breakdowns_add_up(cube: pd.DataFrame, rule: str, by: str) -> None:
    counts = ["numerator", "denominator", "registered", "measured"]
    whole = prevalence(cube, period="2024", rule=rule, indicator=list(INDICATORS)).set_index("indicator")[
        counts
    ]
    for level in ("kecamatan", "puskesmas", "desa", "posyandu"):
        part = prevalence(cube, level, "2024", rule, list(INDICATORS))
        pd.testing.assert_frame_equal(part.groupby("indicator")[counts].sum().loc[whole.index], whole)
    part = prevalence(cube, period="2024", rule=rule, indicator=list(INDICATORS), by=by)
    pd.testing.assert_frame_equal(part.groupby("indicator")[counts].sum().loc[whole.index], whole)


def test_cluster_interval_is_the_survey_estimator(rows: pd.DataFrame, cube: pd.DataFrame) -> None:
    last = rows[rows["measured"] & (rows["period"] == "2024-08") & (rows["age_days"] < 1826.25)]
    y = pd.DataFrame({"a": (last["file_haz"] <= -2.01).astype(float)})
    want = estimate(y, clusters=last["posyandu"], groups=pd.DataFrame({"sex": last["sex"]}))
    found = prevalence(cube, period="2024-08").iloc[0]
    assert found["method"] == "klaster"
    assert found[["low", "high"]].tolist() == pytest.approx(want.loc[0, ["low", "high"]].tolist())
    by_sex = prevalence(cube, period="2024-08", by="sex")
    np.testing.assert_allclose(
        by_sex[["low", "high"]].astype(float), want.loc[1:, ["low", "high"]].astype(float)
    )


def test_few_posyandu_or_no_case_fall_back(make_rows) -> None:
    few = [
        {"child_id": str(i), "date": "2024-02-10", "posyandu": f"P{i % 9}", "file_haz": -3 + i % 3}
        for i in range(90)
    ]
    assert prevalence(build(make_rows(*few)), period="2024")["method"].tolist() == ["wilson"]
    none = [{"child_id": str(i), "date": "2024-02-10", "posyandu": f"P{i % 20}"} for i in range(90)]
    found = prevalence(build(make_rows(*none)), period="2024").iloc[0]
    assert (found["method"], found["value"], found["low"]) == ("exact", 0, 0)
    assert found["high"] == pytest.approx(proportion_interval(0, 90).high)
    same = [{**r, "file_haz": -2.5 if i < 20 else -1.0} for i, r in enumerate(none[:80])]  # 1 of 4 everywhere
    assert prevalence(build(make_rows(*same)), period="2024")["method"].tolist() == ["wilson"]


def test_below_kecamatan_is_binomial(cube: pd.DataFrame) -> None:
    found = prevalence(cube, "posyandu", "2024-02")
    assert set(found["method"]) <= {"wilson", "exact"}
    assert (found.loc[found["denominator"] < 30, "method"] == "exact").all()
    assert found["area"].str.contains("|", regex=False).all()


def test_period_without_data_is_rows_without_value(cube: pd.DataFrame) -> None:
    found = prevalence(cube, "kecamatan", ["2024", "2030"])
    missing = found[found["period"] == "2030"]
    assert len(missing) == 2
    assert missing[["value", "low", "high"]].isna().all(axis=None)
    assert (missing["denominator"] == 0).all()
    assert (missing["method"] == "").all()


def test_all_periods_and_area_filter(cube: pd.DataFrame) -> None:
    found = prevalence(cube, area=f"{KAB}.01")
    assert found["period"].tolist() == ["2023", "2023-08", "2024", "2024-02", "2024-08"]
    desa = prevalence(cube, "desa", "2024", area=f"{KAB}.01")
    assert desa["area"].str.startswith(f"{KAB}.01.").all()
    assert prevalence(cube, "desa", "2024", area="Contoh 1")["area"].tolist() == desa["area"].tolist()
    one = prevalence(cube, "posyandu", "2024").iloc[[3]]
    again = prevalence(cube, "posyandu", "2024", area=one["area"].iloc[0])
    pd.testing.assert_frame_equal(one.reset_index(drop=True), again)
    assert prevalence(cube, "desa", "2024", area="99.99").empty


def test_unknown_sex_has_a_row_only_where_needed(make_rows, cube: pd.DataFrame) -> None:
    assert prevalence(cube, period="2024", by="sex")["sex"].tolist() == ["L", "P"]
    odd = build(make_rows({"child_id": "a", "date": "2024-02-10", "sex": None}))
    assert prevalence(odd, period="2024", by="sex")["sex"].tolist() == ["L", "P", "?"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "rt"},
        {"rule": "ssgi"},
        {"indicator": "haz"},
        {"by": "kab"},
        {"indicator": ["stunting", "x"]},
    ],
)
def test_unknown_words_are_refused(cube: pd.DataFrame, wrong: dict) -> None:
    with pytest.raises(ValueError, match="unknown"):
        prevalence(cube, **{"period": "2024", **wrong})


def test_source_says_pull_date_and_synthetic(cube: pd.DataFrame) -> None:
    found = prevalence(cube, period="2024", pulled_on=pd.Timestamp("2026-11-21").date(), synthetic=True)
    assert found["source"].tolist() == ["e-PPGBM (ekspor), ditarik 21 Nov 2026; data sintetis"]


def test_empty_cube_keeps_the_columns(rows: pd.DataFrame) -> None:
    nothing = build(rows.iloc[:0])
    for found in (prevalence(nothing), prevalence(nothing, "desa", "2024", by="sex"), participation(nothing)):
        check_result(found)
        assert found.empty


def test_cube_that_was_stored_as_text(cube: pd.DataFrame) -> None:
    text = cube.astype(dict.fromkeys(KEYS, "str"))
    for level in ("kabupaten", "posyandu"):
        a, b = (prevalence(c, level, "2024", by="sex") for c in (cube, text))
        pd.testing.assert_frame_equal(a, b)
        pd.testing.assert_frame_equal(participation(cube, level), participation(text, level))


def test_s_knows_the_limit_of_age_and_registered_does_not(rows: pd.DataFrame, cube: pd.DataFrame) -> None:
    found = prevalence(cube, period="2024").iloc[0]
    old = cube.loc[cube["period"] == "2024", ["registered", "s"]].sum()
    assert (found["registered"], found["s"]) == (old["registered"], old["s"])
    assert found["denominator"] <= found["s"] < found["registered"]
    missing = bounds(found)
    assert missing is not None
    assert (missing.s, missing.missed) == (found["s"], found["s"] - found["denominator"])


def test_recap_fills_only_what_rows_do_not_know(cube: pd.DataFrame) -> None:
    recap = recap_rows(
        {"level": "kecamatan", "kec": f"{KAB}.01", "period": "2024-08", "measured": 10, "stunting": 9},
        {"level": "kecamatan", "kec": f"{KAB}.01", "period": "2022-08", "measured": 200, "stunting": 50,
         "registered": 250},
        {"level": "kecamatan", "kec": f"{KAB}.03", "period": "2024-08", "measured": 100, "stunting": 10},
    )  # fmt: skip
    found = prevalence(cube, "kecamatan", ["2022", "2024"], recap=recap).set_index(["area", "period"])
    rows_only = prevalence(cube, "kecamatan", ["2022", "2024"]).set_index(["area", "period"])
    assert found.loc[(f"{KAB}.01", "2024"), "numerator"] == rows_only.loc[(f"{KAB}.01", "2024"), "numerator"]
    filled = found.loc[(f"{KAB}.01", "2022")]
    assert (filled["value"], filled["rule"], filled["source"]) == (0.25, "rekap", "rekap e-PPGBM")
    assert filled["registered"] == 250
    third = found.loc[(f"{KAB}.03", "2024")]
    assert (third["numerator"], third["denominator"], third["method"]) == (10, 100, "wilson")
    assert pd.isna(third["registered"])
    assert np.isnan(found.loc[(f"{KAB}.03", "2022"), "value"])
    assert found.loc[(f"{KAB}.03", "2022"), "denominator"] == 0
    for other in ({"rule": "who"}, {"by": "sex"}):
        assert "rekap" not in set(prevalence(cube, "kecamatan", "2022", recap=recap, **other)["rule"])


def test_recap_year_is_its_last_month_and_levels_are_not_added(rows: pd.DataFrame) -> None:
    nothing = build(rows.iloc[:0])
    desa = {"level": "desa", "kec": f"{KAB}.01", "period": "2022-08"}
    recap = recap_rows(
        {**desa, "desa": f"{KAB}.01.2001", "measured": 40, "stunting": 4},
        {**desa, "desa": f"{KAB}.01.2002", "measured": 60, "stunting": 6},
        {**desa, "desa": f"{KAB}.01.2001", "period": "2022-02", "measured": 50, "stunting": 25},
        {"level": "kecamatan", "kec": f"{KAB}.01", "period": "2022-08", "measured": 101, "stunting": 10},
    )
    kab = prevalence(nothing, period="2022", recap=recap).iloc[0]
    assert (kab["numerator"], kab["denominator"]) == (10, 101)
    village = prevalence(nothing, "desa", "2022", recap=recap)
    assert village["denominator"].tolist() == [40, 60]
    kec = prevalence(nothing, "kecamatan", "2022-02", recap=recap).iloc[0]
    assert (kec["numerator"], kec["denominator"]) == (25, 50)
    assert prevalence(nothing, recap=recap)["period"].tolist() == ["2022", "2022-02", "2022-08"]


def test_recap_with_impossible_counts_is_not_used(rows: pd.DataFrame) -> None:
    recap = recap_rows({"level": "kabupaten", "period": "2022-08", "measured": 10, "stunting": 70})
    assert prevalence(build(rows.iloc[:0]), period="2022", recap=recap).empty


def test_participation_month_and_year(cube: pd.DataFrame, rows: pd.DataFrame) -> None:
    found = participation(cube, "kecamatan", ["2024-02", "2024"]).set_index(["area", "period"])
    # SKDN knows under-fives only; a child that was not measured has no age here and stays in
    old = rows["age_days"].ge(1827).fillna(False).astype(bool)
    assert old.any()
    for kec in (f"{KAB}.01", f"{KAB}.02"):
        own = rows[(rows["kec"] == kec) & ~old]
        month = own[own["period"] == "2024-02"]
        got = found.loc[(kec, "2024-02")]
        assert (got["numerator"], got["denominator"]) == (month["measured"].sum(), len(month))
        year = own[own["period"].astype("str").str.startswith("2024")]
        got = found.loc[(kec, "2024")]
        assert (got["numerator"], got["denominator"], got["months"]) == (year["measured"].sum(), len(year), 2)
        assert got["low"] <= got["value"] <= got["high"]
        assert got["rule"] == "skdn"
    assert participation(cube, period="2030").iloc[0]["months"] == 0
    assert np.isnan(participation(cube, period="2030").iloc[0]["value"])
    assert len(participation(cube)) == 5
