"""The IKU workbook, read back."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from stunting.indicators import iku
from stunting.reports.iku import HEAD, About, workbook
from tests.indicators.test_iku import GOLDEN, KAB


def read(table, *, synthetic=True):
    content = workbook(table, About("Kabupaten Contoh", 2024, dt.date(2026, 11, 22), synthetic))
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_golden_values_stand_in_the_cells_as_numbers():
    table = iku.table(KAB, 2024)
    book = read(table)
    sheet = book["IKU"]
    head = [c.value for c in sheet[HEAD + 1]]
    assert head[:6] == ["No.", "Sasaran", "Indikator kinerja", "Satuan", "Realisasi 2023", "2024"]
    assert [c.value for c in sheet[HEAD + 2]][5:8] == ["Target", "Realisasi", "Capaian (%)"]
    for n, key in enumerate(table["indicator"]):
        cells = sheet[HEAD + 3 + n]
        assert tuple(c.value for c in cells[5:8]) == pytest.approx(GOLDEN[key]), key
    first = sheet[HEAD + 3]
    assert [first[4].value, first[8].value, first[9].value] == [14.61, 8, 17.8]
    assert first[6].number_format == "0.00"
    assert first[8].number_format == "0"
    akb = sheet[HEAD + 3 + table["indicator"].tolist().index("akb")]
    assert akb[9].value == 13.8
    assert akb[4].value == "belum diisi"
    assert sheet["A4"].value.startswith("DATA SINTETIS")
    sources = book["Sumber"]
    assert sources.max_row == 1 + len(table)
    assert all(sources.cell(r, 3).value for r in range(2, sources.max_row + 1))


def test_no_mark_without_synthetic_data_and_texts_are_never_formulas():
    table = iku.table(KAB, 2024)
    table.loc[0, "name"] = "=1+1"
    sheet = read(table, synthetic=False)["IKU"]
    assert sheet["A4"].value is None
    assert sheet.cell(HEAD + 3, 3).value == "=1+1"
    assert sheet.cell(HEAD + 3, 3).data_type == "s"


def test_an_empty_table_is_a_head():
    assert read(iku.table(KAB, 2024).head(0))["IKU"].max_row == HEAD + 2
