"""The ladder of targets and its sentences."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import ladder_words as say
from stunting.indicators.capaian import capaian, round_capaian
from stunting.indicators.ladder import FEW, HELD, HIDDEN, NO_FIGURE, OTHER_RULE, QUOTED, SURVEY, ladder
from stunting.indicators.published import published
from stunting.indicators.results import check_result
from stunting.indicators.targets import targets

KAB = "63.11"


def figures(*rows, area=KAB, level="kabupaten", rule="eppgbm", **more) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["period", "numerator", "denominator"])
    frame["value"] = frame["numerator"] / frame["denominator"].where(frame["denominator"] > 0)
    frame["low"], frame["high"] = frame["value"] - 0.01, frame["value"] + 0.01
    return frame.assign(level=level, area=area, indicator="stunting", rule=rule, source="contoh", **more)


def rungs(frame: pd.DataFrame, year: int = 2024, aims: pd.DataFrame | None = None) -> pd.DataFrame:
    surveys = published(KAB, series="survei")
    return check_result(ladder(targets(KAB) if aims is None else aims, frame, surveys, year))


def test_golden_values_of_the_report() -> None:
    with (Path(__file__).parents[1] / "golden" / "indicators_capaian.csv").open() as file:
        for row in csv.DictReader(file):
            value = capaian(
                float(row["actual"]), float(row["target"]), lower_is_better=row["lower_is_better"] == "1"
            )
            assert round_capaian(value) == float(row["printed"]), row


def test_the_report_of_2024_in_points_children_and_capaian() -> None:
    found = rungs(figures(("2022", 1369, 9184), ("2023", 1346, 9210), ("2024", 1346, 9230)))
    now, end = say.this_year(found, 2024), say.final(found)
    assert (now["gap"], now["capaian"]) == (pytest.approx(0.0298), 74.3)
    assert now["children"] == pytest.approx(275.3, abs=0.05)
    assert (end["gap"], end["capaian"]) == (pytest.approx(0.0658), 17.8)
    text = say.headline(found, 2024)
    assert text == (
        "**2,98 poin** di atas target 2024 (11,6 %, Perjanjian Kinerja 2024): perlu sekitar 275 balita lebih "
        "sedikit. Capaian 74,3 %. **6,58 poin** di atas target akhir (8 %, Renstra): perlu sekitar 608 "
        "balita lebih sedikit. Capaian 17,8 %."
    )
    earlier = found[found["target_year"] == 2022].iloc[0]
    assert earlier["met"]
    assert say.rung(earlier) == "Tercapai."


def test_survey_targets_meet_survey_figures_only() -> None:
    found = rungs(figures(("2024", 1346, 9230)))
    survey = found[found["kind"] == "survei"]
    assert len(survey) == 4
    assert survey["state"].eq(SURVEY).all()
    assert survey["rule"].eq("survei").all()
    assert survey["value"].eq(0.334).all()  # the district's own newest survey, not 14,58
    assert survey[["children", "capaian"]].isna().all().all()
    assert "hanya dibandingkan dengan survei: SKI 2023" in say.rung(survey.iloc[0])
    assert found.loc[found["kind"] != "survei", "rule"].isin(["eppgbm", ""]).all()


def test_a_quote_stays_a_quote() -> None:
    found = rungs(figures(("2024", 1346, 9230)))
    quoted = found[found["state"] == QUOTED].iloc[0]
    assert quoted["target"] == 0.14
    assert np.isnan(quoted["gap"])
    assert "Kutipan" in say.rung(quoted)
    assert say.this_year(found, 2024)["target"] == pytest.approx(0.116)


def test_no_figure_hidden_few_and_other_rule_are_four_things() -> None:
    aims = targets(KAB, year=2024)
    states = {
        NO_FIGURE: figures(("2023", 1, 100)), HIDDEN: figures(("2024", np.nan, 40), suppressed=True),
        FEW: figures(("2024", 3, 12)), OTHER_RULE: figures(("2024", 1346, 9230), rule="who"),
        HELD: figures(("2024", 1346, 9230)),
    }  # fmt: skip
    said = set()
    for state, frame in states.items():
        row = say.this_year(rungs(frame, aims=aims), 2024)
        assert row["state"] == state
        said.add(say.rung(row))
    assert len(said) == len(states)
    assert not any("nan" in s for s in said)


def test_a_printed_figure_among_counted_ones_is_not_hidden() -> None:
    counted = figures(("2024", 30, 100), suppressed=False)
    found = rungs(pd.concat([figures(("2022", 1369, 9184), rule="terbit"), counted]))
    earlier = found[(found["target_year"] == 2022) & found["rank"].notna()].iloc[0]
    assert earlier["state"] == HELD


def test_an_empty_store_and_no_targets() -> None:
    none = figures().head(0)
    assert "elum ada angka" in say.headline(rungs(none), 2024)
    assert say.headline(rungs(none, aims=targets(KAB).head(0)), 2024).startswith("Belum ada target")
    assert say.final(rungs(none, aims=targets(KAB, year=2024))) is None


def test_a_kecamatan_is_only_oriented_by_the_targets_of_its_kabupaten() -> None:
    found = rungs(figures(("2024", 252, 1534), area="63.11.02", level="kecamatan"))
    own = found[found["state"] == HELD]
    assert own["capaian"].isna().all()
    assert own["children"].notna().all()
    assert "hanya orientasi" in say.headline(found, 2024, owner="Kabupaten Contoh")
    # a target of its own counts first, with its capaian
    aims = pd.concat([targets(KAB), targets(KAB, year=2024).head(1).assign(area="63.11.02", printed=0.1)])
    row = say.this_year(
        rungs(figures(("2024", 252, 1534), area="63.11.02", level="kecamatan"), aims=aims), 2024
    )
    assert (row["owner"], row["target"], row["capaian"]) == ("63.11.02", 0.1, 35.7)


def test_on_target_and_an_interval_that_holds_it() -> None:
    aims = targets(KAB, year=2024).head(1)
    exact = rungs(figures(("2024", 116, 1000)), aims=aims).iloc[0]
    assert exact["met"]
    assert exact["capaian"] == 100
    assert exact["doubt"]
    near = rungs(figures(("2024", 118, 1000)), aims=aims)
    assert "belum dapat dibedakan dari target" in say.headline(near, 2024)
    one = rungs(figures(("2024", 35, 300)), aims=aims).iloc[0]
    assert "kurang dari satu balita" in say.rung(one)


def test_a_month_stands_for_its_year_and_a_later_target_is_not_due() -> None:
    aims = targets(KAB)
    aims = pd.concat([aims, aims[aims["rank"] == 2].head(1).assign(year=2026, printed=0.12)])
    found = rungs(figures(("2023", 1346, 9210), ("2024-08", 300, 2000)), aims=aims)
    assert say.this_year(found, 2024)["period"] == "2024-08"
    later = found[found["target_year"] == 2026].iloc[0]
    assert say.rung(later).startswith("Belum jatuh tempo; angka Agustus 2024:")
