"""The change of many areas: what a map of it may show, and the words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stunting.indicators.change import DOWN, NO_DATA, UNCLEAR, UP
from stunting.indicators.change_areas import (
    HIDDEN,
    change_band_of,
    change_bands,
    change_of_areas,
    change_sentence,
    change_takeaway,
)
from stunting.indicators.intervals import proportion_interval

NAMES = {"a": "Contoh Hulu", "b": "Contoh Hilir", "c": "Contoh Kota", "d": "Contoh Timur"}


def frame(period, counts, *, rule="eppgbm", hidden=(), level="kecamatan"):
    """Result frame of {area: (cases, measured)}."""
    n, d = (np.array([c[i] for c in counts.values()], float) for i in (0, 1))
    low, high, method = proportion_interval(n, d)
    with np.errstate(invalid="ignore"):
        value = np.where(d > 0, n / d, np.nan)
    out = pd.DataFrame({
        "level": level, "area": list(counts), "indicator": "stunting", "period": period, "rule": rule,
        "value": value, "low": low, "high": high, "numerator": n, "denominator": d, "method": method,
        "source": "contoh",
    })  # fmt: skip
    out["suppressed"] = out["area"].isin(hidden)
    out.loc[out["suppressed"], ["value", "low", "high", "numerator"]] = np.nan
    return out


def said(found):
    return change_takeaway(found, label=NAMES.__getitem__)


def test_verdicts_of_fall_rise_and_neither():
    found = change_of_areas(
        frame("2023", {"a": (300, 1000), "b": (100, 1000), "c": (200, 1000)}),
        frame("2024", {"a": (200, 1000), "b": (180, 1000), "c": (195, 1000)}),
    )
    assert found["verdict"].tolist() == [DOWN, UP, UNCLEAR]
    assert change_band_of(found["value"], found["verdict"]).tolist() == [1, 5, 3]
    assert said(found) == (
        "Dari 2023 ke 2024, dari 3 kecamatan: 1 turun (Contoh Hulu), 1 naik (Contoh Hilir), dan 1 belum "
        "dapat dibedakan."
    )


@pytest.mark.parametrize("side", [0, 1])
def test_a_change_is_hidden_where_either_side_is(side):
    hide = [(), ()]
    hide[side] = ("a",)
    found = change_of_areas(
        frame("2023", {"a": (8, 40), "b": (10, 60)}, hidden=hide[0]),
        frame("2024", {"a": (9, 40), "b": (11, 60)}, hidden=hide[1]),
    )
    row = found[found["area"] == "a"].iloc[0]
    assert row["suppressed"]
    assert row["verdict"] == HIDDEN
    # nothing of the side that is shown elsewhere stays here, from which the other could be found
    assert row[["value", "low", "high", "value_a", "value_b", "numerator", "numerator_a"]].isna().all()
    assert change_sentence(row).startswith("Perubahannya disamarkan")
    assert "1 kecamatan disamarkan" in said(found)
    assert change_band_of(found["value"], found["verdict"])[0] == -1


def test_missing_hidden_and_zero_are_three_things():
    found = change_of_areas(
        frame("2023", {"a": (0, 0), "b": (0, 100), "c": (5, 60)}, hidden=("c",)),
        frame("2024", {"a": (10, 90), "b": (0, 100), "c": (9, 60)}),
    ).set_index("area")
    assert found["verdict"].to_dict() == {"a": NO_DATA, "b": UNCLEAR, "c": HIDDEN}
    assert found.loc["b", "value"] == 0
    text = said(found.reset_index())
    assert "1 kecamatan disamarkan" in text
    assert "1 kecamatan tidak ada data di salah satu periode." in text
    assert "sama" in change_sentence(found.loc["b"])
    assert "belum ada datanya" in change_sentence(found.loc["a"])


def test_an_area_known_in_one_period_only_has_no_data():
    found = change_of_areas(frame("2023", {"a": (30, 100)}), frame("2024", {"b": (30, 100)}))
    assert found["verdict"].tolist() == [NO_DATA, NO_DATA]
    assert said(found).startswith("Belum ada perubahan yang dapat ditunjukkan.")


def test_a_recap_tells_no_direction():
    found = change_of_areas(
        frame("2023", {"a": (300, 1000)}, rule="rekap"), frame("2024", {"a": (100, 1000)})
    )
    assert found["verdict"].tolist() == [UNCLEAR]
    assert "belum dapat dinilai dari rekap" in change_sentence(found.iloc[0])
    assert "ada angka rekap" in said(found)


def test_rules_are_not_mixed():
    with pytest.raises(ValueError, match="different rules"):
        change_of_areas(frame("2023", {"a": (1, 50)}), frame("2024", {"a": (1, 50)}, rule="who"))


def test_empty_and_single_area():
    nothing = change_of_areas(frame("2023", {}), frame("2024", {}))
    assert said(nothing) == "Belum ada data untuk dibandingkan."
    one = change_of_areas(frame("2023", {"a": (30, 100)}), frame("2024", {"a": (30, 100)}))
    assert said(one) == "Dari 2023 ke 2024, perubahan kecamatan itu belum dapat dibedakan dari kebetulan."


def test_all_equal_is_no_change_of_many():
    counts = dict.fromkeys(NAMES, (20, 100))
    text = said(change_of_areas(frame("2023-08", counts), frame("2024-08", counts)))
    assert text == (
        "Dari Agustus 2023 ke Agustus 2024, belum satu pun perubahan dari 4 kecamatan dapat dibedakan dari "
        "kebetulan."
    )


def test_among_many_the_reader_is_told_of_chance():
    before = {f"d{i}": (20, 100) for i in range(40)}
    found = change_of_areas(
        frame("2023", before, level="desa"), frame("2024", before | {"d0": (60, 100)}, level="desa")
    )
    text = change_takeaway(found, label=str.upper)
    assert "1 naik (D0)" in text
    assert "sampai sekitar 2 dapat tampak berubah" in text


def test_of_equal_desa_at_most_one_in_twenty_stands_out():
    rng = np.random.default_rng(7)
    n = 400
    sides = [
        frame(p, {f"d{i}": (int(c), 60) for i, c in enumerate(rng.binomial(60, 0.15, n))}, level="desa")
        for p in ("2023", "2024")
    ]
    told = change_of_areas(*sides)["verdict"].isin([DOWN, UP]).mean()
    assert told < 0.07


def test_sentence_has_both_counts_and_the_interval():
    row = change_of_areas(frame("2021", {"a": (1639, 9150)}), frame("2024", {"a": (1346, 9230)})).iloc[0]
    text = change_sentence(row)
    assert text.startswith(
        "Dari 17,91 % pada 2021 (1.639 dari 9.150) menjadi 14,58 % pada 2024 (1.346 dari 9.230)"
    )
    assert ": turun 3,33 poin (selang 95 %: −4,4 sampai −2,3 poin)." in text
    few = change_of_areas(frame("2021", {"a": (9, 20)}), frame("2024", {"a": (8, 20)})).iloc[0]
    assert "Kurang dari 30 diukur" in change_sentence(few)
    assert "belum dapat dibedakan" in change_sentence(few)


@given(st.floats(0.0001, 1), st.sampled_from([DOWN, UP]))
def test_every_told_change_has_one_class_of_its_direction(size, verdict):
    k = int(change_band_of(pd.Series([-size if verdict == DOWN else size]), pd.Series([verdict]))[0])
    assert change_bands().loc[k, "direction"] == verdict


def test_ends_of_the_classes():
    sizes = pd.Series([0.0499999, 0.05, 0.1, 0.1000001, 0.3 - 0.2])
    assert change_band_of(sizes, pd.Series([UP] * 5)).tolist() == [4, 5, 5, 6, 5]
    assert change_band_of(-sizes, pd.Series([DOWN] * 5)).tolist() == [2, 1, 1, 0, 1]
    assert change_bands()["source"].notna().all()
