"""The officer's own workbook: every cell a text where it was, findings visible, nothing that runs."""

from __future__ import annotations

import io

import openpyxl
import pytest

from stunting.ingest import read_file
from stunting.reports.fix_list import FIX_COLUMNS, SEVERITIES, fix_list
from stunting.reports.workbook import grid_of, officer_workbook
from tests.ui.export_file import TITLES, child, export


@pytest.fixture
def file():
    rows = [child(n, "UREN", "2024-02") for n in range(1, 6)]
    rows[1]["NIK"] = "63110512001"
    rows[2]["Alamat"] = '=HYPERLINK("http://jahat.example")'
    rows[3]["BB Lahir"] = "3200"
    rows.append({"Berat": "9,9"})  # no child
    content = export(rows)
    return content, read_file(content, "contoh.csv", kab="63.11")


def load(content, parsed):
    return openpyxl.load_workbook(io.BytesIO(officer_workbook(content, parsed, parsed.findings)))


def test_rows_stand_where_the_findings_say(file):
    content, parsed = file
    grid, at = grid_of(content)
    assert grid[at] == TITLES
    sheet = load(content, parsed).worksheets[0]
    for n, line in enumerate(grid, start=1):
        for place, text in enumerate(line, start=1):
            assert (sheet.cell(n, place).value or "") == text


def test_every_cell_is_a_text(file):
    for sheet in load(*file).worksheets[:1]:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type in ("s", "n")
                assert cell.data_type == "s" or cell.value is None
                assert cell.hyperlink is None


def test_findings_are_coloured_and_commented_in_their_cell(file):
    content, parsed = file
    sheet = load(content, parsed).worksheets[0]
    bad = parsed.findings[parsed.findings["code"] == "NIK_BUKAN_16"].iloc[0]
    cell = sheet.cell(int(bad["row"]), TITLES.index("NIK") + 1)
    assert cell.value == "63110512001"
    assert "bukan 16 digit" in cell.comment.text
    assert cell.fill.start_color.rgb.endswith(SEVERITIES["nulled"][1][1:])
    repaired = parsed.findings[parsed.findings["code"] == "SATUAN_GRAM"].iloc[0]
    cell = sheet.cell(int(repaired["row"]), TITLES.index("BB Lahir") + 1)
    assert cell.fill.start_color.rgb.endswith(SEVERITIES["repaired"][1][1:])
    clean = sheet.cell(4 + 1, 1)
    assert clean.comment is None


def test_a_rejected_row_is_coloured_whole(file):
    content, parsed = file
    row = int(parsed.findings.loc[parsed.findings["severity"] == "rejected", "row"].iloc[0])
    sheet = load(content, parsed).worksheets[0]
    colours = {sheet.cell(row, c).fill.start_color.rgb[-6:] for c in range(1, len(TITLES) + 1)}
    assert colours == {SEVERITIES["rejected"][1][1:]}


def test_list_of_repairs_names_the_child_and_leaves_out_what_is_repaired(file):
    _, parsed = file
    out = fix_list(parsed, parsed.findings)
    assert list(out.columns) == list(FIX_COLUMNS)
    assert "Diperbaiki otomatis" not in set(out["tingkat"])
    line = out[out["temuan"] == "NIK bukan 16 digit"].iloc[0]
    assert line["nama"] == "CONTOH ANAK 2"
    assert line["desa"] == "Uren"
    assert out["tingkat"].iloc[0] == "Ditolak"
    assert not out.astype("str").isin(["nan", "None", "NaT", "<NA>"]).any(axis=None)
    assert fix_list(None, parsed.findings)["nama"].eq("").all()


def test_a_file_without_findings_still_comes_back():
    content = export([child(1, "UREN", "2024-02")])
    parsed = read_file(content, "contoh.csv", kab="63.11")
    book = load(content, type(parsed)(**(vars(parsed) | {"findings": parsed.findings.head(0)})))
    assert book["Yang diperbaiki"].max_row == 1
