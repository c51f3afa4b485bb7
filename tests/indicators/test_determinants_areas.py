"""Cases of areas over a population, where one is known; which factors a small area's model holds first."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting.indicators.determinants import area_indicators, area_rates, factors
from stunting.indicators.determinants.fitting import fitting
from tests.indicators.test_determinants_exposure import given_areas, study_frame


def rows(values, name: str = "ISPA balita", **more: object) -> pd.DataFrame:
    table = area_indicators.area_indicators(given_areas(values).assign(indikator=name, **more))
    return table.assign(suppressed=False)


def test_cases_with_a_denominator_are_a_rate_and_areas_without_one_are_not_compared():
    given = rows([5, 9, 0, 4], penyebut=[250, None, 100, 0])
    found = area_rates.rated(given)
    assert found["value"].tolist() == pytest.approx([20, np.nan, 0, np.nan], nan_ok=True)
    assert set(found["unit"]) == {"kasus per 1.000"}
    assert area_rates.base_text(found, "desa") == (
        "Kasus dibagi penyebut di templat. 2 desa tanpa penyebut tidak dihitung."
    )


def test_the_sasaran_file_stands_in_for_indicators_of_children_under_five_only():
    children = pd.Series([200.0, 100.0], list(rows([5, 9])["area"]))
    found = area_rates.rated(rows([5, 9]), children)
    assert found["value"].tolist() == [25, 90]
    assert set(found["unit"]) == {"kasus per 1.000 balita sasaran"}
    assert area_rates.base_text(found, "desa") == "Kasus dibagi berkas sasaran."
    for name in ("Perkawinan usia dini", "indikator kabupaten sendiri"):
        plain = area_rates.rated(rows([5, 9], name), children)
        assert (plain["value"].tolist(), set(plain["unit"]), set(plain["base"])) == ([5, 9], {"kasus"}, {""})
    # the template's own denominators go first, whole
    own = area_rates.rated(rows([5, 9], penyebut=[50, None]), children)
    assert own["value"].tolist() == pytest.approx([100, np.nan], nan_ok=True)


def test_shares_are_left_alone_and_hidden_cases_stay_hidden():
    share = area_rates.rated(rows([5, 9], satuan="%"), pd.Series({"a": 1.0}))
    assert (share["value"].tolist(), set(share["base"])) == ([5, 9], {""})
    table = area_indicators.area_indicators(given_areas([1, 8, 30, 40]).assign(penyebut=200))
    found = area_rates.rated(area_indicators.hide_indicator(table))
    assert found.loc[found["suppressed"], "value"].isna().all()
    assert found.loc[~found["suppressed"], "value"].notna().all()
    assert area_rates.rated(table.iloc[:0])["base"].empty


def test_counts_in_one_sentence():
    def said(frame: pd.DataFrame) -> str:
        return area_rates.counts_takeaway(frame, lambda area: f"<{area[-1]}>", "desa")

    assert said(rows([]).iloc[:0]) == "Belum ada angka."
    assert said(rows([0, 0])) == "ISPA balita 2024: tidak ada kasus di 2 desa."
    assert said(rows([3])).endswith("3 kasus di 1 desa, terbanyak di <0> (3 kasus).")
    assert "terbanyak di <0> dan <1> (7 kasus)" in said(rows([7, 7, 1]))
    assert "terbanyak di 4 desa" in said(rows([2, 2, 2, 2]))
    hidden = rows([7, 9])
    hidden.loc[0, ["value", "suppressed"]] = [np.nan, True]
    assert said(hidden).endswith("1 desa disamarkan.")
    none = hidden.assign(value=np.nan, suppressed=True)
    assert said(none) == "ISPA balita 2024: semua desa disamarkan."


def test_common_causes_go_into_a_small_model_first():
    table = factors()
    first = set(table.loc[table["confounder"] == "ya", "key"])
    assert first == {"miskin", "pendidikan_ibu"}
    rng = np.random.default_rng(4)
    frame = study_frame(220, seed=2)
    for key in ("riwayat_kek_ibu", "jamban", "pendidikan_ibu"):
        frame[key] = pd.array(rng.random(len(frame)) < 0.45, dtype="boolean")
    cases = int(frame["stunted"].sum())
    held = fitting(frame)
    # 3 terms of age, 1 of sex, 5 cases each: room for so many factors
    assert len(held) == min(cases // 5 - 4, 5)
    assert len(held) < 5
    assert first <= set(held)
    rest = [k for k in held if k not in first]
    assert not rest or "merokok_di_rumah" in rest or "riwayat_kek_ibu" in rest, "then those that are printed"
