"""Sentences: every case in its own words, and none that claims too much."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stunting.indicators.intervals import proportion_interval, wilson
from stunting.indicators.published import published
from stunting.indicators.sentences import headline, note, participation_sentence, target_clause
from stunting.indicators.takeaways import areas_takeaway, map_takeaway, trend_takeaway
from stunting.indicators.target_gap import target_gap
from stunting.indicators.targets import main_target

LABEL = "Kabupaten Contoh"


def result(n: float, d: float, period: str = "2024", **more: object) -> pd.DataFrame:
    limits = proportion_interval([n], [d])
    row = {
        "level": "kabupaten", "area": "99.01", "indicator": "stunting", "period": period, "rule": "eppgbm",
        "value": n / d if d else np.nan, "low": limits.low[0], "high": limits.high[0], "numerator": n,
        "denominator": d, "registered": d, "measured": d, "method": limits.method[0],
        "wilson_low": wilson([n], [d])[0][0], "wilson_high": wilson([n], [d])[1][0],
        "source": "e-PPGBM (ekspor)",
    }  # fmt: skip
    return pd.DataFrame([{**row, **more}])


def areas(counts: dict[str, tuple[int, int]], period: str = "2024") -> pd.DataFrame:
    return pd.concat(
        [result(*c, period, level="kecamatan", area=a) for a, c in counts.items()], ignore_index=True
    )


def target(percent: float, kind: str = "e-PPGBM") -> pd.Series:
    return pd.Series({"printed": percent / 100, "value": percent / 100, "kind": kind})


def test_the_sentence_of_the_report() -> None:
    series = published("63.11", series="e-PPGBM").assign(level="kabupaten").set_index("period", drop=False)
    said = headline(
        series.loc[["2024"]], previous=series.loc[["2023"]], target=main_target("63.11", "stunting", 2024),
        label=LABEL,
    )  # fmt: skip
    assert said == (
        "**14,58 %** balita Kabupaten Contoh pendek atau sangat pendek (1.346 dari 9.230 yang diukur; "
        "13,9–15,3 %), 2024. Turun 0,03 poin dari 2023: belum dapat dibedakan. "
        "Masih 2,98 poin (sekitar 275 balita) di atas target 11,6 %."
    )


def test_no_row_no_data_nobody_measured_no_value() -> None:
    assert headline(result(1, 50).iloc[:0]) == "Belum ada data untuk pilihan ini."
    assert (
        headline(result(0, 0, "2024-08"), label=LABEL)
        == "Belum ada data Kabupaten Contoh untuk Agustus 2024."
    )
    said = headline(result(0, 0, "2024-08", registered=1200), label=LABEL)
    assert said == "Belum ada balita Kabupaten Contoh yang diukur, Agustus 2024, dari 1.200 yang terdaftar."
    said = headline(result(0, 0, rule="who", registered=9, measured=7), label=LABEL)
    assert said == "7 balita Kabupaten Contoh diukur, 2024, tetapi nilainya tidak dapat dihitung."


def test_no_case_is_not_no_data() -> None:
    said = headline(result(0, 400), target=target(14), label=LABEL)
    assert said.startswith(
        "**Tidak ada** balita Kabupaten Contoh yang pendek atau sangat pendek di antara 400"
    )
    assert "paling banyak 0,9 %" in said
    assert said.endswith("Target 14 % tercapai.")


def test_few_children_are_counted_not_rated() -> None:
    said = headline(
        result(3, 12), previous=result(6, 400, "2023"), target=target(14), label=LABEL, markdown=False
    )
    assert said == (
        "3 dari 12 balita Kabupaten Contoh yang diukur pendek atau sangat pendek, 2024. Terlalu sedikit yang "
        "diukur untuk satu persentase: antara 5,5–57,2 %."
    )


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (None, ""), ((0, 0), "Belum ada data 2023 untuk dibandingkan."), ((150, 1000), "Sama dengan 2023."),
        ((151, 1000), "Turun 0,10 poin dari 2023: belum dapat dibedakan."),
        ((140, 1000), "Naik 1,00 poin dari 2023: belum dapat dibedakan."),
        ((250, 1000), "Turun 10,00 poin dari 2023 (selang 6,5–13,5 poin)."),
        ((80, 1000), "Naik 7,00 poin dari 2023 (selang 4,2–9,8 poin)."),
    ],
)  # fmt: skip
def test_change_clause(before, words: str) -> None:
    previous = None if before is None else result(*before, "2023")
    said = headline(result(150, 1000), previous=previous, label=LABEL)
    assert said.partition("2024.")[2].strip() == words


@pytest.mark.parametrize(
    ("aim", "words"),
    [
        (None, ""), (target(20), "Target 20 % tercapai."),
        (target(15), "Target 15 % tercapai, tetapi selangnya masih melewati target."),
        (target(14),
         "Masih 1,00 poin (sekitar 10 balita) di atas target 14 %; belum dapat dibedakan dari target."),
        (target(10), "Masih 5,00 poin (sekitar 50 balita) di atas target 10 %."),
        (target(18.8, "survei"), "Target 18,8 % diukur dengan survei: tidak dibandingkan."),
    ],
)  # fmt: skip
def test_target_clause(aim, words: str) -> None:
    assert headline(result(150, 1000), target=aim, label=LABEL).partition("2024.")[2].strip() == words


def test_a_routine_target_is_compared() -> None:
    said = headline(result(150, 1000, indicator="wasting"), target=target(7, "rutin"), label=LABEL)
    assert said.endswith("Masih 8,00 poin (sekitar 80 balita) di atas target 7 %.")


def hide(frame: pd.DataFrame, *gone: str) -> pd.DataFrame:
    """Return `frame` as disclosure control leaves it: the areas `gone` hidden (denominators may stay)."""
    hidden = frame["area"].isin(gone)
    counts = ["value", "low", "high", "numerator"]
    frame[counts] = frame[counts].astype("float64")
    frame.loc[hidden, counts] = np.nan
    return frame.assign(suppressed=hidden)


def test_hidden_is_not_no_data() -> None:
    before = hide(result(3, 60, "2023"), "99.01")
    said = headline(result(150, 1000), previous=before, label=LABEL)
    assert said.endswith("Angka 2023 disamarkan: tidak dibandingkan.")
    said = headline(hide(result(3, 60, measured=60), "99.01"), label=LABEL)
    assert said == "Kabupaten Contoh, 2024: disamarkan, karena jumlahnya kecil atau dapat disimpulkan."
    assert "60" not in headline(hide(result(3, 60), "99.01"), label=LABEL)


def test_takeaways_count_hidden_apart() -> None:
    found = areas({"A": (90, 300), "B": (10, 300), "C": (3, 60), "D": (0, 0), "E": (2, 9)})
    shown = hide(found, "C", "E")
    said = map_takeaway(shown, label=str)
    assert said.endswith(
        "2 kecamatan disamarkan: jumlahnya kecil atau dapat disimpulkan. 1 kecamatan belum ada data."
    )
    assert "kurang dari 30" not in said  # the size of a hidden one is not told
    assert areas_takeaway(shown, label=str).endswith("2 kecamatan disamarkan.")
    every = hide(areas({"A": (2, 60), "B": (3, 80)}), "A", "B")
    whole = "Semua kecamatan (2) disamarkan: jumlahnya kecil atau dapat disimpulkan."
    assert map_takeaway(every) == areas_takeaway(every) == whole
    some = hide(areas({"A": (2, 60), "B": (0, 0)}), "A")
    assert "1 kecamatan belum ada data" in map_takeaway(some)
    assert "1 kecamatan disamarkan" in map_takeaway(some)
    assert trend_takeaway(every).startswith("Tren ini disamarkan")
    # no class of any area can be named, though one of them is large
    assert map_takeaway(hide(areas({"A": (2, 60), "B": (9, 20)}), "A"), label=str).startswith("1 kecamatan")


def test_a_recap_has_no_direction() -> None:
    recap, before = result(150, 1000, rule="rekap"), result(250, 1000, "2023")
    for pair in ((recap, before), (result(150, 1000), before.assign(rule="rekap"))):
        said = headline(pair[0], previous=pair[1], label=LABEL)
        assert said.endswith("Selisih −10,00 poin dari 2023: belum dapat dinilai dari rekap.")
        trend = trend_takeaway(pd.concat(pair))
        assert trend.startswith("Dari 25,0 % pada 2023 ke 15,0 % pada 2024: ")
        assert trend.endswith("belum dapat dinilai (ada angka rekap).")
    now, past = (
        areas({"A": (300, 1000), "B": (100, 1000)}),
        areas({"A": (10, 1000), "B": (200, 1000)}, "2023"),
    )
    assert areas_takeaway(now, past.assign(rule="rekap"), label=str).endswith(
        "Perubahan sejak 2023 belum dapat dinilai (ada angka rekap)."
    )


def test_target_of_other_series_and_smaller_area() -> None:
    said = headline(result(150, 1000, rule="who"), target=target(10), label=LABEL)
    assert said.endswith("Target 10 % berlaku untuk hitungan e-PPGBM: tidak dibandingkan.")
    said = headline(result(150, 1000, level="desa"), target=target(10), label="Desa Contoh")
    assert "di atas target kabupaten 10 %" in said
    assert "kurang dari satu balita" in headline(result(4, 39), target=target(10.2), label=LABEL)


def test_several_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="one figure"):
        headline(areas({"a": (1, 40), "b": (2, 40)}))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 4000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))))
def test_no_sentence_leaks_machine_words(nd: tuple[int, int]) -> None:
    said = headline(result(*nd), previous=result(100, 900, "2023-08"), target=target(11.6), label=LABEL)
    assert not any(word in said for word in ("nan", "None", "e-0", "2023-08", "  "))
    assert said.endswith(".")


def test_note_and_participation() -> None:
    ds = result(870, 1000, "2024-08", indicator="ds", rule="skdn")
    assert note(result(150, 1000), ds) == "menurut e-PPGBM · e-PPGBM (ekspor) · D/S 87,0 %"
    said = participation_sentence(ds, label=LABEL)
    assert said == "**87,0 %** balita terdaftar Kabupaten Contoh diukur (D/S: 870 dari 1.000), Agustus 2024."
    assert "anak-bulan" in participation_sentence(result(870, 1000), label=LABEL)
    assert participation_sentence(result(0, 0), label=LABEL) == "Belum ada data Kabupaten Contoh untuk 2024."


def test_map_takeaway() -> None:
    said = map_takeaway(areas({"A": (90, 300), "B": (10, 300), "C": (5, 10), "D": (0, 0)}), label=str)
    assert said == (
        "1 dari 4 kecamatan di kelas sangat tinggi (30 % ke atas): A. 1 kecamatan dengan kurang dari 30 anak "
        "diukur: tidak pasti. 1 kecamatan belum ada data."
    )
    many = map_takeaway(areas(dict.fromkeys("ABCDEF", (60, 300))), label=str)
    assert many == "Semua kecamatan di kelas tinggi (20–30 %): A, B, C, dan 3 lainnya."
    assert map_takeaway(areas({"A": (0, 0)})) == "Belum ada data pada peta ini."
    assert (
        map_takeaway(areas({"A": (1, 100)}), label=str)
        == "Semua kecamatan di kelas sangat rendah (di bawah 2,5 %): A."
    )


def test_trend_takeaway() -> None:
    years = [result(300, 1000, "2022"), result(0, 0, "2023"), result(200, 1000, "2024")]
    assert trend_takeaway(pd.concat(years)) == "Turun dari 30,0 % pada 2022 menjadi 20,0 % pada 2024."
    flat = pd.concat([result(200, 1000, "2024-02"), result(205, 1000, "2024-08")])
    assert trend_takeaway(flat) == (
        "Dari 20,0 % pada Februari 2024 ke 20,5 % pada Agustus 2024: perubahannya belum dapat dibedakan."
    )
    assert trend_takeaway(years[0]) == "Baru satu periode: 30,0 % pada 2022."
    assert trend_takeaway(years[1]) == "Belum ada data untuk tren ini."


def test_areas_takeaway() -> None:
    now, past = (
        {"A": (300, 1000), "B": (100, 1000), "C": (4, 9)},
        {"A": (310, 1000), "B": (200, 1000), "C": (5, 9)},
    )
    assert areas_takeaway(areas(now), areas(past, "2023"), label=str) == (
        "Tertinggi A 30,0 %. Terendah B 10,0 %. 1 kecamatan dengan kurang dari 30 anak diukur tidak "
        "diperingkat. Sejak 2023 turun paling jauh B (−10,0 poin)."
    )
    same = areas(dict.fromkeys("AB", (20, 100)))
    assert areas_takeaway(same, same.assign(period="2023"), label=str) == (
        "Tertinggi A 20,0 %, terendah A 20,0 %: keduanya belum dapat dibedakan dari kecamatan lain. "
        "Perubahan sejak 2023 belum dapat dibedakan di satu kecamatan pun."
    )
    assert areas_takeaway(areas({"A": (20, 100)})).startswith("Belum cukup kecamatan")
    assert areas_takeaway(areas({"A": (0, 0)})) == "Belum ada data untuk perbandingan ini."


def test_a_gap_is_the_same_in_a_tile_and_in_a_sentence() -> None:
    """The parts are told, not cut out of a sentence: no word of it may change what a tile shows."""
    row = result(150, 1000).iloc[0]
    assert target_gap(row, None) is None
    far = target_gap(row, target(10))
    assert far is not None
    assert (far.size, far.about, far.doubt) == ("5,00 poin", "sekitar 50 balita", "")
    near = target_gap(result(1, 6).iloc[0], target(16.6))
    assert near is not None
    assert (near.about, near.unsure) == ("kurang dari satu balita", True)
    met = target_gap(row, target(20))
    assert met is not None
    assert (met.points, met.size, met.about, met.doubt) == (0, "", "", "")
    other = target_gap(row, target(18.8, "survei"))
    assert other is not None
    assert other.points is None
    assert "kurang" not in target_clause(row, target(10))
