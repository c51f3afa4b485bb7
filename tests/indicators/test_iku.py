"""The IKU table: golden values, where a figure comes from, what is entered; and the province."""

from __future__ import annotations

import pandas as pd
import pytest

from stunting.indicators import iku, iku_edit, province
from stunting.indicators.results import check_result
from stunting.indicators.target_edit import EditError

KAB = "63.11"
GOLDEN = {
    "stunting": (11.6, 14.58, 74.3), "wasting": (7, 6.7, 104.3), "akb": (8.5, 14.9, 24.7),
    "bblr": (3, 9.7, -123.3), "kek": (20, 14.1, 129.5), "anemia_bumil": (20, 15.4, 123.0),
    "anemia_rematri": (28, 25.45, 109.1), "imunisasi": (95, 80.24, 84.5),
}  # fmt: skip
TYPED = {"wilayah": KAB, "indikator": "akb", "tahun": "2023", "nilai": "16,2", "sumber": "Tabel 3.1"}


def computed(value: float = 0.066, year: str = "2024", indicator: str = "wasting") -> pd.DataFrame:
    return pd.DataFrame({
        "level": ["kabupaten"], "area": KAB, "indicator": indicator, "period": year, "rule": "eppgbm",
        "value": value, "low": value - 0.01, "high": value + 0.01, "numerator": 100 * value,
        "denominator": 100, "source": "contoh",
    })  # fmt: skip


def test_golden_values() -> None:
    found = check_result(iku.table(KAB, 2024)).set_index("indicator")
    for key, row in GOLDEN.items():
        assert tuple(found.loc[key, ["target", "actual", "capaian"]]) == pytest.approx(row), key
    assert found.loc["stunting", ["end_target", "end_capaian"]].tolist() == [8, 17.8]  # 17,75
    assert found.loc["akb", ["end_target", "end_capaian"]].tolist() == [8, 13.8]  # 13,75
    assert found.loc["stunting", "before"] == pytest.approx(14.61)
    assert found.loc["akb", "value"] == pytest.approx(14.9)  # per 1,000: no fraction
    assert found["source"].ne("").all()
    assert iku.takeaway(found.reset_index(), 2024) == (
        "4 dari 8 indikator mencapai target 2024; terjauh Bayi berat lahir rendah (BBLR) (capaian −123,3 %)."
    )


def test_entered_comes_before_printed_before_computed() -> None:
    rows = iku.table(KAB, 2024, computed=computed()).set_index("indicator")
    assert rows.loc["wasting", ["actual", "actual_kind", "computed"]].tolist() == [6.7, iku.PRINTED, 6.6]
    entered = iku_edit.put(None, iku_edit.entry(TYPED | {"indikator": "wasting", "tahun": "2024"}, known()))
    rows = iku.table(KAB, 2024, entered=entered, computed=computed()).set_index("indicator")
    assert rows.loc["wasting", ["actual", "actual_kind", "source"]].tolist() == [
        16.2,
        iku.ENTERED,
        "Tabel 3.1",
    ]
    rows = iku.table(KAB, 2025, computed=computed(0.0665, "2025")).set_index("indicator")
    assert rows.loc["wasting", ["actual", "actual_kind", "before"]].tolist() == [6.65, iku.COMPUTED, 6.7]
    assert pd.isna(rows.loc["wasting", "capaian"])  # no target of that year


def known(entered: pd.DataFrame | None = None) -> pd.DataFrame:
    return iku.indicators(KAB, entered)


def test_a_realisation_is_entered_changed_and_withdrawn() -> None:
    first = iku_edit.put(None, iku_edit.entry(TYPED, known()))
    again = iku_edit.put(first, iku_edit.entry(TYPED | {"nilai": "15"}, known()))
    assert again["nilai"].tolist() == ["15"]
    assert iku.table(KAB, 2024, entered=again).set_index("indicator").loc["akb", "before"] == 15
    gone = iku_edit.withdraw(again, (KAB, "akb", "2023"))
    assert pd.isna(iku.table(KAB, 2024, entered=gone).set_index("indicator").loc["akb", "before"])


def test_an_indicator_of_the_districts_own() -> None:
    new = {**TYPED, "indikator": "", "sebutan": "Cakupan ASI eksklusif", "sasaran": "Kesehatan bayi",
           "satuan": "%", "arah": "naik", "tahun": "2024", "nilai": "60"}  # fmt: skip
    entered = iku_edit.put(None, iku_edit.entry(new, known()))
    rows = iku.table(KAB, 2024, entered=entered)
    assert rows["name"].iloc[-1] == "Cakupan ASI eksklusif"
    assert (rows["actual"].iloc[-1], rows["capaian"].isna().iloc[-1]) == (60, True)
    assert "1 indikator belum punya target" in iku.takeaway(rows, 2024)
    with pytest.raises(EditError, match="sudah ada"):
        iku_edit.entry(new, known(entered))


@pytest.mark.parametrize(
    ("change", "told"),
    [({"nilai": "x"}, "bukan angka"), ({"nilai": "120", "indikator": "kek"}, "lebih dari 100"),
     ({"tahun": ""}, "Tahun"), ({"sumber": ""}, "Sumber"), ({"indikator": "tak_ada"}, "tidak ada"),
     ({"indikator": ""}, "Nama indikator")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(change, told) -> None:
    with pytest.raises(EditError, match=told):
        iku_edit.entry(TYPED | change, known())


def test_takeaways_without_figures() -> None:
    nowhere = iku.table("99.99", 2024)
    assert iku.takeaway(nowhere, 2024) == "Belum ada indikator dengan target dan realisasi 2024."
    assert iku.takeaway(nowhere.head(0), 2024).startswith("Belum ada indikator")


def test_all_13_of_the_province_and_what_is_not_printed() -> None:
    found = check_result(province.province(KAB, 2024))
    assert len(found) == 13
    printed = found[found["value"].notna()]
    assert printed["value"].tolist() == [0.246, 0.186, 0.1458, 0.127, 0.027]
    assert printed["source"].ne("").all()
    rest = found[found["value"].isna()]
    assert rest["note"].str.startswith("tidak dicetak").all()
    assert rest["note"].str.contains("Januari 2024 10,39 %").sum() == 1  # another period: told, not ranked
    assert len(province.with_counts(found)) == 1
    mean = province.whole(KAB, 2024)
    assert mean is not None
    said = province.takeaway(found, mean, KAB, label=lambda a: a)
    assert said == (
        "63.11 14,58 % (2024): urutan ke-3 dari yang tertinggi di antara 5 kabupaten/kota yang angkanya "
        "dicetak, di bawah 63.03 dan 63.08; provinsi 9,4 %. 8 kabupaten/kota lain tidak dicetak."
    )
    # the others are counted without the own one, printed or not
    missing = str(rest["area"].iloc[0])
    unprinted = province.takeaway(found, mean, missing, label=lambda a: a)
    assert unprinted.startswith(f"Angka {missing} tahun 2024 tidak dicetak")
    assert unprinted.endswith(" 7 kabupaten/kota lain tidak dicetak.")


def test_a_province_of_which_nothing_is_printed() -> None:
    assert province.year_with_figures("99.01", 2024) is None
    assert province.year_with_figures(KAB, 2026) == 2024
    assert province.year_with_figures(KAB, 2015) is None
    none = province.province(KAB, 2015)
    assert province.takeaway(none, None, KAB) == "Tidak ada angka kabupaten/kota tahun 2015 yang dicetak."
    other = province.province(KAB, 2024)
    assert "tidak dicetak; provinsi" in province.takeaway(
        other, province.whole(KAB, 2024), "63.01", label=lambda a: a
    )
