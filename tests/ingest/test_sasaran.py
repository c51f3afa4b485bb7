"""A sasaran file: what is read, what is refused with which words; the template comes back whole."""

import io

import pytest
import xlsxwriter

from stunting import regions
from stunting.ingest import IngestError
from stunting.ingest.sasaran import TITLES, read_sasaran
from stunting.reports.sasaran_template import lines, template_csv, template_xlsx
from stunting.settings import settings

KAB = settings().kabupaten


def csv(*rows: str) -> bytes:
    return "\n".join([";".join(TITLES), *rows]).encode()


def desa(at: int = 0) -> tuple[str, str, str]:
    row = lines(KAB, "2026").iloc[at]
    return row["Kecamatan"], row["Desa/Kelurahan"], row["Kode desa"]


def test_every_level_and_writing():
    kec, name, code = desa()
    place = sorted(regions.puskesmas_of(KAB)["puskesmas"])[0]
    found = read_sasaran(
        csv(f";;;;{code};2026;1.234", f"{kec.upper()};;{name.lower()};;;8/2026;50",
            f"{kec};;{name};melati 1;;2026;20",
            f";Puskesmas {place};;;;Agustus 2026;300", f"{kec};;;;;2026-08;900",
            f";;;;{desa(1)[2]};2026;"),
        kab=KAB,
    )  # fmt: skip
    assert found.problems == []
    assert found.blank == 1
    assert found.rows.to_numpy().tolist() == [
        ["desa", code, "2026", 1234], ["desa", code, "2026-08", 50],
        ["posyandu", f"{code}|Melati 1", "2026", 20],
        ["puskesmas", place, "2026-08", 300], ["kecamatan", code[:8], "2026-08", 900],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";;;;{code};kapan;10", "Periode"), (";;;;{code};2026;dua", "Sasaran"),
        (";;;;{code};2026;0", "Sasaran"),
        (";;;;{code};2026;10,5", "Sasaran"), (";;;;{code};2026;-3", "Sasaran"),
        (";;;;99.99;2026;10", "Kode desa"),
        ("{kec};;Tak Ada Desa;;;2026;10", "Desa/Kelurahan"), ("Antah;;;;;2026;10", "Kecamatan"),
        (";Antah Berantah;;;;2026;10", "Puskesmas"), (";;;;;2026;10", "Desa/Kelurahan"),
    ],
)  # fmt: skip
def test_a_row_that_is_wrong_says_where_and_what(row, column):
    kec, _, code = desa()
    found = read_sasaran(csv(row.format(kec=kec, code=code)), kab=KAB)
    assert found.rows.empty
    assert [(p.row, p.column) for p in found.problems] == [(2, column)]
    assert found.problems[0].says.endswith((".", "?"))


def test_the_same_area_and_period_counts_once():
    code = desa()[2]
    found = read_sasaran(csv(f";;;;{code};2026;10", f";;;;{code};2026;11"), kab=KAB)
    assert found.rows["s"].tolist() == [10]
    assert [p.row for p in found.problems] == [3]


def test_whole_files_that_cannot_be_used():
    for data, code in (
        (b"", "BERKAS_KOSONG"), (b"a;b\n1;2\n", "KOLOM_KURANG"), (csv(), "TANPA_BARIS"),
        (b"\x89PNG\r\n", "BUKAN_TABEL"), (template_csv(KAB, "2026"), "TANPA_BARIS"),
    ):  # fmt: skip
        with pytest.raises(IngestError) as refused:
            read_sasaran(data, kab=KAB)
        assert refused.value.code == code


def test_the_template_comes_back_filled_in():
    table = lines(KAB, "2026")
    assert len(table) == (regions.areas(KAB)["level"] == "desa").sum()
    assert template_xlsx(KAB, "2026")[:2] == b"PK"
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for at, title in enumerate(TITLES):
        sheet.write_string(0, at, title)
    for row, (_, line) in enumerate(table.iterrows(), start=1):
        for at, title in enumerate(TITLES):
            sheet.write(row, at, 40 if title == "Sasaran" else line[title])
    book.close()
    found = read_sasaran(out.getvalue(), kab=KAB)
    assert (len(found.rows), found.problems) == (len(table), [])
    assert (found.rows["s"] == 40).all()
