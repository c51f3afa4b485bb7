"""Every container × variant gives the same rows, whatever the file is called."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from stunting.ingest import IngestError, read_file
from stunting.ingest.schema import FINDING_DTYPES, ROW_DTYPES

KAB = "63.11"
TODAY = date(2024, 12, 31)
CONTAINERS = [
    "html",
    "html-cp1252",
    "xlsx",
    "xlsx-text",
    "xls",
    "csv",
    "csv-semicolon",
    "csv-tab",
    "csv-bom",
    "csv-utf16",
]


def write(make, cells, container):
    match container:
        case "html":
            return make.html(cells)
        case "html-cp1252":
            return make.html(cells, "cp1252")
        case "xlsx":
            return make.xlsx(cells)
        case "xlsx-text":
            return make.xlsx(cells, typed=False, top=["LAPORAN CONTOH", "", "Bulan Februari"])
        case "xls":
            return make.xls(cells)
        case "csv":
            return make.csv(cells)
        case "csv-semicolon":
            return make.csv(cells, ";", comma=True)
        case "csv-tab":
            return make.csv(cells, "\t")
        case "csv-bom":
            return make.csv(cells, ";", "utf-8-sig")
        case "csv-utf16":
            return make.csv(cells, "\t", "utf-16")


def read(data, name="x.bin", **more):
    return read_file(data, name, kab=KAB, today=TODAY, **more)


def test_clean_file_has_no_finding_and_exact_types(make):
    parsed = read(make.csv(make.grid(make.children(40))))
    assert parsed.findings.empty, parsed.findings.to_string()
    assert {c: str(t) for c, t in parsed.rows.dtypes.items()} == ROW_DTYPES
    assert {c: str(t) for c, t in parsed.findings.dtypes.items()} == FINDING_DTYPES
    assert parsed.rows["measured"].all()
    assert (
        set(parsed.rows["desa"]) == {"63.11.01.2010"} or parsed.rows["desa"].str.startswith("63.11.01.").all()
    )
    assert set(parsed.rows["puskesmas"]) == {"Juai"}
    assert set(parsed.rows["posyandu"]) == {"Melati"}
    assert parsed.periods == ["2024-02"]
    assert parsed.rows["row"].tolist() == list(range(2, 42))
    first = parsed.rows.iloc[0]
    assert (first["mother"], first["parent"]) == ("CONTOH IBU 1", "CONTOH AYAH 1 / CONTOH IBU 1")
    assert first["rt"] == "001"


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("variant", ["V1", "V2", "V3", "V4", "V5"])
def test_container_and_variant(make, container, variant):
    rows = make.children(12)
    parsed = read(write(make, make.grid(rows, variant), container), "laporan.xls")
    assert parsed.variant == variant
    assert parsed.container == container.split("-")[0]
    expected = read(make.csv(make.grid(rows, variant))).rows
    assert parsed.rows_read == 12
    offset = int(parsed.rows["row"].iloc[0]) - 2
    pd.testing.assert_frame_equal(parsed.rows.drop(columns="row"), expected.drop(columns="row"))
    assert (parsed.rows["row"] - offset).tolist() == expected["row"].tolist()
    assert parsed.rows["mother"].iloc[3] == "CONTOH IBU 4"
    assert not (set(parsed.findings["code"]) - {"ZS_BEDA"}), parsed.findings.to_string()
    if variant != "V1":  # V1 has no Cara Ukur: some z-scores may differ where age says otherwise
        assert parsed.findings.empty


def test_title_row_marks_synthetic_data(make):
    cells = make.grid(make.children(3))
    assert read(make.xlsx(cells, top=["DATA SINTETIS, bukan anak sungguhan"])).synthetic
    assert read(make.html(cells, title="Data  Sintetis untuk demo")).synthetic
    assert read(make.csv([["DATA SINTETIS"], *cells])).synthetic
    assert not read(make.csv(cells)).synthetic


def test_rows_count_as_the_spreadsheet_does(make):
    cells = make.grid(make.children(3))
    parsed = read(make.xlsx([*cells[:2], [""] * 36, *cells[2:]], top=["JUDUL", "", ""]))
    assert parsed.rows["row"].tolist() == [5, 7, 8]
    assert parsed.rows_read == 3


def test_html_with_several_tables_breaks_and_spans(make):
    header, *lines = make.grid(make.children(2))
    cell = "".join(f"<td>{v}</td>" for v in lines[0]).replace(
        "<td>CONTOH ANAK 1</td>", "<td>CONTOH<br>ANAK&nbsp;1</td>"
    )
    head = "".join(f"<th>{v}</th>" for v in header)
    other = "<table><tr><td>a</td></tr></table>"
    parsed = read(f"{other}<table><tr>{head}</tr><tr>{cell}</tr></table>{other}".encode())
    assert parsed.rows["name"].tolist() == ["CONTOH ANAK 1"]
    spanned = f"<table><tr><td colspan=36>JUDUL</td></tr><tr>{head}</tr><tr>{cell}</tr></table>"
    assert read(spanned.encode()).rows["row"].tolist() == [3]


def test_other_sheets_of_the_same_kind_are_named(make):
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(make.xlsx(make.grid(make.children(3)))))
    book.copy_worksheet(book["Data"]).title = "Maret"
    book["Data"].append(["4", "", "CONTOH ANAK 9", "L", "2022-01-01"])
    book.create_sheet("Catatan")["A1"] = "bebas"
    out = io.BytesIO()
    book.save(out)
    parsed = read(out.getvalue())
    assert parsed.rows_read == 4
    assert parsed.findings.query("code == 'LEMBAR_LAIN'")["value"].tolist() == ["Maret"]


@pytest.mark.parametrize("size", [0, 1])
def test_no_rows_and_one_row(make, size):
    data = make.csv(make.grid(make.children(size)))
    if size:
        assert len(read(data).rows) == 1
    else:
        with pytest.raises(IngestError, match="tidak ada satu baris pun"):
            read(data)
