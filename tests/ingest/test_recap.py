# ruff: noqa: E501  (test data read better on one line)
"""Recap files: the official layout with two columns called Normal, checks, refusals."""

from __future__ import annotations

import pytest

from stunting.ingest import IngestError, read_file
from stunting.ingest.schema import RECAP_DTYPES

KAB = "63.11"
CLASSES = [
    "Sangat Kurang", "Kurang", "Berat Badan Normal", "Risiko Lebih", "Sangat Pendek", "Pendek", "Normal", "Tinggi",
    "Gizi Buruk", "Gizi Kurang", "Normal", "Risiko Gizi Lebih", "Gizi Lebih", "Obesitas", "Stunting", "Wasting",
    "Underweight",
]  # fmt: skip
GOOD = [2, 8, 85, 5, 4, 11, 83, 2, 1, 5, 84, 6, 3, 1, 15, 6, 10]


def read(rows, header=("Kecamatan", "Puskesmas", *CLASSES), **more):
    text = "\n".join(";".join(map(str, line)) for line in [header, *rows])
    return read_file(text.encode(), "rekap.csv", kab=KAB, **{"period": "2024-02", **more})


def test_official_layout():
    parsed = read([["Juai", "Juai", *GOOD], ["Jumlah", "", *GOOD]])
    assert {c: str(t) for c, t in parsed.recap.dtypes.items()} == RECAP_DTYPES
    row = parsed.recap.iloc[0]
    assert (row["measured"], row["stunting"], row["severe_stunting"]) == (100, 15, 4)
    assert (row["underweight"], row["severe_underweight"]) == (10, 2)
    assert (row["wasting"], row["severe_wasting"], row["overweight"]) == (6, 1, 4)
    assert (row["level"], row["kec"], row["puskesmas"], row["period"]) == (
        "puskesmas",
        "63.11.01",
        "Juai",
        "2024-02",
    )
    assert parsed.findings["code"].tolist() == ["BARIS_JUMLAH"]
    assert parsed.rows_read == len(parsed.recap) + parsed.rows_rejected == 2


def test_group_titles_above_the_classes(make):
    groups = [
        "Kecamatan",
        "Puskesmas",
        "BB/U",
        "",
        "",
        "",
        "TB/U",
        "",
        "",
        "",
        "BB/TB",
        *[""] * 5,
        *CLASSES[-3:],
    ]
    names = ["", "", *CLASSES[:-3], "", "", ""]
    text = "\n".join(
        ";".join(map(str, line)) for line in [["REKAP FEBRUARI 2024"], groups, names, ["Juai", "Juai", *GOOD]]
    )
    parsed = read_file(text.encode(), "x", kab=KAB)
    assert parsed.recap.iloc[0]["measured"] == 100
    assert parsed.recap.iloc[0]["stunting"] == 15
    assert parsed.periods == ["2024-02"]
    assert parsed.recap["row"].tolist() == [4]


@pytest.mark.parametrize(
    ("changes", "code", "kept"),
    [
        ({"Stunting": 16}, "REKAP_JUMLAH_BEDA", 1),
        ({"Stunting": 700, "Sangat Pendek": 4}, "REKAP_PEMBILANG_LEBIH", 0),
        ({"Sangat Pendek": -4}, "REKAP_NEGATIF", 0),
        ({"Pendek": "11,5"}, "REKAP_ANGKA", 0),
        ({"Obesitas": "x"}, "REKAP_ANGKA", 1),
    ],
)
def test_counts_are_checked(changes, code, kept):
    line = list(GOOD)
    for column, value in changes.items():
        line[CLASSES.index(column)] = value
    parsed = read([["Juai", "Juai", *line]])
    assert code in set(parsed.findings["code"])
    assert len(parsed.recap) == kept
    assert parsed.rows_read == len(parsed.recap) + parsed.rows_rejected
    if not kept:
        assert "rejected" in set(parsed.findings["severity"])


def percent(printed, cases="187", measured="3.912"):
    header = ("Tahun", "Bulan", "Kecamatan", "Stunting", "Wasting", "Diukur", "Prevalensi")
    return read([[2024, "Februari", "Juai", cases, 1, measured, printed]], header, period=None)


@pytest.mark.parametrize("printed", ["4,78", "4.8", "4,7", "4,78 %", ""])
def test_rounded_or_cut_percent_is_fine(printed):
    parsed = percent(printed)
    assert parsed.findings.empty
    assert parsed.recap.iloc[0]["measured"] == 3912


@pytest.mark.parametrize("printed", ["8,6", "4,6", "4,80", "5,0"])
def test_other_percent_is_reported(printed):
    findings = percent(printed).findings
    assert findings["code"].tolist() == ["REKAP_PERSEN_BEDA"]
    assert "187 dari 3.912 = 4,78 %" in findings["message"].iloc[0]


def test_zero_measured_and_doubles_and_months():
    header = ("Tahun", "Bulan", "Kecamatan", "Desa", "Stunting", "Wasting", "Diukur")
    rows = [
        [2024, 2, "Juai", "Galumbang", 0, 0, 0],
        [2024, "Pebruari", "Juai", "Galumbang", 3, 1, 30],
        [2024, 13, "Juai", "Galumbang", 3, 1, 30],
        [2024, 2, "", "", 3, 1, 30],
        [2024, 2, "Juai", "Tak Ada", 35, 1, 5],
    ]
    parsed = read(rows, header, period=None)
    assert parsed.recap["period"].tolist() == ["2024-02", "2024-02"]
    assert parsed.recap["level"].tolist() == ["desa", "desa"]
    assert parsed.findings["code"].tolist() == [
        "REKAP_GANDA", "REKAP_TANPA_PERIODE", "REKAP_TANPA_WILAYAH", "REKAP_PEMBILANG_LEBIH",
    ]  # fmt: skip
    assert parsed.rows_read == 5


def test_no_month_anywhere():
    with pytest.raises(IngestError, match="Sebutkan bulannya"):
        read([["Juai", "Juai", *GOOD]], period=None)
