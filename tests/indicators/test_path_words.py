"""What a path says: never more than its years allow."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import path
from stunting.indicators.format_id import number, percent
from stunting.indicators.path import words


def series(values, first=2018, n=9000) -> pd.DataFrame:
    values = np.asarray(values, dtype="float64")
    return pd.DataFrame({
        "level": "kabupaten", "area": "99.01", "indicator": "stunting",
        "period": [str(first + i) for i in range(len(values))], "rule": "eppgbm", "value": values,
        "low": np.nan, "high": np.nan, "numerator": np.round(values * n), "denominator": n,
        "source": "contoh",
    })  # fmt: skip


def say(values, target=0.1, year=2029, **more) -> str:
    rows = series(values, **more)
    return words.outlook_sentence(path.outlook(rows, target, year).iloc[0], rows, "contoh")


def test_seven_years_say_rate_projection_and_probability():
    text = say([0.344, 0.267, 0.2578, 0.1791, 0.1491, 0.1461, 0.1458], 0.08)
    row = path.outlook(series([0.344, 0.267, 0.2578, 0.1791, 0.1491, 0.1461, 0.1458]), 0.08, 2029).iloc[0]
    assert text.startswith(
        f"Menurut contoh (2018–2024): turun {number(100 * row['aarr'], 1)} % per tahun (selang"
    )
    assert "memerlukan turun 11,3 % per tahun" in text
    assert f"Peluang mencapai target: {percent(row['probability'], 0)} (kira-kira seimbang)." in text
    assert "kasar" not in text


@pytest.mark.parametrize(
    ("values", "told", "silent"),
    [
        ([], "belum ada angka tahunan", "Peluang mencapai"),
        ([np.nan], "belum ada angka tahunan", "Proyeksi"),
        ([0.2], "baru satu tahun", "Peluang mencapai"),
        ([0.2, 0.18], words.REFUSED, "Peluang mencapai"),
        ([0.2, 0.18, 0.17], "perkiraan kasar", "tidak dinyatakan"),
    ],
)
def test_few_years_refuse(values, told, silent):
    if not values:
        row = pd.Series({"points": 0, "target_year": 2029, "target": 0.1})
        text = words.outlook_sentence(row, series([0.1]).head(0), "contoh")
    else:
        text = say(values)
    assert told in text
    assert silent not in text
    assert not re.search(r"\bnan\b", text)


def test_an_interval_that_is_wider_than_need_be_says_so():
    wide = "cenderung lebih lebar daripada perlu"
    assert f"Baru tiga tahun: perkiraan kasar, rentang ini {wide}." in say([0.2, 0.18, 0.17])
    four = series([0.2, 0.19, 0.18, 0.17])
    for level in ("kabupaten", "kecamatan", "desa"):
        rows = four.assign(level=level)
        said = words.outlook_sentence(path.outlook(rows, 0.1, 2025).iloc[0], rows, "contoh")
        assert (wide in said) == (level != "kabupaten")


def test_a_target_met_over_or_zero():
    assert "sudah tercapai pada 2020" in say([0.12, 0.11, 0.09])
    assert "tidak di depan angka terakhir" in say([0.3, 0.25, 0.2], year=2020)
    assert "tepat 0 tidak dapat dihitung" in say([0.3, 0.25, 0.2], target=0.0)
    assert "naik" in say([0.1, 0.12, 0.15, 0.18])
    assert "naik 11,2 sampai turun 21,5 %" in say(
        [0.179126, 0.149064, 0.146145, 0.145829], first=2021, n=9200
    )


def test_the_words_of_a_probability_never_reach_the_ends():
    assert [words.chance(p).split(" (")[1] for p in (0, 0.099, 0.1, 0.5, 0.8, 0.95, 1)] == [
        "sangat kecil)", "sangat kecil)", "kecil)", "kira-kira seimbang)", "besar)", "sangat besar)",
        "sangat besar)",
    ]  # fmt: skip
    assert words.chance(1.0).startswith("di atas 99 %")
    assert words.chance(math.nan) == "tidak dinyatakan"


def test_two_series_agree_or_not():
    def row(p, points=5):
        return pd.Series({"points": points, "probability": p})

    # eight points apart, but three times as likely, and another word
    assert "tidak sepakat (peluang 4 % dan 12 %)" in words.both_sentence([row(0.04), row(0.12)])
    assert words.both_sentence([row(0.04), row(0.09)]) == "Kedua deret hampir sepakat."
    assert words.both_sentence([row(0.31), row(0.35)]) == "Kedua deret hampir sepakat."
    own, printed = series([0.3, 0.2, 0.2], first=2022), series([0.3] * 5, first=2019)
    said = words.both_sentence([row(0.04), row(0.05)], [own, printed])
    assert said.endswith("memuat tahun yang sama (2022–2023): kesepakatan itu bukan bukti kedua.")
    apart = words.both_sentence([row(0.04), row(0.05)], [own, series([0.3] * 3, first=2010)])
    assert apart == "Kedua deret hampir sepakat."
    assert "tidak sepakat (peluang 10 % dan 60 %)" in words.both_sentence([row(0.6), row(0.1)])
    assert words.both_sentence([row(0.6), row(0.1, points=2)]) == ""
    assert words.both_sentence([]) == ""


def test_a_scenario_is_called_one():
    base = path.Rates(0.034, 0.11, 0.18, 0.08, {"new_cases": (221, 6474), "recovery": (122, 1116)})
    kept = path.what_if(0.1458, 9230, 2024, 2026, base)
    better = path.what_if(0.1458, 9230, 2024, 2026, base, recovery=0.5)
    assert words.scenario_sentence(kept, kept, 0.08).startswith("Bila laju tetap seperti sekarang: 14,")
    said = words.scenario_sentence(kept, better, 0.08)
    assert "balita lebih sedikit" in said
    assert said.endswith("Ini skenario, bukan ramalan.")
    rate = path.needed(0.1458, 2024, 2026, base, "recovery", 0.08)
    assert path.what_if(0.1458, 9230, 2024, 2026, base, recovery=rate)["value"].iloc[-1] == pytest.approx(
        0.08
    )
    assert math.isnan(path.needed(0.1458, 2024, 2026, base, "new_cases", 0.08))  # not even without new cases
    assert math.isnan(path.needed(0.1458, 2024, 2026, base, "recovery", 0.2))  # met anyway
