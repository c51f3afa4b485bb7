"""Numbers that identify a person do not pass as the name of an area; a file without z-scores says so."""

from __future__ import annotations

import pytest

from stunting.ingest import parse_table, read_file
from stunting.ingest.header import locate

KAB = "63.11"
NIK = "9911053006230001"


def parse(cells):
    sheet = locate(cells)
    return parse_table(sheet.table, kab=KAB, first_row=sheet.first_row, title=sheet.title)


def without(make, rows, *titles):
    header, *lines = make.grid(rows)
    keep = [at for at, title in enumerate(header) if title not in titles]
    return [[line[at] for at in keep] for line in [header, *lines]]


@pytest.mark.parametrize(
    "text", [NIK, f"JUAI {NIK}", "9911 0530 0623 0001", "9911.0530-06230001", "08123456"]
)
@pytest.mark.parametrize("title", ["Kab/Kota", "Kec", "Desa/Kel", "Pukesmas", "Posyandu"])
def test_a_long_number_is_no_area(make, title, text):
    rows = make.children(3)
    rows[1][title] = text
    parsed = parse(make.grid(rows))
    # nor is the cell said to be blank; without its kecamatan a desa is not known
    further = ["DESA_TAK_DIKENAL"] if title == "Kec" else []
    assert parsed.findings["code"].tolist() == ["WILAYAH_BUKAN_NAMA", *further]
    found = parsed.findings.iloc[0]
    assert (found["row"], found["column"], found["severity"]) == (3, title, "nulled")
    assert "**" in found["value"]
    assert found["value"] in found["message"]
    assert len(parsed.rows) == 3
    for frame in (parsed.rows.drop(columns=["nik"]), parsed.findings):
        assert text not in frame.to_csv()
        assert NIK not in frame.to_csv()


@pytest.mark.parametrize("text", ["MELATI 12", "RT 1-2 RW 3 2024", "MAWAR 1234567"])
def test_short_numbers_stay(make, text):
    rows = make.children(3)
    rows[1]["Posyandu"] = text
    parsed = parse(make.grid(rows))
    assert parsed.findings.empty
    assert parsed.rows["posyandu"].notna().all()


def test_recap_areas(make):
    def read(text):
        return read_file(text.encode(), "rekap.csv", kab=KAB, period="2024-02")

    head = "Kecamatan;Puskesmas;Diukur;Stunting\n"
    parsed = read(f"{head}Juai;{NIK};100;15\n{NIK};;100;15\n")
    # the first row is left to its kecamatan; the second names no area any more
    assert parsed.recap[["level", "kec"]].values.tolist() == [["kecamatan", "63.11.01"]]
    assert (parsed.rows_read, parsed.rows_rejected) == (2, 1)
    assert sorted(parsed.findings["code"]) == ["REKAP_TANPA_WILAYAH", *["WILAYAH_BUKAN_NAMA"] * 2]
    assert NIK not in parsed.findings.to_csv() + parsed.recap.to_csv()


ZS = ("ZS BB/U", "ZS TB/U", "ZS BB/TB")


def test_file_without_z_scores(make):
    rows = make.children(4)
    absent = parse(without(make, rows, *ZS))
    blank = parse(make.grid([row | dict.fromkeys(ZS, "") for row in rows]))
    for parsed in (absent, blank):
        assert parsed.findings["code"].tolist() == ["ZS_KOLOM_TIDAK_ADA"]
        assert parsed.findings["row"].tolist() == [0]
        assert "lihat hitung ulang WHO" in parsed.findings["message"].iloc[0]
        assert parsed.rows["haz"].notna().all()


def test_file_with_some_z_scores_or_nobody_measured(make):
    rows = make.children(4)
    some = [row | dict.fromkeys(ZS, "") for row in rows[1:]]
    assert parse(make.grid([rows[0], *some])).findings.empty
    away = dict.fromkeys((*ZS, "Berat", "Tinggi", "Tanggal Pengukuran", "Usia Saat Ukur", "Cara Ukur"), "")
    # the one child with z-scores is not measured, the measured ones have none
    odd = rows[0] | {name: value for name, value in away.items() if name not in ZS}
    assert "ZS_KOLOM_TIDAK_ADA" in set(parse(make.grid([odd, *some])).findings["code"])
    nobody = [row | away for row in rows]
    sheet = locate(make.grid(nobody))
    parsed = parse_table(sheet.table, kab=KAB, first_row=sheet.first_row, period="2024-02")
    assert "ZS_KOLOM_TIDAK_ADA" not in set(parsed.findings["code"])
