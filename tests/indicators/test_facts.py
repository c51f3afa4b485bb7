"""Fact files and what reads them: targets, published figures, zones, capaian."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting.indicators.capaian import capaian, round_capaian
from stunting.indicators.facts import facts
from stunting.indicators.published import SURVEYS, published
from stunting.indicators.results import RULES, check_result
from stunting.indicators.targets import main_target, targets
from stunting.indicators.zones import band, bands
from stunting.settings import ROOT

KAB = "63.11"


@pytest.mark.parametrize("name", ["target", "terbit", "zona", "aturan_prevalensi"])
def test_every_fact_has_a_source(name: str) -> None:
    assert facts(name)["sumber"].notna().all()


def test_main_target_prefers_the_agreement_then_the_plan() -> None:
    chosen = main_target(KAB, "stunting", 2024)
    assert chosen is not None
    assert (chosen["value"], chosen["printed"]) == pytest.approx((0.1161, 0.116))
    assert main_target(KAB, "stunting", "2023")["value"] == pytest.approx(0.17)  # type: ignore[index]
    assert main_target(KAB, "stunting", 2022)["value"] == pytest.approx(0.184)  # type: ignore[index]


def test_a_target_of_routine_reports_is_one_for_eppgbm() -> None:
    chosen = main_target(KAB, "wasting", 2024)
    assert chosen is not None
    assert (chosen["kind"], chosen["value"]) == ("rutin", pytest.approx(0.07))
    assert main_target(KAB, "wasting", 2024, kinds=["e-PPGBM"]) is None


def test_no_target_is_none_and_national_never_is_the_main_one() -> None:
    assert main_target(KAB, "stunting", 2025) is None
    assert main_target("99.99", "stunting", 2024) is None
    assert targets("99.99", year=2024)["kind"].tolist() == ["survei"]


def test_quoted_conflict_stands_beside_but_has_no_rank() -> None:
    found = check_result(targets(KAB, year=2024))
    quoted = found[found["document"].str.contains("kutipan")]
    assert quoted["value"].tolist() == pytest.approx([0.14])
    assert quoted["rank"].isna().all()
    assert found["document"].iloc[0].startswith("Perjanjian Kinerja")


def test_targets_of_all_years_keep_the_one_without_a_year() -> None:
    found = targets(KAB)
    assert found["year"].isna().sum() == 1
    assert found["year"].dropna().is_monotonic_increasing
    assert set(found["rule"]) <= set(RULES)
    assert targets(KAB, "akb")["value"].tolist() == [8.5, 8.0]  # per 1,000: not a fraction


def test_published_series_of_the_district() -> None:
    found = check_result(published(KAB, series="e-PPGBM"))
    assert dict(zip(found["period"], found["value"], strict=True)) == pytest.approx(
        {
            "2018": 0.344,
            "2019": 0.267,
            "2020": 0.2578,
            "2021": 0.1791,
            "2022": 0.1491,
            "2023": 0.1461,
            "2024": 0.1458,
        }
    )
    assert set(found["rule"]) == {"terbit"}
    last = found.iloc[-1]
    assert (last["numerator"], last["denominator"]) == (1346, 9230)
    assert last["low"] == pytest.approx(0.1388, abs=1e-4)
    assert found["low"].isna().sum() == 6


def test_surveys_are_their_own_series() -> None:
    found = published(KAB, series="survei")
    assert found["series"].tolist() == ["Riskesdas", "SSGI", "SSGI", "SKI"]
    assert set(found["rule"]) == {"survei"}
    assert published(KAB, series="SKI")["value"].tolist() == [0.334]
    assert set(published(None, None)["series"]) >= set(SURVEYS)


def test_doubtful_figures_are_never_returned() -> None:
    doubtful = facts("terbit").query("mutu == 'C'")
    assert len(doubtful) > 0
    everything = published(None, None, main_only=False)
    assert "C" not in set(everything["quality"])
    assert not (everything["value"] == 0.2008).any()


def test_conflicting_prints_on_request() -> None:
    found = published(KAB, series="e-PPGBM", main_only=False)
    assert sorted(found.loc[found["period"] == "2021", "value"]) == pytest.approx([0.1789, 0.179, 0.1791])


def test_units_other_than_percent_are_not_divided() -> None:
    assert published(KAB, "nikah_dini")["value"].tolist() == [347, 155]
    assert published("99.99").empty


@pytest.mark.parametrize("row", pd.read_csv(ROOT / "tests/golden/indicators_capaian.csv").to_dict("records"))
def test_capaian_as_the_report_prints_it(row: dict) -> None:
    value = capaian(row["actual"], row["target"], lower_is_better=bool(row["lower_is_better"]))
    assert round_capaian(value) == row["printed"]


def test_capaian_edges() -> None:
    assert capaian(8, 8, lower_is_better=True) == 100
    assert capaian(0, 8, lower_is_better=True) == 200
    assert capaian(16, 8, lower_is_better=True) == 0
    assert np.isnan(capaian(5, 0, lower_is_better=False))
    assert np.isnan(round_capaian(capaian(float("nan"), 8, lower_is_better=True)))


@pytest.mark.parametrize(
    ("scheme", "indicator"),
    [
        ("who", "stunting"),
        ("who", "wasting"),
        ("who", "overweight"),
        ("who", "underweight"),
        ("bkkbn", "stunting"),
    ],
)
def test_bands_leave_no_gap(scheme: str, indicator: str) -> None:
    table = bands(scheme, indicator)
    assert table["low"].iloc[0] == 0
    assert np.isinf(table["high"].iloc[-1])
    assert table["high"].tolist()[:-1] == table["low"].tolist()[1:]
    # every border belongs to exactly one of its neighbours
    assert (table["high_included"].to_numpy()[:-1] != table["low_included"].to_numpy()[1:]).all()
    assert all(name is not None for name in band(np.linspace(0, 1, 1001), scheme, indicator))


def test_border_that_arithmetic_misses() -> None:
    assert list(band([0.1 + 0.2, 1.0, 0.0])) == ["sangat tinggi", "sangat tinggi", "sangat rendah"]
    with pytest.raises(ValueError, match="no bands"):
        bands("who", "ds")
