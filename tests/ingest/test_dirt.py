"""Dirty cells: each gives its finding, the child is kept, nothing is dropped silently."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from stunting.ingest import CODES, IngestError, parse_table, read_file
from stunting.ingest.header import locate

KAB = "63.11"
TODAY = date(2024, 12, 31)


def table_of(cells):
    sheet = locate(cells)
    return parse_table(sheet.table, kab=KAB, first_row=sheet.first_row, title=sheet.title, today=TODAY)


@pytest.fixture
def dirty(make):
    """Parse ten clean children of whom the third has some cells changed."""

    def parse(variant="V3", **cells):
        rows = make.children(10)
        rows[2] |= cells
        return table_of(make.grid(rows, variant))

    return parse


def only(parsed, code):
    assert set(parsed.findings["code"]) == {code}, parsed.findings.to_string()
    assert parsed.findings["row"].tolist() == [4]
    assert parsed.findings["severity"].tolist() == [CODES[code].severity]
    return parsed.rows.iloc[2]


CASES = [
    # column, value, code, canonical column, value after
    ("NIK", "32010********001", "NIK_SAMAR", "nik", None),
    ("NIK", "6.3E+15", "NIK_ILMIAH", "nik", None),
    ("NIK", "6,31105E+15", "NIK_ILMIAH", "nik", None),
    ("NIK", "0000000000000000", "NIK_DUMMY", "nik", None),
    ("NIK", "9999999999999999", "NIK_DUMMY", "nik", None),
    ("NIK", "320101500520", "NIK_BUKAN_16", "nik", None),
    ("Nama", "-", "NAMA_KOSONG", "name", None),
    ("JK", "X", "JK_TAK_DIKENAL", "sex", None),
    ("JK", "", "JK_KOSONG", "sex", None),
    ("Cara Ukur", "Duduk", "CARA_UKUR_TAK_DIKENAL", "position", None),
    ("Naik Berat Badan", "CONTOH ANAK", "NAIK_TAK_DIKENAL", "weight_gain", None),
    ("Naik Berat Badan", "3201015005200001", "NAIK_TAK_DIKENAL", "weight_gain", None),
    ("LiLA", "sempit", "ANGKA_SALAH", "lila_cm", None),
    ("LiLA", "8888", "ANGKA_SENTINEL", "lila_cm", None),
    ("LiLA", "081234567890", "ANGKA_TELEPON", "lila_cm", None),
    ("LiLA", "2024-05-14", "ANGKA_JADI_TANGGAL", "lila_cm", None),
    ("LiLA", "14-Mei", "ANGKA_SALAH", "lila_cm", None),
    ("LiLA", "80", "ANGKA_LUAR_RENTANG", "lila_cm", None),
    ("LiLA", "inf", "ANGKA_SALAH", "lila_cm", None),
    ("BB Lahir", "3200", "SATUAN_GRAM", "birth_weight_kg", 3.2),
    ("BB Lahir", "320", "SATUAN_GRAM", "birth_weight_kg", 0.32),
    ("TB Lahir", "0,48", "SATUAN_METER", "birth_length_cm", 48.0),
    ("Berat", "2024-05-12", "ANGKA_JADI_TANGGAL", "weight_kg", None),
    ("Berat", "125", "ANGKA_LUAR_RENTANG", "weight_kg", None),
    ("Tinggi", "9999", "ANGKA_SENTINEL", "height_cm", None),
    ("ZS TB/U", "999.99", "ZS_TAK_TERHITUNG", "file_haz", None),
    ("ZS TB/U", "-9.5", "ZS_BEDA", "file_haz", -9.5),
    ("Jml Vit A", "1,5", "ANGKA_SALAH", "vitamin_a", None),
]


@pytest.mark.parametrize(("column", "value", "code", "canonical", "after"), CASES)
def test_one_dirty_cell(dirty, column, value, code, canonical, after):
    row = only(dirty(**{column: value}), code)
    got = row[canonical]
    assert pd.isna(got) if after is None else got == pytest.approx(after)


@pytest.mark.parametrize(
    ("column", "value", "canonical", "after"),
    [
        ("NIK", "'3201015005200001", "nik", "3201015005200001"),
        ("NIK", " 3201 0150 0520 0001 ", "nik", "3201015005200001"),
        ("NIK", "", "nik", None),
        ("JK", "Laki-laki", "sex", "L"),
        ("JK", "2", "sex", "P"),
        ("LiLA", "14,5", "lila_cm", 14.5),
        ("LiLA", "0", "lila_cm", None),
        ("LiLA", "-", "lila_cm", None),
        ("LiLA", "NaN", "lila_cm", None),
        ("BB Lahir", "0", "birth_weight_kg", None),
        ("BB Lahir", "3,2 kg", "birth_weight_kg", 3.2),
        ("Naik Berat Badan", "n", "weight_gain", "N"),
        ("Naik Berat Badan", "-", "weight_gain", None),
        ("Naik Berat Badan", "y", "weight_gain", "Y"),
        ("Naik Berat Badan", "bt", "weight_gain", "BT"),
        ("Jml Vit A", "2", "vitamin_a", 2),
        ("Nama Ortu", "CONTOH AYAH, CONTOH BUNDA", "mother", "CONTOH BUNDA"),
        ("Nama Ortu", "CONTOH BUNDA", "mother", "CONTOH BUNDA"),
        ("Nama Ortu", "-", "mother", None),
        ("Nama", "  CONTOH   DUA ", "name", "CONTOH DUA"),
    ],
)
def test_harmless_spellings(make, column, value, canonical, after):
    rows = make.children(10)
    rows[2][column] = value
    if column == "JK":
        rows = [*rows[:2], rows[2] | {"ZS BB/U": "", "ZS TB/U": "", "ZS BB/TB": ""}, *rows[3:]]
    parsed = table_of(make.grid(rows))
    assert parsed.findings.empty, parsed.findings.to_string()
    got = parsed.rows.iloc[2][canonical]
    assert pd.isna(got) if after is None else got == after


def test_weight_in_grams_and_height_in_metres(make):
    rows = make.children(10)
    weight, height = float(rows[2]["Berat"]), float(rows[2]["Tinggi"])
    rows[2] |= {"Berat": f"{weight * 1000:.0f}", "Tinggi": f"{height / 100:.3f}".replace(".", ",")}
    parsed = table_of(make.grid(rows))
    codes = set(parsed.findings["code"])
    assert codes == {"SATUAN_GRAM"} | ({"SATUAN_METER"} if height <= 130 else set())
    assert parsed.rows.iloc[2]["weight_kg"] == pytest.approx(weight)
    assert parsed.rows.iloc[2]["height_cm"] == pytest.approx(height)


@pytest.mark.parametrize(
    "style", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%d 00:00:00", "%d %B %Y"]
)
def test_dates_of_all_styles(make, style):
    rows = make.children(30)
    expected = table_of(make.grid(rows)).rows
    for row in rows:
        for column in ("Tgl Lahir", "Tanggal Pengukuran"):
            row[column] = date.fromisoformat(row[column]).strftime(style)
    got = table_of(make.grid(rows))
    assert got.findings.empty, got.findings.to_string()
    assert (got.rows["birth_date"] == expected["birth_date"]).all()
    assert (got.rows["age_days"] == expected["age_days"]).all()


def test_excel_serials(make):
    rows = make.children(5)
    expected = table_of(make.grid(rows)).rows["birth_date"]
    for row in rows:
        row["Tgl Lahir"] = str(
            date.fromisoformat(row["Tgl Lahir"]).toordinal() - date(1899, 12, 30).toordinal()
        )
    assert (table_of(make.grid(rows)).rows["birth_date"] == expected).all()


@pytest.mark.parametrize("value", ["31/02/2024", "2024-13-01", "besok", "1899-12-31", "32.01.2024"])
def test_impossible_dates_are_nulled(dirty, value):
    parsed = dirty(**{"Tanggal Pengukuran": value})
    row = only(parsed, "TANGGAL_SALAH")
    assert pd.isna(row["measured_on"])
    assert not row["measured"]
    assert row["period"] == "2024-02"


def test_future_birth_after_and_two_digit_years(dirty):
    assert not only(dirty(**{"Tanggal Pengukuran": "2026-01-01"}), "TANGGAL_DEPAN")["measured"]
    row = only(dirty(**{"Tgl Lahir": "2024-03-05", "ZS BB/U": ""}), "LAHIR_SETELAH_UKUR")
    assert str(row["age_days"]) == "<NA>"
    assert str(row["birth_date"])[:10] == "2024-03-05"
    assert np.isnan(only(dirty(**{"Tgl Lahir": "", "Usia Saat Ukur": ""}), "LAHIR_KOSONG")["haz"])


def test_two_digit_year(make):
    rows = make.children(3)
    rows[1]["Tgl Lahir"] = date.fromisoformat(rows[1]["Tgl Lahir"]).strftime("%d/%m/%y")
    parsed = table_of(make.grid(rows))
    assert parsed.findings["code"].tolist() == ["TANGGAL_DUA_DIGIT"]
    assert parsed.rows["birth_date"].notna().all()


def test_month_first_column_is_warned(dirty):
    parsed = dirty(**{"Tanggal Pengukuran": "02/25/2024"})
    assert set(parsed.findings["code"]) == {"TANGGAL_BULAN_DULU", "TANGGAL_SALAH"}


def test_age_is_checked_and_over_60_months_warned(dirty):
    row = only(dirty(**{"Usia Saat Ukur": "9 Tahun - 1 Bulan - 0 Hari"}), "USIA_BEDA")
    assert row["measured"]
    parsed = dirty(
        **{"Tgl Lahir": "2018-01-01", "Usia Saat Ukur": "", "ZS BB/U": "", "ZS TB/U": "", "ZS BB/TB": ""}
    )
    row = only(parsed, "USIA_LEBIH_60")
    assert np.isnan(row["haz"])
    assert row["measured"]


def test_registered_not_measured(make):
    rows = make.children(10)
    blank = {
        "Tanggal Pengukuran": "",
        "Berat": "",
        "Tinggi": "",
        "Usia Saat Ukur": "",
        "ZS BB/U": "",
        "ZS TB/U": "",
        "ZS BB/TB": "",
    }
    rows[2] |= blank
    rows[3] |= blank | {"Pukesmas": "HALONG", "Kec": "HALONG", "Desa/Kel": "HALONG"}
    rows[4] |= {
        "Pukesmas": "HALONG",
        "Kec": "HALONG",
        "Desa/Kel": "HALONG",
        "Tanggal Pengukuran": "2024-03-02",
        "Usia Saat Ukur": "",
    }
    for name in ("ZS BB/U", "ZS TB/U", "ZS BB/TB"):
        rows[4][name] = ""
    parsed = table_of(make.grid(rows))
    assert parsed.findings.empty, parsed.findings.to_string()
    assert parsed.rows["period"].tolist()[2:5] == ["2024-02", "2024-03", "2024-03"]
    assert parsed.rows["measured"].tolist()[2:5] == [False, False, True]


def test_no_date_at_all_needs_a_period(make):
    rows = [row | {"Tanggal Pengukuran": ""} for row in make.children(3)]
    with pytest.raises(IngestError, match="Sebutkan bulannya"):
        table_of(make.grid(rows))
    parsed = read_file(make.csv(make.grid(rows)), "x", kab=KAB, period="2024-05", today=TODAY)
    assert parsed.periods == ["2024-05"]
    assert set(parsed.findings["code"]) == {"UKUR_TANPA_TANGGAL"}
    with pytest.raises(IngestError, match="tidak terbaca"):
        read_file(make.csv(make.grid(rows)), "x", kab=KAB, period="Mei", today=TODAY)


def test_date_without_sizes(dirty):
    parsed = dirty(Berat="", Tinggi="", **{"ZS BB/U": "", "ZS TB/U": "", "ZS BB/TB": ""})
    assert not only(parsed, "UKUR_TANPA_NILAI")["measured"]


def test_v4_rows_with_36_cells_are_repaired(make):
    rows = make.children(20)
    rows[5] |= dict.fromkeys(
        ("Tanggal Pengukuran", "Berat", "Tinggi", "Cara Ukur", "ZS BB/U", "ZS TB/U", "ZS BB/TB"), ""
    )
    whole = table_of(make.grid(rows, "V4")).rows
    mixed = make.grid(rows[:10], "V4") + make.grid(rows[10:], "V4", short=True)[1:]
    for cells, shifted in ((make.grid(rows, "V4", short=True), 20), (mixed, 10)):
        parsed = table_of(cells)
        assert parsed.findings["code"].value_counts().to_dict() == {"GESER_KOLOM": shifted}
        assert parsed.rows.equals(whole)


def test_rejected_rows_are_counted_and_named(make):
    header, *lines = make.grid(make.children(4))
    blank = [""] * len(header)
    foot = ["", "", "Jumlah", *blank[3:]]
    number_only = ["5", *blank[1:]]
    nobody = [*blank[:19], "9.8", *blank[20:]]
    sign = [*blank[:16], "Kepala Puskesmas", *blank[17:]]
    cells = [["LAPORAN"], header, *lines[:2], blank, header, *lines[2:], number_only, nobody, foot, sign]
    parsed = table_of(cells)
    assert parsed.rows_read == len(parsed.rows) + parsed.rows_rejected == 8
    rejected = parsed.findings[parsed.findings["severity"] == "rejected"]
    assert dict(zip(rejected["row"], rejected["code"], strict=True)) == {
        6: "JUDUL_BERULANG", 10: "BARIS_BUKAN_ANAK", 11: "BARIS_JUMLAH", 12: "BARIS_BUKAN_ANAK",
    }  # fmt: skip
    assert parsed.rows["row"].tolist() == [3, 4, 7, 8]


def test_duplicates_are_kept_and_reported(make):
    rows = make.children(3)
    again = dict(rows[0])
    nameless = [row | {"NIK": ""} for row in (rows[1], rows[1] | {"Nama": rows[1]["Nama"].lower()})]
    parsed = table_of(make.grid([*rows, again, *nameless]))
    assert parsed.findings["code"].tolist() == ["DUPLIKAT", "DUPLIKAT"]
    assert parsed.findings["row"].tolist() == [2, 6]
    assert "baris 5;" in parsed.findings["message"].iloc[0]
    assert len(parsed.rows) == 6


def test_all_nik_ending_in_zero_are_not_believed(make):
    rows = [row | {"NIK": row["NIK"][:15] + "0"} for row in make.children(15)]
    parsed = table_of(make.grid(rows))
    assert parsed.findings["code"].tolist() == ["NIK_KOLOM_TERPOTONG"]
    assert parsed.rows["nik"].isna().all()


def test_numeric_nik_of_a_workbook(make):
    """A 16-digit number that ends in 0 has lost its last digit; another one was written whole."""
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(make.xlsx(make.grid(make.children(3)))))
    book["Data"]["B2"], book["Data"]["B3"] = 3201015005200010, 3201015005200011
    out = io.BytesIO()
    book.save(out)
    parsed = read_file(out.getvalue(), "x", kab=KAB, today=TODAY)
    assert parsed.rows["nik"].tolist()[1] == "3201015005200011"
    assert parsed.findings["code"].tolist() == ["NIK_ILMIAH"]


def test_areas(make):
    rows = make.children(6)
    rows[1] |= {"Desa/Kel": "DESA CONTOH"}
    rows[2] |= {"Desa/Kel": "DESA CONTOH"}
    rows[3] |= {"Kab/Kota": "CONTOH", "Kec": "CONTOH"}
    rows[4] |= {"Desa/Kel": "", "Kab/Kota": ""}
    rows[5] |= {"Kec": "CONTOH"}
    parsed = table_of(make.grid(rows))
    assert parsed.findings["code"].tolist() == [
        "DESA_TAK_DIKENAL", "KABUPATEN_LAIN", "WILAYAH_KOSONG", "KECAMATAN_TAK_DIKENAL",
    ]  # fmt: skip
    assert "(2 baris)" in parsed.findings["message"].iloc[0]
    assert parsed.rows["kab"].tolist()[3:5] == ["?CONTOH", KAB]
    assert parsed.rows["kec"].iloc[5] == "?CONTOH"
    assert "?" in parsed.rows["desa"].iloc[1]
    assert parsed.rows["desa"].isna().tolist() == [False, False, False, False, True, False]


def test_unknown_and_double_columns(make):
    header, *lines = make.grid(make.children(3))
    cells = [[*header, "Berat", "Catatan"], *[[*line, "99", "x"] for line in lines]]
    parsed = table_of(cells)
    assert parsed.findings["code"].tolist() == ["JUDUL_GANDA", "KOLOM_TAK_DIKENAL"]
    assert parsed.rows["weight_kg"].max() < 40
    cells = [["Berat", *header], *[["", *line] for line in lines]]
    assert table_of(cells).rows["weight_kg"].notna().all()  # the first of the two is blank


def test_z_not_plausible_and_flag(dirty):
    parsed = dirty(Tinggi="45", **{"ZS BB/U": "", "ZS TB/U": "", "ZS BB/TB": ""})
    assert "Z_TIDAK_WAJAR" in set(parsed.findings["code"])
    assert parsed.rows.iloc[2]["flag_haz"] or parsed.rows.iloc[2]["flag_whz"]


def test_identity_never_in_findings(make):
    """NIK, names and phone numbers are masked wherever they turn up."""
    rows = make.children(4)
    rows[0] |= {"NIK": "3201015005", "Berat": "SITI RAHASIA", "LiLA": "081298765432"}
    rows[1] |= {"JK": "SITI RAHASIA", "Tgl Lahir": "SITI RAHASIA", "Cara Ukur": "3201015005200001"}
    rows[2] |= {"Nama": "", "NIK": "320101500520000199", "Naik Berat Badan": "SITI"}
    text = table_of(make.grid(rows)).findings.to_csv()
    for secret in (
        "3201015005",
        "RAHASIA",
        "SITI",
        "081298765432",
        "CONTOH ANAK",
        "3201015005200001",
        "320101500520",
    ):
        assert secret not in text


def test_every_message_has_no_open_field(make):
    rows = make.children(30)
    for i, (column, value, *_) in enumerate(CASES):
        rows[i][column] = value
    findings = table_of(make.grid(rows)).findings
    assert not findings["message"].str.contains(r"[{}]").any()
    assert (findings["message"].str.len() > 30).all()
    assert findings["row"].is_monotonic_increasing
