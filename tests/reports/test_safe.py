"""No cell of a download is ever run by a spreadsheet."""

import csv
import datetime as dt
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from stunting.reports.safe import DANGEROUS, safe_cell, safe_csv, write_cell


@pytest.mark.parametrize("bad", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1"])
def test_formulas_are_texts(bad):
    assert safe_cell(bad) == "'" + bad


@pytest.mark.parametrize("good", ["", "CONTOH ANAK", "a=b", "1-2", "−3,21", "'=1"])
def test_plain_texts_are_untouched(good):
    assert safe_cell(good) == good


@example([("\r", 0.0), ('a"\n=1', -1.0)])
@given(st.lists(st.tuples(st.text(), st.floats(allow_nan=False, allow_infinity=False)), max_size=5))
def test_any_text_survives_and_none_begins_a_formula(cells):
    frame = pd.DataFrame(cells, columns=["=nama", "angka"])
    read = list(csv.reader(io.StringIO(safe_csv(frame), newline="")))
    assert read[0] == ["'=nama", "angka"]
    assert len(read) == len(cells) + 1
    for (text, number), line in zip(cells, read[1:], strict=True):
        assert not line[0].startswith(DANGEROUS)
        assert line[0] in (text, "'" + text)
        assert float(line[1]) == number


def test_numbers_dates_missing_and_categories():
    frame = pd.DataFrame(
        {
            "z": [-2.5, np.nan],
            "on": pd.to_datetime(["2024-08-01", None]),
            "c": pd.Categorical(["-a", None]),
            "ok": [True, False],
        }
    )
    assert safe_csv(frame) == "z,on,c,ok\r\n-2.5,2024-08-01,'-a,True\r\n,,,False\r\n"
    assert safe_csv(frame[["z"]], sep=";", decimal=",").splitlines()[1] == "-2,5"
    assert safe_csv(frame.iloc[:0]) == "z,on,c,ok\r\n"


def test_two_columns_of_one_name():
    frame = pd.DataFrame([["=a", "=b"]], columns=["x", "x"])
    assert safe_csv(frame) == "x,x\r\n'=a,'=b\r\n"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1))
def test_workbook_cells_are_strings(text):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})  # not even told about formulas
    write_cell(book.add_worksheet(), 0, 0, text)
    book.close()
    cell = openpyxl.load_workbook(stream).active["A1"]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == text


def test_workbook_values_keep_their_kind():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "d mmm yyyy"})
    values = [1.5, np.float64("nan"), np.int64(3), True, dt.date(2024, 8, 1), pd.NaT, None, "x" * 40_000]
    for row, value in enumerate(values):
        write_cell(sheet, row, 0, value, day if isinstance(value, dt.date) else None)
    book.close()
    got = [c.value for c in next(openpyxl.load_workbook(stream).active.iter_cols(max_row=len(values)))]
    assert got[:4] == [1.5, None, 3, "ya"]
    assert got[4].date() == dt.date(2024, 8, 1)
    assert got[5:7] == [None, None]
    assert len(got[7]) == 32_767
